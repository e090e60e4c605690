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

// cases are the rows of the table, in its sequence. Where run is nil, a way shows it
// by itself or has a reason why it cannot.
var cases = []struct {
	name string
	run  func(*testing.T, Dial)
}{
	{"a sale", aSale},
	{"non-zero return", nonZero},
	{"no NUL after the answer", exactBytes},
	{"1 MiB limit", longAnswer},
	{"chinese text", chineseText},
	{"stop before the scan", stopBefore},
	{"stop during the scan", stopBeside},
	{"stop after the code", stopAfter},
	{"a code despite a stop", codeDespiteStop},
	{"second scan while busy", oneAtATime},
	{"service not running", serviceDown},
	{"restart at idle", restartAtIdle},
	{"restart during the scan", restartInScan},
	{"restart before the result", restartInSale},
	{"card, consent and scanner", aside},
	{"stop of the scanner", stopScanner},
	{"authinfo of another device", foreignAuthInfo},
	{"the library's refusals", refusals},
	{"answers that are none", badAnswers},
	{"given up by its caller", givenUp(sim.Options{})},
	{"hang", givenUp(sim.Options{OldLibrary: true})},
	{Crash, nil},
	{AfterHang, nil},
	{Released, nil},
}

// The cases that need more than a caller and a terminal.
const (
	Crash     = "crash" // of what holds the device, and the call after it
	AfterHang = "the next call after a hang"
	Released  = "no response left unreleased"
)

// ready is a terminal that was initialised, and the way to it.
func ready(t *testing.T, dial Dial, o sim.Options) (wire.Caller, *sim.Terminal) {
	term := sim.New(o)
	c := dial(t, term)
	Want(t, c, wire.Init{}, wire.Success)
	return c, term
}

// saying is the way to a terminal that answers everything with text.
func saying(t *testing.T, dial Dial, text string) wire.Caller {
	return dial(t, sim.New(sim.Options{Replace: func(string, []byte) []byte { return []byte(text) }}))
}

// ofLength is an answer of n bytes.
func ofLength(n int) string {
	const begin, end = `{"return_code":"SUCCESS","m":"`, `"}`
	return begin + strings.Repeat("x", max(n-len(begin)-len(end), 0)) + end
}

// wantGone: the call returns what it does while no service runs.
func wantGone(t *testing.T, c wire.Caller, r wire.Request) {
	t.Helper()
	_, err := Do(t.Context(), t, c, r)
	ce, ok := errors.AsType[*wire.CallError](err)
	if !ok || ce.Kind != wire.KindReturned || ce.RC != -2 || ce.Cmd != wire.CommandFor(r) {
		t.Fatalf("got %v, want return value -2 of %s", err, wire.CommandFor(r))
	}
}

