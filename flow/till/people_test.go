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
		if strings.Contains(e.Body, `"0707"`) || strings.Contains(e.Body, `"9090"`) { // whole: what is random may begin so
			r.Errorf("a PIN stands in %s", e.Body)
		}
	}
	return all
}

// withoutRightPINs are the events without PINs that were right: each has one that was
// noted before it was looked at, and one behind that.
func (r *rig) withoutRightPINs() (all []string) {
	for _, e := range r.events() {
		if who, right := strings.CutPrefix(e, string(till.RightPIN)); !right {
			all = append(all, e)
		} else if all[len(all)-1] == string(till.WrongPIN)+who {
			all = all[:len(all)-1]
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
	const in = "pin_wrong Li pin_right Li signed_in Li"
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
		{name: "cashiers without a manager", set: []func(*till.Ports){func(p *till.Ports) { p.Cashiers = []till.Cashier{cashier("Li", "07", false)} }}, in: "07", wantNoted: in},
		{name: "the till's one", set: []func(*till.Ports){one}, pin: "4711", asks: true, by: till.TheManager, wantNoted: "pin_wrong pin_right"},
		{name: "another", set: []func(*till.Ports){one}, pin: "4712", asks: true, want: till.ErrPIN, wantNoted: "pin_wrong"},
		{name: "a manager's", set: []func(*till.Ports){staff}, pin: "9090", asks: true, by: "Zhao", wantNoted: "pin_wrong pin_right"},
		{name: "a cashier's", set: []func(*till.Ports){staff}, in: "07", pin: "0707", asks: true, want: till.ErrPIN, wantNoted: in + " pin_wrong"},
		{name: "the till's one beside managers", set: []func(*till.Ports){one, staff}, in: "07", pin: "4711", asks: true, by: till.TheManager, wantNoted: in + " pin_wrong pin_right"},
		{name: "a manager's beside the till's one", set: []func(*till.Ports){one, staff}, pin: "9090", asks: true, by: "Zhao", wantNoted: "pin_wrong pin_right"},
		{name: "given one, who is not signed in", set: []func(*till.Ports){staff, func(p *till.Ports) { p.Cashier = "Zhao" }}, pin: "0000", asks: true, want: till.ErrPIN, wantNoted: "pin_wrong"},
		{name: "signed in as one", set: []func(*till.Ports){one, staff}, in: "90", by: "Zhao", wantNoted: "pin_wrong pin_right signed_in Zhao"},
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
		asks, err := r.AsksPIN(t.Context(), r.id.Lane)
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
	for name, want := range map[string]string{"": "Li", "Li": "Li", "07": "Li", "Wang": "", "12": "", "shop": ""} {
		by, err := r.Who(t.Context(), name)
		e, absent := errors.AsType[*till.AbsentError](err)
		if by != want || absent != (want == "") || absent && (e.SignedIn != "Li" || e.Name == "12") {
			t.Errorf("while Li is signed in, %q: %q, %v", name, by, err)
		}
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
