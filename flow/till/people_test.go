package till_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/till"
)

// cashier is one whose PIN is their number twice.
func cashier(name, number string, manager bool) till.Cashier {
	return till.Cashier{Name: name, Number: number, Manager: manager, Check: func(pin string) bool { return pin == number+number }}
}

// staff signs in at a till: Li is 07, Wang 12, and the manager Zhao 90.
func staff(p *till.Ports) {
	p.Cashiers = []till.Cashier{cashier("Li", "07", false), cashier("Wang", "12", false), cashier("Zhao", "90", true)}
}

// newStaffed is a till where people sign in, in the bubble of a test.
func newStaffed(t *testing.T) *rig {
	return newRig(t, withWeChat(&weChat{})).anew(func(p *till.Ports) { staff(p) }).remembering()
}

// remembering has its journal remember people.
func (r *rig) remembering() *rig { return r.anew(func(p *till.Ports) { p.People = r.disk }) }

// another is a second process of the same till.
func (r *rig) another() *rig {
	o := *r
	o.ports.Journal = r.disk.Process("another")
	return o.anew(func(*till.Ports) {})
}

// events are what was written down, oldest first.
func (r *rig) events() (all []string) {
	list, err := r.disk.PersonEvents(r.Context(), r.id.Lane, 0)
	if err != nil {
		r.Fatal(err)
	}
	for _, e := range slices.Backward(list) {
		all = append(all, strings.TrimSpace(string(e.Kind)+" "+e.Who))
		if strings.Contains(e.Body, "0707") || strings.Contains(e.Body, "9090") {
			r.Errorf("a PIN stands in %s", e.Body)
		}
	}
	return all
}

// is who is signed in.
func (r *rig) signedIn(want string) {
	r.Helper()
	if s, err := r.Shift(r.Context(), r.id.Lane); err != nil || s.Cashier != want {
		r.Errorf("%q is signed in, want %q; %v", s.Cashier, want, err)
	}
}

// Money rule 4b.9: who is signed in as a manager needs no PIN, else a manager's is wanted
// each time, and where none is set nobody is asked.
func TestApprove(t *testing.T) {
	one := func(p *till.Ports) { p.CheckPIN = func(pin string) bool { return pin == "4711" } }
	for _, c := range []struct {
		name      string
		set       []func(*till.Ports)
		in, pin   string
		asks      bool
		by        string
		want      error
		wantNoted string
	}{
		{name: "none is set"},
		{name: "cashiers without a manager", set: []func(*till.Ports){func(p *till.Ports) { p.Cashiers = []till.Cashier{cashier("Li", "07", false)} }}, in: "07", wantNoted: "signed_in Li"},
		{name: "the till's one", set: []func(*till.Ports){one}, pin: "4711", asks: true, by: till.TheManager},
		{name: "another", set: []func(*till.Ports){one}, pin: "4712", asks: true, want: till.ErrPIN, wantNoted: "pin_wrong"},
		{name: "a manager's", set: []func(*till.Ports){staff}, pin: "9090", asks: true, by: "Zhao"},
		{name: "a cashier's", set: []func(*till.Ports){staff}, in: "07", pin: "0707", asks: true, want: till.ErrPIN, wantNoted: "signed_in Li pin_wrong"},
		{name: "the till's one beside managers", set: []func(*till.Ports){one, staff}, in: "07", pin: "4711", asks: true, by: till.TheManager, wantNoted: "signed_in Li"},
		{name: "a manager's beside the till's one", set: []func(*till.Ports){one, staff}, pin: "9090", asks: true, by: "Zhao"},
		{name: "signed in as one", set: []func(*till.Ports){one, staff}, in: "90", by: "Zhao", wantNoted: "signed_in Zhao"},
	} {
		r := newRig(t)
		for _, set := range c.set {
			r.anew(set)
		}
		r.remembering()
		if c.in != "" {
			if _, err := r.SignIn(t.Context(), c.in, c.in+c.in); err != nil {
				t.Fatal(c.name, err)
			}
		}
		asks, err := r.AsksPIN(t.Context())
		if err != nil || asks != c.asks {
			t.Errorf("%s: a PIN is asked for: %t, %v", c.name, asks, err)
		}
		by, err := r.Approve(t.Context(), c.pin)
		if !errors.Is(err, c.want) || by.Name != c.by {
			t.Errorf("%s: by %q, %v", c.name, by.Name, err)
		}
		if got := strings.Join(r.events(), " "); got != c.wantNoted {
			t.Errorf("%s: %s, want %s", c.name, got, c.wantNoted)
		}
	}
}

