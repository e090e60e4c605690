package flow_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
)

// Money rules 5.2 and 5.7: which word fits what, what is recorded of it, and who may
// have the attempt then. Whatever does not fit changes nothing, and leaves it to
// whoever had it before.
func TestWhichWordFitsWhat(t *testing.T) {
	person := []flow.Fact{flow.PayerIdentified{}, intent(), flow.PayAnswered{Answer: flow.AnswerLost, At: began}, flow.PersonNeeded{Reason: flow.NeededRefundPart}}
	decided := slices.Insert(slices.Clone(person), 3, flow.Fact(flow.ReversalDecided{Reason: "window", At: began}))
	charged := flow.ChargeProven{TransactionID: "42", TimeEnd: began}
	unclaimed := charged
	unclaimed.Unclaimed = true
	cases := map[string][]flow.Fact{
		"needs a person":          person,
		"needs one, was decided":  decided,
		"is unclaimed":            {flow.PayerIdentified{}, intent(), unclaimed},
		"is paid and told nobody": {flow.PayerIdentified{}, intent(), charged},
		"is paid and told":        {flow.PayerIdentified{}, intent(), charged, flow.Shown{}},
		"is open":                 {flow.PayerIdentified{}, intent()},
		"is before its camera":    nil,
	}
	at := began.Add(time.Second)
	wall := at.Add(time.Minute)
	resolved := func(as string) []flow.Fact {
		return []flow.Fact{flow.PersonResolved{As: as, By: "Li", Reason: "bank", At: wall}}
	}
	given, back := flow.GoodsGiven{By: "Li", Reason: "bank"}, flow.ReversalDecided{Reason: "bank", By: "Li", At: at}
	fits := map[string]map[string][]flow.Fact{
		"needs a person":          {"paid": resolved("paid"), "not-charged": resolved("not-charged")},
		"needs one, was decided":  {"not-charged": resolved("not-charged")},
		"is unclaimed":            {"given": {given}, "give-back": {back}},
		"is paid and told nobody": {"given": {flow.LeftUnclaimed{}, given}, "give-back": {flow.LeftUnclaimed{}, back}},
	}
	for name, facts := range cases {
		for _, as := range append(flow.ResolvedWords(), "else") {
			s := newStage(t)
			s.skew = time.Minute
			dead, p := s.boot(), s.boot()
			dead.orphan("K", "", facts...)
			dead.die()
			s.pass(time.Second)
			before := p.read(orphanNo)
			a, err := p.Resolve(context.Background(), flow.Resolution{OutTradeNo: orphanNo, As: as, By: "Li", Reason: "bank"})
			want, fit := fits[name][as]
			e, refused := errors.AsType[*field.Error](err)
			word := "attempt"
			if as == "else" {
				word = "word"
			}
			if fit != (err == nil) || !fit && (!refused || e.Field != word) || a.OutTradeNo != orphanNo {
				t.Errorf("%q, and it %s: %s of %s, %v", as, name, a.State, a.OutTradeNo, err)
			}
			if got := p.facts(orphanNo)[1+len(facts):]; len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Errorf("%q, and it %s: recorded %+v\nwant %+v", as, name, got, want)
			}
			if b := p.read(orphanNo); !fit && !reflect.DeepEqual(b.State, before.State) {
				t.Errorf("%q, and it %s: it is %s", as, name, b.State)
			}
			if _, err = s.boot().j.Claim(context.Background(), orphanNo); err != nil {
				t.Errorf("%q, and it %s: at another process %v", as, name, err)
			}
		}
	}
	if want := []string{"paid", "not-charged", "given", "give-back"}; !slices.Equal(flow.ResolvedWords(), want) {
		t.Error(flow.ResolvedWords())
	}
}

