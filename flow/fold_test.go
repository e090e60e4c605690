package flow

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
	"facetill/flow/refund"
)

// richFacts are facts with all their fields, at 100 s, and the same ones with what a
// rule refuses or tells apart.
func richFacts() []Fact {
	at := t0.Add(100 * time.Second)
	in := func(s int) time.Time { return at.Add(time.Duration(s) * time.Second) }
	intent := IntentWritten{At: at, SendBy: in(8), TimeExpire: in(120), ConfirmBy: in(45), FenceAt: in(1200), Trusted: true}
	bad := []IntentWritten{intent, intent, intent, intent, intent}
	bad[0].FenceAt = time.Time{}
	bad[1].FenceAt, bad[1].Trusted = time.Time{}, false
	bad[2].FenceAt = in(120)
	bad[3].SendBy = at
	bad[4].ConfirmBy = in(8)
	facts := []Fact{OrderOpened{Order: Order{OutTradeNo: "1"}}, OrderOpened{}, PayerIdentified{}, intent, bad[0], bad[1], bad[2], bad[3], bad[4],
		FencesBegun{At: at, FenceAt: in(2400)}, FencesBegun{At: at, FenceAt: in(1)}, FencesBegun{At: in(2400), FenceAt: in(2400)},
		RequestBegun{}, NothingSent{Code: "NETWORK", Message: "m", At: at}, SaleCancelled{By: ByCustomer, Code: "C", Message: "m", At: at},
		PayAnswered{Answer: AnswerDoubt, Code: "C", Message: "m", At: at, SentAt: in(-1)}}
	for _, k := range []AnswerKind{AnswerLost, AnswerPaid, AnswerPaying, AnswerNotPay, AnswerNotExist} {
		facts = append(facts, OrderAsked{Answer: k, Code: "NOTPAY", At: at, Fresh: true}, OrderAsked{Answer: k, Code: "OTHER", At: in(2400), Trusted: true})
	}
	facts = append(facts, OrderAsked{Answer: AnswerNotPay, At: in(2400), Trusted: true},
		ChargeProven{TransactionID: "42", TimeEnd: in(-2), CashFee: 980, SettlementFee: 970, OpenIDTag: "tag", Source: "query", Unclaimed: true, At: at},
		Shown{}, LeftUnclaimed{}, GoodsGiven{By: "Li", Reason: "why"}, GoodsGiven{By: ByReplay})
	for _, k := range []AnswerKind{AnswerNotPay, AnswerClosed, AnswerRevoked, AnswerNotExist, AnswerPaying} {
		facts = append(facts, RefusalConfirmed{Code: "R", Message: "m", Query: k, At: at})
	}
	facts = append(facts, NumberClosed{Proof: AnswerClosed}, RefusalReopened{Answer: AnswerPaid, At: at},
		ReversalDecided{Reason: "window", At: at}, ReversalDecided{Reason: "window"}, ReversalDecided{Reason: "why", By: "Li", At: at})
	for _, k := range []AnswerKind{AnswerLost, AnswerReversed, AnswerAgain, AnswerStopped, AnswerExpired, AnswerPaying} {
		facts = append(facts, ReverseAnswered{Answer: k, Code: "SUCCESS", Message: "m", At: at}, ReverseAnswered{Answer: k, Code: "OTHER", At: at, Closing: true})
	}
	return append(facts, ReverseAnswered{Answer: AnswerReversed, At: at, Closing: true},
		ReversalProven{Proof: AnswerRevoked, At: at}, PersonNeeded{Reason: NeededPayError},
		PersonResolved{As: ResolvedPaid, By: "Li", Reason: "why", At: at}, PersonResolved{As: ResolvedPaid}, PersonResolved{As: ResolvedNotCharged, By: "Li", Reason: "why", At: at},
		PersonResolved{As: ResolvedNotCharged}, PersonResolved{As: ResolvedGiven, By: "Li"},
		RefundBegun{OutRefundNo: "R", Fee: 1280}, RefundBegun{OutRefundNo: "R", Fee: 1280, By: "Li"}, RefundBegun{OutRefundNo: "R", Fee: 1281, By: "Li"},
		RefundBegun{OutRefundNo: "R", By: "Li"}, RefundBegun{OutRefundNo: "R", Fee: 1180, By: "Li"}, RefundBegun{OutRefundNo: "R", Fee: 1181, By: "Li"},
		RefundAsked{Answer: AnswerRefundPart, RefundedFee: 100, At: at}, RefundEnded{RefundedFee: 1280, At: at}, RefundEnded{RefundedFee: 100, At: at}, RefundEnded{RefundedFee: 99, At: at},
		TenderTaken{As: "cash", By: "Li", Note: "note", At: at}, TenderTaken{As: "cash"}, TenderTaken{By: "Li"},
		RefundBegun{OutRefundNo: "M", Fee: 1280, By: "Li", At: at}, RefundBegun{OutRefundNo: "M", Fee: 300, By: "Li", At: at}, RefundBegun{OutRefundNo: "M", Fee: 1281, By: "Li", At: at},
		RefundBegun{OutRefundNo: "M", Fee: 1280, Purpose: refund.Reversal, At: at}, RefundBegun{OutRefundNo: "M", Fee: 1280, Purpose: refund.SeenOnly, At: at},
		RefundSent{OutRefundNo: "N", N: 1, At: at, SendBy: in(8)}, RefundAnswered{OutRefundNo: "N", N: 1, Answer: refund.AnswerAccepted, At: at},
		RefundHeard{OutRefundNo: "N", Status: refund.StatusSuccess, Fee: 1280, At: at}, RefundHeard{OutRefundNo: "N", Status: refund.StatusProcessing, Fee: 1280, At: at},
		RefundHeard{OutRefundNo: "N", Status: refund.StatusChange, Fee: 1280, At: at}, RefundHeard{OutRefundNo: "N", Status: refund.StatusClosed, Fee: 1280, At: at},
		RefundFound{OutRefundNo: "P", Status: refund.StatusSuccess, Fee: 1280, At: at}, RefundFound{OutRefundNo: "P", Status: refund.StatusProcessing, Fee: 300, At: at},
		RefundDenied{OutRefundNo: "N", At: at}, RefundResent{OutRefundNo: "N", By: "Li", At: at}, RefundTold{OutRefundNo: "N"},
		RefundSettled{OutRefundNo: "N", As: refund.SettledThere, By: "Li", Reason: "saw it", At: at})
}

