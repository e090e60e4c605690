package flow_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

// story is what an observer heard, a word each: a fact's kind, or what a step waits for.
func (h heard) story() string {
	var words []string
	for i, u := range h {
		w := ""
		switch step := u.Step.(type) {
		case nil:
			if u.Fact != nil {
				w = u.Fact.Kind()
				if u.Kept {
					w += fmt.Sprint(u.Attempt.Version)
				}
			}
		case flow.Wait:
			w = "wait(" + step.For + ")"
		default:
			w = strings.TrimPrefix(fmt.Sprintf("%T", step), "flow.")
		}
		if u.Seq == 0 || i > 0 && u.Attempt.OutTradeNo == h[i-1].Attempt.OutTradeNo && u.Seq != h[i-1].Seq+1 {
			w += "(misnumbered)"
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

// An observer of the background hears each step before it is done and each fact behind
// it, with its number where the journal has it. A wait is told once, however often it
// is looked at meanwhile.
func TestTheBackgroundSaysWhatItDoes(t *testing.T) {
	s := diedPaying(t, byRef)
	s.query = func(flow.Attempt) flow.Answer {
		if s.now > 100*time.Second {
			return answer(flow.AnswerRevoked, "REVOKED")
		}
		return answer(flow.AnswerPaying, "USERPAYING")
	}
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	p := s.boot()
	var h heard
	s.pass(43 * time.Second)
	v := p.NewRecovery(&h)
	if err := v.Run(context.Background(), func(open int) bool { return open == 0 && s.now > 50*time.Second }); err != nil {
		t.Fatal(err)
	}
	want := "Ask asked4 wait(query) Ask asked Record reversal_decided5 Reverse reverse_answered6 Ask asked wait(reverse)" +
		strings.Repeat(" Reverse reverse_answered Ask asked wait(reverse)", 4) + " Reverse reverse_answered Ask asked7 Record reversed8"
	if got := h.story(); got != want {
		t.Errorf("heard %s\nwant %s\nsent %s", got, want, s.sent())
	}
}

// numbered is what left the till, with the number it was about.
type numbered struct {
	*till
	log []string
}

func (g *numbered) note(what string, a flow.Attempt) {
	g.log = append(g.log, fmt.Sprintf("%s %s@%g", what, a.OutTradeNo, g.s.now.Seconds()))
}

func (g *numbered) Query(ctx context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	g.note("query", a)
	return g.till.Query(ctx, a, try)
}

func (g *numbered) Reverse(ctx context.Context, a flow.Attempt) flow.Answer {
	g.note("reverse", a)
	return g.till.Reverse(ctx, a)
}

// Money rule 2.5: of what is due together, real reversals come first, and closings are
// reversed one a second.
func TestRealReversalsComeBeforeClosings(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	p := s.boot()
	g := &numbered{till: p}
	p.with(p.j, g)
	for _, no := range []flow.OutTradeNo{"closing1", "closing2", "closing3"} {
		refusedNumber(p, no, "")
	}
	p.leave("real", 0, "", intent(), flow.PayAnswered{Answer: flow.AnswerLost, At: began}, flow.ReversalDecided{Reason: "window", At: began})
	s.pass(40 * time.Second)
	p.recover(15 * time.Second)
	want := "reverse real@40, query closing1@40, query real@40, reverse closing1@40, query closing1@40, query closing2@40, query closing3@40"
	for _, at := range []int{41, 45, 46, 50, 51} { // one a second, each again after five
		if at > 41 && at%5 == 0 {
			want += fmt.Sprintf(", reverse real@%[1]d, reverse closing1@%[1]d, query real@%[1]d, query closing1@%[1]d", at)
			continue
		}
		want += fmt.Sprintf(", reverse closing2@%[1]d, query closing2@%[1]d, reverse closing3@%[2]d, query closing3@%[2]d", at, at+1)
	}
	if got := strings.Join(g.log, ", "); got != want {
		t.Errorf("sent %s\nwant %s", got, want)
	}
}

// Money rule 4.5: a heart beats while this process drives something, in the background
// or in a sale, or has a charge of its own that waits for a person; it says nothing of
// what is another's or nobody's.
func TestWhenTheHeartBeats(t *testing.T) {
	ctx := context.Background()
	refused := []flow.Fact{intent(), flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: began}, flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}}
	for name, c := range map[string]struct {
		put   func(p, other *till)
		beats bool
	}{
		"nothing":             {func(p, other *till) {}, false},
		"an open one":         {func(p, other *till) { p.leave("1", 0, "https://a", intent()) }, true},
		"a closing":           {func(p, other *till) { p.leave("1", 0, "https://a", refused...) }, true},
		"elsewhere":           {func(p, other *till) { p.leave("1", 0, "https://b", intent()) }, false},
		"another's":           {func(p, other *till) { other.begin(byRef) }, false},
		"a sale of one's own": {func(p, other *till) { p.leave("2", 0, "https://b", intent()); p.begin(byRef) }, false},
		"one that followed": {func(p, other *till) {
			other.leave("1", 0, "https://a", intent())
			if _, err := p.Begin(ctx, flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace, OutTradeNo: "1"}, nil); err != nil {
				p.s.t.Fatal(err)
			}
		}, true},
		"an unclaimed charge": {func(p, other *till) {
			p.leave("1", 0, "https://a", intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true})
		}, true},
	} {
		s := newStage(t)
		s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
		p, other := s.bootAt("https://a"), s.bootAt("https://a")
		c.put(p, other)
		s.pass(time.Second)
		p.keepOnce()
		beat, err := p.j.LastBeat(ctx)
		want := time.Time{}
		if c.beats {
			want = s.Now().Wall
		}
		if err != nil || !beat.Equal(want) {
			t.Errorf("%s: %v, %v; want %v", name, beat, err, want)
		}
	}
}

