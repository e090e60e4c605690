package tui

import (
	"context"
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
)

// fakeStaff has who stands at the till, and what was said there. Its PINs are the
// numbers, twice.
type fakeStaff struct {
	shift     till.Shift
	staffErr  error // of the next PIN
	signs     []string
	unseen    bool // something has no end
	sawIt     bool // and who came said that they had seen it
	ends      []string
	tenders   []flow.TenderTaken
	tenderErr error
}

// staff are who may sign in at the till of the tests.
var staff = []Cashier{{Name: "Li", Number: "07"}, {Name: "Wang", Number: "12"}, {Name: "Zhao", Number: "90"}}

func (f *fakeStaff) Seller(context.Context) (string, error) { return f.shift.Cashier, nil }

func (f *fakeStaff) Shift(context.Context, string) (till.Shift, error) { return f.shift, nil }

func (f *fakeStaff) came(number, pin string) (Cashier, error) {
	f.signs = append(f.signs, number+" "+pin)
	i := slices.IndexFunc(staff, func(c Cashier) bool { return c.Number == number })
	switch {
	case f.staffErr != nil:
		return Cashier{}, f.staffErr
	case i < 0:
		return Cashier{}, &till.NoCashierError{Number: number}
	case pin != number+number:
		return Cashier{}, till.ErrCashierPIN
	}
	return staff[i], nil
}

func (f *fakeStaff) SignIn(_ context.Context, number, pin string) (till.Shift, error) {
	who, err := f.came(number, pin)
	switch {
	case err != nil:
		return till.Shift{}, err
	case f.shift.Cashier == "":
		f.shift.Cashier, f.shift.Manager, f.shift.Since = who.Name, who.Name == "Zhao", noon
	case f.shift.Cashier != who.Name:
		return till.Shift{}, &till.SignedInError{Cashier: f.shift.Cashier, Since: f.shift.Since}
	}
	return f.shift, nil
}

func (f *fakeStaff) Handover(_ context.Context, number, pin string, seen bool) (till.Shift, error) {
	who, err := f.came(number, pin)
	ended := f.shift
	switch {
	case err != nil:
		return ended, err
	case f.unseen && !seen:
		return ended, &till.UnseenError{Shift: ended}
	}
	f.sawIt = seen
	f.shift = till.Shift{Cashier: who.Name, Manager: who.Name == "Zhao", Since: noon, Open: ended.Open, Unclaimed: ended.Unclaimed}
	return ended, nil
}

func (f *fakeStaff) EndShift(_ context.Context, _, pin string) (till.Shift, till.Approver, error) {
	f.ends = append(f.ends, pin)
	if pin != "9090" {
		return till.Shift{}, till.Approver{}, till.ErrPIN
	}
	ended := f.shift
	f.shift = till.Shift{}
	return ended, till.Approver{Name: "Zhao"}, nil
}

func (f *fakeStaff) TakeTender(_ context.Context, _ flow.OutTradeNo, w flow.TenderTaken) (flow.Attempt, error) {
	f.tenders = append(f.tenders, w)
	return flow.Attempt{}, f.tenderErr
}

// lisShift is a shift with sales behind it.
func lisShift() till.Shift {
	part := till.Sum{Method: flow.MethodFace, Cashier: "Li", Sales: 11, Charged: 30510, Refunded: 500}
	code := till.Sum{Method: flow.MethodCode, Cashier: "Li", Sales: 2, Charged: 4200}
	return till.Shift{Lane: "L1", Cashier: "Li", Since: noon.Add(-4 * time.Hour), GivenBack: 1, Sums: []till.Sum{part, code},
		All: till.Sum{Cashier: "Li", Sales: 13, Charged: 34710, Refunded: 500}}
}

// withEnds is a shift that leaves something behind.
func withEnds() till.Shift {
	s := lisShift()
	s.Open = []flow.Attempt{{State: flow.Reversing, Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100, OpenedAt: noon}}}
	s.Unclaimed = []flow.Attempt{{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600, OpenedAt: noon}}}
	s.Stuck = []till.SaleRefund{{Sale: aDay[0], Entry: stuck}}
	s.Closed = []till.SaleRefund{{Sale: aDay[0], Entry: unheard}}
	s.OnTheirWay = []till.SaleRefund{{Sale: aDay[0], Entry: onWay}}
	return s
}

// locked is a rig of a till where people sign in, as it begins.
func locked(t *testing.T, shift till.Shift) *rig {
	r := newRig(t, func(o *Options) {
		o.Cashiers, o.ManagerPIN, o.IdleAfter, o.Cashier = staff, true, time.Minute, shift.Cashier
		o.Settings = []Setting{{Name: "ui.bell", Value: "true"}}
	})
	r.till.shift = shift
	r.do(r.m.Top().Update(r.m.Context, page.Entered{}))
	return r
}

// line types into the line of a page of people, and brings what Enter brought.
func (r *rig) line(text string) *rig {
	r.after(time.Second).typed(text)
	if cmd := r.cmd("enter"); cmd != nil {
		r.do(cmd)
	}
	return r
}

// signedIn is a rig where Li has given the PIN.
func signedIn(t *testing.T, shift till.Shift) *rig {
	r := locked(t, shift)
	if shift.Cashier == "" {
		return r.line("07*0707")
	}
	return r.line("0707")
}

// staffScenes are the pages of people.
func staffScenes() map[string]func(t *testing.T) *rig {
	people := func(shift till.Shift, then func(r *rig)) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r := signedIn(t, shift)
			r.till.unseen = len(shift.Unended()) > 0
			then(r)
			return r
		}
	}
	open := func(r *rig) { r.do(r.cmd("f9")) }
	return map[string]func(t *testing.T) *rig{
		"70 locked": func(t *testing.T) *rig { return locked(t, lisShift()).after(time.Second).typed("070") },
		"70 locked, kept": func(t *testing.T) *rig {
			return locked(t, lisShift()).line("12.80").scan(code).after(time.Second).typed("0")
		},
		"70 locked, wrong":  func(t *testing.T) *rig { return locked(t, lisShift()).line("9999") },
		"71 nobody":         func(t *testing.T) *rig { return locked(t, till.Shift{}).after(time.Second).typed("07*07") },
		"71 signed in":      func(t *testing.T) *rig { return signedIn(t, lisShift()) },
		"72 people":         people(lisShift(), func(r *rig) { open(r); r.after(time.Second).typed("12 1") }),
		"72 people, ends":   people(withEnds(), open),
		"73 handover":       people(withEnds(), func(r *rig) { open(r); r.line("12 1212") }),
		"73 handover armed": people(withEnds(), func(r *rig) { open(r); r.line("12 1212").press("enter") }),
		"73 signed in, ends": func(t *testing.T) *rig {
			return locked(t, till.Shift{Open: withEnds().Open, Unclaimed: withEnds().Unclaimed}).line("07 0707")
		},
		"74 taken over": people(lisShift(), func(r *rig) { open(r); r.line("12 1212") }),
		"75 end shift":  func(t *testing.T) *rig { return locked(t, lisShift()).press("m", "m").after(time.Second).typed("90") },
		"76 shift slip": people(withEnds(), func(r *rig) { open(r); r.press("f6") }),
	}
}
