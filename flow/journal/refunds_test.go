package journal_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/refund"
)

// A refund's row that is lost, changed, or not where it belongs is missed by whoever
// reads the sale: what it held would be free to be given back again.
func TestARefundThatIsNotWhole(t *testing.T) {
	ctx := t.Context()
	for _, damage := range []string{
		"DELETE FROM refund WHERE place = 0", "DELETE FROM refund WHERE place = 1", "DELETE FROM refund",
		"UPDATE refund SET fee = 2 WHERE place = 1", "UPDATE refund SET state = 'refused' WHERE place = 0",
		"UPDATE refund SET place = 2 WHERE place = 1", "UPDATE refund SET out_trade_no = 'other' WHERE place = 1",
		"UPDATE refund SET place = 5 - place", "UPDATE attempt SET refunds = 1 WHERE refunds = 2",
		"UPDATE attempt SET refunds = 1 << 40 WHERE refunds = 2", "UPDATE attempt SET refunds = -1 WHERE refunds = 2",
		"UPDATE attempt SET refund_pending = 0 WHERE refunds = 2", "DELETE FROM tally WHERE what = 'back'",
	} {
		j, _ := made(t)
		a := givenBack(t, j)
		if r, err := j.Verify(ctx); err != nil || len(r.Problems) > 0 {
			t.Fatalf("before: %+v, %v", r, err)
		}
		if _, err := j.DB().Exec(damage); err != nil {
			t.Fatalf("%s: %v", damage, err)
		}
		_, _, read := j.Read(ctx, a.OutTradeNo)
		_, list := j.Refunding(ctx)
		if !errors.Is(errors.Join(read, list), journal.ErrDamaged) {
			t.Errorf("%s: %v, %v", damage, read, list)
		}
		if r, err := j.Verify(ctx); err != nil || len(r.Problems) == 0 {
			t.Errorf("%s: %+v, %v", damage, r, err)
		}
	}
}

// givenBack is a sale of 1.00 with a refund that is on its way and one of which nobody knows.
func givenBack(t *testing.T, j flow.Journal) flow.Attempt {
	t.Helper()
	first := opened("1", "r")
	first.Order.TotalFee = 100
	a, err := j.Open(t.Context(), first)
	for _, f := range append(paid(), flow.Shown{}, flow.RefundBegun{OutRefundNo: "1M1", Fee: 40, By: "Li", At: noon},
		flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusProcessing, Fee: 40, At: noon}, flow.RefundBegun{OutRefundNo: "1M2", Fee: 60, By: "Li", At: noon}) {
		if err == nil {
			a, err = j.Append(t.Context(), a, f)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A sale without refunds writes nothing for them.
func TestNothingIsWrittenForNoRefund(t *testing.T) {
	j, _ := made(t)
	a, err := j.Open(t.Context(), opened("1", "r"))
	if err == nil {
		_, err = j.Append(t.Context(), a, paid()...)
	}
	var rows, tallies int
	if err == nil {
		err = j.DB().QueryRow("SELECT (SELECT count(*) FROM refund), (SELECT count(*) FROM tally WHERE what = 'back')").Scan(&rows, &tallies)
	}
	if err != nil || rows+tallies != 0 {
		t.Errorf("%d rows, %d tallies, %v", rows, tallies, err)
	}
}

// Two entries of one sale are two rows; an entry that moves is written where it stood.
func TestRefundsKeepTheirPlaces(t *testing.T) {
	j, _ := made(t)
	a := givenBack(t, j)
	next, err := j.Append(t.Context(), a, flow.RefundHeard{OutRefundNo: "1M1", Status: refund.StatusSuccess, Fee: 40, At: noon})
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := j.Read(t.Context(), "1")
	var numbers []string
	for _, e := range back.Refunds {
		numbers = append(numbers, e.Number+" "+string(e.State))
	}
	if got := strings.Join(numbers, ", "); err != nil || got != "1M1 done, 1M2 begun" || !reflect.DeepEqual(back, next) {
		t.Errorf("%s, %v\n%+v\nwant\n%+v", got, err, back, next)
	}
}
