package flow_test

import (
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// Which word may be said of each state: one that is open is never an end, and a charge
// is paid where it was shown or is about to be.
func TestTheWordOfEachState(t *testing.T) {
	words := map[flow.State]flow.Outcome{flow.Refused: flow.OutcomeDeclined, flow.Cancelled: flow.OutcomeCancelled, flow.NotSent: flow.OutcomeFailed,
		flow.Reversed: flow.OutcomeReversed, flow.Refunded: flow.OutcomeRefunded}
	for _, state := range flow.States() {
		want := words[state]
		if want == "" {
			want = flow.OutcomeOpen
		}
		a := flow.Attempt{State: state}
		if got := a.Outcome(); got != want {
			t.Errorf("%s: %s, want %s", state, got, want)
		}
		a.EndedBy, a.Code = flow.BySignal, "SIGNAL"
		if got := a.Interrupted(); got != (state == flow.Cancelled || state == flow.NotSent) {
			t.Errorf("%s by a signal: interrupted %t", state, got)
		}
	}
	for name, c := range map[string]struct {
		a    flow.Attempt
		want flow.Outcome
	}{
		"shown":                 {flow.Attempt{State: flow.Paid, Shown: true}, flow.OutcomePaid},
		"one's own":             {flow.Attempt{State: flow.Paid, Live: flow.Live{Mine: true}}, flow.OutcomePaid},
		"about to be shown":     {flow.Attempt{State: flow.Paid, Live: flow.Live{ToShow: true}}, flow.OutcomePaid},
		"unclaimed":             {flow.Attempt{State: flow.Paid, Unclaimed: true, Live: flow.Live{Mine: true}}, flow.OutcomeOpen},
		"stuck on its way back": {flow.Attempt{Order: flow.Order{TotalFee: 1}, State: flow.Paid, Shown: true, Refunds: refund.List{{Fee: 1, State: refund.Stuck}}}, flow.OutcomeOpen},
		"on its way back":       {flow.Attempt{Order: flow.Order{TotalFee: 1}, State: flow.Paid, Shown: true, Refunds: refund.List{{Fee: 1, State: refund.Accepted}}}, flow.OutcomeRefunding},
		"a refund is begun":     {flow.Attempt{Order: flow.Order{TotalFee: 2}, State: flow.Paid, Shown: true, Refunds: refund.List{{Fee: 1, State: refund.Entered}}}, flow.OutcomePaid},
		"a whole one is begun":  {flow.Attempt{Order: flow.Order{TotalFee: 1}, State: flow.Paid, Shown: true, Refunds: refund.List{{Fee: 1, State: refund.Entered}}}, flow.OutcomeOpen},
		"the rest is begun":     {flow.Attempt{Order: flow.Order{TotalFee: 3}, State: flow.Paid, Shown: true, Refunds: refund.List{{Fee: 2, State: refund.Done}, {Fee: 1, State: refund.Entered}}}, flow.OutcomeOpen},
		"back in another way":   {flow.Attempt{Order: flow.Order{TotalFee: 1}, State: flow.Paid, Shown: true, Refunds: refund.List{cash(1)}}, flow.OutcomeRefunded},
		"a part is cash":        {flow.Attempt{Order: flow.Order{TotalFee: 2}, State: flow.Paid, Shown: true, Refunds: refund.List{cash(1)}}, flow.OutcomePaid},
		"cash and on its way":   {flow.Attempt{Order: flow.Order{TotalFee: 3}, State: flow.Paid, Shown: true, Refunds: refund.List{cash(1), {Fee: 2, State: refund.Accepted}}}, flow.OutcomeRefunding},
		"cash and back":         {flow.Attempt{Order: flow.Order{TotalFee: 3}, State: flow.Paid, Shown: true, Refunds: refund.List{{Fee: 2, State: refund.Done}, cash(1)}}, flow.OutcomeRefunded},
		"cash and begun":        {flow.Attempt{Order: flow.Order{TotalFee: 3}, State: flow.Paid, Shown: true, Refunds: refund.List{cash(1), {Fee: 2, State: refund.Entered}}}, flow.OutcomeOpen},
		"unclaimed, and cash":   {flow.Attempt{Order: flow.Order{TotalFee: 1}, State: flow.Paid, Unclaimed: true, Refunds: refund.List{cash(1)}}, flow.OutcomeOpen},
		"ended by a signal":     {flow.Attempt{State: flow.NotSent, Code: "SIGNAL"}, flow.OutcomeCancelled},
		"cancelled by somebody": {flow.Attempt{State: flow.Cancelled, EndedBy: flow.ByCashier}, flow.OutcomeCancelled},
	} {
		if got := c.a.Outcome(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	want := []flow.Outcome{"paid", "declined", "cancelled", "failed", "reversed", "refunding", "refunded", "open"}
	if !slices.Equal(flow.Outcomes(), want) {
		t.Error(flow.Outcomes())
	}
}

// cash is a refund that was refused, and that a person gave in another way.
func cash(fee flow.Fen) refund.Entry {
	return refund.Entry{Fee: fee, State: refund.SettledOtherwise, SettledAs: refund.SettledElse, DoneAt: began}
}

// Money rule 4.1: a notice is given of what is being undone, and of nothing else.
func TestWhichStatesHaveANotice(t *testing.T) {
	for _, state := range flow.States() {
		a := flow.Attempt{State: state, IntentAt: began, DecidedAt: began}
		undone := state == flow.Reversing || state == flow.Refunding || state == flow.NeedsPerson
		if got := a.Notice(began.Add(time.Hour)); (got == flow.NoticeLate) != undone {
			t.Errorf("%s: notice %d", state, got)
		}
	}
}

// Money rule 1.9: an attempt is asked about at its own WeChat; where either is not known,
// at any.
func TestAtWhichWeChat(t *testing.T) {
	for _, c := range []struct {
		of, at string
		want   bool
	}{{"wechat", "wechat", true}, {"wechat", "https://a", false}, {"", "https://a", true}, {"wechat", "", true}, {"", "", true}} {
		if got := (flow.Attempt{Order: flow.Order{WeChat: c.of}}).At(c.at); got != c.want {
			t.Errorf("of %q at %q: %t", c.of, c.at, got)
		}
	}
}

// The rules that a configuration leaves alone.
func TestTheDefaultRules(t *testing.T) {
	want := flow.Rules{ConfirmWindow: 45 * time.Second, ReverseAfter: 15 * time.Second, ScanTimeout: time.Minute, RefReplay: 30 * time.Minute,
		CredentialLife: 10 * time.Minute, FaceLimit: 100_000}
	if got := flow.DefaultRules(); got != want {
		t.Errorf("%+v", got)
	}
}
