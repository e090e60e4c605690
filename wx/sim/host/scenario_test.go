package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow/golden"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// pipeServer serves the simulator to the returned client over pipes, so that virtual
// time runs. Everything ends with the test's context.
func pipeServer(t *testing.T, s *sim.Server) *http.Client {
	listener := newHandover(&net.TCPAddr{})
	srv := &http.Server{Handler: New(s)}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(listener) }()
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		listener.give(far)
		return near, nil
	}}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		srv.Close()
		<-ended
	})
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// said puts into a word what a cautious client makes of an answer.
func (c *client) said(h *http.Client, api *wire.API, pairs ...string) string {
	start := time.Now()
	resp, err := c.post(h, "http://sim", api, pairs...)
	word := func() string {
		if err != nil {
			return "no answer"
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Sprintf("HTTP %d", resp.StatusCode)
		}
		body, err := io.ReadAll(io.LimitReader(resp.Body, wire.MaxBody+1))
		if err != nil {
			return "broken off"
		}
		return c.word(body, pairs)
	}()
	if late := time.Since(start); late > 0 {
		word += fmt.Sprintf(" after %s", late)
	}
	return word
}

func (c *client) word(body []byte, pairs []string) string {
	m, err := wire.Decode(body)
	if de, ok := errors.AsType[*wire.DecodeError](err); ok {
		return "not a message: " + string(de.Reason)
	}
	word := m.Get("trade_state")
	if word == "" {
		word = strings.TrimSpace(m.Get("result_code") + " " + m.Get("err_code"))
	}
	if r := m.Get("recall"); r != "" {
		word += " recall=" + r
	}
	if rc := m.Get("return_code"); rc != wire.Success {
		return "return_code " + rc
	}
	if err := c.key.VerifyAs(m, wire.HMACSHA256); err != nil {
		return word + ", " + strings.SplitN(err.Error(), ";", 2)[0]
	}
	asked := wire.Message{}
	for i := 0; i < len(pairs); i += 2 {
		asked.Set(pairs[i], pairs[i+1])
	}
	for _, f := range []string{"out_trade_no", "total_fee"} {
		if a, b := asked.Get(f), m.Get(f); a != "" && b != "" && a != b {
			word += ", other " + f
		}
	}
	return word
}

// TestScenarios walks through every scenario by amount, once left alone and once
// reversed, with a raw HTTP client, and keeps what it saw as a golden text.
func TestScenarios(t *testing.T) {
	var text strings.Builder
	for _, sc := range sim.Scenarios() {
		if sc.Calls == "device" {
			continue
		}
		fmt.Fprintf(&text, "%d %s\n", sc.Number, sc.English)
		for _, reverses := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				server, err := sim.New(sim.Config{SkipCert: true})
				if err != nil {
					t.Fatal(err)
				}
				text.WriteString(newClient(t).walk(server, pipeServer(t, server), sc, reverses))
			})
		}
	}
	golden.File(t, "testdata/scenarios.golden", text.String())
}

// walk is one sale: queries at fixed times, or reverses from 20 s on.
func (c *client) walk(server *sim.Server, h *http.Client, sc sim.Scenario, reverses bool) string {
	no, start := c.number(), time.Now()
	var text strings.Builder
	last := ""
	note := func(what, word string) {
		if line := what + " " + word; line != last {
			fmt.Fprintf(&text, " | %3.0fs %s", time.Since(start).Seconds(), line)
			last = line
		}
	}
	until := func(s int) { time.Sleep(time.Until(start.Add(time.Duration(s) * time.Second))) }
	note("pay", c.said(h, &wire.Micropay, sale(no, sim.Code(0, 1), sc.Amount())...))
	if !reverses {
		for _, s := range []int{1, 5, 7, 9, 11, 15, 20, 33, 60, 121} {
			until(s)
			note("query", c.said(h, &wire.Orderquery, "out_trade_no", no))
		}
	} else {
		for s := 20; s <= 130; s += 10 {
			until(s)
			word := c.said(h, &wire.Reverse, "out_trade_no", no)
			note("reverse", word+", query "+c.said(h, &wire.Orderquery, "out_trade_no", no))
		}
	}
	if o, ok := server.Order(sim.DefaultMchID, no); ok {
		fmt.Fprintf(&text, " | held %d", o.Held(time.Now()))
	} else {
		text.WriteString(" | no order")
	}
	return "  " + strings.TrimPrefix(text.String(), " | ") + "\n"
}