// Money rule 5.3: a charge of this process that is about to be told is nobody's to
// settle, and a word that is refused does not take it away.
func TestAWordAboutOnesOwnCharge(t *testing.T) {
	p := newStage(t).boot()
	a := p.ring(byRef)
	if _, err := p.Settle(context.Background(), a.OutTradeNo, true, "Li", "handed over"); err == nil {
		t.Error("it was settled")
	}
	if _, err := p.Shown(context.Background(), a); err != nil {
		t.Errorf("told: %v", err)
	}
}

// A give-back begins at once where this process recovers, and needs no network to be
// decided: its time is then this machine's.
func TestAGiveBackWithoutANetwork(t *testing.T) {
	s := newStage(t)
	s.skew = time.Hour
	s.sync = errors.New("no route to host")
	p := s.boot()
	p.orphan("K", "", flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true})
	a, err := p.Settle(context.Background(), orphanNo, false, "Li", "wrong goods")
	if err != nil || a.State != flow.Reversing || !a.DecidedAt.Equal(began.Add(time.Hour)) || a.DecidedBy != "Li" || a.Note != "wrong goods" {
		t.Errorf("%s at %v by %s, %v", a.State, a.DecidedAt, a.DecidedBy, err)
	}
}

// What cannot be read, claimed or written is said, with the attempt where it is known.
func TestAWordThatCannotBeRecorded(t *testing.T) {
	ctx := context.Background()
	w := flow.Resolution{OutTradeNo: orphanNo, As: flow.ResolvedGiven, By: "Li", Reason: "bank"}
	if _, err := newStage(t).boot().Resolve(ctx, w); !errors.Is(err, flow.ErrUnknown) {
		t.Errorf("an unknown number: %v", err)
	}
	for what, lend := range map[string]func(flow.Journal) flow.Journal{
		"read":    func(j flow.Journal) flow.Journal { return failing{j, "read"} },
		"claimed": func(j flow.Journal) flow.Journal { return failing{j, "claim"} },
		"written": func(j flow.Journal) flow.Journal {
			return &tapped{Journal: j, writes: func([]flow.Fact) error { return errDisk }}
		},
		"let go of": func(j flow.Journal) flow.Journal { return &stubborn{Journal: j} },
	} {
		s := newStage(t)
		dead, p := s.boot(), s.boot()
		dead.orphan("K", "", flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true})
		dead.die()
		p.with(lend(p.j), p)
		if _, err := p.Resolve(ctx, w); errors.Is(err, errDisk) == (what == "let go of") { // then the word stands
			t.Errorf("not %s: %v", what, err)
		}
		if _, err := s.boot().j.Claim(ctx, orphanNo); err != nil && what != "let go of" {
			t.Errorf("not %s: at another process: %v", what, err)
		}
	}
	for by, reason := range map[string]string{"": "bank", "Li": "", "replay": "bank", "L\n": "bank", strings.Repeat("x", 65): "bank", "L": strings.Repeat("x", 257)} {
		if flow.CheckWord(by, reason) == nil {
			t.Errorf("%q has the word %q", by, reason)
		}
	}
	if err := flow.CheckWord(strings.Repeat("票", 64), strings.Repeat("票", 256)); err != nil {
		t.Error(err)
	}
}

// A word waits a quarter of a minute for a process that just asks, looking twice a
// second, and no longer.
func TestAWordWaitsForWhoAsks(t *testing.T) {
	for free, want := range map[float64]time.Duration{4.2: 4500 * time.Millisecond, 99: 15 * time.Second} {
		s := newStage(t)
		owner, p := s.boot(), s.boot()
		owner.orphan("K", "", flow.PayerIdentified{}, intent(), flow.ChargeProven{TransactionID: "42", TimeEnd: began, Unclaimed: true})
		s.at(free, owner.die)
		_, err := p.Settle(context.Background(), orphanNo, true, "Li", "bank")
		if errors.Is(err, flow.ErrOwned) != (free > 15) || s.now != want {
			t.Errorf("free at %g s: %v after %v", free, err, s.now)
		}
	}
}

