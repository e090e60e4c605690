package journal_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"facetill/flow"
)

// Money rule 5.3: presses of stopped sales are remembered for ten minutes each, of
// their lane and amount alone. Two customers were shown the same sale: the earlier
// press counts, and no word ends that, because nobody knows whose word comes next.
func TestPressOfAStoppedSale(t *testing.T) {
	ctx := t.Context()
	j, _ := onMedium(t)
	now := time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	is := func(lane string, fee flow.Fen, at time.Time, seq int64, inFlight ...flow.OutTradeNo) {
		t.Helper()
		p, found, err := j.StoppedAt(ctx, lane, fee, at)
		if err != nil || found != (seq > 0) || p.Seq != seq || !slices.Equal(p.InFlight, inFlight) {
			t.Errorf("lane %s, %s: %v, %v, %v, want %d %v", lane, fee, p, found, err, seq, inFlight)
		}
	}
	stopped := func(lane string, fee flow.Fen, at time.Time, seq int64, inFlight ...flow.OutTradeNo) {
		t.Helper()
		if err := j.Stopped(ctx, lane, fee, flow.Press{Seq: seq, InFlight: inFlight}, at); err != nil {
			t.Fatal(err)
		}
	}
	is("L", 200, now, 0)
	stopped("L", 200, now, 7, "1")
	stopped("L", 200, now.Add(time.Minute), 9, "1", "2")
	stopped("L", 300, now, 3)
	stopped("M", 200, now, 4)
	is("L", 200, now.Add(time.Minute), 7, "1", "2")
	is("L", 200, now.Add(10*time.Minute-1), 7, "1", "2")
	is("L", 200, now.Add(10*time.Minute), 9, "1", "2")
	is("L", 200, now.Add(11*time.Minute), 0)
	is("L", 200, now.Add(-9*time.Minute), 7, "1") // the clock was set back
	is("L", 200, now.Add(-10*time.Minute), 0)
	is("L", 300, now, 3)
	is("M", 200, now, 4)

	const most = 256 // what is remembered has a bound, and the journal stays whole
	later := now.Add(11 * time.Minute)
	for i := range most + 1 {
		stopped(fmt.Sprint(i), 200, later, 20)
	}
	is("0", 200, later, 0)
	is("1", 200, later, 20)
	is(fmt.Sprint(most), 200, later, 20)
	if r, err := j.Verify(ctx); err != nil {
		t.Errorf("%+v, %v", r, err)
	}
}
