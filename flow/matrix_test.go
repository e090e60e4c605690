package flow

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
	"facetill/flow/refund"
)

var t0 = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// sample returns an attempt that stands in a state as a sale would have left it.
func sample(t *testing.T, s State) Attempt {
	t.Helper()
	o := Order{OutTradeNo: "26112512000000000000000000000001", TotalFee: 1280, Method: MethodFace, Family: FamilyMicropay}
	i := DefaultRules().intent(t0, true)
	refusal := PayAnswered{Answer: AnswerRefused, Code: "NOTENOUGH", At: t0}
	sent := []Fact{OrderOpened{Order: o}, PayerIdentified{}, i}
	paid := append(sent[:3:3], ChargeProven{TransactionID: "42", TimeEnd: t0})
	decided := append(sent[:3:3], ReversalDecided{Reason: "window", At: t0})
	ways := map[State][]Fact{
		"": nil, Opened: sent[:1], Identified: sent[:2], Submitting: sent,
		Confirming:  append(sent[:3:3], refusal),
		Paid:        paid,
		Refused:     append(sent[:3:3], refusal, RefusalConfirmed{Code: "NOTENOUGH", Query: AnswerNotPay}),
		Reversing:   decided,
		Reversed:    append(decided[:4:4], ReversalProven{Proof: AnswerRevoked}),
		NeedsPerson: append(decided[:4:4], PersonNeeded{Reason: "payerror"}),
		Cancelled:   append(sent[:1:1], SaleCancelled{By: "cashier"}),
		NotSent:     append(sent[:1:1], NothingSent{Code: "NETWORK"}),
		Refunding:   append(paid[:4:4], RefundBegun{OutRefundNo: "r", Fee: 1280}),
		Refunded:    append(paid[:4:4], RefundBegun{OutRefundNo: "r", Fee: 1280}, RefundEnded{RefundedFee: 1280}),
	}
	var a Attempt
	var err error
	for _, f := range ways[s] {
		if a, err = Apply(a, f); err != nil {
			t.Fatalf("the way to %q: %v", s, err)
		}
	}
	if a.State != s {
		t.Fatalf("the way to %q ends at %q", s, a.State)
	}
	return a
}

// imported is a charge that a bill has told of.
func imported(no OutTradeNo) OrderOpened {
	return OrderOpened{Order: Order{OutTradeNo: no, TotalFee: 1280}, By: "Li", Reason: "in the bill",
		Charge: ChargeProven{TransactionID: "42", TimeEnd: t0, Source: "query", Unclaimed: true, At: t0}}
}

func everyFact() []Fact {
	i := DefaultRules().intent(t0, true)
	return []Fact{OrderOpened{Order: Order{OutTradeNo: "1"}}, imported("1"), PayerIdentified{}, i, FencesBegun{At: t0, FenceAt: t0.Add(time.Hour)}, RequestBegun{}, NothingSent{}, SaleCancelled{},
		PayAnswered{Answer: AnswerLost}, OrderAsked{Answer: AnswerNotPay, Code: "NOTPAY", At: t0}, ChargeProven{}, Shown{},
		LeftUnclaimed{}, GoodsGiven{}, RefusalConfirmed{Query: AnswerNotPay}, NumberClosed{}, RefusalReopened{}, ReversalDecided{},
		ReversalDecided{By: "Li"}, ReverseAnswered{Answer: AnswerReversed, Code: "SUCCESS"}, ReversalProven{}, PersonNeeded{},
		PersonResolved{As: ResolvedPaid, By: "Li"}, PersonResolved{As: ResolvedNotCharged, By: "Li"},
		RefundBegun{Fee: 1280}, RefundAsked{}, RefundEnded{RefundedFee: 1280}, RefundEnded{RefundedFee: 100},
		TenderTaken{As: "cash", By: "Li"}, RefundBegun{OutRefundNo: "M", Fee: 100, At: t0}, RefundBegun{OutRefundNo: "M", Fee: 1280, Purpose: refund.Reversal, At: t0},
		RefundSent{OutRefundNo: "r", N: 1, At: t0, SendBy: t0.Add(sendWithin)}, RefundAnswered{OutRefundNo: "r", N: 1, Answer: refund.AnswerAccepted}, RefundFenced{OutRefundNo: "r", At: t0},
		RefundHeard{OutRefundNo: "r", Status: refund.StatusSuccess, Fee: 1280, At: t0}, RefundFound{OutRefundNo: "p", Status: refund.StatusSuccess, Fee: 100, At: t0},
		RefundDenied{OutRefundNo: "r", At: t0}, RefundResent{OutRefundNo: "r", By: "Li", At: t0}, RefundSettled{OutRefundNo: "r", As: refund.SettledElse, By: "Li", Reason: "cash", At: t0},
		RefundTold{OutRefundNo: "r"}}
}

