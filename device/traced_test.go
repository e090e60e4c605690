package device

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow/clock"
	"facetill/flow/trace"
)

// heard keeps what a trace tells.
type heard struct{ steps []trace.Step }

func (h *heard) Wants() bool       { return true }
func (h *heard) Hear(s trace.Step) { h.steps = append(h.steps, s) }

// over is each step that is over, as a line.
func (h *heard) over() (lines []string) {
	for _, s := range h.steps {
		if s.Done {
			lines = append(lines, fmt.Sprintf("%s %s %s %s", s.Name, s.Verdict, s.Proof, s.Took))
		}
	}
	return lines
}

// Each command of a session in its sequence, what its answer is worth to the till, and
// for which sale it is: also those commands that do not name it.
func TestTraced(t *testing.T) {
	for _, tt := range []struct {
		b    sim.Behaviour
		want string
	}{
		{sim.Pays, "getWxpayfaceCode SUCCESS face_code"},
		{sim.Cancels, "getWxpayfaceCode USER_CANCEL left"},
		{sim.WantsToScan, "getWxpayfaceCode SCAN_PAYMENT wants_to_scan"},
		{sim.BusyOnce, "getWxpayfaceCode SYSTEMERROR busy_again, getWxpayfaceCode SUCCESS face_code"},
		{sim.NotInitialised, "getWxpayfaceCode FAIL 271378620 init_again, initWxpayface SUCCESS ready, getWxpayfaceCode SUCCESS face_code"},
		{sim.LicenseError, "getWxpayfaceCode PARAM_ERROR auth_again, getWxpayfaceRawdata SUCCESS rawdata, getWxpayfaceCode SUCCESS face_code"},
		{sim.NotPermitted, "getWxpayfaceCode FACEPAY_NOT_AUTH failed"},
		{sim.Gone, "getWxpayfaceCode RETURNED no_answer"},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := &heard{}
			b := newBench(t, sim.Options{}, Config{})
			b.calls.caller = Traced(b.calls.caller, trace.New(clock.NewMachine(), h))
			b.mustWarm(t)
			h.steps = nil
			o := aSale(90000 + int64(tt.b))
			_, _ = b.take(t.Context(), o)
			var got []string
			for _, line := range h.over() {
				got = append(got, line[:strings.LastIndex(line, " ")])
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("%v:\n got %s\nwant %s", tt.b, strings.Join(got, ", "), tt.want)
			}
			if s := h.steps[0]; s.Done || !s.Person || s.Order != o.OutTradeNo || s.To != trace.Device {
				t.Errorf("%v begins as %+v", tt.b, s)
			}
			for _, s := range h.steps {
				for _, f := range slices.Concat(s.Request, s.Answer) {
					if secret := slices.Contains([]string{"authinfo", "rawdata", "face_code", "openid"}, f.Name); secret && f.Value != trace.Masked {
						t.Errorf("%s: %v", s.Name, f)
					}
				}
			}
		})
	}
}

// A stop runs beside its capture; a code that comes behind it is never charged, and what
// is told to the terminal afterwards is of the same sale.
func TestTracedStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &heard{}
		free := make(chan struct{})
		c := Traced(callerFunc(func(_ context.Context, req []byte) ([]byte, error) {
			if cmd, _ := wire.CommandOf(req); cmd == wire.CmdCode {
				<-free
				return []byte(`{"return_code":"SUCCESS","face_code":"134567890123456789"}`), nil
			}
			return []byte(`{"return_code":"SUCCESS"}`), nil
		}), trace.New(clock.NewMachine(), h))
		call := func(req string) { _, _ = c.Call(t.Context(), []byte(req)) }
		go call(`{"cmd":"getWxpayfaceCode","out_trade_no":"SALE-1"}`)
		synctest.Wait()
		time.Sleep(3 * time.Second)
		call(`{"cmd":"stopWxpayface"}`)
		close(free)
		synctest.Wait()
		call(`{"cmd":"updateWxpayfacePayResult"}`)
		call(`{"cmd":"getWxpayfaceRawdata"}`)
		want := []string{"stopWxpayface SUCCESS stopping 0s", "getWxpayfaceCode SUCCESS late_code 3s", "updateWxpayfacePayResult SUCCESS page_closed 0s",
			"getWxpayfaceRawdata SUCCESS rawdata 0s"}
		if got := h.over(); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		for _, s := range h.steps {
			if own := s.Name == "getWxpayfaceRawdata"; own != (s.Order == "") || !own && s.Order != "SALE-1" {
				t.Errorf("%s is of %q", s.Name, s.Order)
			}
		}
	})
}

