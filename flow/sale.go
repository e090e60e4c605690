package flow

import (
	"cmp"
	"context"
	"errors"
	"time"

	"facetill/flow/clock"
	"facetill/flow/secret"
)

// Sale is one admitted request. Run drives it; the other methods may be called
// from anywhere meanwhile.
type Sale struct {
	r        *Runner
	q        SaleRequest
	d        *drive
	ctl      *control // of d, and of whatever it becomes
	leave    func()
	follow   bool // the attempt was there before: its end is this call's end
	replayed bool
	over     bool // the attempt is at its end, and nobody is to drive it
	epoch    int  // of a followed attempt, as it was last read
	patient  bool
	start    clock.Instant // of Run
}

// Limits of a sale's own part; the background goes on after them.
const (
	patience   = 120 * time.Second // 4.4 and 5.4, from the intent
	followTick = 500 * time.Millisecond
	syncTick   = 2 * time.Second
	tellLimit  = 2 * time.Second // a terminal may show the result until it is seen
)

// Attempt is the attempt as the last fact left it; only of use after Run.
func (s *Sale) Attempt() Attempt { return s.d.a }

// Replayed reports whether the outcome is that of an earlier call of the reference.
func (s *Sale) Replayed() bool { return s.replayed }

// Payer returns who paid, where this call heard the proof itself: not of a replay,
// and not of what another process heard. Only of use after Run.
func (s *Sale) Payer() Payer { return s.d.payer }

// FaceSID returns the ticket that came with the face of this call, where one did. Only of
// use after Run.
func (s *Sale) FaceSID() secret.Secret { return s.d.faceSID }

// Captured reports whether this process showed a face screen for the sale.
func (s *Sale) Captured() bool { return s.d.captured }

// Cancel ends the sale: before anything was submitted by cancelling it, after
// that by ending its window. by says who, for the record.
func (s *Sale) Cancel(by string) { s.ctl.cancel(EndedBy(by)) }

// AskNow makes one query now.
func (s *Sale) AskNow() { s.ctl.ask() }

// Patient makes Run stay until a reversal is proven, or 120 s after the intent:
// the way of a one-shot command. A till leaves as soon as it is decided.
func (s *Sale) Patient() { s.patient = true }

// Run drives the attempt until whoever asked is free: paid, refused, cancelled,
// not sent, or a reversal decided (proven, for a patient one). An error means
// that the journal failed or that ctx ended; the attempt then stands where
// Attempt says, and its outcome is open if anything was submitted. It may also be
// one of Begin's errors, and is then the end of the call: a *PossibleDuplicateError where
// the guard of money rule 5.3 found something when the intent was due (the attempt
// is cancelled, and none that a caller may be told about), a *FinishedError where a
// person gave the goods of a reference while it was waited for, and any of them where a
// reference had to be looked at anew: then it is inside an *UnreadError.
func (s *Sale) Run(ctx context.Context) (Attempt, error) {
	defer func() { s.leave() }()
	defer s.d.warmed()
	s.start = s.r.ports.Clock.Now()
	err := s.toEnd(ctx)
	if err == nil && len(s.d.stopped) > 0 {
		err = &PossibleDuplicateError{Others: s.d.stopped, Press: *s.d.press}
	}
	if a := s.d.a; a.State == Paid && a.Unclaimed { // a person's, who may be at another process
		_ = s.r.ports.Journal.Release(context.WithoutCancel(ctx), a)
	}
	return s.d.a, err
}

// toEnd drives the attempt, and whatever its reference has behind it. The last look is
// the last thing before the word (money rule 5.4).
func (s *Sale) toEnd(ctx context.Context) error {
	for {
		err := s.run(ctx)
		if a := s.d.a; !a.Open() && a.State != Paid {
			_ = s.r.ports.Journal.Release(context.WithoutCancel(ctx), a)
		}
		if err != nil {
			return cmp.Or(Superseded(context.WithoutCancel(ctx), s.r.ports.Journal, s.d.a), err)
		}
		if again, err := s.lookAnew(ctx); err != nil {
			return &UnreadError{err}
		} else if !again {
			return s.settle(ctx)
		}
	}
}

func (s *Sale) run(ctx context.Context) error {
	if s.over {
		return nil
	}
	for {
		if ctx.Err() != nil {
			return s.interrupted(ctx)
		}
		if s.follow && s.d.a.Epoch == 0 {
			if done, err := s.claim(ctx); done || err != nil {
				return err
			}
			continue
		}
		step := Next(s.d.a, s.d.situation())
		if s.callerDone(step) {
			return nil
		}
		if err := s.step(ctx, step); err != nil {
			return err
		}
	}
}

