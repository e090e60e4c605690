package till

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"facetill/flow"
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

// tryPIN holds a PIN against whose it should be; anyManager is a manager's. It is written
// down as a wrong one before right looks at it, and a right one ends the row behind that:
// of many that are given at once no more are looked at than of as many in a row, and one
// whose process is killed meanwhile was wrong. What cannot be written down is not looked
// at. It returns refuse, or the *PauseError that holds now.
func (f *Staff) tryPIN(ctx context.Context, whose string, right func() bool, refuse error) error {
	if f.ports.People == nil {
		if right() {
			return nil
		}
		return refuse
	}
	r, err := f.rowOf(ctx, whose)
	if err != nil {
		return err
	}
	if p := r.paused(f.lists.clock.Now().Wall); p != nil {
		return p
	}
	random := make([]byte, 8)
	if _, err = io.ReadFull(f.ports.Random, random); err != nil {
		return err
	}
	whole, mark := context.WithoutCancel(ctx), hex.EncodeToString(random)
	e, err := f.note(whole, f.lists.id.Lane, WrongPIN, whose, body{Try: mark})
	if err != nil {
		return err
	}
	if r, err = f.rowOf(whole, whose); err != nil {
		return err
	}
	switch p, is := r.tries[mark]; {
	case p != nil:
		return p
	case is && right():
		if _, err := f.note(whole, f.lists.id.Lane, RightPIN, whose, body{}); err != nil {
			f.ports.warn("right PIN", err)
		}
		return nil
	}
	if p := r.paused(e.At); p != nil {
		return p
	}
	return refuse
}

// anyManager is whose PIN it should be that any manager may give: who guesses one has one
// row of tries, at an approval as at signing in.
const anyManager = ""

// row is how many PINs in a row were wrong, and when the last one was.
type row struct {
	n     int
	at    time.Time
	tries map[string]*PauseError // by their marks, those of rows before as well; nil for what was looked at
}

// rowOf reads the row of a person, over all lanes: who guesses does not begin anew at the
// next till.
func (f *Staff) rowOf(ctx context.Context, whose string) (r row, err error) {
	return r, f.past(ctx, "", mostEvents, func(events []flow.PersonEvent, bodies []body, whole bool) (known bool) {
		r, known = row{tries: map[string]*PauseError{}}, whole
		for i, e := range events {
			if e.Who == whose && r.count(e, bodies[i]) {
				known = true
			}
		}
		return known
	})
}

// count adds an event of the person, and reports whether the row ends with it. A PIN that
// was given within a pause was not looked at, and counts for nothing.
func (r *row) count(e flow.PersonEvent, b body) (ends bool) {
	switch e.Kind {
	case RightPIN:
		r.n = 0
	case WrongPIN:
		p := r.paused(e.At)
		if r.tries[b.Try] = p; p == nil {
			r.n, r.at = r.n+1, e.At
		}
	}
	return r.n == 0
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

// AsksPIN reports whether [Staff.Approve] of what is done at this lane wants a PIN, or
// [Staff.EndShift] of another one.
func (f *Staff) AsksPIN(ctx context.Context, lane string) (bool, error) {
	if !f.HasPIN() || lane != f.lists.id.Lane {
		return f.HasPIN(), nil
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
	return f.askManager(ctx, pin)
}

// askManager is [Staff.Approve] where it makes no difference who is signed in.
func (f *Staff) askManager(ctx context.Context, pin string) (who Approver, err error) {
	if !f.HasPIN() {
		return who, nil
	}
	err = f.tryPIN(ctx, anyManager, func() bool {
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

// CheckPIN is [Staff.Approve] for who asks for no name.
func (f *Staff) CheckPIN(pin string) error {
	_, err := f.Approve(context.Background(), pin)
	return err
}
