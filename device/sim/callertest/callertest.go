// Package callertest is the conformance suite of wire.Caller: what every way
// to a face terminal must do alike, whether the terminal is simulated in this
// process, behind HTTP, behind a child process or behind the dynamic library.
//
// Only tests import it. A caller passes when Run passes over it; what is
// particular to one way (crashes, tokens, memory) is tested beside that way.
package callertest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
)

// Dial gives a caller that reaches term.
type Dial func(t *testing.T, term *sim.Terminal) wire.Caller

// Run runs the suite. Nothing in it waits for real time to pass.
func Run(t *testing.T, dial Dial) {
	for name, test := range map[string]func(*testing.T, Dial){
		"a sale":                 aSale,
		"chinese text":           chineseText,
		"stop beside a capture":  stopBeside,
		"stop before and after":  stopOutside,
		"one capture at a time":  oneAtATime,
		"a code despite a stop":  codeDespiteStop,
		"service not running":    serviceDown,
		"the library's refusals": refusals,
		"answers that are none":  badAnswers,
		"a long answer":          longAnswer,
		"ctx ends first":         ctxEndsFirst,
	} {
		t.Run(name, func(t *testing.T) { test(t, dial) })
	}
}

// Shop and AuthInfo are what the suite's requests carry.
var Shop = wire.Merchant{AppID: "wxapp", MchID: "1230000109", StoreID: "S1"}

// AuthInfo stands for WeChat's.
const AuthInfo wire.Secret = "AUTHINFO"

// Code is a capture of fen under number no.
func Code(fen int64, no string) wire.Code {
	return wire.Code{Merchant: Shop, AuthInfo: AuthInfo, OutTradeNo: no, TotalFee: fen,
		FaceCodeType: wire.FaceCodeMicropay, FaceAuthType: wire.AuthFacepay}
}

// Stop is the stop that belongs to Code.
var Stop = wire.Stop{AppID: Shop.AppID, MchID: Shop.MchID, AuthInfo: AuthInfo}