// TestMatrix is every state and every fact: what is legal, and where it leads.
// The golden file is to be read by people.
func TestMatrix(t *testing.T) {
	var b strings.Builder
	for _, s := range append([]State{""}, States()...) {
		a := sample(t, s)
		fmt.Fprintf(&b, "%s\n", or(string(s), "(nothing)"))
		for _, f := range everyFact() {
			next, err := Apply(a, f)
			var illegal *IllegalError
			switch {
			case errors.As(err, &illegal):
				if !reflect.DeepEqual(next, a) {
					t.Errorf("%s in %q: refused and yet changed", f.Kind(), s)
				}
				continue
			case err != nil:
				t.Errorf("%s in %q: %v", f.Kind(), s, err)
				continue
			}
			if Durable(a, f) != (next.Version == a.Version+1) {
				t.Errorf("%s in %q: durable %v, version %d → %d", f.Kind(), s, Durable(a, f), a.Version, next.Version)
			}
			fmt.Fprintf(&b, "  %-18s → %s%s\n", f.Kind()+variant(f), next.State, flags(next))
		}
	}
	golden.File(t, "testdata/matrix.txt", b.String())
}

func variant(f Fact) string {
	switch f := f.(type) {
	case ReversalDecided:
		if f.By != "" {
			return " by hand"
		}
	case PersonResolved:
		return " " + f.As
	case RefundBegun:
		if !f.At.IsZero() {
			return strings.TrimRight(" entry "+string(f.Purpose), " ")
		}
	case RefundEnded:
		if f.RefundedFee < 1280 {
			return " part"
		}
	}
	return ""
}

func flags(a Attempt) string {
	s := ""
	if a.Open() {
		s += " open"
	}
	if a.Blocking() {
		s += " blocking"
	}
	return s
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// A finished attempt takes nothing more but what a person or a refund brings.
func TestFinishedStaysFinished(t *testing.T) {
	for _, s := range []State{Cancelled, NotSent, Reversed, Refunded} {
		a := sample(t, s)
		for _, f := range everyFact() {
			switch f.(type) {
			case TenderTaken, RefundFound, RefundTold: // and what was told, or is found later, of its refunds
				continue
			}
			if next, err := Apply(a, f); err == nil {
				t.Errorf("%s took %s and is %s", s, f.Kind(), next.State)
			}
		}
	}
}

// Facts go through the codec and come back the same; the blank set knows every
// durable kind.
func TestFactCodec(t *testing.T) {
	for _, f := range everyFact() {
		body, err := EncodeFact(f)
		if !Durable(Attempt{QueryCode: "-", ReverseCode: "-"}, f) {
			if err == nil {
				t.Errorf("%s is not durable and was encoded", f.Kind())
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		back, err := DecodeFact(f.Kind(), body)
		if err != nil || fmt.Sprintf("%#v", back) != fmt.Sprintf("%#v", f) {
			t.Errorf("%s: %#v came back as %#v, %v", f.Kind(), f, back, err)
		}
	}
	for _, bad := range []string{``, `{`, `{"x":1}`, `{} {}`, `[]`, `nul`} {
		if f, err := DecodeFact("told", []byte(bad)); err == nil {
			t.Errorf("%q was read as %#v", bad, f)
		}
	}
	if _, err := DecodeFact("future", []byte(`{}`)); err == nil {
		t.Error("an unknown kind was read")
	}
}

func FuzzDecodeFact(f *testing.F) {
	f.Add("paid", []byte(`{"TransactionID":"1"}`))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		if fact, err := DecodeFact(kind, body); err == nil {
			if _, err := EncodeFact(fact); err != nil {
				t.Errorf("%s read and not written: %v", kind, err)
			}
		}
	})
}

// What the query said that bore a refusal out is no code of WeChat's: the next
// answer is written down, whatever its code is, and a code takes its place.
func TestAQueryBehindARefusalIsDurable(t *testing.T) {
	refused := Attempt{State: Refused, Closing: true, RefusalAsk: AnswerNotPay}
	for _, code := range []string{"", "NOTPAY"} {
		f := OrderAsked{Answer: AnswerNotPay, Code: code}
		a, err := Apply(refused, f)
		if !Durable(refused, f) || err != nil || a.QueryCode != code || (a.RefusalAsk == "") != (code != "") {
			t.Errorf("%q: durable %t, %q, %q, %v", code, Durable(refused, f), a.QueryCode, a.RefusalAsk, err)
		}
	}
}