// withRefund is a change that leaves an attempt with one refund of all of it.
func withRefund(e refund.Entry) func(*Attempt) {
	e.Number, e.Fee, e.BegunAt = "N", 1280, t0
	return func(a *Attempt) {
		if a.in(NeedsPerson, Paid, Refunding) {
			a.Refunds = refund.List{e}
		}
	}
}

// variants are what an attempt may be besides its state, as far as a rule asks for it.
var variants = []struct {
	name   string
	change func(a *Attempt)
}{
	{"", func(*Attempt) {}},
	{"told", func(a *Attempt) { a.Shown = true }},
	{"unclaimed", func(a *Attempt) { a.Unclaimed = true }},
	{"closed", func(a *Attempt) { a.Closing = false }},
	{"not decided", func(a *Attempt) { a.DecidedAt = time.Time{} }},
	{"in doubt", func(a *Attempt) { a.PayAnswer = AnswerDoubt }},
	{"of no known charge", func(a *Attempt) { a.TransactionID = "" }},
	{"a part is back", func(a *Attempt) { a.RefundedFee = 100 }},
	{"without fences", func(a *Attempt) { a.FenceAt = time.Time{} }},
	{"of an old stamp", func(a *Attempt) { a.Live.OldFence = true }},
	{"with a code", func(a *Attempt) { a.Live.HasCode = true }},
	{"submitted", func(a *Attempt) { a.Live.HasCode, a.Live.Submitted = true, true }},
	{"told the same before", func(a *Attempt) { a.QueryCode, a.ReverseCode, a.ReverseDone = "NOTPAY", "SUCCESS", true }},
	{"told the other before", func(a *Attempt) { a.QueryCode, a.ReverseCode = "OTHER", "OTHER" }},
	{"its reverse came too late", func(a *Attempt) { a.Expired = true }},
	{"a refund is begun", withRefund(refund.Entry{State: refund.Entered})},
	{"a refund was sent", withRefund(refund.Entry{State: refund.Entered, Sends: 1})},
	{"a refund was answered", withRefund(refund.Entry{State: refund.Entered, Sends: 1, Answered: refund.AnswerRefused})},
	{"a refund is accepted", withRefund(refund.Entry{State: refund.Accepted})},
	{"a refund is stuck", withRefund(refund.Entry{State: refund.Stuck, Status: refund.StatusChange})},
	{"a refund was refused", withRefund(refund.Entry{State: refund.Refused})},
	{"asked", func(a *Attempt) {
		l, at := &a.Live, t0.Add(99*time.Second)
		l.Mine, l.ToShow, l.Since, l.Intent, l.AskAt, l.HeardAt, l.NotPayAt, l.AbsentAt, l.ReverseAt, l.PayingAt, l.RefundAt = true, true, at, at, at, at, at, at, at, at, at
		l.Ask, l.Asks, l.Reverse, l.Reverses, l.RefundAsk, l.Refunds, l.RefundFee = AnswerNotPay, 1, AnswerPaying, 1, AnswerRefundPart, 1, 100
		l.AskBehind, l.HeardBehind, l.Fresh, l.Absent2, l.NotPay2, l.AskDue = true, true, true, true, true, true
		a.QueryCode, a.ReverseCode, a.CloseTries, a.ReverseStop = "NOTPAY", "SUCCESS", 1, 1
	}},
}

