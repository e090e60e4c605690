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
	"facetill/flow/till"
)

// A day of three people at one till: who may come, go and hand over, and what is written
// down of it.
func TestShift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		ctx := t.Context()
		is := func(want string) func(till.Shift, error) {
			return func(_ till.Shift, err error) {
				t.Helper()
				if got := fmt.Sprint(err); got != want {
					t.Errorf("%s, want %s", got, want)
				}
			}
		}
		is("nobody is signed in")(r.SignOut(ctx))
		is("nobody is signed in")(r.Handover(ctx, "12", "1212", false))
		is(`no cashier has number "47"`)(r.SignIn(ctx, "47", "4747"))
		is(till.ErrCashierPIN.Error())(r.SignIn(ctx, "07", "1212"))
		r.signedIn("")

		began := time.Now()
		is("<nil>")(r.SignIn(ctx, "07", "0707"))
		r.signedIn("Li")
		time.Sleep(time.Hour)
		is("<nil>")(r.SignIn(ctx, "07", "0707")) // goes on
		s, err := r.Shift(ctx, r.id.Lane)
		if err != nil || !s.Since.Equal(began) || s.Manager {
			t.Errorf("%+v, %v", s, err)
		}
		is(`"Li" is signed in, since ` + began.In(flow.Beijing).Format("2006-01-02 15:04"))(r.SignIn(ctx, "12", "1212"))
		is(till.ErrCashierPIN.Error())(r.Handover(ctx, "12", "0707", false))
		is(`"Li" is signed in, since ` + began.In(flow.Beijing).Format("2006-01-02 15:04"))(r.Handover(ctx, "07", "0707", false))
		r.signedIn("Li")
		is("<nil>")(r.Handover(ctx, "12", "1212", false))
		r.signedIn("Wang")
		if s, err := r.Shift(ctx, "another lane"); err != nil || s.Cashier != "" {
			t.Errorf("another lane: %+v, %v", s, err)
		}

		// Wang went home: a manager ends it, from another process.
		_, _, err = r.another().EndShift(ctx, r.id.Lane, "1212")
		is(till.ErrPIN.Error())(till.Shift{}, err)
		ended, by, err := r.another().EndShift(ctx, r.id.Lane, "9090")
		if err != nil || ended.Cashier != "Wang" || by.Name != "Zhao" {
			t.Errorf("%+v by %q, %v", ended, by.Name, err)
		}
		_, _, err = r.EndShift(ctx, r.id.Lane, "9090")
		is("nobody is signed in")(till.Shift{}, err)
		is("<nil>")(r.SignIn(ctx, "90", "9090"))
		if s, err := r.Shift(ctx, r.id.Lane); err != nil || !s.Manager {
			t.Errorf("%+v, %v", s, err)
		}
		is("<nil>")(r.SignOut(ctx))
		r.signedIn("")
		want := "pin_wrong Li, signed_in Li, pin_wrong Wang, handed_over Li, pin_wrong, ended_by_manager Zhao, signed_in Zhao, signed_out Zhao"
		if got := strings.Join(r.withoutRightPINs(), ", "); got != want {
			t.Errorf("%s, want\n%s", got, want)
		}
	})
}

// A till without cashiers is nobody's, and says so.
func TestNoCashiers(t *testing.T) {
	r := newRig(t).remembering()
	_, in := r.SignIn(t.Context(), "07", "0707")
	_, over := r.Handover(t.Context(), "07", "0707", true)
	_, out := r.SignOut(t.Context())
	if !errors.Is(in, till.ErrNoCashiers) || !errors.Is(over, till.ErrNoCashiers) || !errors.Is(out, till.ErrNobody) {
		t.Error(in, over, out)
	}
	if _, err := newRig(t).Shift(t.Context(), "L"); err != nil {
		t.Error("a till that remembers nobody:", err)
	}
}

// meanwhile is a journal of people in which another process does something right before
// an event is written down.
type meanwhile struct {
	till.People
	do func()
}

func (m *meanwhile) Note(ctx context.Context, e flow.PersonEvent) error {
	if do := m.do; do != nil && e.Kind != till.WrongPIN && e.Kind != till.RightPIN && e.Kind != till.SeenOpen {
		m.do = nil
		do()
	}
	return m.People.Note(ctx, e)
}

