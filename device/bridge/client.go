package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"facetill/device/wire"
)

// Client calls a device over HTTP. It implements wire.Caller.
type Client struct {
	url   string
	token string
	http  *http.Client
}

// Health is what a bridge says about itself.
type Health struct {
	SDK     string `json:"sdk"`
	Version string `json:"version"`
	Busy    bool   `json:"busy"`
}

// NewClient gives a client for a bridge at url, such as
// http://127.0.0.1:17891. transport may be nil: then connections are direct,
// because a proxy has no business with a payer's credential.
func NewClient(url, token string, transport http.RoundTripper) *Client {
	if transport == nil {
		transport = &http.Transport{
			DialContext:         (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
			TLSHandshakeTimeout: 3 * time.Second,
			MaxIdleConnsPerHost: 2, // a capture and the stop beside it
			IdleConnTimeout:     time.Minute,
		}
	}
	return &Client{url: url, token: token, http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Call sends one request and waits for its answer as long as ctx lets it. A
// ctx that ends first does not end the command on the device.
func (c *Client) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, err := wire.CommandOf(req)
	if err != nil {
		return nil, err
	}
	resp, err := c.do(ctx, http.MethodPost, "/v1/call", req)
	if err != nil {
		return nil, c.failed(ctx, cmd, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, wire.MaxAnswer+1))
	switch {
	case err != nil:
		return nil, c.failed(ctx, cmd, err)
	case resp.StatusCode != http.StatusOK:
		return nil, readError(cmd, resp, body)
	case len(body) > wire.MaxAnswer:
		return nil, &wire.CallError{Kind: wire.KindBadAnswer, Cmd: cmd, Err: fmt.Errorf("it has more than %d bytes", wire.MaxAnswer)}
	}
	return body, nil
}

// Health asks the bridge about itself.
func (c *Client) Health(ctx context.Context) (Health, error) {
	resp, err := c.do(ctx, http.MethodGet, "/v1/health", nil)
	if err != nil {
		return Health{}, c.failed(ctx, "", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorText))
	if err != nil {
		return Health{}, c.failed(ctx, "", err)
	}
	if resp.StatusCode != http.StatusOK {
		return Health{}, readError("", resp, body)
	}
	var h Health
	if err := json.Unmarshal(body, &h); err != nil {
		return Health{}, &wire.CallError{Kind: wire.KindBadAnswer, Err: errors.New("the bridge's health is not its JSON; is this a facetill bridge")}
	}
	return h, nil
}

func (c *Client) do(ctx context.Context, method, path string, body []byte) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return c.http.Do(r)
}

// failed tells a caller's own end from a bridge that is not there and from one
// that went away during the call.
func (c *Client) failed(ctx context.Context, cmd wire.Command, err error) error {
	if ctx.Err() != nil {
		return &wire.CallError{Kind: wire.KindTimeout, Cmd: cmd, Err: context.Cause(ctx)}
	}
	kind := wire.KindCrashed
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		kind = wire.KindNotRunning
	}
	return &wire.CallError{Kind: kind, Cmd: cmd, Err: err}
}