// TestFold is what each fact makes of an attempt, field by field: a field that is
// forgotten, or a fact that is taken where it may not be, is a difference here. What
// a variant makes of a fact stands below it where it is not what the state does.
func TestFold(t *testing.T) {
	var b strings.Builder
	for _, s := range append([]State{""}, States()...) {
		a := sample(t, s)
		plain := map[string]string{}
		for _, v := range variants {
			with := a
			v.change(&with)
			if v.name != "" && reflect.DeepEqual(with, a) {
				continue
			}
			head := strings.TrimRight(or(string(s), "(nothing)")+", "+v.name, ", ") + "\n"
			for _, f := range richFacts() {
				does := folded(with, f)
				name := fields(reflect.ValueOf(f), reflect.Zero(reflect.TypeOf(f)))
				if v.name == "" {
					plain[name+f.Kind()] = does
				}
				if is := v.name == ""; is && does != "" || !is && does != plain[name+f.Kind()] {
					fmt.Fprintf(&b, "%s  %s{%s} → %s\n", head, f.Kind(), name, or(does, "refused"))
					head = ""
				}
			}
		}
	}
	golden.File(t, "testdata/fold.txt", b.String())
}

// folded is what a fact changes, "" where it is refused.
func folded(a Attempt, f Fact) string {
	next, err := Apply(a, f)
	if err != nil {
		return ""
	}
	word := "in memory"
	if Durable(a, f) {
		word = "durable"
	}
	return strings.TrimSpace(word + " " + fields(reflect.ValueOf(next), reflect.ValueOf(a)))
}

// listed is a list of refunds in few words.
func listed(list refund.List) string {
	all := make([]string, len(list))
	for i, e := range list {
		all[i] = strings.Join(strings.Fields(fmt.Sprint(e.Number, " ", e.Purpose, " ", e.State, " ", e.Amount())), " ")
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// fields are the fields of a struct that are not another's.
func fields(v, was reflect.Value) string {
	var all []string
	for i := range v.NumField() {
		f, w, name := v.Field(i), was.Field(i), v.Type().Field(i).Name
		if list, is := f.Interface().(refund.List); is {
			if !reflect.DeepEqual(list, w.Interface()) {
				all = append(all, "Refunds="+listed(list))
			}
			continue
		}
		switch at, is := f.Interface().(time.Time); {
		case f.Kind() == reflect.Slice:
			if f.Len() > 0 {
				all = append(all, fmt.Sprintf("%s=%v", name, f.Interface()))
			}
		case f.Equal(w) || name == "Version":
		case is && at.IsZero():
			all = append(all, name+"=never")
		case is:
			all = append(all, fmt.Sprintf("%s=%vs", name, at.Sub(t0).Seconds()))
		case f.Kind() == reflect.Struct:
			all = append(all, fields(f, w))
		default:
			all = append(all, fmt.Sprintf("%s=%v", name, f.Interface()))
		}
	}
	return strings.Join(all, " ")
}