// Two processes of a lane change who is signed in at the same moment: whose event is the
// first in the journal has done it, the other one hears that it came too late, and who is
// signed in is the same for both.
func TestTwoChangeTheShift(t *testing.T) {
	type act struct {
		name string
		do   func(*rig) error
		in   string // who is signed in when it was alone
	}
	acts := []act{
		{"out", func(r *rig) error { _, err := r.SignOut(r.Context()); return err }, ""},
		{"to Wang", func(r *rig) error { _, err := r.Handover(r.Context(), "12", "1212", true); return err }, "Wang"},
		{"to Zhao", func(r *rig) error { _, err := r.Handover(r.Context(), "90", "9090", true); return err }, "Zhao"},
		{"ended", func(r *rig) error { _, _, err := r.EndShift(r.Context(), r.id.Lane, "9090"); return err }, ""},
	}
	for _, first := range acts {
		for _, second := range acts {
			synctest.Test(t, func(t *testing.T) {
				r := newStaffed(t)
				if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				r.anew(func(p *till.Ports) {
					p.People = &meanwhile{p.People, func() {
						time.Sleep(time.Second)
						if err := first.do(r.another().remembering()); err != nil {
							t.Errorf("%s before %s: %v", first.name, second.name, err)
						}
					}}
				})
				err := second.do(r)
				e, is := errors.AsType[*till.OvertakenError](err)
				if !is || e.Cashier != first.in {
					t.Errorf("%s behind %s: %v", second.name, first.name, err)
				}
				r.signedIn(first.in)
				r.another().signedIn(first.in)
			})
		}
	}
}

// Two sign in at the same moment: the first one is in. The same person twice is in once.
func TestTwoSignIn(t *testing.T) {
	for _, second := range []string{"12", "07"} {
		synctest.Test(t, func(t *testing.T) {
			r := newStaffed(t)
			r.anew(func(p *till.Ports) {
				p.People = &meanwhile{p.People, func() {
					time.Sleep(time.Second)
					if _, err := r.another().remembering().SignIn(t.Context(), "07", "0707"); err != nil {
						t.Error(err)
					}
				}}
			})
			began := time.Now().Add(time.Second)
			_, err := r.SignIn(t.Context(), second, second+second)
			if e, is := errors.AsType[*till.OvertakenError](err); is != (second == "12") || is && e.Cashier != "Li" || !is && err != nil {
				t.Errorf("%s: %v", second, err)
			}
			if s, err := r.Shift(t.Context(), r.id.Lane); err != nil || s.Cashier != "Li" || !s.Since.Equal(began) {
				t.Errorf("%s: %+v, %v", second, s, err)
			}
		})
	}
}

// twice is a journal of which each commit is in doubt: the event is there, and whoever
// wrote it hears that it is not.
type twice struct{ till.People }

func (w twice) Note(ctx context.Context, e flow.PersonEvent) error {
	if err := w.People.Note(ctx, e); err != nil || e.Kind == till.WrongPIN {
		return err
	}
	return errors.New("nobody knows")
}

// Who repeats what is in doubt does no harm: signing in goes on.
func TestPeopleInDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		doubted := r.another().anew(func(p *till.Ports) { p.People = twice{r.disk} })
		if _, err := doubted.SignIn(t.Context(), "07", "0707"); err == nil {
			t.Error("no doubt")
		}
		if s, err := r.SignIn(t.Context(), "07", "0707"); err != nil || s.Cashier != "Li" {
			t.Errorf("%+v, %v", s, err)
		}
		if _, err := doubted.Handover(t.Context(), "12", "1212", false); err == nil {
			t.Error("no doubt")
		}
		if _, err := r.Handover(t.Context(), "12", "1212", false); err == nil {
			t.Error("Wang handed over to Wang")
		}
		r.signedIn("Wang")
		if got := strings.Join(r.withoutRightPINs(), ", "); got != "signed_in Li, handed_over Li, pin_wrong Wang" && got != "signed_in Li, handed_over Li" {
			t.Error(got)
		}
	})
}

// limits are how much of the past was asked for.
type limits struct {
	till.People
	asked []int
}

func (l *limits) PersonEvents(ctx context.Context, lane string, limit int) ([]flow.PersonEvent, error) {
	l.asked = append(l.asked, limit)
	return l.People.PersonEvents(ctx, lane, limit)
}

