package flow

import (
	"context"
	"time"
)

const (
	// rescan is how often Keep looks for attempts that other processes left.
	rescan = 5 * time.Second
	// closingGap: closing the numbers of refusals is at most one a second (2.5).
	closingGap = time.Second
)

// Keeper drives in the background what no sale of this process holds: what a
// dead process left, reversals behind a cashier who is free again, and the
// closing of refused numbers. One goroutine, one call at a time.
type Keeper struct {
	r     *Runner
	watch Observer
	drive map[OutTradeNo]*drive
	order []OutTradeNo
	down  bool // the last call got no answer
}

// NewKeeper makes one; a process needs one at most.
func (r *Runner) NewKeeper(watch Observer) *Keeper {
	return &Keeper{r: r, watch: watch, drive: map[OutTradeNo]*drive{}}
}

// Run drives until ctx ends, or until done says that nothing more is wanted. It
// asks done after each round, with the number of attempts that are open.
func (k *Keeper) Run(ctx context.Context, done func(open int) bool) error {
	for ctx.Err() == nil {
		if err := k.scan(ctx); err != nil {
			if done != nil {
				return err
			}
			// Nobody else may drive what a living process holds: go on.
			k.r.ports.Clock.Sleep(ctx, rescan, k.r.kick)
			continue
		}
		if done != nil && done(k.open()) {
			return nil
		}
		if wait := k.round(ctx); wait > 0 {
			k.r.ports.Clock.Sleep(ctx, min(wait, rescan), k.r.kick)
		}
	}
	return context.Cause(ctx)
}

func (k *Keeper) open() int {
	n := 0
	for _, d := range k.drive {
		if d.a.Open() {
			n++
		}
	}
	return n
}

// scan takes over what nobody drives. An attempt of a living process stays
// where it is; it is looked at again with the next scan.
func (k *Keeper) scan(ctx context.Context) error {
	now := k.r.ports.Clock.Now()
	k.r.reading()
	pending, err := k.r.ports.Journal.Pending(ctx)
	if err != nil {
		return err
	}
	k.order = k.order[:0]
	held := map[OutTradeNo]*drive{}
	driven := false // by this process, here or in a sale
	for _, a := range pending {
		d := k.drive[a.OutTradeNo]
		if k.r.handled(a.OutTradeNo) {
			driven = true
			continue
		}
		if !a.At(k.r.id.WeChat) { // opened by a process that has another configuration
			continue
		}
		if a.State == Paid && a.Unclaimed { // a person's turn, who must be able to claim it
			if driven = true; d != nil {
				_ = k.r.ports.Journal.Release(ctx, d.a)
			}
			continue
		}
		if a.State == NeedsPerson {
			d = k.leaveFree(ctx, d, a)
		} else if d == nil || !d.free && d.a.Epoch != a.Epoch || d.a.Version != a.Version {
			if d = k.takeOver(ctx, a.OutTradeNo); d == nil {
				continue
			}
		}
		held[a.OutTradeNo] = d
		k.order = append(k.order, a.OutTradeNo)
	}
	k.drive = held
	if driven || len(held) > 0 {
		return k.r.ports.Journal.Beat(ctx, now.Wall)
	}
	return nil
}

// hold makes the drive of an attempt that this process did not begin.
func (k *Keeper) hold(a Attempt) *drive {
	return &drive{r: k.r, a: a, ctl: newControl(), watch: k.watch, heldAt: k.r.ports.Clock.Now()}
}

// leaveFree lets go of an attempt that needs a person, who may be at another
// process and must be able to claim it. What the queries said is kept, and the
// attempt is claimed for the moment of each further one.
func (k *Keeper) leaveFree(ctx context.Context, d *drive, a Attempt) *drive {
	if d == nil || d.a.Version != a.Version {
		a = k.r.recalled(ctx, a)
		d = k.hold(a)
	}
	if !d.free {
		_ = k.r.ports.Journal.Release(ctx, d.a) // of this process, if it has it
		d.free = true
	}
	return d
}

// claim makes a free attempt this process's for one step; false when somebody
// else has it, or its facts have moved on.
func (k *Keeper) claim(ctx context.Context, d *drive) bool {
	if !d.free {
		return true
	}
	a, err := k.r.ports.Journal.Claim(ctx, d.a.OutTradeNo)
	if err != nil {
		return false
	}
	if a.Version != d.a.Version {
		_ = k.r.ports.Journal.Release(ctx, a)
		return false
	}
	a.Live = d.a.Live
	d.a, d.free = a, false
	return true
}

