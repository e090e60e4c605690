package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/flowtest"
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
		{refund.Entry{State: refund.Entered, Sends: 10, BegunAt: time.UnixMilli(1), SentAt: time.UnixMilli(1).Add(time.Hour)}, codes.ExitOpen, "goes on with it"},
		{refund.Entry{State: refund.Entered, Adopted: -1}, codes.ExitOpen, "--send-again"},
		{refund.Entry{State: refund.Accepted}, codes.ExitDone, ""}, {refund.Entry{State: refund.Done}, codes.ExitDone, ""},
		{refund.Entry{State: refund.Stuck}, codes.ExitOpen, "--as there"},
		{refund.Entry{State: refund.Elsewhere, Status: refund.StatusChange}, codes.ExitOpen, "--as there"},
		{refund.Entry{State: refund.Elsewhere, Status: refund.StatusProcessing}, codes.ExitDone, ""},
		{refund.Entry{State: refund.Refused}, codes.ExitDeclined, "--as otherwise"},
		{refund.Entry{State: refund.Refused, Code: "NOTENOUGH", Message: "交易未结算资金不足"}, codes.ExitDeclined, "--account balance"},
		{refund.Entry{State: refund.Refused, Final: true}, codes.ExitDeclined, "new number"},
		{refund.Entry{State: refund.SettledOtherwise, SettledBy: "Wu"}, codes.ExitFinished, ""},
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
		{codes.ExitFinding, refund.List{{State: refund.Accepted, SettledAs: refund.SettledElse}}, codes.ExitFinding},
		{codes.ExitDone, refund.List{{State: refund.Done, Fee: 1}}, codes.ExitFinding}, // of a charge of nothing
		{codes.ExitDone, refund.List{{State: refund.Done, Fee: 1}, {State: refund.Entered}}, codes.ExitOpen},
		{codes.ExitFinding, refund.List{{State: refund.Entered}}, codes.ExitOpen},                                // what is open goes before what is said
		{codes.ExitDone, refund.List{{State: refund.Refused, Final: true, BegunAt: time.Now()}}, codes.ExitOpen}, // nobody has heard that it was closed
		{codes.ExitDone, refund.List{{State: refund.Refused, BegunAt: time.Now()}}, codes.ExitDone},              // a refusal is told by the line, and moved nothing
		{codes.ExitDone, refund.List{{State: refund.Refused, Final: true, ToldN: 9, BegunAt: time.Now()}}, codes.ExitDone},
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
	for state, want := range map[refund.State]codes.Exit{refund.Accepted: codes.ExitOpen, refund.Done: codes.ExitOpen, refund.Refused: codes.ExitDeclined, refund.Entered: codes.ExitOpen} {
		e := refund.Entry{Number: "1R", State: state}
		out := endingOf(fromCommand, recordTold(t.Context(), g, wired, refundEnding(a, e), e))
		if recorded := strings.Contains(out.text, "the disk is full"); out.code != want || recorded != (want == codes.ExitOpen && state != refund.Entered) {
			t.Errorf("%s: %d %q, want %d", state, out.code, out.text, want)
		}
		if back := strings.HasPrefix(out.text, "given back, but"); back != (state == refund.Done) {
			t.Errorf("%s: %q", state, out.text)
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

// The customer reads the reason in the language of the shop, whatever the terminal shows.
func TestReasonIsInTheShopsLanguage(t *testing.T) {
	home := t.TempDir()
	runAt(home, io.Discard, "pay", "12.80", "--ref", "a", "--sim", "--auth-code", "134567890123456701")
	var out, talk bytes.Buffer
	env := map[string]string{"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "LocalAppData": home, "AppData": home, "LANG": "C"}
	code := run(t.Context(), &stdio{in: strings.NewReader(""), out: &out, err: &talk, ascii: true, getenv: func(k string) string { return env[k] }},
		[]string{"refund", "a", "--reason", "return", "--by", "Li", "--sim", "--lang", "zh-CN", "-o", formatJSON})
	if code != codes.ExitDone || !strings.Contains(out.String(), `"reason":"退货"`) {
		t.Errorf("exit %d, %s, %s", code, out.String(), talk.String())
	}
}

// Money rule 4b.8: an unclaimed charge of which a part is back is refunded by name: reverse
// stops before what somebody gave back, and says how to go on.
func TestReverseBesideARefund(t *testing.T) {
	home := t.TempDir()
	if code, talk := runAt(home, &breaking{err: syscall.ENOSPC}, "pay", "900.50", "--ref", "a", "--sim", "--auth-code", "134567890123456701"); code != codes.ExitOpen {
		t.Fatalf("exit %d: %s", code, talk)
	}
	runAt(home, io.Discard, "status", "a", "--sim") // finds what is back
	var out bytes.Buffer
	code, talk := runAt(home, &out, "reverse", "a", "--reason", "left", "--by", "Li", "--sim", "-o", formatJSON)
	if code != codes.ExitOpen || !strings.Contains(out.String(), flow.CodePossibleDuplicate) || !strings.Contains(talk, "try: facetill refund") {
		t.Errorf("exit %d, %s, %s", code, out.String(), talk)
	}
}

// What moves money takes an argument that means one sale alone: a reference that is the end
// of another sale's number means both, and the list says which there are.
func TestMoneyOfOneSaleAlone(t *testing.T) {
	home := t.TempDir()
	var first, status bytes.Buffer
	runAt(home, &first, "pay", "10", "--sim", "--auth-code", "134567890123456701", "-o", formatJSON)
	number := regexp.MustCompile(`"out_trade_no":"(\d{32})"`).FindStringSubmatch(first.String())
	if number == nil {
		t.Fatal(first.String())
	}
	end := number[1][28:]
	if code, talk := runAt(home, io.Discard, "pay", "20", "--ref", end, "--sim", "--auth-code", "134567890123456702"); code != codes.ExitDone {
		t.Fatalf("exit %d: %s", code, talk)
	}
	for _, call := range [][]string{{"refund", end, "--reason", "return", "--by", "Li"}, {"reverse", end, "--reason", "left", "--by", "Li"}, {"settle", end, "--as", "cash", "--by", "Li"}} {
		var out bytes.Buffer
		code, talk := runAt(home, &out, append(call, "--sim", "-o", formatJSON)...)
		if code != codes.ExitUsage || !strings.Contains(out.String(), string(codes.WhyAmbiguous)) || strings.Count(out.String(), `"type":"attempt"`) != 2 {
			t.Errorf("%q: exit %d, %s, %s", call, code, out.String(), talk)
		}
	}
	if code, talk := runAt(home, &status, "status", end, "--sim", "-o", formatJSON); code != codes.ExitDone || !strings.Contains(status.String(), `"total_fee":2000`) || strings.Contains(status.String(), "refund_n") {
		t.Errorf("exit %d, %s, %s", code, status.String(), talk)
	}
	if code, talk := runAt(home, io.Discard, "refund", number[1], "--reason", "return", "--by", "Li", "--sim"); code != codes.ExitDone {
		t.Errorf("the whole number: exit %d, %s", code, talk)
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

// deaf is a WeChat that takes each refund and answers nothing for a long while.
type deaf struct {
	flow.Gateway
	ports *flow.Ports
}

func (g deaf) Sync(context.Context) error {
	at := g.ports.Clock.Now()
	g.ports.WeChat.Observe(at.Wall, at)
	return nil
}

func (deaf) LookRefunds(context.Context, flow.Attempt) refund.Answer {
	return refund.Answer{Kind: refund.AnswerNone}
}

func (deaf) AskRefund(context.Context, flow.Attempt, refund.Entry) refund.Answer {
	return refund.Answer{Kind: refund.AnswerNone}
}

func (deaf) SendRefund(context.Context, flow.Attempt, refund.Entry) refund.Answer {
	time.Sleep(10 * time.Second) // what has left is waited for, whoever asked for it
	return refund.Answer{Kind: refund.AnswerLost}
}

// Money rule 5.8: a signal ends every command that drives a refund within 2 s, also while
// the answer to it is waited for, which no signal calls back.
func TestSignalWhileARefundIsSent(t *testing.T) {
	for name, drives := range map[string]func(context.Context, *global, *wiring.Till, flow.Attempt) (refund.Entry, error){
		"refund": func(ctx context.Context, _ *global, wired *wiring.Till, a flow.Attempt) (refund.Entry, error) {
			e, _ := a.Refunds.Begun()
			_, e, err := refundAnswer(ctx, wired, a, e)
			return e, err
		},
		"status": func(ctx context.Context, _ *global, wired *wiring.Till, a flow.Attempt) (refund.Entry, error) {
			a, err := driveFor(ctx, wired, a.OutTradeNo, statusDrives)
			e, _ := a.Refunds.Begun()
			return e, err
		},
		"recover": func(ctx context.Context, _ *global, wired *wiring.Till, a flow.Attempt) (refund.Entry, error) {
			err := unlessStopped(ctx, func() error { return wired.Runner.NewRecovery(nil).Run(ctx, nil) })
			if !errors.Is(err, errSignal) {
				return refund.Entry{}, err
			}
			a, _, err = wired.Ports.Journal.Read(context.WithoutCancel(ctx), a.OutTradeNo)
			e, _ := a.Refunds.Begun()
			return e, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				wired := &wiring.Till{}
				wired.Ports = flow.Ports{Journal: &inTurns{Journal: flowtest.NewMemory().Process("refund")}, Clock: clock.NewMachine()}
				wired.Ports.WeChat = clock.NewWeChat(wired.Ports.Clock)
				wired.Ports.Gateway = deaf{ports: &wired.Ports}
				wired.Runner = flow.NewRunner(wired.Ports, flow.Identity{}, flow.DefaultRules())
				wired.App = till.New(till.Ports{Ports: wired.Ports}, flow.Identity{}, wired.Runner)
				a := refunding(t, wired.Ports.Journal)
				ctx, stop := context.WithCancelCause(t.Context())
				time.AfterFunc(time.Second, func() { stop(errSignal) })
				from := time.Now()
				e, err := drives(ctx, nil, wired, a)
				if took := time.Since(from); err != nil || e.Sends != 1 || took < time.Second || took > 3*time.Second {
					t.Errorf("%+v after %v, %v", e, took, err)
				}
				time.Sleep(time.Minute) // what was left behind comes to its end
			})
		})
	}
}

// inTurns is a journal that a command and what it has left behind use at the same time.
type inTurns struct {
	flow.Journal
	mu sync.Mutex
}

func (j *inTurns) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Journal.Read(ctx, no)
}

func (j *inTurns) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Journal.Claim(ctx, no)
}

