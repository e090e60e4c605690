package journal

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"facetill/flow"
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

// Tally is a set: its size, and the sum of mixed over its names. It changes in the
// transaction that changes the set.
type Tally struct{ N, Mix int64 }

// mixed is 40 bits, so that the sum of millions fits an integer.
func mixed(texts ...string) int64 { return Sum(texts...) & (1<<40 - 1) }

func (t *Tally) add(no flow.OutTradeNo) {
	t.N++
	t.Mix += mixed(string(no))
}

// tallied names a set that has a tally; only those of a day have a day.
type tallied struct {
	what string
	day  int64
}

var (
	tallyFact      = tallied{what: "fact"} // all facts: how far the journal has come
	tallySuspended = tallied{what: "halt"} // what stops new sales
	tallyPending   = tallied{what: "open"} // what is pending
	tallyRefunding = tallied{what: "back"} // what has a refund that somebody has to look after
	tallySeq       = tallied{what: "seq"}  // the attempts that have a place in the journal's sequence
)

// tallyDay is the attempts of a day, by the moment they are listed under.
func tallyDay(day int64) tallied { return tallied{"day", day} }

// tallyRefundDay is the attempts with a refund that was accepted on a day.
func tallyRefundDay(day int64) tallied { return tallied{"back of a day", day} }

// setsOf returns the sets that an attempt is in, each once.
func setsOf(a flow.Attempt) (all []tallied) {
	if a.OutTradeNo == "" {
		return nil
	}
	if a.Seq > 0 {
		all = append(all, tallySeq)
	}
	if pending(a) {
		all = append(all, tallyPending)
	}
	if a.Refunds.Pending() {
		all = append(all, tallyRefunding)
	}
	for _, e := range a.Refunds {
		day := tallyRefundDay(dayOf(millis(e.AcceptedAt)))
		if millis(e.AcceptedAt) > 0 && !slices.Contains(all, day) {
			all = append(all, day)
		}
	}
	return append(all, tallyDay(dayOf(millis(a.ListedAt()))))
}

// moved writes what a step from a to next changes in the tallies. A new attempt
// steps from the zero Attempt.
func (r *rows) moved(ctx context.Context, tx *sql.Tx, a, next flow.Attempt) error {
	mix := mixed(string(next.OutTradeNo))
	was, is := setsOf(a), setsOf(next)
	for _, s := range slices.Concat(was, is) {
		by := bit(slices.Contains(is, s)) - bit(slices.Contains(was, s))
		if by == 0 {
			continue
		}
		if err := exec(ctx, tx, r.tally, s.what, s.day, by, by*mix); err != nil {
			return err
		}
	}
	return nil
}

// factMix is 32 bits, so that the sum of thousands of millions fits an integer.
func factMix(hash string) int64 { return Sum(hash) & (1<<32 - 1) }

// counts raises the count of facts, and returns it.
func (r *rows) counts(ctx context.Context, tx *sql.Tx, hashes ...string) (t Tally, err error) {
	mix := int64(0)
	for _, h := range hashes {
		mix += factMix(h)
	}
	err = tx.StmtContext(ctx, r.count).QueryRowContext(ctx, tallyFact.what, tallyFact.day, len(hashes), mix).Scan(&t.N, &t.Mix)
	return t, err
}

// tally reads a set's; one that never had anything has none.
func (s tallied) tally(ctx context.Context, tx *sql.Tx) (t Tally, err error) {
	err = tx.QueryRowContext(ctx, "SELECT n, mix FROM tally WHERE what = $1 AND day = $2", s.what, s.day).Scan(&t.N, &t.Mix)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return t, err
}

// agrees holds a set against its tally.
func agrees(ctx context.Context, tx *sql.Tx, s tallied, have Tally) error {
	want, err := s.tally(ctx, tx)
	if err == nil && have != want {
		err = Damaged("the list %q has %d entries, its tally says %d", s.what, have.N, want.N)
	}
	return err
}

// Facts are all of them, counted: how far the journal has come.
func Facts(ctx context.Context, tx *sql.Tx) (Tally, error) { return tallyFact.tally(ctx, tx) }