// Who is signed in follows from the newest events, however long a till has been at work;
// where it does not, all of them are read.
func TestShiftOfAnOldTill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		do := func(_ till.Shift, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
		}
		for n := range 200 {
			do(r.SignIn(t.Context(), "07", "0707"))
			do(r.Handover(t.Context(), "12", "1212", false))
			if n%7 == 0 { // an older process that came too late
				if err := r.disk.Note(t.Context(), flow.PersonEvent{At: time.Now(), Lane: r.id.Lane, Kind: till.SignedOut, Who: "Li", Body: `{"After":1}`}); err != nil {
					t.Fatal(err)
				}
			}
			do(r.SignOut(t.Context()))
		}
		do(r.SignIn(t.Context(), "07", "0707"))
		read := &limits{People: r.disk}
		r.anew(func(p *till.Ports) { p.People = read })
		r.signedIn("Li")
		if got := fmt.Sprint(read.asked); got != "[500]" {
			t.Errorf("read %s", got)
		}
		for range 600 { // and nobody signed in or out since
			if err := r.disk.Note(t.Context(), flow.PersonEvent{At: time.Now(), Lane: r.id.Lane, Kind: till.WrongPIN, Who: "Wang"}); err != nil {
				t.Fatal(err)
			}
		}
		r.signedIn("Li")
		if got := fmt.Sprint(read.asked); got != "[500 500 5000]" {
			t.Errorf("read %s", got)
		}
		if err := r.disk.Note(t.Context(), flow.PersonEvent{Lane: r.id.Lane, Kind: till.SignedOut, Body: "{"}); err != nil {
			t.Fatal(err)
		}
		if s, err := r.Shift(t.Context(), r.id.Lane); err == nil {
			t.Errorf("what cannot be read: %+v", s)
		}
	})
}

// Managers who are signed in end their own shift at that lane without a PIN, and another
// lane's never.
func TestEndShiftOfAnotherLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		other := r.another()
		other.id.Lane = "M"
		other.anew(func(*till.Ports) {}).remembering()
		for _, at := range []*rig{r, other} {
			if _, err := at.SignIn(t.Context(), "90", "9090"); err != nil {
				t.Fatal(err)
			}
		}
		for lane, want := range map[string]bool{"L": false, "M": true} {
			if asks, err := r.AsksPIN(t.Context(), lane); asks != want || err != nil {
				t.Errorf("lane %s: a PIN is asked for: %t, %v", lane, asks, err)
			}
		}
		if _, _, err := r.EndShift(t.Context(), "M", ""); !errors.Is(err, till.ErrPIN) {
			t.Errorf("another lane's without a PIN: %v", err)
		}
		other.signedIn("Zhao")
		if _, by, err := r.EndShift(t.Context(), "M", "9090"); err != nil || by.Name != "Zhao" {
			t.Errorf("another lane's: by %q, %v", by.Name, err)
		}
		if _, by, err := r.EndShift(t.Context(), "L", ""); err != nil || by.Name != "Zhao" {
			t.Errorf("their own: by %q, %v", by.Name, err)
		}
		r.signedIn("")
		other.signedIn("")
	})
}

// Without a manager's PIN nobody is asked, at no lane.
func TestEndShiftWithoutAPIN(t *testing.T) {
	r := newRig(t).anew(func(p *till.Ports) { p.Cashiers = []till.Cashier{cashier("Li", "07", false)} }).remembering()
	if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
		t.Fatal(err)
	}
	other := r.another()
	other.id.Lane = "M"
	other.anew(func(*till.Ports) {})
	asks, err := other.AsksPIN(t.Context(), "L")
	if _, by, ending := other.EndShift(t.Context(), "L", ""); asks || err != nil || ending != nil || by.Name != "" {
		t.Error(asks, err, by, ending)
	}
}

// Who signs in is shown what has no end, and that is kept. Who finds their own shift again
// was shown it before.
func TestSignInNotesWhatIsOpen(t *testing.T) {
	r := newStaffed(t)
	now := time.Now()
	open := r.leave(order(now), needsPerson(now)...)
	for range 2 {
		if s, err := r.SignIn(t.Context(), "07", "0707"); err != nil || len(s.Open) != 1 {
			t.Fatalf("%+v, %v", s, err)
		}
	}
	if got := strings.Join(r.withoutRightPINs(), ", "); got != "signed_in Li, seen_open Li" {
		t.Error(got)
	}
	events, err := r.disk.PersonEvents(t.Context(), "L", 0)
	if i := slices.IndexFunc(events, func(e flow.PersonEvent) bool { return e.Kind == till.SeenOpen }); err != nil || i < 0 || !strings.Contains(events[i].Body, string(open.OutTradeNo)) {
		t.Errorf("%+v, %v", events, err)
	}
}

// A sale that is before its camera when a shift ends has no end, and is no sale yet: it is
// listed while its process lives, and is nothing afterwards.
func TestShiftBeforeTheCamera(t *testing.T) {
	r := newStaffed(t)
	if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Millisecond) // a journal's times are of whole ones
	a, err := r.disk.Process("another").Open(t.Context(), flow.OrderOpened{Order: order(time.Now(), func(o *flow.Order) { o.OutTradeNo, o.Cashier = "26", "Li" })})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]flow.OutTradeNo{{a.OutTradeNo}, nil} {
		if s, err := r.Shift(t.Context(), r.id.Lane); err != nil || !slices.Equal(s.Unended(), want) {
			t.Errorf("%+v, %v, want %v", s, err, want)
		}
		r.disk.Kill("another")
	}
}
