package flow

import (
	"context"
	"time"
)

const (
	// rescan is how often a recovery looks for attempts that other processes left.
	rescan = 5 * time.Second
	// closingGap: closing the numbers of refusals is at most one a second (2.5).
	closingGap = time.Second
	// rests is from what wait on a sale that is at its end is let go of meanwhile:
	// another process may reopen a refused number, or give back the next part.
	rests = 20 * time.Second
)

// Recovery drives what no sale of this process holds: what a dead process left, reversals
// behind a cashier who is free again, refunds until WeChat has ended them, and the closing
// of refused numbers. One goroutine, one call at a time. Nobody else sends a refund.
type Recovery struct {
	r     *Runner
	watch Observer
	drive map[OutTradeNo]*drive
	queue []OutTradeNo // oldest first
	down  bool         // the last call got no answer
}

// NewRecovery makes one; a process needs one at most.
func (r *Runner) NewRecovery(watch Observer) *Recovery {
	return &Recovery{r: r, watch: watch, drive: map[OutTradeNo]*drive{}}
}

// Run drives until ctx ends, or until done reports that nothing more is wanted. It
// asks done after each round, with the number of attempts that it drives and that are
// open, or have a refund that is.
func (v *Recovery) Run(ctx context.Context, done func(open int) bool) error {
	defer v.letGoOfRefunds(context.WithoutCancel(ctx))
	for ctx.Err() == nil {
		if err := v.scan(ctx); err != nil {
			if done != nil {
				return err
			}
			// Nobody else may drive what a living process holds: go on.
			v.r.ports.Clock.Sleep(ctx, rescan, v.r.hands.kick)
			continue
		}
		if done != nil && done(v.unfinished()) {
			return nil
		}
		if wait := v.round(ctx); wait > 0 {
			v.r.ports.Clock.Sleep(ctx, min(wait, rescan), v.r.hands.kick)
		}
	}
	return context.Cause(ctx)
}

// letGoOfRefunds lets go of the sales that are held for their refunds alone.
func (v *Recovery) letGoOfRefunds(ctx context.Context) {
	for _, d := range v.drive {
		if d.a.forRefunds() && !d.unclaimedByUs {
			d.unclaimedByUs = v.r.ports.Journal.Release(ctx, d.a) == nil
		}
	}
}

func (v *Recovery) unfinished() int {
	n := 0
	for _, d := range v.drive {
		if d.a.OpenRefund() || !d.a.forRefunds() && d.a.Open() {
			n++
		}
	}
	return n
}

// scan takes over what nobody drives. An attempt of a living process stays
// where it is; it is looked at again with the next scan.
func (v *Recovery) scan(ctx context.Context) error {
	now := v.r.ports.Clock.Now()
	v.r.hands.reading()
	pending, err := v.pending(ctx)
	if err != nil {
		return err
	}
	v.queue = v.queue[:0]
	held := map[OutTradeNo]*drive{}
	driven := false // by this process, here or in a sale
	for _, a := range pending {
		d := v.drive[a.OutTradeNo]
		if v.r.hands.handled(a.OutTradeNo) {
			driven = true
			continue
		}
		if !a.At(v.r.id.WeChat) { // opened by a process that has another configuration
			continue
		}
		if a.State == Paid && a.Unclaimed && !a.RefundUnderWay() { // a person's turn, who must be able to claim it
			if driven = true; d != nil {
				_ = v.r.ports.Journal.Release(ctx, d.a)
			}
			continue
		}
		if a.State == NeedsPerson {
			d = v.letGo(ctx, d, a)
		} else if d == nil || !d.unclaimedByUs && d.a.Epoch != a.Epoch || d.a.Version != a.Version {
			if d = v.takeOver(ctx, a.OutTradeNo); d == nil {
				continue
			}
		}
		held[a.OutTradeNo] = d
		v.queue = append(v.queue, a.OutTradeNo)
	}
	v.drive = held
	if driven || len(held) > 0 {
		return v.r.ports.Journal.Beat(ctx, now.Wall)
	}
	return nil
}

// pending returns what is open, and what has a refund that is under way: nobody need
// wait for what WeChat has, and it is asked about all the same.
func (v *Recovery) pending(ctx context.Context) ([]Attempt, error) {
	all, err := v.r.ports.Journal.Pending(ctx)
	if err != nil {
		return nil, err
	}
	under, err := v.r.ports.Journal.Refunding(ctx)
	for _, a := range under {
		if !a.Open() && a.RefundUnderWay() { // else it is there, or a person's
			all = append(all, a)
		}
	}
	return all, err
}

// hold makes the drive of an attempt that this process did not begin.
func (v *Recovery) hold(a Attempt) *drive {
	return &drive{r: v.r, a: a, ctl: newControl(), watch: v.watch, heldAt: v.r.ports.Clock.Now()}
}

// letGo lets go of an attempt that needs a person, who may be at another
// process and must be able to claim it. What the queries said is kept, and the
// attempt is claimed for the moment of each further one.
func (v *Recovery) letGo(ctx context.Context, d *drive, a Attempt) *drive {
	if d == nil || d.a.Version != a.Version {
		a = v.r.recalled(ctx, a)
		d = v.hold(a)
	}
	if !d.unclaimedByUs {
		_ = v.r.ports.Journal.Release(ctx, d.a) // of this process, if it has it
		d.unclaimedByUs = true
	}
	return d
}

