package till

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// What was given instead of the right PIN.
var (
	ErrPIN        = errors.New("that is not the manager's PIN; nothing was done")
	ErrCashierPIN = errors.New("that is not the PIN of this number; nothing was done")
)

// PauseError is a PIN that was not looked at: so many in a row were wrong.
type PauseError struct {
	Wrong int
	Until time.Time
	Left  time.Duration // to that
}

func (e *PauseError) Error() string {
	return fmt.Sprintf("%d wrong PINs in a row: wait %s; nothing was done", e.Wrong, e.Wait())
}

// Wait is how long, such as 4:31.
func (e *PauseError) Wait() string {
	left := e.Left.Round(time.Second)
	return fmt.Sprintf("%d:%02d", left/time.Minute, left%time.Minute/time.Second)
}

// pauses are how long no PIN is looked at, from the fifth wrong one in a row on; the last
// one goes for all that follow.
var pauses = []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute}

// firstPause is how many wrong ones lead to the first.
const firstPause = 5

// paused returns the pause that holds at now, nil where none does. A last wrong one that
// lies further ahead than any pause is long was written by another time of day: whoever
// sets this machine's clock could as well set it on, and a shop whose clock was mended
// must not wait for the old time.
func (r row) paused(now time.Time) *PauseError {
	if r.n < firstPause {
		return nil
	}
	until := r.at.Add(pauses[min(r.n-firstPause, len(pauses)-1)])
	if left := until.Sub(now); left > 0 && left <= 2*pauses[len(pauses)-1] {
		return &PauseError{r.n, until, left}
	}
	return nil
}

// tryPIN holds a PIN against whose it should be; "" is any manager's. right is asked
// unless a pause holds. A wrong one is written down, each time: where that fails the PIN
// is no less wrong, and whatever it was for would not be written down either. Returned is
// refuse, or the *PauseError that holds now.
func (f *Staff) tryPIN(ctx context.Context, s standing, whose string, right func() bool, refuse error) error {
	if p := s.wrong[whose].paused(f.lists.clock.Now().Wall); p != nil {
		return p
	}
	if right() {
		return nil
	}
	if f.ports.People == nil {
		return refuse
	}
	e, err := f.note(context.WithoutCancel(ctx), f.lists.id.Lane, WrongPIN, whose, body{})
	if err != nil {
		f.ports.warn("wrong PIN", err)
		return refuse
	}
	if p := (row{s.wrong[whose].n + 1, e.At}).paused(e.At); p != nil {
		return p
	}
	return refuse
}

// Approver is who approved something.
type Approver struct {
	Name string // TheManager where the PIN is the till's own; "" where nobody was asked
}

// TheManager approved with the PIN of the till, which is nobody's by name.
const TheManager = "manager"

// HasPIN reports whether a manager's PIN is set: the till's, or that of a cashier who is
// a manager.
func (f *Staff) HasPIN() bool {
	_, is := f.cashier(func(c Cashier) bool { return c.Manager })
	return is || f.ports.CheckPIN != nil
}

// AsksPIN reports whether [Staff.Approve] wants a PIN.
func (f *Staff) AsksPIN(ctx context.Context) (bool, error) {
	if !f.HasPIN() {
		return false, nil
	}
	s, err := f.standing(ctx, f.lists.id.Lane)
	return !f.cashierOf(s.who).Manager, err
}

// Approve returns who approves what needs a manager (money rule 4b.9). Who is signed in
// as one needs no PIN; else a manager's is wanted each time; where none is set nobody is
// asked. It returns ErrPIN for any other PIN, and a *PauseError where five in a row were
// wrong. It takes some 40 ms a manager on purpose.
func (f *Staff) Approve(ctx context.Context, pin string) (Approver, error) {
	if !f.HasPIN() {
		return Approver{}, nil
	}
	s, err := f.standing(ctx, f.lists.id.Lane)
	if err != nil {
		return Approver{}, err
	}
	if c := f.cashierOf(s.who); c.Manager {
		return Approver{c.Name}, nil
	}
	var who Approver
	err = f.tryManagers(ctx, s, func() bool {
		if f.ports.CheckPIN != nil && f.ports.CheckPIN(pin) {
			who.Name = TheManager
			return true
		}
		c, is := f.cashier(func(c Cashier) bool { return c.Manager && c.Check(pin) })
		who.Name = c.Name
		return is
	}, ErrPIN)
	return who, err
}

// tryManagers is tryPIN for a manager's, whatever it is given for: who guesses one has one
// row of tries, at an approval as at signing in. A right one ends it.
func (f *Staff) tryManagers(ctx context.Context, s standing, right func() bool, refuse error) error {
	err := f.tryPIN(ctx, s, "", right, refuse)
	if err == nil && s.wrong[""].n > 0 {
		if _, err := f.note(ctx, f.lists.id.Lane, RightPIN, "", body{}); err != nil {
			f.ports.warn("right PIN", err)
		}
	}
	return err
}

// CheckPIN is [Staff.Approve] for who asks for no name.
func (f *Staff) CheckPIN(pin string) error {
	_, err := f.Approve(context.Background(), pin)
	return err
}