// What WeChat says against an end that no person had a word in: charged where the money
// is back, dead where it was paid. A word that was true is belied by nothing.
func TestWhatBeliesAnEnd(t *testing.T) {
	against := map[flow.State][]flow.AnswerKind{
		flow.Reversed: {flow.AnswerPaid, flow.AnswerPaying}, flow.Refunded: {flow.AnswerPaid, flow.AnswerPaying},
		flow.Paid: {flow.AnswerRevoked, flow.AnswerClosed, flow.AnswerNotPay},
	}
	kinds := []flow.AnswerKind{flow.AnswerPaid, flow.AnswerPaying, flow.AnswerNotPay, flow.AnswerClosed, flow.AnswerRevoked, flow.AnswerNotExist,
		flow.AnswerPayError, flow.AnswerRefund, flow.AnswerLost, flow.AnswerRejected}
	for _, state := range flow.States() {
		for _, k := range kinds {
			a := flow.Attempt{State: state}
			if got := a.Belied(flow.Answer{Kind: k}); got != slices.Contains(against[state], k) {
				t.Errorf("%s, WeChat says %s: %t", state, k, got)
			}
			if a.Contradicts(flow.Answer{Kind: k}, noRefund()) {
				t.Errorf("%s, WeChat says %s: contradicts nobody's word", state, k)
			}
			if a.ResolvedAs = flow.ResolvedPaid; a.Belied(flow.Answer{Kind: k}) {
				t.Errorf("%s by a word, WeChat says %s", state, k)
			}
			if hides := a.Hides(flow.Answer{Kind: k}); hides && state != flow.Refused {
				t.Errorf("%s hides %s", state, k)
			}
		}
	}
}

// Money rule 2.5: what is opened again, and what is not. The time is WeChat's.
func TestWhatReopensARefusal(t *testing.T) {
	ctx := context.Background()
	for k, opens := range map[flow.AnswerKind]bool{flow.AnswerPaid: true, flow.AnswerPaying: true, flow.AnswerPayError: true, flow.AnswerRefund: true,
		flow.AnswerNotPay: false, flow.AnswerNotExist: false, flow.AnswerLost: false} {
		s := newStage(t)
		s.skew = time.Minute
		p := s.boot()
		p.date()
		refusedNumber(p, "1", "")
		a := p.read("1")
		b, err := p.Reopen(ctx, a, answer(k, "CODE"))
		got := p.facts("1")[5:]
		if err != nil || b.OutTradeNo != "1" || opens != (len(got) == 1) || opens && got[0] != flow.Fact(flow.RefusalReopened{Answer: k, At: began}) {
			t.Errorf("%s: %s of %s, recorded %+v, %v", k, b.State, b.OutTradeNo, got, err)
		}
	}
	for what, c := range map[string]struct {
		lend func(flow.Journal) flow.Journal
		want error
	}{
		"claimed": {func(j flow.Journal) flow.Journal { return failing{j, "claim"} }, errDisk},
		"written": {func(j flow.Journal) flow.Journal {
			return &tapped{Journal: j, writes: func([]flow.Fact) error { return errDisk }}
		}, errDisk},
		"released": {func(j flow.Journal) flow.Journal { return &stubborn{Journal: j} }, nil}, // it is written
	} {
		s := newStage(t)
		p := s.boot()
		refusedNumber(p, "1", "")
		a := p.read("1")
		p.with(c.lend(p.j), p)
		b, err := p.Reopen(ctx, a, answer(flow.AnswerPaid, ""))
		if !errors.Is(err, c.want) || b.OutTradeNo != "1" || (b.State == flow.Reversing) != (what == "released") {
			t.Errorf("not %s: %s of %s, %v", what, b.State, b.OutTradeNo, err)
		}
		if _, err := s.boot().j.Claim(ctx, "1"); err != nil && what != "released" {
			t.Errorf("not %s: at another process: %v", what, err)
		}
	}
}
