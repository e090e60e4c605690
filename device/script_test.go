package device

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// last keeps the fields of the last request, whatever its command.
type last struct {
	wire.Caller
	seen *wire.Fields
}

func (l last) Call(ctx context.Context, req []byte) ([]byte, error) {
	*l.seen, _ = wire.ReadFields(req)
	return l.Caller.Call(ctx, req)
}

// A terminal that was not initialised is initialised once and asked again, one
// that is coming up is waited for, and a script's page is not released.
func TestSingle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{})
		reply, err := b.Script(seller).Send(t.Context(), wire.Rawdata{})
		if err != nil || reply.ReturnCode != wire.Success || !strings.Contains(string(reply.Raw), `"rawdata"`) {
			t.Fatalf("%s, %v", reply.ReturnCode, err)
		}
		b.calls.want(t, "rawdata init rawdata")
		b.calls.reset()
		tries := 0
		b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
			if tries++; tries <= 2 {
				return []byte(`{"return_code":"FAIL","err_code":"271378621"}`), nil
			}
			return nil, nil
		}
		began := time.Now()
		if _, err := b.Script(seller).Send(t.Context(), wire.Init{}); err != nil {
			t.Fatal(err)
		}
		b.calls.want(t, "init init init")
		if waited := time.Since(began); waited != 2*initialisingWait {
			t.Errorf("waited %v", waited)
		}
	})
}

// The terminal's no is given as it is, once.
func TestSingleGivesUp(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	b.calls.instead = func(wire.Command, int) ([]byte, error) {
		return []byte(`{"return_code":"FAIL","err_code":271378620,"return_msg":"no"}`), nil
	}
	if reply, err := b.Script(seller).Send(t.Context(), wire.Init{}); err != nil || reply.ReturnCode != wire.Fail {
		t.Errorf("%+v, %v", reply, err)
	}
	b.calls.want(t, "init")
}

// A command of the script's own JSON gets what every request has, and is held
// against the SDK.
func TestCall(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{})
	var seen wire.Fields
	b.calls.caller = last{b.term, &seen}
	if _, err := b.Script(seller).Call(t.Context(), []byte(`{"cmd":"getWxpayfaceRawdata","extra":{"a":[1]}}`)); err != nil {
		t.Fatal(err)
	}
	if seen["version"] != "1" || seen["now"] == "" || seen["extra"] != `{"a":[1]}` {
		t.Errorf("%+v", seen)
	}
	for request, want := range map[string]string{
		"":                           "is in no JSON object",
		"[]":                         "is in no JSON object",
		`{"cmd":7}`:                  "is missing, or no text",
		`{"cmd":"startCodeScanner"}`: "not known to the windows SDK",
		`{"cmd":"getWxpayfaceCode","telephone":"13800138000"}`: "telephone",
	} {
		_, err := b.Script(seller).Call(t.Context(), []byte(request))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "13800138000") {
			t.Errorf("%s: %v", request, err)
		}
	}
}

// A face screen of a script has its own authinfo, renewed once where the
// terminal refuses it, and is stopped from beside when the script is.
func TestScreen(t *testing.T) {
	b := newBench(t, sim.Options{}, Config{StoreID: "S1"})
	request := func(auth secret.Secret) wire.Request {
		return b.Script(seller).Code(wire.Code{OutTradeNo: "2000000000000000", TotalFee: 90008, FaceCodeType: wire.FaceCodeMicropay}, auth)
	}
	reply, err := b.Script(seller).Screen(t.Context(), request)
	if err != nil || reply.ReturnCode != wire.Success || reply.AuthInfo.Reveal() != "SECRET-AUTHINFO-2" || b.auth.asked != 2 {
		t.Errorf("%s, %v, WeChat was asked %d times", reply.ReturnCode, err, b.auth.asked)
	}
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{}, Config{StoreID: "S1"})
		ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
		defer stop()
		_, err := b.Script(seller).Screen(ctx, func(auth secret.Secret) wire.Request {
			return b.Script(seller).Code(wire.Code{OutTradeNo: "2000000000000001", TotalFee: 90003, FaceCodeType: wire.FaceCodeMicropay}, auth)
		})
		if err != nil {
			t.Error(err)
		}
		if cmds := b.calls.cmds; cmds[len(cmds)-1] != wire.CmdStop && !strings.Contains(strings.Join(names(cmds), " "), "stop") {
			t.Errorf("not stopped: %v", cmds)
		}
	})
}

