package desk

import (
	"context"
	"errors"
	"hash/fnv"
	"io"
	"path/filepath"
	"time"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/sharedfile"
	"facetill/flow/till"
)

const (
	billsFrom   = 10 * time.Hour   // of the next day, in Beijing
	billsSpread = 50 * time.Minute // by journal and lane
	lookEach    = 10 * time.Minute
	triesMost   = time.Hour        // between two tries of a bill that cannot be had
	backDays    = 7                // so far back it looks for days that were never compared
	settleEach  = 2 * time.Hour    // what had no end is compared anew, from the kept bill
	roundWithin = 15 * time.Minute // a bill of any size
)

// Line is what a till shows of yesterday's bill.
type Line struct {
	Day     string // "" while nothing is known
	Verdict reconcile.Verdict
	Look    int // at how many findings somebody has to look, of all days of late
}

// Line returns what a till is to show. It reads memory alone.
func (d *Desk) Line() Line {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.line
}

// Watch compares yesterday's bill once it is there, and what was missed before it,
// until ctx ends. It never fails: what cannot be had is tried again, each time later.
// spread tells tills apart, so that not all of them ask at once.
func (d *Desk) Watch(ctx context.Context, spread string) {
	wait := lookEach
	for ctx.Err() == nil {
		done, err := d.round(ctx, spread)
		switch {
		case errors.Is(err, flow.ErrCopy):
			return // nothing is noted in it, and it would be done again and again
		case err != nil && ctx.Err() == nil:
			d.ports.Warn("bill", err)
			wait = min(2*wait, triesMost)
		case done:
			wait = lookEach
		}
		d.ports.Clock.Sleep(ctx, wait, nil)
	}
}

// due returns the days whose bills there are by a moment, the oldest first.
func due(now time.Time, spread string) (days []time.Time) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(spread))
	late := time.Duration(h.Sum32()) * time.Second % billsSpread
	today := till.Midnight(now)
	for back := backDays; back > 0; back-- {
		day := today.AddDate(0, 0, -back)
		if !now.Before(day.AddDate(0, 0, 1).Add(billsFrom + late)) {
			days = append(days, day)
		}
	}
	return days
}

// round compares the days that are due and were not, and remembers the line.
func (d *Desk) round(ctx context.Context, spread string) (done bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, roundWithin)
	defer cancel()
	now := d.ports.Clock.Now().Wall
	days := due(now, spread)
	for i, day := range days {
		r, was, err := d.Last(ctx, day)
		if err != nil {
			return false, err
		}
		yesterday := i == len(days)-1
		switch {
		case was && r.Counts[reconcile.Open] > 0 && now.Sub(r.At) > settleEach && d.Kept(day) != "":
			err = d.alone(func() error { return noted(d.CompareFile(ctx, d.Kept(day), day, "")) })
		case was:
		case yesterday || d.traded(ctx, day):
			err = d.alone(func() error {
				if _, was, err := d.Last(ctx, day); was || err != nil {
					return err // another till was quicker
				}
				return noted(d.Compare(ctx, day, ""))
			})
		}
		if err != nil && !errors.Is(err, errBusy) {
			d.remember(ctx)
			return false, err
		}
	}
	d.remember(ctx)
	return true, nil
}

// noted is the error of a comparison, flow.ErrCopy where the journal took nothing of it.
func noted(r Report, err error) error {
	if err == nil && !r.Noted {
		err = flow.ErrCopy
	}
	return err
}

// traded reports whether the journal has anything of a day.
func (d *Desk) traded(ctx context.Context, day time.Time) bool {
	all, err := d.ports.Journal.List(ctx, flow.Filter{From: day, To: day.AddDate(0, 0, 1), Limit: 1})
	return err == nil && len(all) > 0
}

// errBusy: another process is just comparing.
var errBusy = errors.New("another till compares bills")

// alone does something while no other till of the journal does.
func (d *Desk) alone(do func() error) error {
	n, err := d.draw(func(io.Writer) error { return nil })
	if err != nil {
		return err // nothing could be kept
	}
	n.drop()
	lock := sharedfile.NewLock(filepath.Join(d.ports.Folder, ".lock"))
	got, err := lock.TryLock()
	if err != nil {
		return err
	}
	if !got {
		return errBusy
	}
	defer func() { _ = lock.Unlock() }()
	return do()
}

// remember makes the line anew from the journal.
func (d *Desk) remember(ctx context.Context) {
	d.anew.Lock()
	defer d.anew.Unlock()
	all, err := d.Lately(context.WithoutCancel(ctx), Within)
	if err != nil || len(all) == 0 {
		return
	}
	line := Line{Day: all[0].Day, Verdict: all[0].Verdict()}
	for _, r := range all {
		line.Look += r.Look()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.line = line
}
