package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// Money rule 4b.10: 69 and 64 are of what was surely not begun, 8 of all else.
func TestRefundRefusals(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1280}, State: flow.Paid}
	limit := func(l refund.Limit) error { return &refund.LimitError{Limit: l, Fee: 300, Total: 1280} }
	for _, c := range []struct {
		err  error
		want codes.Exit
		why  codes.Why
	}{
		{&flow.RefundStoppedError{OutTradeNo: "1", Entries: []refund.Entry{{Number: "1R"}}}, codes.ExitOpen, flow.CodePossibleDuplicate},
		{&flow.TooLateError{}, codes.ExitFailed, codes.WhyFailed},
		{&flow.RefundUnaskedError{Answer: refund.Answer{Kind: refund.AnswerLost, Code: "NETWORK"}}, codes.ExitFailed, codes.WhyWeChat},
		{&flow.SalesSuspendedError{Kind: flow.SuspendedByCertificate}, codes.ExitUsage, codes.WhySuspended},
		{limit(refund.LimitZero), codes.ExitUsage, codes.WhyAmount}, {limit(refund.LimitRest), codes.ExitUsage, codes.WhyAmount},
		{limit(refund.LimitNone), codes.ExitUsage, codes.WhyLimit}, {limit(refund.LimitMinute), codes.ExitUsage, codes.WhyLimit},
		{limit(refund.LimitParts), codes.ExitUsage, codes.WhyLimit}, {limit(refund.LimitYear), codes.ExitUsage, codes.WhyLimit},
		{field.NewError("reference", "is of another one", ""), codes.ExitUsage, codes.WhyRefundFee},
		{field.NewError("refund", "is not possible", ""), codes.ExitUsage, codes.WhyRefund},
		{field.NewError("reason", "is too long", ""), codes.ExitUsage, codes.WhyText},
		{flow.ErrOwned, codes.ExitOpen, ""}, {flow.ErrFenced, codes.ExitOpen, ""}, {errors.New("the disk is full"), codes.ExitOpen, ""},
		{context.Canceled, codes.ExitOpen, ""},
	} {
		e := endingOf(fromRefund(a), c.err)
		if open := e.outcome == flow.OutcomeOpen; e.code != c.want || e.why() != c.why || open != (c.want == codes.ExitOpen) {
			t.Errorf("%v: %d %q %q, want %d %q", c.err, e.code, e.outcome, e.why(), c.want, c.why)
		}
	}
	stopped := endingOf(fromRefund(a), &flow.RefundStoppedError{OutTradeNo: "1", Entries: []refund.Entry{{Number: "1R", State: refund.Accepted}, {Number: "2R", State: refund.Entered}}})
	if hints := stopped.tries(); strings.Contains(hints, "--new") {
		t.Errorf("nothing is given back beside what is begun: %q", hints)
	}
}

// Each state of a refund has its exit code, its word and what helps.
func TestRefundEndings(t *testing.T) {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890", TotalFee: 1280}, State: flow.Paid}
	for _, c := range []struct {
		e     refund.Entry
		want  codes.Exit
		helps string
	}{
		{refund.Entry{State: refund.Entered}, codes.ExitOpen, "facetill recover"},
		{refund.Entry{State: refund.Entered, Adopted: -1}, codes.ExitOpen, "--send-again"},
		{refund.Entry{State: refund.Accepted}, codes.ExitDone, ""}, {refund.Entry{State: refund.Done}, codes.ExitDone, ""},
		{refund.Entry{State: refund.Stuck}, codes.ExitOpen, "--as there"},
		{refund.Entry{State: refund.Elsewhere, Status: refund.StatusChange}, codes.ExitOpen, "--as there"},
		{refund.Entry{State: refund.Elsewhere, Status: refund.StatusProcessing}, codes.ExitDone, ""},
		{refund.Entry{State: refund.Refused}, codes.ExitDeclined, "--as otherwise"},
		{refund.Entry{State: refund.Refused, Code: "NOTENOUGH", Message: "交易未结算资金不足"}, codes.ExitDeclined, "--account balance"},
		{refund.Entry{State: refund.Refused, Final: true}, codes.ExitDeclined, "new number"},
		{refund.Entry{State: refund.SettledOtherwise}, codes.ExitDeclined, ""},
	} {
		c.e.Number, c.e.Fee = "1R", 300
		e := refundEnding(a, c.e)
		if e.code != c.want || !strings.Contains(e.tries(), c.helps) || c.helps == "" && len(e.hints) > 0 || string(e.outcome) != string(c.e.Outcome()) {
			t.Errorf("%+v: %d %q %q, want %d", c.e, e.code, e.outcome, e.tries(), c.want)
		}
		g := &global{s: &stdio{err: io.Discard, getenv: func(string) string { return "" }}, lang: "en"}
		line := print.SayRefund(g.words(""), a, c.e, refundResult(g, e))
		if back := strings.HasPrefix(line, "back"); back != c.e.IsBack() {
			t.Errorf("%+v: %q", c.e, line)
		}
	}
}

