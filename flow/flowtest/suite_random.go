package flowtest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"time"

	"facetill/flow"
)

// randomFacts builds one fact of each kind with chosen fields; most are illegal
// where they are tried, and Apply says which.
func randomFacts(r *rand.Rand) []flow.Fact {
	at := suiteTime.Add(time.Duration(r.IntN(1_000_000)) * time.Millisecond)
	answers := []flow.AnswerKind{flow.AnswerLost, flow.AnswerPaying, flow.AnswerRefused, flow.AnswerDoubt, flow.AnswerNotPay, flow.AnswerClosed,
		flow.AnswerRevoked, flow.AnswerNotExist, flow.AnswerReversed, flow.AnswerAgain, flow.AnswerStopped, flow.AnswerExpired}
	answer := answers[r.IntN(len(answers))]
	code := []string{"", "NOTENOUGH", "SYSTEMERROR", "收银 \"<&>\" \\"}[r.IntN(4)]
	yes := r.IntN(2) == 1
	return []flow.Fact{
		flow.PayerIdentified{}, intent(), flow.RequestBegun{}, flow.NothingSent{Code: code, At: at},
		flow.SaleCancelled{By: "cashier", Code: code, At: at},
		flow.PayAnswered{Answer: answer, Code: code, Message: code, At: at, SentAt: at},
		flow.OrderAsked{Answer: answer, Code: code, At: at, Fresh: yes},
		flow.ChargeProven{TransactionID: fmt.Sprint(r.Uint64()), TimeEnd: at, CashFee: 1280, SettlementFee: 1270, OpenIDTag: "tag", Source: "query", Unclaimed: yes, At: at},
		flow.Shown{}, flow.LeftUnclaimed{}, flow.GoodsGiven{By: "Li", Reason: code},
		flow.RefusalConfirmed{Code: code, Query: answer, At: at}, flow.NumberClosed{Proof: answer},
		flow.RefusalReopened{Answer: answer, At: at}, flow.ReversalDecided{Reason: "window", By: "Li", At: at},
		flow.ReverseAnswered{Answer: answer, Code: code, At: at, Closing: yes}, flow.ReversalProven{Proof: answer, At: at},
		flow.PersonNeeded{Reason: "no rule"}, flow.PersonResolved{As: "not-charged", By: "Li", Reason: code, At: at},
		flow.RefundBegun{OutRefundNo: fmt.Sprint("R", r.IntN(9)), Fee: 1280, Reason: code, By: "Li"},
		flow.RefundAsked{Answer: flow.AnswerRefundPending, At: at}, flow.RefundEnded{RefundedFee: 1280, At: at},
	}
}

// headStart brings every other sale to where chance alone comes too seldom.
func headStart(n int) []flow.Fact {
	switch n % 4 {
	case 0:
		return append(submitted(), flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: suiteTime})
	case 2:
		answers := []flow.AnswerKind{flow.AnswerExpired, flow.AnswerReversed, flow.AnswerStopped}
		return append(submitted(), flow.ReversalDecided{Reason: "window", At: suiteTime},
			flow.ReverseAnswered{Answer: answers[n/4%len(answers)], Code: "X", At: suiteTime})
	}
	return nil
}

// random appends legal facts in seeded disorder: what reads back is what the
// facts add up to, and so is what the stored facts add up to.
func (s suite) random() {
	j := s.Process("one")
	reached, filled := map[flow.State]bool{}, map[string]bool{}
	for n := range 120 {
		r := rand.New(rand.NewPCG(uint64(n), 7))
		a := s.append(j, s.open(j, n, ""), headStart(n)...)
		for range 60 {
			facts := randomFacts(r)
			f := facts[r.IntN(len(facts))]
			want, illegal := flow.Apply(a, f)
			got, err := j.Append(s.ctx, a, f)
			if (illegal != nil) != (err != nil) || err == nil && !reflect.DeepEqual(got, want) {
				s.Fatalf("seed %d, %s in %s: %v; alone it ends with %v", n, f.Kind(), a.State, err, illegal)
			}
			if err == nil {
				a = got
				reached[a.State] = true
				s.readsBack(j, n, a, filled)
			}
		}
		s.sameAsFacts(j, n, a)
	}
	for field := range reflect.TypeFor[flow.Attempt]().Fields() {
		if field.Name != "Live" && !filled[field.Name] {
			s.Errorf("no seed filled %s: this test sees too little", field.Name)
		}
	}
	for _, state := range flow.States() {
		if state != flow.Opened && state != flow.Identified && !reached[state] {
			s.Errorf("no seed came to %s: this test sees too little", state)
		}
	}
}

// readsBack reads a back, and notes which of its fields had something in them.
func (s suite) readsBack(j flow.Journal, seed int, a flow.Attempt, filled map[string]bool) {
	s.Helper()
	a.Live = flow.Live{}
	back, _, err := j.Read(s.ctx, a.OutTradeNo)
	must(s.T, err)
	if a = a.AsRead(true); !reflect.DeepEqual(back, a) {
		s.Fatalf("seed %d reads back\n%+v\nwant\n%+v", seed, back, a)
	}
	for field, value := range reflect.ValueOf(back).Fields() {
		if !value.IsZero() {
			filled[field.Name] = true
		}
	}
}

func (s suite) sameAsFacts(j flow.Journal, seed int, a flow.Attempt) {
	s.Helper()
	events, err := j.Timeline(s.ctx, a.OutTradeNo)
	must(s.T, err)
	var folded flow.Attempt
	for _, e := range events {
		folded, err = flow.Apply(folded, e.Fact)
		must(s.T, err)
	}
	folded.Epoch, folded.Live, a.Live = a.Epoch, flow.Live{}, flow.Live{}
	if !reflect.DeepEqual(folded, a) {
		s.Errorf("seed %d: its facts add up to\n%+v\nwant\n%+v", seed, folded, a)
	}
}
