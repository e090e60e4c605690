package journal

import (
	"context"
	"database/sql"
	"reflect"
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
	mostStopped = 64
)

// stoppedPress is the first press of a lane and amount that a person's word has
// still to go past; Used: it went past.
type stoppedPress struct {
	Lane     string            `json:"lane"`
	Fee      flow.Fen          `json:"fee"`
	Seq      int64             `json:"seq"`
	InFlight []flow.OutTradeNo `json:"in_flight,omitempty"`
	At       time.Time         `json:"at"` // when it was last stopped, or gone past
	Used     bool              `json:"used,omitempty"`
}

func (s *stoppedPress) of(lane string, fee flow.Fen) bool { return s.Lane == lane && s.Fee == fee }

// fresh reports whether it is remembered at now. A clock that is set by less than
// that forgets nothing.
func (s *stoppedPress) fresh(now time.Time) bool { return now.Sub(s.At).Abs() < stoppedFor }

// Stopped remembers the press of a sale that the guard has stopped. Where one is
// remembered that no word has gone past, that one stays: it is the earlier one.
func (j *Journal) Stopped(ctx context.Context, lane string, fee flow.Fen, p flow.Press, now time.Time) error {
	return j.changeStopped(ctx, now, func(all []stoppedPress) []stoppedPress {
		s := stoppedPress{Lane: lane, Fee: fee, Seq: p.Seq, InFlight: p.InFlight, At: now}
		if i := slices.IndexFunc(all, func(s stoppedPress) bool { return s.of(lane, fee) }); i >= 0 {
			if was := all[i]; !was.Used {
				s.Seq, s.InFlight = was.Seq, was.InFlight
			}
			all = slices.Delete(all, i, i+1)
		}
		return append(all, s)
	})
}

// WentOn writes down that a person's word has gone past what stopped a sale: it is
// that customer's for as long as a press is remembered.
func (j *Journal) WentOn(ctx context.Context, lane string, fee flow.Fen, now time.Time) error {
	return j.changeStopped(ctx, now, func(all []stoppedPress) []stoppedPress {
		for i := range all {
			if all[i].of(lane, fee) {
				all[i].Used, all[i].At = true, now
			}
		}
		return all
	})
}

// StoppedAt returns the press that a person's word about a lane and amount belongs
// to; false where none is remembered.
func (j *Journal) StoppedAt(ctx context.Context, lane string, fee flow.Fen, now time.Time) (p flow.Press, is bool, err error) {
	all, err := viewed(ctx, j, readStopped)
	for _, s := range all {
		if s.of(lane, fee) && s.fresh(now) {
			p, is = flow.Press{Seq: s.Seq, InFlight: s.InFlight}, true
		}
	}
	return p, is, err
}

func readStopped(ctx context.Context, tx *sql.Tx) ([]stoppedPress, error) {
	all, _, err := MetaJSON[[]stoppedPress](ctx, tx, metaStopped, "list of stopped sales")
	return all, err
}

// changeStopped writes the list where change changes it, without what is too old.
func (j *Journal) changeStopped(ctx context.Context, now time.Time, change func([]stoppedPress) []stoppedPress) error {
	if err := j.medium.MayWrite(ctx); err != nil {
		return err
	}
	return j.Named(j.Write(ctx, func(tx *sql.Tx) error {
		all, err := readStopped(ctx, tx)
		if err != nil {
			return err
		}
		was := slices.Clone(all)
		all = change(slices.DeleteFunc(all, func(s stoppedPress) bool { return !s.fresh(now) }))
		if all = all[max(0, len(all)-mostStopped):]; reflect.DeepEqual(all, was) {
			return nil
		}
		return PutMetaJSON(ctx, tx, metaStopped, all)
	}))
}
