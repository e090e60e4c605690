package sqlite

import (
	"context"
	"fmt"
	"testing"
	"time"

	"facetill/flow"
)

// The press of a stopped sale is remembered for ten minutes, of its lane and amount
// alone: the earliest, until a word has gone past it and the next sale is stopped.
func TestPressOfAStoppedSale(t *testing.T) {
	ctx := context.Background()
	j := newDisk(t).Process("one").(*Journal)
	now := time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	is := func(lane string, fee flow.Fen, at time.Time, want int64) {
		t.Helper()
		p, found, err := j.StoppedAt(ctx, lane, fee, at)
		if err != nil || found != (want > 0) || p.Seq != want {
			t.Errorf("lane %s, %s: %v, %v, %v, want %d", lane, fee, p, found, err, want)
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	is("L", 200, now, 0)
	do(j.WentOn(ctx, "L", 200, now)) // of nothing
	do(j.Stopped(ctx, "L", 200, flow.Press{Seq: 7, InFlight: []flow.OutTradeNo{"1"}}, now))
	do(j.Stopped(ctx, "L", 200, flow.Press{Seq: 8}, now))
	is("L", 200, now, 7)
	is("L", 300, now, 0)
	is("M", 200, now, 0)
	is("L", 200, now.Add(10*time.Minute), 0)
	is("L", 200, now.Add(-10*time.Minute), 0) // the clock was set back
	do(j.WentOn(ctx, "L", 200, now))
	is("L", 200, now, 7) // a word that is given twice
	do(j.Stopped(ctx, "L", 200, flow.Press{Seq: 9}, now))
	is("L", 200, now, 9)
	do(j.Stopped(ctx, "L", 200, flow.Press{Seq: 12}, now.Add(11*time.Minute)))
	is("L", 200, now.Add(11*time.Minute), 12)
	const remembered = 64 // what is remembered has a bound, and the journal stays whole
	for i := range 2 * remembered {
		do(j.Stopped(ctx, fmt.Sprint(i), 200, flow.Press{Seq: 20}, now.Add(11*time.Minute)))
	}
	is("0", 200, now.Add(11*time.Minute), 0)
	is(fmt.Sprint(2*remembered-1), 200, now.Add(11*time.Minute), 20)
	if r, err := j.Verify(ctx); err != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

// A word that is given twice is one customer's for ten minutes after it was given,
// whenever the sale was first stopped: the presses of one cashier, the last of them
// a second apart, with the ten minutes of the first over between them.
func TestAWordThatIsGivenTwiceLate(t *testing.T) {
	ctx, first := context.Background(), time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	for name, after := range map[string]struct{ again, word, twice time.Duration }{
		"stopped again":                         {9 * time.Minute, 10*time.Minute + time.Second, 10*time.Minute + 2*time.Second},
		"the word late":                         {0, 9*time.Minute + 59*time.Second, 10*time.Minute + time.Second},
		"the word, and much later":              {0, 9 * time.Minute, 18 * time.Minute},
		"a clock that is set right by a second": {0, time.Second, -time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			j := newDisk(t).Process("one").(*Journal)
			for _, at := range []time.Duration{0, after.again} {
				if err := j.Stopped(ctx, "L", 200, flow.Press{Seq: 7 + int64(at)}, first.Add(at)); err != nil {
					t.Fatal(err)
				}
			}
			for _, at := range []time.Duration{after.word, after.twice} {
				p, is, err := j.StoppedAt(ctx, "L", 200, first.Add(at))
				if err != nil || !is || p.Seq != 7 {
					t.Errorf("after %s: %v, %v, %v", at, p, is, err)
				}
				if err := j.WentOn(ctx, "L", 200, first.Add(at)); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
