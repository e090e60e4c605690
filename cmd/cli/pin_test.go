package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// A signal before the journal is open has begun nothing, but of a reference it says no more
// than a journal that cannot be read.
func TestRefundInterruptedBefore(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	fresh, again := &refundOptions{}, &refundOptions{ref: "R-1"}
	if err := fresh.before(ctx, context.Canceled); endingOf(fromCommand, err).code == codes.ExitInterrupted {
		t.Error("no signal came")
	}
	stop(errSignal)
	if got := endingOf(fromCommand, fresh.before(ctx, context.Canceled)).code; got != codes.ExitInterrupted {
		t.Errorf("exit %d", got)
	}
	from := fromJournal
	from.records = true
	if got := endingOf(from, again.before(ctx, context.Canceled)).code; got != codes.ExitOpen {
		t.Errorf("with a reference: exit %d", got)
	}
}

// takesAll is a WeChat that refuses no refund before it is sent.
type takesAll struct{ deaf }

func (takesAll) Ready() error                                 { return nil }
func (takesAll) CheckRefund(flow.Attempt, refund.Entry) error { return nil }
func (takesAll) Query(context.Context, flow.Attempt, flow.Try) flow.Answer {
	return flow.Answer{Kind: flow.AnswerPaid}
}

// Money rule 4b.2: a call has seen the sale as it was before the manager came. A refund
// that somebody is told of while the PIN is typed stops it, by whichever door.
func TestPressIsOfBeforeThePIN(t *testing.T) {
	for name, call := range map[string]func(context.Context, *global, *wiring.Till, flow.Attempt) error{
		"refund": func(ctx context.Context, g *global, wired *wiring.Till, a flow.Attempt) error {
			return runRefund(ctx, g, wired, []string{string(a.OutTradeNo)}, &refundOptions{fee: 300, amount: "3", reason: "return", by: "Li"})
		},
		"reverse": func(ctx context.Context, g *global, wired *wiring.Till, a flow.Attempt) error {
			return runReverse(ctx, g, wired, a, flow.RefundRequest{OutTradeNo: a.OutTradeNo, Reason: "left", By: "Li", Press: refund.Press{Version: a.Version}})
		},
		"resolve": func(ctx context.Context, g *global, wired *wiring.Till, a flow.Attempt) error {
			return runResolve(ctx, g, wired, flow.Resolution{OutTradeNo: a.OutTradeNo, As: flow.ResolvedGiveBack, By: "Li", Reason: "left"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				disk, wired := givingBack(t, func(ports *flow.Ports) flow.Gateway { return takesAll{deaf{ports: ports}} })
				now := time.Now()
				a := paid(t, disk, flow.LeftUnclaimed{}, flow.RefundFound{OutRefundNo: "9", Fee: 300, Status: refund.StatusSuccess, At: now})
				time.Sleep(time.Hour)
				var out, talk bytes.Buffer
				g := &global{s: &stdio{out: &out, err: &talk}, output: formatText, lang: "en"}
				g.s.getenv = func(key string) string {
					if key != envPIN {
						return ""
					}
					if _, err := wired.App.RefundTold(t.Context(), a.OutTradeNo, a.Refunds[0]); err != nil {
						t.Error(err)
					}
					return "4711"
				}
				err := call(t.Context(), g, wired, a)
				if e := endingOf(fromCommand, err); e.code != codes.ExitOpen || !strings.Contains(e.text, "may have been given back already") {
					t.Errorf("%d %q: %s%s", e.code, e.text, out.String(), talk.String())
				}
			})
		})
	}
}

// givingBack is a till where a manager approves, in the bubble of a test.
func givingBack(t *testing.T, weChat func(*flow.Ports) flow.Gateway) (flow.Journal, *wiring.Till) {
	wired := wiring.New(config.Sim(t.TempDir()))
	wired.Ports.Journal, wired.Ports.Clock = flowtest.NewMemory().Process("call"), clock.NewMachine()
	wired.Ports.WeChat = clock.NewWeChat(wired.Ports.Clock)
	wired.Ports.Gateway = weChat(&wired.Ports)
	wired.Runner = flow.NewRunner(wired.Ports, flow.Identity{}, flow.DefaultRules())
	wired.App = till.New(till.Ports{Ports: wired.Ports, CheckPIN: func(string) bool { return true }}, flow.Identity{}, wired.Runner)
	return wired.Ports.Journal, wired
}

// takesNone is a WeChat that refuses each refund.
type takesNone struct{ takesAll }

func (takesNone) SendRefund(context.Context, flow.Attempt, refund.Entry) refund.Answer {
	return refund.Answer{Kind: refund.AnswerRefused, Code: "NOTENOUGH"}
}

// Money rule 4b.8: a give-back that became a refund and was refused leaves the charge as
// unclaimed as it was: 8. Its customer would have read a reason of the list, and how the
// cashier knew is ours.
func TestGiveBackThatIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk, wired := givingBack(t, func(ports *flow.Ports) flow.Gateway { return takesNone{takesAll{deaf{ports: ports}}} })
		a := paid(t, disk, flow.LeftUnclaimed{})
		time.Sleep(8 * 24 * time.Hour) // too late for a reversal
		var out, talk bytes.Buffer
		g := &global{s: &stdio{out: &out, err: &talk, getenv: func(string) string { return "4711" }}, out: streams.NewHeard(&out), output: formatText, lang: "en"}
		err := runResolve(t.Context(), g, wired, flow.Resolution{OutTradeNo: a.OutTradeNo, As: flow.ResolvedGiveBack, By: "Li", Reason: "nobody came"})
		if e := endingOf(fromCommand, err); e.code != codes.ExitOpen {
			t.Errorf("exit %d %q: %s%s", e.code, e.text, out.String(), talk.String())
		}
		a, _, err = disk.Read(t.Context(), a.OutTradeNo)
		if err != nil || len(a.Refunds) != 1 {
			t.Fatalf("%+v, %v", a.Refunds, err)
		}
		if e := a.Refunds[0]; e.State != refund.Refused || e.Reason != "customer cancelled" || e.Note != "nobody came" || e.ToldN == 0 {
			t.Errorf("%+v", e)
		}
	})
}

// What an earlier call has begun and this one sends is no answer of the earlier one.
func TestReplayedIsNotSentNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk, wired := givingBack(t, func(ports *flow.Ports) flow.Gateway { return takesNone{takesAll{deaf{ports: ports}}} })
		now := time.Now()
		a := paid(t, disk, flow.Shown{}, flow.RefundBegun{OutRefundNo: "1R", Ref: "R-1", Fee: 300, Reason: "return", By: "Li", At: now, Wall: now})
		for _, replayed := range []bool{false, true} {
			var out bytes.Buffer
			g := &global{s: &stdio{out: &out, err: &out, getenv: func(string) string { return "4711" }}, out: streams.NewHeard(&out), output: formatText, lang: "en"}
			err := runRefund(t.Context(), g, wired, []string{string(a.OutTradeNo)}, &refundOptions{ref: "R-1", fee: 300, amount: "3", reason: "return", by: "Li"})
			if e := endingOf(fromCommand, err); e.code != codes.ExitDeclined || strings.Contains(out.String(), "replayed") != replayed {
				t.Errorf("exit %d, want replayed %t: %s", e.code, replayed, out.String())
			}
		}
	})
}
