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
	tallyDay       = "day"  // the attempts of each day, by the moment they are listed under
	tallyFact      = "fact" // all facts: how far the journal has come (witness.go)
	tallySuspended = "halt" // what stops new sales
	tallyOpen      = "open" // what is pending
	tallySeq       = "seq"  // the attempts that have a place in the journal's order
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

// Tally is a set: its size, and the sum of mixed over its names.
type Tally struct{ N, Mix int64 }

// mixed is 40 bits, so that the sum of millions fits an integer.
func mixed(texts ...string) int64 { return Sum(texts...) & (1<<40 - 1) }

func (t *Tally) add(no flow.OutTradeNo) {
	t.N++
	t.Mix += mixed(string(no))
}

// moved writes what a step from a to next changes in the tallies. A new attempt
// Steps from the zero Attempt.
func (j *Journal) moved(ctx context.Context, tx *sql.Tx, a, next flow.Attempt) error {
	mix := mixed(string(next.OutTradeNo))
	change := func(what string, day, by int64) error {
		_, err := tx.StmtContext(ctx, j.stmt.tally).ExecContext(ctx, what, day, by, by*mix)
		return err
	}
	fresh := a.OutTradeNo == ""
	if fresh && next.Seq > 0 {
		if err := change(tallySeq, 0, 1); err != nil {
			return err
		}
	}
	if was, is := !fresh && pending(a), pending(next); was != is {
		if err := change(tallyOpen, 0, bit(is)-bit(was)); err != nil {
			return err
		}
	}
	was, is := dayOf(millis(a.ListedAt())), dayOf(millis(next.ListedAt()))
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

// factMix is 32 bits of a fact's hash, so that the sum of thousands of millions
// fits an integer.
func factMix(hash string) int64 { return Sum(hash) & (1<<32 - 1) }

// counts raises the count of facts, and returns it.
func (j *Journal) counts(ctx context.Context, tx *sql.Tx, hashes ...string) (t Tally, err error) {
	mix := int64(0)
	for _, h := range hashes {
		mix += factMix(h)
	}
	err = tx.StmtContext(ctx, j.stmt.count).QueryRowContext(ctx, tallyFact, 0, len(hashes), mix).Scan(&t.N, &t.Mix)
	return t, err
}

// tallied reads one; a set that never had anything has none.
func tallied(ctx context.Context, tx *sql.Tx, what string, day int64) (t Tally, err error) {
	err = tx.QueryRowContext(ctx, "SELECT n, mix FROM tally WHERE what = $1 AND day = $2", what, day).Scan(&t.N, &t.Mix)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return t, err
}

// agrees holds a set against its tally.
func agrees(ctx context.Context, tx *sql.Tx, what string, day int64, have Tally) error {
	want, err := tallied(ctx, tx, what, day)
	if err == nil && have != want {
		err = Damaged("the list %q has %d entries, its tally says %d", what, have.N, want.N)
	}
	return err
}

// Facts are all of them, counted: how far the journal has come.
func Facts(ctx context.Context, tx *sql.Tx) (Tally, error) { return tallied(ctx, tx, tallyFact, 0) }