// Encode builds a request with a fixed time.
func Encode(t testing.TB, r wire.Request) []byte {
	t.Helper()
	req, err := wire.Encode(r, wire.SDK{}, time.Unix(1_800_000_000, 0))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// Do calls and reads the answer.
func Do(ctx context.Context, t testing.TB, c wire.Caller, r wire.Request) (wire.Answer, error) {
	t.Helper()
	resp, err := c.Call(ctx, Encode(t, r))
	if err != nil {
		return wire.Answer{}, err
	}
	return wire.ReadAnswer(r.Command(), resp)
}

// Want calls and fails the test unless the return_code is code.
func Want(t testing.TB, c wire.Caller, r wire.Request, code string) wire.Answer {
	t.Helper()
	a, err := Do(t.Context(), t, c, r)
	if err != nil || a.ReturnCode != code {
		t.Fatalf("%s: got %v %v, want %s", r.Command(), a, err, code)
	}
	return a
}

// begin starts a capture of a customer who walks away and returns when the
// terminal shows its screen.
func begin(t *testing.T, c wire.Caller, term *sim.Terminal) <-chan result {
	t.Helper()
	got := make(chan result, 1)
	req := Encode(t, Code(90003, "20000001"))
	go func() {
		resp, err := c.Call(t.Context(), req)
		got <- result{resp, err}
	}()
	WaitFor(t, term, sim.Capturing)
	return got
}

type result struct {
	resp []byte
	err  error
}

// WaitFor returns when the terminal has reached a state that it is bound to
// reach; should it not, the test binary's own time limit ends the test.
func WaitFor(t testing.TB, term *sim.Terminal, s sim.State) {
	t.Helper()
	for term.State(time.Now()) != s {
		if t.Context().Err() != nil {
			t.Fatalf("the terminal never became %s", s)
		}
		time.Sleep(time.Millisecond)
	}
}

func aSale(t *testing.T, dial Dial) {
	c := dial(t, sim.New(sim.Options{}))
	Want(t, c, wire.Init{}, wire.Success)
	if raw := Want(t, c, wire.Rawdata{}, wire.Success); len(raw.Rawdata) != 824 {
		t.Errorf("rawdata has %d bytes, want 824", len(raw.Rawdata))
	}
	a := Want(t, c, Code(100, "20000001"), wire.Success)
	if err := wire.CheckFaceCode(wire.FaceCodeMicropay, a.FaceCode); err != nil {
		t.Error(err)
	}
	Want(t, c, wire.Update{Merchant: Shop, AuthInfo: AuthInfo, Result: wire.PaySuccess}, wire.Success)
	Want(t, c, wire.Release{}, wire.Success)
}

func chineseText(t *testing.T, dial Dial) {
	const msg = "成功,请核对 ¥"
	c := dial(t, sim.New(sim.Options{Replace: func(string, []byte) []byte {
		return []byte(`{"return_code":"SUCCESS","return_msg":"` + msg + `"}`)
	}}))
	r := Code(100, "20000001")
	r.StoreID = "上海一号店"
	if a := Want(t, c, r, wire.Success); a.ReturnMsg != msg {
		t.Errorf("return_msg came as %q", a.ReturnMsg)
	}
}

func stopBeside(t *testing.T, dial Dial) {
	term := sim.New(sim.Options{})
	c := dial(t, term)
	Want(t, c, wire.Init{}, wire.Success)
	got := begin(t, c, term)
	Want(t, c, Stop, wire.Success)
	r := <-got
	if r.err != nil {
		t.Fatal(r.err)
	}
	if a, err := wire.ReadAnswer(wire.CmdCode, r.resp); err != nil || a.ReturnCode != wire.UserCancel {
		t.Errorf("the stopped capture gave %v, %v", a, err)
	}
}

func stopOutside(t *testing.T, dial Dial) {
	c := dial(t, sim.New(sim.Options{}))
	Want(t, c, wire.Init{}, wire.Success)
	Want(t, c, Stop, wire.Error)
	Want(t, c, Code(100, "20000001"), wire.Success)
	Want(t, c, Stop, wire.Error)
}

func oneAtATime(t *testing.T, dial Dial) {
	term := sim.New(sim.Options{})
	c := dial(t, term)
	Want(t, c, wire.Init{}, wire.Success)
	got := begin(t, c, term)
	a, err := Do(t.Context(), t, c, Code(100, "20000002"))
	if wire.KindOf(err) != wire.KindBusy && (err != nil || a.ReturnCode != wire.SystemError) {
		t.Errorf("a second capture gave %v, %v; want busy", a, err)
	}
	Want(t, c, Stop, wire.Success)
	<-got
}

func codeDespiteStop(t *testing.T, dial Dial) {
	term := sim.New(sim.Options{StopAnswer: wire.Success})
	c := dial(t, term)
	Want(t, c, wire.Init{}, wire.Success)
	got := begin(t, c, term)
	Want(t, c, Stop, wire.Success)
	a, err := wire.ReadAnswer(wire.CmdCode, (<-got).resp)
	if err != nil || a.FaceCode == "" {
		t.Errorf("got %v, %v; a caller passes on what the terminal says", a, err)
	}
}

func serviceDown(t *testing.T, dial Dial) {
	term := sim.New(sim.Options{})
	c := dial(t, term)
	term.Shutdown()
	_, err := Do(t.Context(), t, c, wire.Init{})
	ce, ok := errors.AsType[*wire.CallError](err)
	if !ok || ce.Kind != wire.KindReturned || ce.RC != -2 {
		t.Fatalf("got %v, want return value -2", err)
	}
	term.Start()
	Want(t, c, wire.Init{}, wire.Success)
}

func refusals(t *testing.T, dial Dial) {
	c := dial(t, sim.New(sim.Options{}))
	if a := Want(t, c, wire.Rawdata{}, wire.Fail); a.ErrCode != wire.ErrNotInitialised {
		t.Errorf("err_code %d was lost on the way", a.ErrCode)
	}
	resp, err := c.Call(t.Context(), []byte(`{"cmd":"makeCoffee","version":"1","now":1}`))
	if err != nil {
		t.Fatal(err)
	}
	if a, err := wire.ReadAnswer("", resp); err != nil || a.ReturnCode != wire.ParamError {
		t.Errorf("no such command: %v, %v", a, err)
	}
}

func badAnswers(t *testing.T, dial Dial) {
	for _, bad := range []string{"", "  ", "<html>", `{"return_code":`, `{"return_msg":"no code"}`, "\x00\xff"} {
		c := dial(t, sim.New(sim.Options{Replace: func(string, []byte) []byte { return []byte(bad) }}))
		_, err := Do(t.Context(), t, c, wire.Init{})
		if wire.KindOf(err) != wire.KindBadAnswer {
			t.Errorf("%q: got %v, want a bad answer", bad, err)
		}
	}
}

func longAnswer(t *testing.T, dial Dial) {
	for extra, want := range map[int]wire.Kind{0: "", 1: wire.KindBadAnswer} {
		answer := []byte(`{"return_code":"SUCCESS","return_msg":"` + strings.Repeat("x", 1000))
		answer = append(answer, strings.Repeat("x", wire.MaxAnswer+extra-len(answer)-2)+`"}`...)
		c := dial(t, sim.New(sim.Options{Replace: func(string, []byte) []byte { return answer }}))
		if _, err := Do(t.Context(), t, c, wire.Init{}); wire.KindOf(err) != want {
			t.Errorf("%d bytes: got %v, want kind %q", len(answer), err, want)
		}
	}
}

func ctxEndsFirst(t *testing.T, dial Dial) {
	term := sim.New(sim.Options{})
	c := dial(t, term)
	Want(t, c, wire.Init{}, wire.Success)
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	req := Encode(t, Code(90003, "20000001"))
	go func() {
		_, err := c.Call(ctx, req)
		failed <- err
	}()
	WaitFor(t, term, sim.Capturing)
	cancel()
	if err := <-failed; err == nil {
		t.Error("a call whose ctx had ended gave an answer")
	}
}
