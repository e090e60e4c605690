package wx

import (
	"context"
	"errors"
	"time"

	"facetill/flow"
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
	Unsent bool // not one byte was written; Code says why (DNS, CONNECT, TLS)
	Code   string
	Status int
	Date   time.Time
	Body   []byte
	At     flow.Instant // of receipt
}

// direct makes the call through the hook.
func (c *client) direct(ctx context.Context, l *line, q *call) (raw, error) {
	if q.gate != nil {
		if err := q.gate(); err != nil {
			return raw{}, err
		}
	}
	r := DirectRequest{Host: l.name, Method: "POST", Path: q.path, Body: q.body, Cert: l.withCert, Limit: q.answer}
	if q.head {
		r.Method = "HEAD"
	}
	a := c.cfg.Direct(ctx, r)
	switch {
	case a.Unsent:
		return raw{}, &unsentError{a.Code, errors.New("no connection")}
	case a.Status == 0:
		return raw{}, &lostError{errTimeout, false}
	case int64(len(a.Body)) > q.max:
		return raw{}, &lostError{errTooLarge, false}
	}
	return raw{status: a.Status, body: a.Body, directDate: a.Date, direct: a.At}, nil
}
