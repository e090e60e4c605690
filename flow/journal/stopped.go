package journal

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"facetill/flow"
)

// metaStopped is the row of meta that has the presses of sales that were stopped
// (money rule 5.3): a person's word about what was shown comes with the call of
// another process, which was not there when it was shown.
const metaStopped = "stopped"

// stoppedFor is how long a press is remembered, and mostStopped how many are.
const (
	stoppedFor  = 10 * time.Minute
	mostStopped = 256
)

// stoppedPress is the press of a sale that was stopped.
type stoppedPress struct {
	Lane     string            `json:"lane"`
	Fee      flow.Fen          `json:"fee"`
	Seq      int64             `json:"seq"`
	InFlight []flow.OutTradeNo `json:"in_flight,omitempty"`
	At       time.Time         `json:"at"`
}

// fresh reports whether it is remembered at now. A clock that is set by less than
// that forgets nothing.
func (s *stoppedPress) fresh(now time.Time) bool { return now.Sub(s.At).Abs() < stoppedFor }

// Stopped remembers the press of a sale that the guard has stopped. No word that goes
// past it ends that: the same word may come again, or be another customer's.
func (j *Journal) Stopped(ctx context.Context, lane string, fee flow.Fen, p flow.Press, now time.Time) error {
	if err := j.medium.MayWrite(ctx); err != nil {
		return err
	}
	return j.Named(j.Write(ctx, func(tx *sql.Tx) error {
		all, err := readStopped(ctx, tx)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(s stoppedPress) bool { return !s.fresh(now) })
		all = append(all, stoppedPress{Lane: lane, Fee: fee, Seq: p.Seq, InFlight: p.InFlight, At: now})
		return PutMetaJSON(ctx, tx, metaStopped, all[max(0, len(all)-mostStopped):])
	}))
}

// StoppedAt returns the press from which a person's word about a lane and amount
// counts, the earliest that is remembered; false where none is.
func (j *Journal) StoppedAt(ctx context.Context, lane string, fee flow.Fen, now time.Time) (p flow.Press, is bool, err error) {
	all, err := viewed(ctx, j, readStopped)
	for _, s := range all {
		if s.Lane != lane || s.Fee != fee || !s.fresh(now) {
			continue
		}
		next := flow.Press{Seq: s.Seq, InFlight: s.InFlight}
		if is {
			next = p.Or(next)
		}
		p, is = next, true
	}
	return p, is, err
}

func readStopped(ctx context.Context, tx *sql.Tx) ([]stoppedPress, error) {
	all, _, err := MetaJSON[[]stoppedPress](ctx, tx, metaStopped, "list of stopped sales")
	return all, err
}