func (j *inTurns) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Journal.Append(ctx, a, facts...)
}

func (j *inTurns) Release(ctx context.Context, a flow.Attempt) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Journal.Release(ctx, a)
}

// refunding is a sale that was told, with a refund that is begun.
func refunding(t *testing.T, j flow.Journal) flow.Attempt {
	return paid(t, j, flow.Shown{}, flow.RefundBegun{OutRefundNo: "1R", Fee: 300, Reason: "return", By: "Li", At: time.Now(), Wall: time.Now()})
}

// paid is a sale of 12.80 that was paid just now, with what came after that.
func paid(t *testing.T, j flow.Journal, then ...flow.Fact) flow.Attempt {
	now := time.Now()
	o := flow.Order{OutTradeNo: "26112512000000000000000000000001", TotalFee: 1280, OpenedAt: now, Method: flow.MethodCode, Family: flow.FamilyMicropay,
		RefMinted: true, Sale: flow.SaleKey{Ref: "26112512000000000000000000000001"}}
	a, err := j.Open(t.Context(), flow.OrderOpened{Order: o})
	if err == nil {
		a, err = j.Append(t.Context(), a, append([]flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: now, SendBy: now.Add(8 * time.Second), TimeExpire: now.Add(2 * time.Minute),
			ConfirmBy: now.Add(45 * time.Second), FenceAt: now.Add(20 * time.Minute), Trusted: true}, flow.ChargeProven{TransactionID: "42", TimeEnd: now, At: now}}, then...)...)
	}
	if err == nil {
		err = j.Release(t.Context(), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}