// takeOver claims an attempt whose driver is gone. What the dead one had not
// submitted is cancelled at once; a charge that it told nobody of is a person's. A
// Sale of this process keeps what it has and had: letting go of its charge here
// would make a false 8 of its told (money rule 5.3). The next scan sees it anew.
func (k *Keeper) takeOver(ctx context.Context, no OutTradeNo) *drive {
	a, err := k.r.ports.Journal.Claim(ctx, no)
	if err != nil || k.r.handled(no) {
		return nil
	}
	a = k.r.recalled(ctx, a)
	d := k.hold(a)
	if a.in(Opened, Identified) {
		if err = d.record(ctx, SaleCancelled{By: ByRestart, At: d.wall()}); err != nil {
			return nil
		}
	}
	if d.a.State == Paid || !d.a.Open() && d.a.State != Refused {
		_ = k.r.ports.Journal.Release(ctx, d.a)
		return nil
	}
	return d
}

// round does at most one step of each attempt that is due, real reversals
// before closings, and gives the time until the next one is.
func (k *Keeper) round(ctx context.Context) time.Duration {
	if len(k.order) == 0 {
		return rescan
	}
	if err := k.r.sync(ctx); err != nil {
		k.down = true
		return rescan
	}
	wait := rescan
	for _, closing := range []bool{false, true} {
		for _, no := range k.order {
			d := k.drive[no]
			if d == nil || (d.a.State == Refused) != closing || ctx.Err() != nil || k.r.taken(no) {
				continue
			}
			next := k.one(ctx, d)
			if closing && next == 0 {
				return 0 // one closing, then the real reversals again (2.5)
			}
			wait = min(wait, next)
		}
	}
	return wait
}

// one does a step, or says how long it is until the next.
func (k *Keeper) one(ctx context.Context, d *drive) time.Duration {
	s := d.situation()
	if k.r.askedNow(d.a.OutTradeNo) {
		d.ctl.ask()
		s.AskNow = true
	}
	step := Next(d.a, s)
	switch step := step.(type) {
	case Done:
		_ = k.r.ports.Journal.Release(ctx, d.a)
		delete(k.drive, d.a.OutTradeNo)
		return rescan
	case Wait:
		if d.waits != step { // it is looked at every few seconds
			d.waits = step
			d.tell(Update{Step: step})
		}
		if d.a.State == Refused && !d.free && step.Until.Sub(s.Now) > closingRests {
			d.free = k.r.ports.Journal.Release(ctx, d.a) == nil
		}
		return max(step.Until.Sub(s.Now), 0)
	case Reverse:
		if gap := k.r.untilClosing(); step.Closing && gap > 0 {
			return gap
		}
	}
	if !k.claim(ctx, d) {
		return rescan
	}
	syncs := d.syncs
	if err := d.perform(ctx, step); err != nil {
		delete(k.drive, d.a.OutTradeNo) // the next scan reads it anew
		return rescan
	}
	if d.a.State == NeedsPerson {
		k.leaveFree(ctx, d, d.a)
	}
	if d.syncs > syncs {
		return rescan // nobody knows the time
	}
	k.heard(d, step)
	return 0
}

// heard makes everything due at once when the network has come back (4.1).
func (k *Keeper) heard(d *drive, step Step) {
	lost := false
	switch step.(type) {
	case Ask:
		lost = !d.a.Live.HeardAt.Equal(d.a.Live.AskAt)
	case Reverse:
		// A lost reverse is no network that is down: SYSTEMERROR is one, too.
		if d.a.Live.Reverse == AnswerLost {
			return
		}
	default:
		return
	}
	if k.down && !lost {
		for _, other := range k.drive {
			if other.a.Live.Reverse == AnswerLost {
				other.a.Live.Reverses, other.a.Live.ReverseAt = 0, time.Time{}
			}
		}
	}
	k.down = lost
}

func (r *Runner) noteClosing() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closedAt = r.ports.Clock.Now().Mono
}

// untilClosing is the time until a closing reverse may be sent.
func (r *Runner) untilClosing() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closedAt == 0 {
		return 0
	}
	return r.closedAt + closingGap - r.ports.Clock.Now().Mono
}
