package sqlite

import (
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
	"time"

	"facetill/flow"
)

// reasons are the ways of an attempt to a reason, and what it is. testdata/before-reasons.db
// has them by their places here.
func reasons() []struct {
	want  flow.Attempt
	facts []flow.Fact
} {
	at := time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)
	sent := []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8e9), TimeExpire: at.Add(120e9), ConfirmBy: at.Add(45e9)}}
	after := func(more ...flow.Fact) []flow.Fact { return append(sent[:2:2], more...) }
	window, needed := flow.ReversalDecided{Reason: "window", At: at}, flow.PersonNeeded{Reason: "reverse_refused"}
	left := flow.ChargeProven{TransactionID: "42", TimeEnd: at, Source: "query", Unclaimed: true, At: at}
	back := flow.ReversalDecided{Reason: "left the shop", By: "Li", At: at}
	return []struct {
		want  flow.Attempt
		facts []flow.Fact
	}{
		{flow.Attempt{EndedBy: "customer"}, []flow.Fact{flow.SaleCancelled{By: "customer", At: at}}},
		{flow.Attempt{ReverseReason: "window"}, after(window)},
		{flow.Attempt{ReverseReason: "window"}, after(window, flow.ReversalProven{Proof: flow.AnswerRevoked, At: at})},
		{flow.Attempt{ReverseReason: "payerror"}, after(flow.ReversalDecided{Reason: "payerror", At: at}, flow.ReversalProven{Proof: flow.AnswerRevoked, At: at})},
		{flow.Attempt{ReverseReason: "window"}, after(window, flow.RefundBegun{OutRefundNo: "1R", Fee: 1})},
		{flow.Attempt{ReverseReason: "window"}, after(window, flow.RefundBegun{OutRefundNo: "1R", Fee: 1}, flow.RefundEnded{RefundedFee: 1, At: at})},
		{flow.Attempt{ReverseReason: "refusal_hid_paid"}, after(flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: at, SentAt: at},
			flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotExist, At: at}, flow.RefusalReopened{Answer: flow.AnswerPaid, At: at})},
		{flow.Attempt{PersonReason: "reverse_refused"}, after(window, needed)},
		{flow.Attempt{PersonReason: "reverse_refused"}, after(window, needed, flow.ReversalProven{Proof: flow.AnswerRevoked, At: at})},
		{flow.Attempt{PersonReason: "refund_stuck"}, after(flow.PersonNeeded{Reason: "refund_stuck"}, flow.RefundEnded{RefundedFee: 1, At: at})},
		{flow.Attempt{Note: "saw the bank"}, after(needed, flow.PersonResolved{As: flow.ResolvedPaid, By: "Li", Reason: "saw the bank", At: at})},
		{flow.Attempt{Note: "payerror"}, after(needed, flow.PersonResolved{As: flow.ResolvedNotCharged, By: "Li", Reason: "payerror", At: at})},
		{flow.Attempt{Note: "was here"}, after(left, flow.GoodsGiven{By: "Li", Reason: "was here"})},
		{flow.Attempt{Note: "was here"}, after(left, flow.GoodsGiven{By: "Li", Reason: "was here"}, flow.RefundBegun{OutRefundNo: "1R", Fee: 1})},
		{flow.Attempt{Note: "left the shop"}, after(left, back)},
		{flow.Attempt{Note: "left the shop"}, after(left, back, flow.ReversalProven{Proof: flow.AnswerRevoked, At: at})},
		{flow.Attempt{PersonReason: "payerror"}, after(left, back, flow.PersonNeeded{Reason: "payerror"})},
		{flow.Attempt{PersonReason: "payerror"}, after(left, back, flow.PersonNeeded{Reason: "payerror"}, flow.ReversalProven{Proof: flow.AnswerRevoked, At: at})},
		{flow.Attempt{}, after(left)},
	}
}

// One column reads as four fields, by what the attempt has become, in a journal of
// before (made by the version that had one field) and in one of today, which is
// stored with the same text.
func TestReasonsOfAJournalOfBefore(t *testing.T) {
	ctx := t.Context()
	before, err := os.ReadFile("testdata/before-reasons.db")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	paths := []string{filepath.Join(dir, "before.db"), filepath.Join(dir, "today.db")}
	if err := os.WriteFile(paths[0], before, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, path := range paths {
		j, err := Open(ctx, path, Options{Create: i == 1})
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		for n, r := range reasons() {
			no := flow.OutTradeNo(strconv.Itoa(n))
			if i == 1 {
				a, err := j.Open(ctx, opened(string(no), string(no)))
				if err == nil {
					a, err = j.Append(ctx, a, r.facts...)
				}
				if err != nil || !reflect.DeepEqual(why(a), r.want) {
					t.Errorf("%s: its facts add up to %+v, %v, want %+v", no, why(a), err, r.want)
				}
			}
			a, _, err := j.Read(ctx, no)
			if err != nil || !reflect.DeepEqual(why(a), r.want) {
				t.Errorf("%s, %s, %s: %+v, %v, want %+v", path, no, a.State, why(a), err, r.want)
			}
			var stored string
			if err := j.db.QueryRowContext(ctx, "SELECT reason FROM attempt WHERE out_trade_no = $1", string(no)).Scan(&stored); err != nil || stored != a.ReasonText() {
				t.Errorf("%s, %s: stored as %q, %v", path, no, stored, err)
			}
		}
		if _, err := j.Verify(ctx); err != nil {
			t.Error(path, err)
		}
	}
}

// why is what an attempt has of the four.
func why(a flow.Attempt) flow.Attempt {
	return flow.Attempt{EndedBy: a.EndedBy, ReverseReason: a.ReverseReason, PersonReason: a.PersonReason, Note: a.Note}
}
