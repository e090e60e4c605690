package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/flow"
)

// sold is what a journal says of one sale, by its reference.
type sold struct {
	state    flow.State
	outcome  flow.Outcome
	open     bool
	refunded flow.Fen
	number   string // of the refund under way; R stands behind the sale's own
	why      string // reason, and who said so
	refunds  string // the facts of its refunds
	entries  string // what they add up to
}

// beforeRefunds are the sales of testdata/before-refunds.db, which testdata/before-refunds.sh
// made: a refund was a state of its sale then, and one at a time.
var beforeRefunds = map[string]sold{
	"plain":   {state: flow.Paid, outcome: flow.OutcomePaid},
	"refused": {state: flow.Refused, outcome: flow.OutcomeDeclined},
	// WeChat has a refund of a half, and nobody asked it.
	"half-back": {state: flow.Paid, outcome: flow.OutcomePaid},
	// The reverse came too late, and a query said that it was charged (4.3).
	"eight-days": {state: flow.Refunded, outcome: flow.OutcomeRefunded, refunded: 90014, refunds: "begun R 90014, ended 90014", entries: "R reversal done 90014"},
	"on-its-way": {state: flow.Refunding, outcome: flow.OutcomeOpen, open: true, number: "R", refunds: "begun R 90014", entries: "R reversal begun 90014"},
	"stuck":      {state: flow.NeedsPerson, outcome: flow.OutcomeOpen, open: true, number: "R", why: "refund_stuck", refunds: "begun R 90014", entries: "R reversal stuck 90014"},
	"given-back": {state: flow.Refunded, outcome: flow.OutcomeRefunded, refunded: 90011, why: "left the shop Li", refunds: "begun R 90011, ended 90011", entries: "R reversal done 90011"},
	// Given back at WeChat, while their end was not known.
	"whole":     {state: flow.Refunded, outcome: flow.OutcomeRefunded, refunded: 90013, refunds: "ended 90013"},
	"seen":      {state: flow.Refunding, outcome: flow.OutcomeOpen, open: true, refunds: "begun  90013", entries: "seen begun 90013"},
	"part":      {state: flow.NeedsPerson, outcome: flow.OutcomeOpen, open: true, why: "refund_part"},
	"part-paid": {state: flow.Paid, outcome: flow.OutcomePaid, why: "saw the bank Li"},
}

// A journal of before the entries of refunds opens, is whole, and says of each sale
// what it said then.
func TestRefundsOfAJournalOfBefore(t *testing.T) {
	ctx := t.Context()
	before, err := os.ReadFile("testdata/before-refunds.db")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "before.db")
	if err := os.WriteFile(path, before, 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := Open(ctx, path, Options{Simulated: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if r, err := j.Verify(ctx); err != nil || len(r.Problems) != 0 || r.Attempts != len(beforeRefunds) {
		t.Errorf("it is not whole: %+v, %v", r, err)
	}
	all, err := j.List(ctx, flow.Filter{Limit: 100})
	if err != nil || len(all) != len(beforeRefunds) {
		t.Fatalf("%d sales, %v", len(all), err)
	}
	for _, a := range all {
		said, err := refundFacts(t, j, a.OutTradeNo)
		own := string(a.OutTradeNo)
		got := sold{a.State, a.Outcome(), a.Open(), a.RefundedFee, strings.TrimPrefix(a.OutRefundNo, own),
			strings.TrimSpace(strings.Join([]string{string(a.PersonReason), a.Note, a.ResolvedBy + a.DecidedBy}, " ")), said, entries(a)}
		if want := beforeRefunds[a.Sale.Ref]; err != nil || got != want {
			t.Errorf("%s:\n%+v, %v, want\n%+v", a.Sale.Ref, got, err, want)
		}
	}
}

// entries are the refunds of a sale, in a line.
func entries(a flow.Attempt) string {
	var all []string
	for _, e := range a.Refunds {
		said := fmt.Sprintf("%s %s %s %d", strings.TrimPrefix(e.Number, string(a.OutTradeNo)), e.Purpose, e.State, e.Amount())
		all = append(all, strings.Join(strings.Fields(said), " "))
	}
	return strings.Join(all, ", ")
}

// refundFacts are the durable facts of a sale's refunds, in a line.
func refundFacts(t *testing.T, j *Journal, no flow.OutTradeNo) (string, error) {
	t.Helper()
	events, err := j.Timeline(t.Context(), no)
	var said []string
	for _, e := range events {
		switch f := e.Fact.(type) {
		case flow.RefundBegun:
			said = append(said, fmt.Sprintf("begun %s %d", strings.TrimPrefix(f.OutRefundNo, string(no)), f.Fee))
		case flow.RefundEnded:
			said = append(said, fmt.Sprintf("ended %d", f.RefundedFee))
		}
	}
	return strings.Join(said, ", "), err
}
