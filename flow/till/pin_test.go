package till_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/till"
)

// Who guesses a manager's PIN has five tries in a row, at approvals and at signing in
// together.
func TestOneRowOfAManager(t *testing.T) {
	r := newRig(t).anew(staff)
	r.remembering()
	for n := range 5 {
		var err error
		if n%2 == 0 {
			_, err = r.SignIn(t.Context(), "90", "0000")
		} else {
			_, err = r.Approve(t.Context(), "0000")
		}
		if _, paused := errors.AsType[*till.PauseError](err); err == nil || paused != (n == 4) {
			t.Errorf("try %d: %v", n+1, err)
		}
	}
	if _, err := r.SignIn(t.Context(), "90", "9090"); !typedPause(err) {
		t.Errorf("signing in: %v", err)
	}
	if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
		t.Errorf("a cashier's own: %v", err)
	}
	if _, err := r.Approve(t.Context(), "9090"); !typedPause(err) {
		t.Errorf("an approval: %v", err)
	}
}

func typedPause(err error) bool {
	_, is := errors.AsType[*till.PauseError](err)
	return is
}

// Five wrong PINs in a row pause 30 s, and each more makes it longer, to ten minutes. A
// till that is started anew forgets nothing, and so does another process of the lane.
func TestFiveWrongPINs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		for n := range 4 {
			if _, err := r.Approve(t.Context(), "0000"); !errors.Is(err, till.ErrPIN) {
				t.Fatalf("wrong PIN %d: %v", n+1, err)
			}
		}
		pauses := []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 10 * time.Minute}
		for n, pause := range pauses {
			r = r.another().remembering() // a restart
			_, err := r.Approve(t.Context(), "0000")
			if e, is := errors.AsType[*till.PauseError](err); !is || e.Left != pause || e.Wrong != 5+n || !e.Until.Equal(time.Now().Add(pause)) {
				t.Fatalf("wrong PIN %d: %v, want a pause of %s", 5+n, err, pause)
			}
			time.Sleep(pause - time.Second)
			noted := len(r.events())
			_, err = r.Approve(t.Context(), "9090")
			if e, is := errors.AsType[*till.PauseError](err); !is || e.Left != time.Second || len(r.events()) != noted {
				t.Errorf("the right PIN within the pause: %v, %q", err, r.events())
			}
			if n == 0 && !strings.Contains(err.Error(), "5 wrong PINs in a row: wait 0:01") {
				t.Error(err)
			}
			time.Sleep(time.Second)
		}
		if by, err := r.Approve(t.Context(), "9090"); err != nil || by.Name != "Zhao" {
			t.Errorf("the right PIN behind the pause: %q, %v", by.Name, err)
		}
		if _, err := r.Approve(t.Context(), "0000"); !errors.Is(err, till.ErrPIN) {
			t.Errorf("a wrong one behind a right one: %v", err)
		}
		if got := len(r.events()); got != 4+len(pauses)+2+1 {
			t.Errorf("%d events: %q", got, r.events())
		}
	})
}

// guarded is a journal of people that many may use at the same moment. None writes
// before its gate is open: until then all have read the same.
type guarded struct {
	mu   sync.Mutex
	gate chan struct{}
	till.People
}

func (g *guarded) Note(ctx context.Context, e flow.PersonEvent) error {
	<-g.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.People.Note(ctx, e)
}

func (g *guarded) PersonEvents(ctx context.Context, lane string, limit int) ([]flow.PersonEvent, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.People.PersonEvents(ctx, lane, limit)
}

// Many PINs at the same moment are no more guesses than as many in a row: five before the
// first pause, one behind each. What was not looked at counts for nothing.
func TestManyPINsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		var looked, paused atomic.Int32
		gate := make(chan struct{})
		people := &guarded{People: r.disk}
		r.anew(func(p *till.Ports) {
			p.People = people
			p.CheckPIN = func(pin string) bool {
				if pin == "4711" {
					return true
				}
				looked.Add(1)
				<-gate
				return false
			}
		})
		other := r.another()
		other.id.Lane = "M"
		other.anew(func(*till.Ports) {})
		for round, want := range []int32{5, 6, 7} {
			var all sync.WaitGroup
			people.gate = make(chan struct{})
			for n := range 200 {
				at := []*rig{r, other}[n%2]
				all.Go(func() {
					if _, err := at.Approve(t.Context(), "0000"); typedPause(err) {
						paused.Add(1)
					}
				})
			}
			synctest.Wait()
			close(people.gate)
			synctest.Wait()
			if looked.Load() != want || paused.Load() != 200-want+[]int32{0, 5, 6}[round] {
				t.Errorf("round %d: %d PINs were looked at, %d were not", round, looked.Load(), paused.Load())
			}
			close(gate)
			all.Wait()
			gate = make(chan struct{})
			paused.Store(0)
			time.Sleep(2 * time.Minute)
		}
	})
}

// A PIN is written down as a wrong one before it is looked at: who kills the process at
// that moment has no guess for nothing.
func TestPINOfAKilledProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		var at []string
		r.anew(func(p *till.Ports) {
			p.CheckPIN = func(string) bool { at = append(at, strings.Join(r.events(), " ")); panic("killed") }
		})
		for range 5 {
			func() {
				defer func() { _ = recover() }()
				_, _ = r.Approve(t.Context(), "0000")
			}()
		}
		if len(at) != 5 || at[0] != "pin_wrong" {
			t.Errorf("%q", at)
		}
		if _, err := r.Approve(t.Context(), "9090"); !typedPause(err) {
			t.Errorf("behind five that were killed: %v", err)
		}
	})
}