// claim makes an unclaimed attempt this process's for one step; false when somebody
// else has it, or its facts have moved on.
func (v *Recovery) claim(ctx context.Context, d *drive) bool {
	if !d.unclaimedByUs {
		return true
	}
	a, err := v.r.ports.Journal.Claim(ctx, d.a.OutTradeNo)
	if err != nil {
		return false
	}
	if a.Version != d.a.Version {
		_ = v.r.ports.Journal.Release(ctx, a)
		return false
	}
	a.Live = d.a.Live
	d.a, d.unclaimedByUs = a, false
	return true
}

// takeOver claims an attempt whose driver is gone. What the dead one had not
// submitted is cancelled at once; a charge that it told nobody of is a person's. A
// Sale of this process keeps what it has and had: letting go of its charge here
// would make a false 8 of its Shown (money rule 5.3). The next scan sees it anew.
func (v *Recovery) takeOver(ctx context.Context, no OutTradeNo) *drive {
	a, err := v.r.ports.Journal.Claim(ctx, no)
	if err != nil || v.r.hands.handled(no) {
		return nil
	}
	a = v.r.recalled(ctx, a)
	d := v.hold(a)
	if a.in(Opened, Identified) { // where it cannot be written, the next scan tries it again
		_ = d.record(ctx, SaleCancelled{By: ByRestart, At: d.wall()})
	}
	if !d.a.RefundUnderWay() && (d.a.State == Paid || !d.a.asked() && d.a.State != Refused) {
		_ = v.r.ports.Journal.Release(ctx, d.a)
		return nil
	}
	return d
}

// turn is when something comes in a round, the most urgent first.
type turn int

const (
	turnSale    turn = iota // what is open, real reversals above all
	turnBegun               // a refund whose acceptance is not known
	turnMoving              // what WeChat has
	turnClosing             // of a refused number
)

func turnOf(a Attempt) turn {
	switch {
	case a.State == Refused:
		return turnClosing
	case a.forRefunds() && a.OpenRefund():
		return turnBegun
	case a.forRefunds():
		return turnMoving
	}
	return turnSale
}

// round does at most one step of each attempt that is due, with what it proves, and
// returns the time until the next one is.
func (v *Recovery) round(ctx context.Context) time.Duration {
	if len(v.queue) == 0 {
		return rescan
	}
	if err := v.r.sync(ctx); err != nil {
		v.down = true
		return rescan
	}
	wait := rescan
	for now := range turnClosing + 1 {
		for _, no := range v.queue {
			d := v.drive[no]
			if d == nil || turnOf(d.a) != now || ctx.Err() != nil || v.r.hands.taken(no) {
				continue
			}
			next := v.one(ctx, d)
			if now >= turnMoving && next == 0 {
				return 0 // one of these, then what is urgent again (2.5)
			}
			wait = min(wait, next)
		}
	}
	return wait
}

// one does a step, or returns the time until the next.
func (v *Recovery) one(ctx context.Context, d *drive) time.Duration {
	s := d.situation()
	if v.r.hands.asked(d.a.OutTradeNo) {
		d.ctl.ask()
		s.AskNow = true
	}
	step := d.next(s)
	switch step := step.(type) {
	case Wait:
		if d.waits != step { // it is looked at every few seconds
			d.waits = step
			d.tell(Update{Step: step})
		}
		if (d.a.State == Refused || d.a.forRefunds()) && !d.unclaimedByUs && step.Until.Sub(s.Now) > rests {
			d.unclaimedByUs = v.r.ports.Journal.Release(ctx, d.a) == nil
		}
		return max(step.Until.Sub(s.Now), 0)
	case Reverse:
		if gap := v.r.hands.untilClosing(); step.Closing && gap > 0 {
			return gap
		}
	}
	if !v.claim(ctx, d) {
		return rescan
	}
	syncs := d.syncs
	next, err := d.proceed(ctx, step)
	if err != nil {
		delete(v.drive, d.a.OutTradeNo) // the next scan reads it anew
		return rescan
	}
	if d.a.State == NeedsPerson {
		v.letGo(ctx, d, d.a)
	}
	if _, done := next.(Done); done { // what is found behind it later may be another's to drive
		_ = v.r.ports.Journal.Release(ctx, d.a)
		delete(v.drive, d.a.OutTradeNo)
	}
	if d.syncs > syncs {
		return rescan // nobody knows the time
	}
	v.heard(d, step)
	return 0
}

// next is what an attempt needs of the background.
func (d *drive) next(s Situation) Step {
	if d.a.forRefunds() {
		return NextRefund(d.a, s)
	}
	return Next(d.a, s)
}

// proceed does a step and writes down what it proved, before another attempt's call
// takes its time: the money may have moved by then. It returns what is next.
func (d *drive) proceed(ctx context.Context, step Step) (Step, error) {
	for {
		if err := d.perform(ctx, step); err != nil {
			return nil, err
		}
		step = d.next(d.situation())
		if _, is := step.(Record); !is {
			return step, nil
		}
	}
}

// heard makes everything due at once when the network has come back (4.1).
func (v *Recovery) heard(d *drive, step Step) {
	lost := false
	switch step.(type) {
	case Ask:
		lost = d.a.Live.HeardAt.Before(d.a.Live.AskAt)
	case AskRefund, LookRefunds:
		lost = d.a.Live.RefundAsk == AnswerLost
	case Reverse:
		// A lost reverse is no network that is down: SYSTEMERROR is one, too.
		if d.a.Live.Reverse == AnswerLost {
			return
		}
	default:
		return
	}
	if v.down && !lost {
		for _, other := range v.drive {
			other.refunds.Due = other != d // its own has just been answered
			if other.a.Live.Reverse == AnswerLost {
				other.a.Live.Reverses, other.a.Live.ReverseAt = 0, time.Time{}
			}
		}
	}
	v.down = lost
}
