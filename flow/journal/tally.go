package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"facetill/flow"
)

// A damaged index hides rows, and a list does not show what it lacks. So each
// set that is listed has a tally: how many there are, and their names' sums
// added up. It changes in the transaction that changes the set.

// What is tallied. The words sort so that the rows of one write lie together.
const (
	tallyDay  = "day"  // the attempts of each day, by the moment they are listed under
	tallyHalt = "halt" // what stops new sales
	tallyOpen = "open" // what is pending
)

// dayMs is a day, and dayShift the Beijing day's start before UTC's, in milliseconds.
const (
	dayMs    = int64(24 * time.Hour / time.Millisecond)
	dayShift = int64(8 * time.Hour / time.Millisecond)
)

// dayOf is the number of a moment's day, in UTC+8.
func dayOf(ms int64) int64 {
	ms += dayShift
	if ms < 0 {
		ms -= dayMs - 1
	}
	return ms / dayMs
}

// dayStart is the moment at which a day begins.
func dayStart(day int64) int64 { return day*dayMs - dayShift }

// tally is a set: its size, and the sum of mixed over its names.
type tally struct{ n, mix int64 }

// mixed is 40 bits, so that the sum of millions fits an integer.
func mixed(texts ...string) int64 { return textSum(texts...) & (1<<40 - 1) }

func (t *tally) add(no flow.OutTradeNo) {
	t.n++
	t.mix += mixed(string(no))
}

// moved writes what a step from a to next changes in the tallies. A new attempt
// steps from the zero Attempt.
func (j *Journal) moved(ctx context.Context, tx *sql.Tx, a, next flow.Attempt) error {
	mix := mixed(string(next.OutTradeNo))
	change := func(what string, day, by int64) error {
		_, err := tx.StmtContext(ctx, j.stmt.tally).ExecContext(ctx, what, day, by, by*mix)
		return err
	}
	fresh := a.OutTradeNo == ""
	if was, is := !fresh && pending(a), pending(next); was != is {
		if err := change(tallyOpen, 0, bit(is)-bit(was)); err != nil {
			return err
		}
	}
	was, is := dayOf(millis(sold(a))), dayOf(millis(sold(next)))
	if !fresh && was == is {
		return nil
	}
	if !fresh {
		if err := change(tallyDay, was, -1); err != nil {
			return err
		}
	}
	return change(tallyDay, is, 1)
}

// tallied reads one; a set that never had anything has none.
func tallied(ctx context.Context, tx *sql.Tx, what string, day int64) (t tally, err error) {
	err = tx.QueryRowContext(ctx, "SELECT n, mix FROM tally WHERE what = $1 AND day = $2", what, day).Scan(&t.n, &t.mix)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return t, err
}

// agrees holds a set against its tally.
func agrees(ctx context.Context, tx *sql.Tx, what string, day int64, have tally) error {
	want, err := tallied(ctx, tx, what, day)
	if err == nil && have != want {
		err = damaged("the list %q has %d entries, its tally says %d", what, have.n, want.n)
	}
	return err
}