// A sale that is at its end is not, where a refund of it is open or stuck: status ends
// with 8 then, and with 9 where WeChat contradicts who settled it.
func TestStatusOfRefunds(t *testing.T) {
	for _, c := range []struct {
		from codes.Exit
		list refund.List
		want codes.Exit
	}{
		{codes.ExitDone, refund.List{{State: refund.Accepted}, {State: refund.Done}, {State: refund.Refused}}, codes.ExitDone},
		{codes.ExitDone, refund.List{{State: refund.Done}, {State: refund.Entered}}, codes.ExitOpen},
		{codes.ExitReversed, refund.List{{State: refund.Stuck}}, codes.ExitOpen},
		{codes.ExitDone, refund.List{{State: refund.Stuck, SettledAs: refund.SettledThere}}, codes.ExitDone},
		{codes.ExitReversed, refund.List{{State: refund.Stuck, SettledAs: refund.SettledThere, Status: refund.StatusClosed}}, codes.ExitFinding},
		{codes.ExitDone, refund.List{{State: refund.Accepted, SettledAs: refund.SettledElse}, {State: refund.Entered}}, codes.ExitOpen},
		{codes.ExitFinding, refund.List{{State: refund.Entered}}, codes.ExitFinding},
	} {
		e := &ending{code: c.from}
		if e.ofRefunds(flow.Attempt{Refunds: c.list}); e.code != c.want || (e.code != c.from) != (e.text != "") {
			t.Errorf("%+v: %d %q, want %d", c.list, e.code, e.text, c.want)
		}
	}
}

// Money rule 4b.10: 0 becomes 8 where it cannot be recorded that the refund was told.
func TestRefundNotTold(t *testing.T) {
	ports := flow.Ports{Journal: untellable{}, Clock: clock.NewMachine()}
	wired := &wiring.Till{App: till.New(till.Ports{Ports: ports}, flow.Identity{}, flow.NewRunner(ports, flow.Identity{}, flow.DefaultRules()))}
	a := flow.Attempt{Order: flow.Order{OutTradeNo: "1234567890"}, State: flow.Paid}
	g := &global{out: streams.NewHeard(io.Discard)}
	for state, want := range map[refund.State]codes.Exit{refund.Accepted: codes.ExitOpen, refund.Refused: codes.ExitDeclined, refund.Entered: codes.ExitOpen} {
		e := refund.Entry{Number: "1R", State: state}
		out := endingOf(fromCommand, recordTold(t.Context(), g, wired, refundEnding(a, e), e))
		if recorded := strings.Contains(out.text, "the disk is full"); out.code != want || recorded != (state == refund.Accepted) {
			t.Errorf("%s: %d %q, want %d", state, out.code, out.text, want)
		}
	}
}

// untellable is a journal that cannot be read any more.
type untellable struct{ flow.Journal }

func (untellable) Read(context.Context, flow.OutTradeNo) (flow.Attempt, bool, error) {
	return flow.Attempt{}, false, errors.New("the disk is full")
}

// A refund whose line is not taken whole, at each write, is 8, no line stands behind the
// gap, and no fact states that it was told: the next press of its amount is stopped by it,
// also when its ten minutes are over.
func TestS75_EachWriteOfARefund(t *testing.T) {
	for _, format := range []string{formatJSON, formatText} {
		for _, broken := range []breaking{{writes: 1000}, {err: syscall.ENOSPC}, {err: syscall.EPIPE, part: 7}, {part: 7}} {
			home, whole := t.TempDir(), broken.writes > 0
			if code, talk := runAt(home, io.Discard, "pay", "12.80", "--ref", "a", "--sim", "--auth-code", "134567890123456701"); code != codes.ExitDone {
				t.Fatalf("exit %d: %s", code, talk)
			}
			out := broken
			want := codes.ExitOpen
			if whole {
				want = codes.ExitDone
			}
			code, talk := runAt(home, &out, "refund", "a", "--amount", "3", "--reason", "price", "--by", "Li", "--sim", "-o", format)
			if code != want || !whole && (!strings.Contains(talk, "could not be told") || strings.Contains(out.String(), "\n")) {
				t.Errorf("%s, %+v: exit %d, %q, %s", format, broken, code, out.String(), talk)
			}
			var again bytes.Buffer
			code, _ = runAt(home, &again, "refund", "a", "--amount", "3", "--reason", "price", "--by", "Li", "--sim", "-o", formatJSON)
			if told := strings.Contains(again.String(), `"told":true`); code != codes.ExitOpen || told != whole || strings.Count(again.String(), `"state":"accepted"`) != 1 || !strings.Contains(again.String(), flow.CodePossibleDuplicate) {
				t.Errorf("%s, %+v: the next press: exit %d, %s", format, broken, code, again.String())
			}
		}
	}
}

// Money rule 5.8: a signal ends the wait for WeChat's answer, and what is begun stays so.
func TestRefundInterrupted(t *testing.T) {
	home := t.TempDir()
	if code, talk := runAt(home, io.Discard, "pay", "900.68", "--ref", "a", "--sim", "--auth-code", "134567890123456701"); code != codes.ExitDone {
		t.Fatalf("exit %d: %s", code, talk)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, talk bytes.Buffer
	env := map[string]string{"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "LocalAppData": home, "AppData": home, "LANG": "C.UTF-8"}
	time.AfterFunc(time.Second, cancel)
	code := run(ctx, &stdio{in: strings.NewReader(""), out: &out, err: &talk, getenv: func(k string) string { return env[k] }},
		[]string{"refund", "a", "--reason", "return", "--by", "Li", "--sim", "-o", formatJSON})
	if code != codes.ExitOpen || !strings.Contains(out.String(), `"outcome":"open","exit_code":8`) {
		t.Errorf("exit %d, %s, %s", code, out.String(), talk.String())
	}
}
