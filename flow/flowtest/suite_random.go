package flowtest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
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
		flow.PayerIdentified{Face: flow.FaceTold{UnderageState: flow.Minor, TelephoneUsed: "1", UnionIDCode: "SUCCESS", UnionIDMsg: code}}, intent(), flow.RequestBegun{}, flow.NothingSent{Code: code, At: at},
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
		flow.TenderTaken{As: "cash", By: "Li", Note: code, At: at},
	}
}

// randomRefunds builds one fact of each kind about a refund, most of them of the one
// that is there; the sale was paid, so by chance alone they would come too seldom.
func randomRefunds(r *rand.Rand, a flow.Attempt) []flow.Fact {
	at := suiteTime.Add(time.Duration(r.IntN(1_000_000)) * time.Millisecond)
	number, fee, sends := string(a.OutTradeNo)+"M", flow.Fen(1+r.IntN(700)), 0
	if n := len(a.Refunds); n > 0 {
		e, open := a.Refunds.Begun()
		if !open || r.IntN(4) == 0 {
			e = a.Refunds[r.IntN(n)]
		}
		number, sends = e.Number, e.Sends
		if r.IntN(4) > 0 {
			fee = e.Fee
		}
	}
	code := []string{"", "NOTENOUGH", "SYSTEMERROR", "收银 \"<&>\" \\"}[r.IntN(4)]
	status := []string{refund.StatusProcessing, refund.StatusSuccess, refund.StatusChange, refund.StatusClosed}[r.IntN(4)]
	answer := []refund.Kind{refund.AnswerAccepted, refund.AnswerRefused, refund.AnswerRefused, refund.AnswerThrottled}[r.IntN(4)]
	as := []string{refund.SettledThere, refund.SettledElse}[r.IntN(2)]
	next := fmt.Sprint(a.OutTradeNo, "M", len(a.Refunds))
	return []flow.Fact{
		flow.RefundBegun{OutRefundNo: next, Fee: fee, Reason: code, By: "Li", Ref: code, Note: code, ApprovedBy: "Wang", Account: "A", Beside: []string{number}, At: at, Wall: at},
		flow.RefundSent{OutRefundNo: number, N: sends + 1, At: at, SendBy: at.Add(8e9), Trusted: r.IntN(2) == 1},
		flow.RefundAnswered{OutRefundNo: number, N: sends, Answer: answer, Code: code, Message: code, RefundID: code, CashFee: 90, At: at},
		flow.RefundFenced{OutRefundNo: number, At: at},
		flow.RefundHeard{OutRefundNo: number, Status: status, Fee: fee, RefundID: "50", Received: code, At: at},
		flow.RefundFound{OutRefundNo: fmt.Sprint("platform", r.IntN(2)), Status: status, Fee: fee, RefundID: "50", Received: code, At: at},
		flow.RefundDenied{OutRefundNo: number, At: at.Add(time.Hour)},
		flow.RefundResent{OutRefundNo: number, By: "Li", ApprovedBy: code, Account: "B", Beside: []string{number}, At: at, Wall: at, Trusted: r.IntN(2) == 1},
		flow.RefundSettled{OutRefundNo: number, As: as, By: "Wang", Reason: "saw it", At: at},
		flow.RefundTold{OutRefundNo: number},
	}
}

// headStart brings every other sale to where chance alone comes too seldom.
func headStart(n int) []flow.Fact {
	switch n % 4 {
	case 1:
		return append(submitted(), paidFact(), flow.Shown{})
	case 0:
		refused := append(submitted(), flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: suiteTime})
		if n%8 == 0 {
			refused = append(refused, flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay, At: suiteTime})
		}
		return refused
	case 2:
		answers := []flow.AnswerKind{flow.AnswerExpired, flow.AnswerReversed, flow.AnswerStopped}
		return append(submitted(), flow.ReversalDecided{Reason: "window", At: suiteTime},
			flow.ReverseAnswered{Answer: answers[n/4%len(answers)], Code: "X", At: suiteTime})
	}
	if n%8 == 3 {
		return submitted()
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
		for step := range 60 {
			if n%8 == 1 && step == 30 {
				j, a = s.adopted(n, a)
			}
			facts := randomRefunds(r, a)
			if n%4 != 1 {
				facts = randomFacts(r)
			}
			f := flow.UnderAdoption(facts[r.IntN(len(facts))], a.Adoptions)
			want, illegal := flow.Apply(a, f)
			got, err := j.Append(s.ctx, a, f)
			if (illegal != nil) != (err != nil) || err == nil && !reflect.DeepEqual(got, want) {
				s.Fatalf("seed %d, %s in %s: %v; alone it ends with %v", n, f.Kind(), a.State, err, illegal)
			}
			if err == nil {
				a = got
				reached[a.State] = true
				s.readsBack(j, n, a, filled)
				for _, e := range a.Refunds {
					note(filled, "refund ", reflect.ValueOf(e))
				}
			}
		}
		s.sameAsFacts(j, n, a)
	}
	for field := range reflect.TypeFor[flow.Attempt]().Fields() {
		if field.Name != "Live" && !filled[field.Name] {
			s.Errorf("no seed filled %s: this test sees too little", field.Name)
		}
	}
	for field := range reflect.TypeFor[refund.Entry]().Fields() {
		if !filled["refund "+field.Name] {
			s.Errorf("no seed filled %s of a refund: this test sees too little", field.Name)
		}
	}
	for _, state := range flow.States() {
		if state != flow.Opened && state != flow.Identified && !reached[state] {
			s.Errorf("no seed came to %s: this test sees too little", state)
		}
	}
}

// adopted is the journal after it was copied and adopted, with an attempt claimed.
func (s suite) adopted(n int, a flow.Attempt) (flow.Journal, flow.Attempt) {
	s.Helper()
	s.Kill("one")
	s.Kill(fmt.Sprint("after ", n-8))
	s.Adopt()
	j := s.Process(fmt.Sprint("after ", n))
	a, err := j.Claim(s.ctx, a.OutTradeNo)
	must(s.T, err)
	return j, a
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
	note(filled, "", reflect.ValueOf(back))
}

// note notes which fields of a struct have something in them.
func note(filled map[string]bool, of string, v reflect.Value) {
	for field, value := range v.Fields() {
		if !value.IsZero() {
			filled[of+field.Name] = true
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
	s.linesAddUp(j, a)
	folded.Epoch, folded.Adoptions, folded.AdoptedAt, folded.Live, a.Live = a.Epoch, a.Adoptions, a.AdoptedAt, flow.Live{}, flow.Live{}
	if !reflect.DeepEqual(folded, a) {
		s.Errorf("seed %d: its facts add up to\n%+v\nwant\n%+v", seed, folded, a)
	}
}