// unlisted is a journal whose open attempts cannot be read; it counts the tries.
type unlisted struct {
	flow.Journal
	tries []time.Duration
	s     *stage
}

func (j *unlisted) Pending(context.Context) ([]flow.Attempt, error) {
	j.tries = append(j.tries, j.s.now)
	return nil, errDisk
}

// A command that recovers ends where it cannot read the journal. A till tries again
// each five seconds, and ends with the reason for which it was ended.
func TestABackgroundThatCannotRead(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	j := &unlisted{Journal: p.j, s: s}
	p.with(j, p)
	if err := p.NewRecovery(nil).Run(context.Background(), func(int) bool { return false }); !errors.Is(err, errDisk) || len(j.tries) != 1 {
		t.Errorf("%v after %d tries", err, len(j.tries))
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	over := errors.New("the till closes")
	s.at(12, func() { cancel(over) })
	j.tries = nil
	err := p.NewRecovery(nil).Run(ctx, nil)
	if want := []time.Duration{0, 5 * time.Second, 10 * time.Second}; !errors.Is(err, over) || !slices.Equal(j.tries, want) {
		t.Errorf("%v; tried at %v, want %v", err, j.tries, want)
	}
}

// What the background is through with, or what waits for a person or for a long time,
// anybody can have; what it is about to do something about, nobody.
func TestWhatTheBackgroundKeeps(t *testing.T) {
	refused := []flow.Fact{intent(), flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: began}, flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}}
	decided := []flow.Fact{intent(), flow.PayAnswered{Answer: flow.AnswerLost, At: began}, flow.ReversalDecided{Reason: "window", At: began}}
	for name, c := range map[string]struct {
		facts []flow.Fact
		says  flow.AnswerKind
		kept  bool
	}{
		"a reversal under way":         {decided, flow.AnswerNotPay, true},
		"one that is proven":           {decided, flow.AnswerRevoked, false},
		"one that needs a person":      {decided, flow.AnswerPayError, false},
		"a closing that waits long":    {refused, flow.AnswerNotExist, false},
		"a closing that is tried":      {refused, flow.AnswerNotPay, true},
		"one that is closed":           {refused, flow.AnswerClosed, false},
		"one behind which is a charge": {refused, flow.AnswerPayError, false},
		"a charge that nobody claims":  {[]flow.Fact{intent()}, flow.AnswerPaid, false},
	} {
		s := newStage(t)
		s.query = func(flow.Attempt) flow.Answer {
			if c.says == flow.AnswerPaid {
				return paid()
			}
			return answer(c.says, strings.ToUpper(string(c.says)))
		}
		s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerAgain, "SYSTEMERROR") }
		p := s.boot()
		p.leave("1", 0, "", c.facts...)
		s.pass(40 * time.Second)
		p.recover(3 * time.Second)
		_, err := s.boot().j.Claim(context.Background(), "1")
		if errors.Is(err, flow.ErrOwned) != c.kept {
			t.Errorf("%s: %v; %s, sent %s", name, err, p.read("1").State, s.sent())
		}
	}
}

// Money rule 2.5: a till closes the number of a refusal and lives on. A status at
// another process hears of money behind it, and opens it again on the spot.
func TestAClosedNumberIsNobodysToKeep(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerClosed, "CLOSED") }
	p := s.boot()
	refusedNumber(p, "1", "")
	v := p.NewRecovery(nil)
	if err := v.Run(context.Background(), func(int) bool { return s.now > time.Minute }); err != nil || p.read("1").Closing {
		t.Fatalf("not closed: %v", err)
	}
	office := s.boot()
	a, err := office.Reopen(context.Background(), office.read("1"), answer(flow.AnswerPayError, "PAYERROR"))
	if err != nil || a.State != flow.Reversing {
		t.Errorf("%s, %v", a.State, err)
	}
}
