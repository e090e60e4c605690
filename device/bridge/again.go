package bridge

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"time"

	"facetill/device/wire"
)

const (
	// askEvery is the pause before a bridge that cannot be reached is tried again.
	askEvery = time.Second
	// AskFor is how long a bridge may be out of reach during a scan before its
	// answer is given up. By then the bridge has stopped the scan: its ClientGrace
	// began when the connection broke, or some seconds later where it fell
	// silent.
	AskFor = 35 * time.Second
)

// broke reports whether an exchange ended with its connection, after the request
// may have been read.
func broke(status int, err error) bool { return status == 0 && wire.KindOf(err) == wire.KindCrashed }

// session names one call of getWxpayfaceCode, so that its answer can be asked
// for again by whoever made it, and is never taken for that of another call.
type session struct {
	id     string // "": this call cannot be asked about
	number string // out_trade_no
}

func (c *Client) session(cmd wire.Command, req []byte) session {
	if !c.again || cmd != wire.CmdCode {
		return session{}
	}
	f, err := wire.ReadFields(req)
	if err != nil || f["out_trade_no"] == "" {
		return session{}
	}
	return session{rand.Text(), f["out_trade_no"]}
}

var errNoAnswerKept = errors.New("the connection to the bridge broke, and the bridge has no answer for this scan")

// askAgain asks for the answer of a scan whose connection broke with first, until ctx ends or the bridge was out of reach for AskFor.
func (c *Client) askAgain(ctx context.Context, s session, first error) ([]byte, error) {
	path := "/v1/answer?" + url.Values{"session": {s.id}, "out_trade_no": {s.number}}.Encode()
	for lost := time.Now(); time.Since(lost) < AskFor; {
		resp, status, err := c.exchange(ctx, wire.CmdCode, http.MethodGet, path, "", nil)
		switch {
		case status == http.StatusNotFound:
			return nil, &wire.CallError{Kind: wire.KindCrashed, Cmd: wire.CmdCode, Err: errNoAnswerKept}
		case status != 0 || wire.KindOf(err) == wire.KindRefused || ctx.Err() != nil:
			return resp, err
		case broke(status, err): // it was there a moment ago
			lost = time.Now()
		}
		select {
		case <-time.After(askEvery):
		case <-ctx.Done():
			return nil, &wire.CallError{Kind: wire.KindTimeout, Cmd: wire.CmdCode, Err: context.Cause(ctx)}
		}
	}
	return nil, first
}