// Where the configuration has cashiers, whoever does something is one of them, or the one
// whom the till was given.
func TestWho(t *testing.T) {
	r := newRig(t)
	r.remembering()
	if by, err := r.Who(t.Context(), "anybody"); by != "anybody" || err != nil {
		t.Errorf("without cashiers: %q, %v", by, err)
	}
	r.anew(staff).anew(func(p *till.Ports) { p.Cashier = "shop" }).remembering()
	for name, want := range map[string]string{"": "shop", "Li": "Li", "12": "Wang", "shop": "shop", "Forged": "", "li": ""} {
		by, err := r.Who(t.Context(), name)
		if _, refused := errors.AsType[*till.NoCashierError](err); by != want || refused != (want == "") {
			t.Errorf("%q: %q, %v", name, by, err)
		}
	}
	if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
		t.Fatal(err)
	}
	if by, err := r.Who(t.Context(), ""); by != "Li" || err != nil {
		t.Errorf("who is signed in: %q, %v", by, err)
	}
}

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
		if got := len(r.events()); got != 4+len(pauses)+2 {
			t.Errorf("%d events: %q", got, r.events())
		}
	})
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

// A journal that takes no event makes no PIN right, and a right one no less right; what
// cannot be read lets nobody in.
func TestPeopleThatCannotBeKept(t *testing.T) {
	r := newRig(t).anew(staff).remembering()
	r.disk.Copy = true
	warned := 0
	r.anew(func(p *till.Ports) { p.Warn = func(string, error) { warned++ } })
	if _, err := r.Approve(t.Context(), "0000"); !errors.Is(err, till.ErrPIN) || warned != 1 {
		t.Errorf("%v, warned %d times", err, warned)
	}
	if by, err := r.Approve(t.Context(), "9090"); err != nil || by.Name != "Zhao" {
		t.Error(by, err)
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

type noPeople struct{ till.People }

func (noPeople) PersonEvents(context.Context, string, int) ([]flow.PersonEvent, error) {
	return nil, errors.New("cannot be read")
}

// The name of who is signed in is the sale's cashier, at the counter and of a call; of
// nobody it is the till's own.
func TestSalesOfWhoIsSignedIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t).anew(func(p *till.Ports) { p.Cashier = "shop" })
		sell := func() flow.Attempt {
			s, err := r.Begin(t.Context(), byCode(func(q *flow.SaleRequest) { q.NewAll = true }), mute{})
			if err != nil {
				t.Fatal(err)
			}
			a, err := s.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Shown(t.Context(), a.OutTradeNo); err != nil {
				t.Fatal(err)
			}
			return a
		}
		call := func() flow.Attempt {
			c, err := r.Call(t.Context(), byCode(func(q *flow.SaleRequest) { q.NewAll = true }), mute{})
			if err != nil {
				t.Fatal(err)
			}
			a, err := c.Run(t.Context(), nil)
			if err != nil || r.CallerTold(t.Context(), a) != nil {
				t.Fatal(err)
			}
			return a
		}
		var got []string
		step := func(do func() error) {
			if err := do(); err != nil {
				t.Fatal(err)
			}
			got = append(got, sell().Cashier, call().Cashier)
			time.Sleep(time.Minute)
		}
		step(func() error { return nil })
		step(func() error { _, err := r.SignIn(t.Context(), "07", "0707"); return err })
		step(func() error { _, err := r.Handover(t.Context(), "12", "1212", false); return err })
		step(func() error { _, err := r.SignOut(t.Context()); return err })
		if want := "[shop shop Li Li Wang Wang shop shop]"; fmt.Sprint(got) != want {
			t.Errorf("%v, want %s", got, want)
		}
		r.Wait()
	})
}