// A screen that the script's own request opened is closed with the script, and
// the scanner by its own stop.
func TestSingleIsStopped(t *testing.T) {
	for request, want := range map[string]wire.Command{
		`{"cmd":"getWxpayfaceCode","appid":"a","mch_id":"m","store_id":"s","out_trade_no":"20000001","total_fee":"90003","face_authtype":"FACEPAY","authinfo":"SECRET-AUTHINFO-1"}`: wire.CmdStop,
		`{"cmd":"startCodeScanner"}`: wire.CmdStopScanner,
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{Customer: time.Minute}, Config{SDK: wire.SDK{Dialect: wire.Android}})
			if _, err := b.Script(seller).Send(t.Context(), wire.Init{}); err != nil {
				t.Fatal(err)
			}
			b.calls.reset()
			b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
				if cmd == wire.CmdStartScanner { // the simulated one has read at once
					time.Sleep(5 * time.Second)
				}
				return nil, nil
			}
			ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
			defer stop()
			_, _ = b.Script(seller).Call(ctx, []byte(request)) // what a stopped screen answers is no matter
			if cmds := b.calls.cmds; len(cmds) < 2 || cmds[1] != want {
				t.Errorf("%s was stopped by %v", request, cmds)
			}
		})
	}
}

// A code that comes although its script was interrupted is nobody's, and its page
// is removed.
func TestSingleStoppedBringsNoCode(t *testing.T) {
	code := `{"cmd":"getWxpayfaceCode","appid":"a","mch_id":"m","store_id":"s","out_trade_no":"20000001","total_fee":"100","face_authtype":"FACEPAY","authinfo":"SECRET-AUTHINFO-1"}`
	for name, ask := range map[string]func(Script, context.Context) (Reply, error){
		"its own authinfo": func(s Script, ctx context.Context) (Reply, error) { return s.Call(ctx, []byte(code)) },
		"ours": func(s Script, ctx context.Context) (Reply, error) {
			return s.Screen(ctx, func(auth secret.Secret) wire.Request {
				return s.Code(wire.Code{OutTradeNo: "20000001", TotalFee: 100, FaceCodeType: wire.FaceCodeMicropay}, auth)
			})
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, sim.Options{Customer: time.Minute, StopAnswer: wire.Success}, Config{StoreID: "s"})
			if _, err := b.Script(seller).Send(t.Context(), wire.Init{}); err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
			defer stop()
			if got, _ := ask(b.Script(flow.Merchant{AppID: "a", MchID: "m"}), ctx); got.Raw != nil || got.ReturnCode != "" {
				t.Errorf("%s: got %s", name, got.Raw)
			}
			if s := b.term.State(time.Now()); s != sim.Idle {
				t.Errorf("%s: the terminal is left %s", name, s)
			}
		})
	}
}

// A screen that no stop has ended is released too.
func TestSingleThatNoStopEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, sim.Options{OldLibrary: true}, Config{StoreID: "s"})
		if err := b.term.SetCustomer(sim.WalksAway); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
		defer stop()
		m := flow.Merchant{AppID: "a", MchID: "m"}
		_, err := b.Script(m).Screen(ctx, func(auth secret.Secret) wire.Request {
			return b.Script(m).Code(wire.Code{OutTradeNo: "20000001", TotalFee: 100, FaceCodeType: wire.FaceCodeMicropay}, auth)
		})
		if err == nil || b.term.State(time.Now()) != sim.Idle {
			t.Errorf("%v, and the terminal is left %s", err, b.term.State(time.Now()))
		}
	})
}

// A request that a new process of the library has not seen is asked again after
// init, once.
func TestSingleOverANewProcess(t *testing.T) {
	for _, times := range []int{1, 2} {
		b := newBench(t, sim.Options{}, Config{})
		b.calls.instead = func(cmd wire.Command, nth int) ([]byte, error) {
			if cmd == wire.CmdRawdata && nth <= times {
				return nil, &wire.CallError{Kind: wire.KindNotRunning}
			}
			return nil, nil
		}
		if _, err := b.Script(seller).Send(t.Context(), wire.Rawdata{}); (err == nil) != (times == 1) {
			t.Errorf("%d times: %v", times, err)
		}
		b.calls.want(t, "rawdata init rawdata")
	}
}

func names(cmds []wire.Command) (list []string) {
	for _, c := range cmds {
		list = append(list, short[c])
	}
	return list
}

// A member is recognised on the way to the capture, and the capture has the
// openid; who is none pays as everybody does.
func TestMemberPays(t *testing.T) {
	for _, member := range []bool{true, false} {
		b := newBench(t, sim.Options{}, Config{})
		var seen wire.Fields
		b.calls.caller = spy{b.term, &seen}
		r := request(100)
		r.Member = member
		if got := b.Capture(t.Context(), r); got.Kind != flow.CaptureCode || (seen["openid"] != "") != member {
			t.Errorf("member %t: %s, and the capture has openid %q", member, got.Kind, seen["openid"])
		}
	}
	b := newBench(t, sim.Options{}, Config{})
	b.calls.instead = func(cmd wire.Command, _ int) ([]byte, error) {
		if cmd == wire.CmdUserInfo {
			return []byte(`{"return_code":"FACE_UNKNOWN"}`), nil
		}
		return nil, nil
	}
	r := request(100)
	r.Member = true
	if got := b.Capture(t.Context(), r); got.Kind != flow.CaptureCode {
		t.Errorf("nobody was recognised, and the sale ended with %+v", got)
	}
}
