package bridge

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"time"

	"facetill/device/wire"
)

// Client calls a device over HTTP. It implements wire.Caller.
type Client struct {
	url   string
	token string
	http  *http.Client
	// again: a scan whose connection breaks is asked about on another one.
	again bool
	// foreign: it is no child of this process, and may say anything.
	foreign bool
	// real: faces from a simulated camera are refused.
	real bool
}

// Health is what a bridge tells about itself.
type Health struct {
	SDK     string `json:"sdk"`
	Version string `json:"version"`
	Busy    bool   `json:"busy"`
}

// NewClient returns a client for a bridge of this machine at url, such as
// http://127.0.0.1:17891: a connection that breaks means that its process died.
// transport may be nil: then connections are direct, because a proxy has no
// business with a payer's credential. For other machines there is NewRemote.
func NewClient(url, token string, transport http.RoundTripper) *Client {
	if transport == nil {
		transport = direct(nil)
	}
	return &Client{url: url, token: token, http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// direct is a transport that knows no proxy and finds out within 9 s that a
// connection is silent.
func direct(t *tls.Config) *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 3 * time.Second, KeepAliveConfig: keepAlive}).DialContext,
		TLSClientConfig:     t,
		TLSHandshakeTimeout: 3 * time.Second,
		MaxIdleConnsPerHost: 2, // a capture and the stop beside it
		IdleConnTimeout:     time.Minute,
	}
}

// keepAlive asks a silent connection from 3 s on, each 2 s, three times.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: 3 * time.Second, Interval: 2 * time.Second, Count: 3}

// Call sends one request and waits for its answer as long as ctx lets it. When
// the connection breaks during getWxpayfaceCode, a client of NewRemote asks for
// its answer on another one. A ctx that ends first does not end the command on
// the device.
func (c *Client) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, err := wire.CommandOf(req)
	if err != nil {
		return nil, err
	}
	s := c.session(cmd, req)
	resp, status, err := c.exchange(ctx, cmd, http.MethodPost, "/v1/call", s.id, req)
	if s.id != "" && broke(status, err) && ctx.Err() == nil {
		return c.askAgain(ctx, s, err)
	}
	return resp, err
}

// Health asks the bridge about itself.
func (c *Client) Health(ctx context.Context) (Health, error) {
	body, _, err := c.exchange(ctx, "", http.MethodGet, "/v1/health", "", nil)
	if err != nil {
		return Health{}, err
	}
	var h Health
	if err := json.Unmarshal(body, &h); err != nil {
		return Health{}, &wire.CallError{Kind: wire.KindBadAnswer, Err: errors.New("the bridge's health is not its JSON; is this a facetill bridge")}
	}
	return h, nil
}

// exchange is one HTTP request. Its error is a *wire.CallError; status is 0 where
// no answer came.
func (c *Client) exchange(ctx context.Context, cmd wire.Command, method, path, session string, req []byte) (answer []byte, status int, err error) {
	connected := false
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected = true }}
	r, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), method, c.url+path, bytes.NewReader(req))
	if err != nil {
		return nil, 0, &wire.CallError{Kind: wire.KindRefused, Cmd: cmd, Err: errors.New("its url is no address")}
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	if req != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if session != "" && req != nil {
		r.Header.Set(headerSession, session)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, 0, c.failed(ctx, cmd, err, connected)
	}
	defer resp.Body.Close()
	if c.real && resp.Header.Get(headerSimulated) != "" {
		return nil, resp.StatusCode, &wire.CallError{Kind: wire.KindRefused, Cmd: cmd, Err: errSimulated}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, wire.MaxAnswer+1))
	switch {
	case err != nil:
		return nil, 0, c.failed(ctx, cmd, err, true)
	case resp.StatusCode != http.StatusOK:
		return nil, resp.StatusCode, readError(cmd, resp, errorText(body, c.foreign))
	case len(body) > wire.MaxAnswer:
		return nil, resp.StatusCode, &wire.CallError{Kind: wire.KindBadAnswer, Cmd: cmd, Err: fmt.Errorf("it has more than %d bytes", wire.MaxAnswer)}
	}
	if cmd == "" {
		return body, resp.StatusCode, nil
	}
	return flat(wire.Normal(body)), resp.StatusCode, nil
}

var errSimulated = errors.New("it serves a simulator and no camera, and this till charges for real")

// failed tells a caller's own end from a certificate that is not the pinned one,
// from a bridge that is not there, and from one that went away during the call.
func (c *Client) failed(ctx context.Context, cmd wire.Command, err error, connected bool) error {
	if ctx.Err() != nil {
		return &wire.CallError{Kind: wire.KindTimeout, Cmd: cmd, Err: context.Cause(ctx)}
	}
	if bad, ok := errors.AsType[*PinError](err); ok {
		return &wire.CallError{Kind: wire.KindRefused, Cmd: cmd, Err: bad}
	}
	if !connected { // not one byte of the request was written
		return &wire.CallError{Kind: wire.KindNotRunning, Cmd: cmd, Err: err}
	}
	return &wire.CallError{Kind: wire.KindCrashed, Cmd: cmd, Err: err}
}
