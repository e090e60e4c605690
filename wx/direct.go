package wx

import (
	"context"
	"errors"
	"net/http"
	"time"

	"facetill/flow/clock"
	"facetill/wx/transport"
)

// Direct answers a request without a connection: a simulator called as a
// function, on the caller's goroutine and the caller's clock. It stands for
// everything below HTTP.
type Direct func(ctx context.Context, r DirectRequest) DirectAnswer

// DirectRequest is what would have been written.
type DirectRequest struct {
	Host   string // "main", "backup" or "face"
	Method string // POST or HEAD
	Path   string
	Body   []byte
	Cert   bool          // shows the client certificate
	Limit  time.Duration // for the whole answer
}

// DirectAnswer is what came of it. The zero value is a request that was written
// and never answered.
type DirectAnswer struct {
	Unsent bool // not one byte was written; Code is why (DNS, CONNECT, TLS)
	Code   string
	Status int
	Date   time.Time
	Body   []byte
	At     clock.Instant // of receipt
}

// direct makes the call through the hook.
func (c *client) direct(ctx context.Context, p *pool, q *transport.Request) (received, error) {
	if q.Gate != nil {
		if err := q.Gate(); err != nil {
			return received{}, err
		}
	}
	r := DirectRequest{Host: p.name, Method: "POST", Path: q.Path, Body: q.Body, Cert: p.withCert, Limit: q.Limit}
	if q.Head {
		r.Method = "HEAD"
	}
	a := c.cfg.Direct(ctx, r)
	switch {
	case a.Unsent:
		return received{}, &transport.UnsentError{Code: a.Code, Err: errors.New("no connection")}
	case a.Status == 0:
		return received{}, &transport.LostError{Err: transport.ErrTimeout}
	case int64(len(a.Body)) > q.Max:
		return received{}, &transport.LostError{Err: transport.ErrTooLarge}
	}
	if q.Into != nil && a.Status == http.StatusOK {
		if _, err := q.Into.Write(a.Body); err != nil {
			return received{}, &transport.LostError{Err: err}
		}
		a.Body = nil
	}
	return received{status: a.Status, body: a.Body, date: a.Date, at: a.At}, nil
}
