package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/codes"
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
				disk := flowtest.NewMemory().Process("call")
				wired := wiring.New(config.Sim(t.TempDir()))
				wired.Ports.Journal, wired.Ports.Clock = disk, clock.NewMachine()
				wired.Ports.WeChat = clock.NewWeChat(wired.Ports.Clock)
				wired.Ports.Gateway = takesAll{deaf{ports: &wired.Ports}}
				wired.Runner = flow.NewRunner(wired.Ports, flow.Identity{}, flow.DefaultRules())
				wired.App = till.New(till.Ports{Ports: wired.Ports, CheckPIN: func(string) bool { return true }}, flow.Identity{}, wired.Runner)
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