// The row is that of a person over all lanes of a journal, of a cashier as of a manager.
func TestPauseOnAllLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		other := r.another().remembering()
		other.id.Lane = "M"
		other.anew(func(*till.Ports) {})
		for n := range 5 {
			at := []*rig{r, other}[n%2]
			_, manager := at.Approve(t.Context(), "0000")
			_, cashier := at.SignIn(t.Context(), "07", "0000")
			if typedPause(manager) != (n == 4) || typedPause(cashier) != (n == 4) {
				t.Errorf("try %d: %v; %v", n+1, manager, cashier)
			}
		}
		for _, at := range []*rig{r, other} {
			_, manager := at.Approve(t.Context(), "9090")
			_, cashier := at.SignIn(t.Context(), "07", "0707")
			if _, wang := at.SignIn(t.Context(), "12", "1212"); !typedPause(manager) || !typedPause(cashier) || wang != nil {
				t.Errorf("%s: %v; %v; %v", at.id.Lane, manager, cashier, wang)
			}
		}
		time.Sleep(30 * time.Second)
		if _, err := other.Approve(t.Context(), "9090"); err != nil {
			t.Error(err)
		}
		if _, err := r.Approve(t.Context(), "0000"); !errors.Is(err, till.ErrPIN) {
			t.Errorf("behind a right one at another lane: %v", err)
		}
	})
}

// Nobody gets rid of a row by what they do otherwise, however much that is: a row is read
// back to its end.
func TestManyEventsEndNoRow(t *testing.T) {
	r := newRig(t).anew(staff).remembering()
	for n := range 5 {
		if _, err := r.Approve(t.Context(), "0000"); typedPause(err) != (n == 4) {
			t.Fatal(err)
		}
	}
	for range 700 {
		if err := r.disk.Note(t.Context(), flow.PersonEvent{At: time.Now(), Lane: r.id.Lane, Kind: till.RightPIN, Who: "Li"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Approve(t.Context(), "9090"); !typedPause(err) {
		t.Error(err)
	}
}

// The row is that of the person whose PIN it should have been: who knows their own does
// not get rid of the row at another's with it, and locks nobody else out.
func TestWrongPINsAreEachTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		for n := range 5 {
			_, err := r.Approve(t.Context(), "0707")
			if _, paused := errors.AsType[*till.PauseError](err); paused != (n == 4) {
				t.Fatalf("%d: %v", n, err)
			}
			if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
				t.Fatal(err)
			}
			if _, err := r.SignOut(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for range 4 {
			if _, err := r.SignIn(t.Context(), "07", "0000"); !errors.Is(err, till.ErrCashierPIN) {
				t.Fatal(err)
			}
		}
		if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
			t.Error(err)
		}
		if _, err := r.SignIn(t.Context(), "07", "0000"); !errors.Is(err, till.ErrCashierPIN) {
			t.Error(err)
		}
		if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
			t.Error(err)
		}
		for n := range 5 {
			_, err := r.SignIn(t.Context(), "07", "0000")
			if _, paused := errors.AsType[*till.PauseError](err); paused != (n == 4) {
				t.Errorf("%d behind a right one: %v", n, err)
			}
		}
	})
}

// A clock that was set back does not make a pause last until it is where it was.
func TestPauseOfAnotherTime(t *testing.T) {
	r := newRig(t).anew(staff).remembering()
	for ahead, paused := range map[time.Duration]bool{2 * time.Hour: false, -10 * time.Second: true, 10 * time.Second: true, -40 * time.Second: false} {
		r.disk = flowtest.NewMemory()
		r.remembering()
		for range 5 {
			if err := r.disk.Note(t.Context(), flow.PersonEvent{At: time.Now().Add(ahead), Lane: r.id.Lane, Kind: till.WrongPIN}); err != nil {
				t.Fatal(err)
			}
		}
		_, err := r.Approve(t.Context(), "9090")
		if _, is := errors.AsType[*till.PauseError](err); is != paused {
			t.Errorf("%s ahead: %v", ahead, err)
		}
	}
}

// A PIN is not looked at where a journal takes no event, or cannot be read: nobody would
// count the guesses, and nothing could be done with it.
func TestPeopleThatCannotBeKept(t *testing.T) {
	r := newRig(t).anew(staff).remembering()
	r.disk.Copy = true
	for _, pin := range []string{"0000", "9090"} {
		if by, err := r.Approve(t.Context(), pin); !errors.Is(err, flow.ErrCopy) || by.Name != "" {
			t.Error(by, err)
		}
	}
	if _, err := r.SignIn(t.Context(), "07", "0707"); !errors.Is(err, flow.ErrCopy) {
		t.Error(err)
	}
	r.disk.Copy = false
	r.anew(func(p *till.Ports) { p.People = noPeople{} })
	if _, err := r.Approve(t.Context(), "9090"); err == nil {
		t.Error("a PIN was right where nobody knows how many were wrong")
	}
	if s, err := r.Begin(t.Context(), byCode(), mute{}); err == nil {
		t.Errorf("a sale began of nobody knows whom: %+v", s.Attempt())
	}
}

// heeding is a journal of people that a signal keeps from writing.
type heeding struct{ till.People }

func (h heeding) Note(ctx context.Context, e flow.PersonEvent) error {
	return errors.Join(ctx.Err(), h.People.Note(ctx, e))
}

// A signal that comes while a PIN is looked at makes no right one wrong.
func TestASignalEndsNoTry(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r := newRig(t).remembering()
	refused := 0
	r.anew(func(p *till.Ports) {
		p.People = heeding{p.People}
		p.CheckPIN = func(pin string) bool { stop(); return pin == "4711" }
		p.Warn = func(string, error) { refused++ }
	})
	if by, err := r.Approve(ctx, "4711"); err != nil || by.Name != till.TheManager || refused > 0 {
		t.Errorf("by %q, %v, %d not written", by.Name, err, refused)
	}
}