type callerFunc func(context.Context, []byte) ([]byte, error)

func (f callerFunc) Call(ctx context.Context, req []byte) ([]byte, error) { return f(ctx, req) }

// Request and answer pass through to the byte, whoever watches and whatever they are;
// with nobody to tell there is nothing between.
func TestTracedChangesNothing(t *testing.T) {
	var got, answer []byte
	next := callerFunc(func(_ context.Context, req []byte) ([]byte, error) { got = req; return answer, nil })
	if c := Traced(next, nil); fmt.Sprintf("%T", c) != fmt.Sprintf("%T", next) {
		t.Errorf("%T", c)
	}
	h := &heard{}
	c := Traced(next, trace.New(clock.NewMachine(), h))
	for _, req := range []string{"", "no JSON", `{"cmd":"134567890123456789","a":1}`, ` {"cmd":"initWxpayface" , "passwd":"p","new":"x"}`} {
		for _, answer = range [][]byte{nil, []byte("\xff"), []byte(`{"return_code":"NEW","authinfo":"a","x":[1]}`)} {
			resp, err := c.Call(t.Context(), []byte(req))
			if string(got) != req || string(resp) != string(answer) || err != nil {
				t.Errorf("%q, %q: %q, %q, %v", req, answer, got, resp, err)
			}
		}
	}
	for _, s := range h.steps {
		if text := fmt.Sprint(s); strings.Contains(text, "134567890123456789") || strings.Contains(text, "{passwd p}") || strings.Contains(text, "{new x}") {
			t.Errorf("%s", text)
		}
	}
}

// What the till stopped was left by no customer.
func TestTracedCutShort(t *testing.T) {
	for _, cmd := range []wire.Command{wire.CmdCode, wire.CmdUserInfo} {
		for _, code := range []string{wire.UserCancel, wire.UserQueryCancel} {
			for stop, want := range map[bool]trace.Proof{false: trace.Cancelled, true: trace.CutShort} {
				h := &heard{}
				var c wire.Caller
				c = Traced(callerFunc(func(ctx context.Context, req []byte) ([]byte, error) {
					if on, _ := wire.CommandOf(req); on == cmd && stop {
						_, _ = c.Call(ctx, []byte(`{"cmd":"stopWxpayface"}`))
					}
					return []byte(`{"return_code":"` + code + `"}`), nil
				}), trace.New(clock.NewMachine(), h))
				if _, err := c.Call(t.Context(), []byte(`{"cmd":"`+string(cmd)+`"}`)); err != nil {
					t.Fatal(err)
				}
				if got := h.steps[len(h.steps)-1].Proof; got != want {
					t.Errorf("%s, %s, stopped %t: %s", cmd, code, stop, got)
				}
			}
		}
	}
}

// An answer about nobody is no member, whatever its code says.
func TestTracedNobody(t *testing.T) {
	h := &heard{}
	answer := `{"return_code":"SUCCESS"}`
	c := Traced(callerFunc(func(context.Context, []byte) ([]byte, error) { return []byte(answer), nil }), trace.New(clock.NewMachine(), h))
	for text, want := range map[string]trace.Proof{answer: trace.Nobody, `{"return_code":"SUCCESS","openid":"o"}`: trace.HasMember} {
		answer = text
		if _, err := c.Call(t.Context(), []byte(`{"cmd":"`+string(wire.CmdUserInfo)+`"}`)); err != nil {
			t.Fatal(err)
		}
		if got := h.steps[len(h.steps)-1].Proof; got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