func aSale(t *testing.T, dial Dial) {
	c, _ := ready(t, dial, sim.Options{})
	if raw := Want(t, c, wire.Rawdata{}, wire.Success); len(raw.Rawdata.Reveal()) != 824 {
		t.Errorf("rawdata has %d bytes, want 824", len(raw.Rawdata.Reveal()))
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
	c := saying(t, dial, `{"return_code":"SUCCESS","return_msg":"`+msg+`"}`)
	r := Code(100, "20000001")
	r.StoreID = "上海一号店"
	if a := Want(t, c, r, wire.Success); a.ReturnMsg != msg {
		t.Errorf("return_msg came as %q", a.ReturnMsg)
	}
}

func stopBeside(t *testing.T, dial Dial) {
	c, term := ready(t, dial, sim.Options{})
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

func stopBefore(t *testing.T, dial Dial) {
	c, _ := ready(t, dial, sim.Options{})
	Want(t, c, Stop, wire.Error)
	Want(t, c, Code(100, "20000001"), wire.Success) // it stops nothing that comes later
}

func stopAfter(t *testing.T, dial Dial) {
	c, term := ready(t, dial, sim.Options{})
	Want(t, c, Code(100, "20000001"), wire.Success)
	Want(t, c, Stop, wire.Error)
	if s := term.State(time.Now()); s != sim.Waiting {
		t.Errorf("a stop that came too late left the terminal %s", s)
	}
}

func oneAtATime(t *testing.T, dial Dial) {
	c, term := ready(t, dial, sim.Options{})
	got := begin(t, c, term)
	a, err := Do(t.Context(), t, c, Code(100, "20000002"))
	if wire.KindOf(err) != wire.KindBusy && (err != nil || a.ReturnCode != wire.SystemError) {
		t.Errorf("a second capture gave %v, %v; want busy", a, err)
	}
	Want(t, c, Stop, wire.Success)
	<-got
}

func codeDespiteStop(t *testing.T, dial Dial) {
	c, term := ready(t, dial, sim.Options{StopAnswer: wire.Success})
	got := begin(t, c, term)
	Want(t, c, Stop, wire.Success)
	a, err := wire.ReadAnswer(wire.CmdCode, (<-got).resp)
	if err != nil || a.FaceCode.IsZero() {
		t.Errorf("got %v, %v; a caller passes on what the terminal says", a, err)
	}
}

func serviceDown(t *testing.T, dial Dial) {
	term := sim.New(sim.Options{})
	c := dial(t, term)
	term.Shutdown()
	wantGone(t, c, wire.Init{})
	term.Start()
	Want(t, c, wire.Init{}, wire.Success)
}

// nonZero: the device goes away during the scan, and is there again.
func nonZero(t *testing.T, dial Dial) {
	c, _ := ready(t, dial, sim.Options{})
	wantGone(t, c, Code(90007, "20000001"))
	Want(t, c, wire.Init{}, wire.Success)
	Want(t, c, Code(100, "20000002"), wire.Success)
}

// restarting is a terminal whose service, when it restarts, is coming up for one command.
func restarting(t *testing.T, dial Dial) (wire.Caller, *sim.Terminal) {
	return ready(t, dial, sim.Options{Starting: 1})
}

// wantFail: the library says by an err_code what has become of its service.
func wantFail(t *testing.T, c wire.Caller, r wire.Request, errCode int64) {
	t.Helper()
	if a := Want(t, c, r, wire.Fail); a.ErrCode != errCode {
		t.Errorf("%s: err_code %d, want %d", wire.CommandFor(r), a.ErrCode, errCode)
	}
}

// restartAtIdle: the first command hears that the service is coming up, the next that it
// must be initialised, and then a sale is as any other.
func restartAtIdle(t *testing.T, dial Dial) {
	c, term := restarting(t, dial)
	term.Restart()
	wantFail(t, c, Code(100, "20000001"), wire.ErrInitialising)
	wantFail(t, c, Code(100, "20000001"), wire.ErrNotInitialised)
	Want(t, c, wire.Init{}, wire.Success)
	Want(t, c, Code(100, "20000001"), wire.Success)
}

// restartInScan: the capture ends with an answer, not with silence, and its number serves
// for the next.
func restartInScan(t *testing.T, dial Dial) {
	c, term := restarting(t, dial)
	got := begin(t, c, term)
	term.Restart()
	r := <-got
	if a, err := wire.ReadAnswer(wire.CmdCode, r.resp); r.err != nil || err != nil || a.ErrCode != wire.ErrNotInitialised || !a.FaceCode.IsZero() {
		t.Fatalf("the capture gave %v, %v, %v", a, r.err, err)
	}
	wantFail(t, c, wire.Init{}, wire.ErrInitialising)
	Want(t, c, wire.Init{}, wire.Success)
	Want(t, c, Code(100, "20000001"), wire.Success)
}

// restartInSale: the code is whole although the service is gone behind it, and the page is
// gone, too.
func restartInSale(t *testing.T, dial Dial) {
	c, term := restarting(t, dial)
	if a := Want(t, c, Code(90071, "20000001"), wire.Success); a.FaceCode.IsZero() {
		t.Error("the code was lost")
	}
	update := wire.Update{Merchant: Shop, AuthInfo: AuthInfo, Result: wire.PaySuccess}
	wantFail(t, c, update, wire.ErrInitialising)
	wantFail(t, c, update, wire.ErrNotInitialised)
	Want(t, c, wire.Init{}, wire.Success)
	Want(t, c, update, wire.Success)
	if s := term.State(time.Now()); s != sim.Ready {
		t.Errorf("the terminal is %s", s)
	}
}

// exactBytes: the length is the answer's, whatever stands behind it in memory.
func exactBytes(t *testing.T, dial Dial) {
	for _, n := range []int{30, 63, 64, 65, 4095, 4096} {
		answer := ofLength(n)
		c := saying(t, dial, answer)
		if got, err := c.Call(t.Context(), Encode(t, wire.Init{})); err != nil || string(got) != answer {
			t.Errorf("of %d bytes came %d, %v", len(answer), len(got), err)
		}
	}
}

// aside: the commands that no sale needs bring what they are for.
func aside(t *testing.T, dial Dial) {
	c, _ := ready(t, dial, sim.Options{})
	member := Want(t, c, wire.UserInfo{Merchant: Shop, AuthInfo: AuthInfo, FaceAuthType: wire.AuthFaceIDOnce}, wire.Success)
	Want(t, c, wire.ActivateMember{Merchant: Shop, AuthInfo: AuthInfo, OpenID: member.OpenID}, wire.Success)
	face := Code(100, "20000001")
	face.FaceAuthType = wire.AuthRealName
	sid := Want(t, c, face, wire.Success).FaceSID
	Want(t, c, wire.Consent{AuthInfo: AuthInfo, FaceSID: sid}, wire.Success)
	if a := Want(t, c, wire.StartScanner{}, wire.Success); len(a.CodeMsg.Reveal()) != 18 {
		t.Error("the scanner brought no code")
	}
}

// stopScanner: a scanner before which nobody stands is ended from beside, and by its own
// command alone.
func stopScanner(t *testing.T, dial Dial) {
	c, term := ready(t, dial, sim.Options{})
	if err := term.SetCustomer(sim.WalksAway); err != nil {
		t.Fatal(err)
	}
	got := make(chan result, 1)
	req := Encode(t, wire.StartScanner{})
	go func() {
		resp, err := c.Call(t.Context(), req)
		got <- result{resp, err}
	}()
	WaitFor(t, term, sim.Capturing)
	Want(t, c, wire.StopScanner{}, wire.Success)
	r := <-got
	if a, err := wire.ReadAnswer(wire.CmdStartScanner, r.resp); r.err != nil || err != nil || a.ReturnCode != wire.UserCancel || !a.CodeMsg.IsZero() {
		t.Errorf("the stopped scanner gave %v, %v, %v", a, r.err, err)
	}
	Want(t, c, Code(100, "20000001"), wire.Success)
}

// foreignAuthInfo: a device whose data has changed takes the authinfo of before for another
// one's, until its rawdata was read again.
func foreignAuthInfo(t *testing.T, dial Dial) {
	c, term := ready(t, dial, sim.Options{})
	term.Reboot()
	Want(t, c, wire.Init{}, wire.Success)
	Want(t, c, Code(100, "20000001"), wire.ParamError)
	Want(t, c, wire.Rawdata{}, wire.Success)
	Want(t, c, Code(100, "20000001"), wire.Success)
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
		if _, err := Do(t.Context(), t, saying(t, dial, bad), wire.Init{}); wire.KindOf(err) != wire.KindBadAnswer {
			t.Errorf("%q: got %v, want a bad answer", bad, err)
		}
	}
}

func longAnswer(t *testing.T, dial Dial) {
	for extra, want := range map[int]wire.Kind{0: "", 1: wire.KindBadAnswer} {
		answer := ofLength(wire.MaxAnswer + extra)
		if _, err := Do(t.Context(), t, saying(t, dial, answer), wire.Init{}); wire.KindOf(err) != want {
			t.Errorf("%d bytes: got %v, want kind %q", len(answer), err, want)
		}
	}
}

// givenUp: a call that nothing ends, not even a stop where the library knows none,
// holds up nobody who has given it up.
func givenUp(o sim.Options) func(*testing.T, Dial) {
	return func(t *testing.T, dial Dial) {
		c, term := ready(t, dial, o)
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan struct{})
		req := Encode(t, Code(90003, "20000001"))
		go func() {
			resp, err := c.Call(ctx, req)
			if err == nil {
				t.Errorf("a call whose ctx had ended gave an answer of %d bytes: %q", len(resp), resp)
			}
			close(failed)
		}()
		WaitFor(t, term, sim.Capturing)
		cancel()
		<-failed
		term.Start() // or a way that goes on trying to stop it would do so for seconds
	}
}
