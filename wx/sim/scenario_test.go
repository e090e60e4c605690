package sim

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
	"facetill/wx/wire"
)

// pipeServer serves s to the returned client over pipes, so that a bubble's
// clock runs. Everything ends with the test's context.
func pipeServer(t *testing.T, s *Server) *http.Client {
	listener := newHandover(&net.TCPAddr{})
	srv := &http.Server{Handler: s}
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
	resp, err := h.Post("http://sim"+api.Path, typeXML, strings.NewReader(string(c.signed(c.message(pairs...)))))
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
	if err := c.key.VerifyAs(m, c.sign); err != nil {
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
	for n := firstGateway; n <= lastScenario; n++ {
		sc := scenarioByNumber(n)
		fmt.Fprintf(&text, "%d %s\n", sc.Number, sc.English)
		for _, reverses := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				c := newClient(t, Config{Now: time.Now, SkipCert: true})
				h := pipeServer(t, c.server)
				text.WriteString(c.walk(h, sc, reverses))
			})
		}
	}
	golden.File(t, "testdata/scenarios.golden", text.String())
}

// walk is one sale: queries at fixed times, or reverses from 20 s on.
func (c *client) walk(h *http.Client, sc *Scenario, reverses bool) string {
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
	note("pay", c.said(h, &wire.Micropay, sale(no, Code(0, 1), sc.Amount())...))
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
	if o, ok := c.server.Order(DefaultMchID, no); ok {
		fmt.Fprintf(&text, " | held %d", o.Held(time.Now()))
	} else {
		text.WriteString(" | no order")
	}
	return "  " + strings.TrimPrefix(text.String(), " | ") + "\n"
}

// TestScenarioByCode: the code wins over the amount, but only a gateway's number
// in a code of right check digits.
func TestScenarioByCode(t *testing.T) {
	c := newClient(t, Config{})
	want(t, c.micropay(c.number(), Code(15, 1), 100), "err_code", "NOTENOUGH")
	want(t, c.micropay(c.number(), Code(15, 2), 90011), "err_code", "NOTENOUGH")
	want(t, c.micropay(c.number(), Code(10, 3), 100), "result_code", "SUCCESS")
	want(t, c.micropay(c.number(), Code(10, 4), 90015), "err_code", "NOTENOUGH")
	want(t, c.micropay(c.number(), Code(99, 5), 100), "result_code", "SUCCESS")
	wrong := []byte(Code(15, 6))
	wrong[17] = '0' + (wrong[17]-'0'+1)%10
	want(t, c.micropay(c.number(), string(wrong), 100), "result_code", "SUCCESS")
	want(t, c.call(&wire.Facepay, face(c.number(), FaceCode(15, 7), 100)...), "err_code", "NOTENOUGH")
	for _, fee := range []int64{90000, 90061, 90001, 90010, 1, 9001100} {
		want(t, c.micropay(c.number(), Code(0, uint64(fee)), fee), "result_code", "SUCCESS")
	}
}

func TestCodeForm(t *testing.T) {
	if got := Code(11, 42); got != "131100000000420683" || FaceCode(11, 42) != "f1311-0000000042-0683" {
		t.Errorf("code %s, face code %s", got, FaceCode(11, 42))
	}
	for _, code := range []string{"", "1", "f", "f1311-0000000042-4107", "f1311-0000000042-41060", "1311000000004206830", "10110000000042410x"} {
		if behaviour(code) != 0 {
			t.Errorf("%q has a behaviour", code)
		}
	}
}

// TestTable holds the documented table to its numbers and to the README's form.
func TestTable(t *testing.T) {
	if len(table) != lastScenario {
		t.Fatalf("%d scenarios", len(table))
	}
	names := map[string]bool{}
	for i, sc := range Scenarios() {
		if sc.Number != i+1 || names[sc.Name] || sc.Name == "" || sc.Chinese == "" || sc.English == "" || sc.Calls == "" {
			t.Errorf("entry %d: %+v", i, sc)
		}
		if (sc.Calls == "device") != (sc.Number < firstGateway) {
			t.Errorf("%d is acted by %s", sc.Number, sc.Calls)
		}
		names[sc.Name] = true
	}
	golden.File(t, "testdata/table.golden", Table())
}