// interrupted ends what was not submitted: surely not charged, and this process
// alone can know that. After submission a stop decides nothing (money rule 5.8).
// What a dead process had opened ends as it always does: other calls of its
// reference follow it, and none of them is told of this one's signal.
func (s *Sale) interrupted(ctx context.Context) error {
	d := s.d
	switch {
	case d.a.Epoch == 0: // another process drives it
	case d.a.in(Opened, Identified):
		by := ByRestart
		if d.a.Live.Mine {
			by = BySignal
		}
		return d.record(ctx, SaleCancelled{By: by, At: d.wall()})
	case d.a.State == Submitting && d.a.Live.Mine && !d.a.Live.Submitted:
		return d.record(ctx, NothingSent{Code: codeSignal, Message: "interrupted before the request", At: d.wall()})
	}
	return context.Cause(ctx)
}

// step does one step or waits for its moment.
func (s *Sale) step(ctx context.Context, step Step) error {
	if w, is := step.(Wait); is {
		s.d.tell(Update{Step: w})
		s.d.wait(ctx, s.soon(w.Until))
		return nil
	}
	before, state := s.d.syncs, s.d.a.State
	err := s.d.perform(ctx, step)
	if s.patient && s.d.a.State == Reversing && state != Reversing {
		s.tellSoon(ctx) // the customer is free when it is decided, though this call stays (6.1)
	}
	if s.d.syncs > before { // no network: look again in a moment
		s.r.ports.Clock.Sleep(ctx, syncTick, s.d.ctl.wake)
	}
	return err
}

// callerDone reports whether whoever asked has nothing more to wait for here.
func (s *Sale) callerDone(step Step) bool {
	if _, done := step.(Done); done || s.d.a.State == Refused {
		return true
	}
	if s.d.a.Live.Mine && !s.d.a.Live.Submitted {
		return false
	}
	if !s.patient {
		by, _ := s.d.ctl.asked()
		_, unsure := step.(SyncClock)
		return s.d.a.in(Reversing, NeedsPerson, Refunding) || unsure && by != "" && s.d.syncs > 0
	}
	return s.d.a.State == NeedsPerson || s.left() <= 0
}

// left is what remains of a patient call's 120 s: from the intent, or from the
// call where this process saw none.
func (s *Sale) left() time.Duration {
	from := s.d.intentAt
	if from.IsZero() {
		from = s.start
	}
	return patience - (s.r.ports.Clock.Now().Mono - from.Mono)
}

// soon is a moment of WeChat's clock, or the end of a patient call's time where
// that comes first.
func (s *Sale) soon(until time.Time) time.Time {
	if !s.patient {
		return until
	}
	return earlier(until, s.r.now().Add(max(s.left(), 0)))
}

// claim waits for the living owner of a followed attempt, or takes it over.
func (s *Sale) claim(ctx context.Context) (done bool, err error) {
	a, err := s.r.ports.Journal.Claim(ctx, s.d.a.OutTradeNo)
	switch {
	case err == nil && (a.asked() || a.unshown()) && !a.At(s.r.id.WeChat): // its owner is gone, and had another configuration
		_ = s.r.ports.Journal.Release(ctx, a)
		s.d.a.Epoch = 0
		return true, elsewhere(a)
	case err == nil:
		s.d.a, s.d.heldAt = s.r.recalled(ctx, a), s.r.ports.Clock.Now()
		s.d.a.Live.ToShow = true
		if a.unshown() && a.Epoch != s.epoch { // whoever took the money is gone and told nobody (5.2)
			err = s.d.record(ctx, LeftUnclaimed{})
			s.d.a.Unclaimed = true // as everybody reads it, whether that could be written or not
		}
		return false, err
	case !errors.Is(err, ErrOwned):
		return true, err
	}
	a, _, err = s.r.ports.Journal.Read(ctx, s.d.a.OutTradeNo)
	if err != nil {
		return true, err
	}
	s.epoch, a.Epoch = a.Epoch, 0 // not ours
	s.d.a = a
	if a.Final() && !a.Unclaimed || s.left() <= 0 {
		return true, nil
	}
	s.r.ports.Clock.Sleep(ctx, followTick, s.d.ctl.wake)
	return false, nil
}

// TellDevice closes the face screen with the result: once, when the cashier is
// free, best effort (money rule 6.1).
func (s *Sale) TellDevice(ctx context.Context) {
	if !s.d.captured {
		return
	}
	s.d.captured = false
	_ = s.r.ports.Device.Tell(ctx, s.d.a.OutTradeNo, s.d.a.State == Paid)
}

// tellSoon is TellDevice for a call that goes on.
func (s *Sale) tellSoon(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, tellLimit)
	defer cancel()
	s.TellDevice(ctx)
}

// Shown records that PAID was shown (money rule 5.3). An error means that it
// cannot be known any more whether the goods may go: "still checking".
func (r *Runner) Shown(ctx context.Context, a Attempt) (Attempt, error) {
	ctx = context.WithoutCancel(ctx)
	if a.Shown { // a replay: nobody holds it any longer
		_ = r.ports.Journal.Release(ctx, a)
		return a, nil
	}
	a, err := r.ports.Journal.Append(ctx, a, Shown{})
	if err != nil {
		return a, err
	}
	return a, r.ports.Journal.Release(ctx, a)
}
