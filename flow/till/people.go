package till

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"facetill/flow"
)

// People is what the journal keeps of who stands at the tills. It outlives a process: a
// restart forgets neither whose shift it is nor how many PINs in a row were wrong.
type People interface {
	// Note writes an event down, behind all others; it is there when nil is returned.
	// A copy of a journal takes none (flow.ErrCopy).
	Note(ctx context.Context, e flow.PersonEvent) error
	// PersonEvents returns the events of a lane, "" is all lanes, newest first and at
	// most limit, all of them where that is 0.
	PersonEvents(ctx context.Context, lane string, limit int) ([]flow.PersonEvent, error)
}

// What a person does beside a sale. The shift of a lane lasts from its last SignedIn, or
// HandedOver to its cashier, to the event that ends it.
const (
	SignedIn       flow.PersonEventKind = "signed_in"
	SignedOut      flow.PersonEventKind = "signed_out"
	HandedOver     flow.PersonEventKind = "handed_over"
	EndedByManager flow.PersonEventKind = "ended_by_manager"
	WrongPIN       flow.PersonEventKind = "pin_wrong" // from before it is looked at
	RightPIN       flow.PersonEventKind = "pin_right" // behind that: the row of wrong ones ends
	SeenOpen       flow.PersonEventKind = "seen_open" // what is open was shown to who takes the till over
)

// Cashier is a person who may sign in. Names are unique: sales keep the name alone.
type Cashier struct {
	Name, Number string
	Manager      bool                  // approves what needs an approver
	Check        func(pin string) bool // takes some 40 ms on purpose
}

// Staff is who stands at a till: who may sign in, who is, and whose PIN approves what.
type Staff struct {
	lists *Lists
	ports Ports
}

// NoCashierError is a number that nobody has, or a name.
type NoCashierError struct{ Number, Name string }

func (e *NoCashierError) Error() string {
	if e.Name != "" {
		return fmt.Sprintf("no cashier has the name or the number %q", e.Name)
	}
	return fmt.Sprintf("no cashier has number %q", e.Number)
}

func (f *Staff) cashier(is func(Cashier) bool) (Cashier, bool) {
	i := slices.IndexFunc(f.ports.Cashiers, is)
	if i < 0 {
		return Cashier{}, false
	}
	return f.ports.Cashiers[i], true
}

// cashierOf returns the cashier of a name, a zero one where the configuration has none.
func (f *Staff) cashierOf(name string) Cashier {
	c, _ := f.cashier(func(c Cashier) bool { return c.Name == name })
	return c
}

// Seller returns whose sales those are that name nobody: of who is signed in, else of
// the one whom the till was given.
func (f *Staff) Seller(ctx context.Context) (string, error) {
	return f.Who(ctx, "")
}

// Who returns who is meant by a name, or by a cashier's number: whatever a person does is
// kept under a name that the configuration knows, where it has cashiers, and under no
// other one than that of who is signed in. "" means the [Staff.Seller]. It returns a
// *NoCashierError or an *AbsentError.
func (f *Staff) Who(ctx context.Context, name string) (string, error) {
	if len(f.ports.Cashiers) == 0 {
		return cmp.Or(name, f.ports.Cashier), nil
	}
	s, err := f.standingOf(ctx, f.lists.id.Lane, fewEvents)
	if err != nil || name == "" {
		return cmp.Or(s.who, f.ports.Cashier), err
	}
	if c, is := f.cashier(func(c Cashier) bool { return c.Name == name || c.Number == name }); is {
		name = c.Name
	} else if name != f.ports.Cashier {
		return "", &NoCashierError{Name: name}
	}
	if s.who != "" && s.who != name {
		return "", &AbsentError{name, s.who}
	}
	return name, nil
}

// AbsentError is a name under which nothing is done now: another one is signed in.
type AbsentError struct{ Name, SignedIn string }

func (e *AbsentError) Error() string {
	return fmt.Sprintf("%q is not signed in here: %q is", e.Name, e.SignedIn)
}

// sellerOf puts the seller into the request of a sale that names nobody.
func (f *Staff) sellerOf(ctx context.Context, q *flow.SaleRequest) (err error) {
	if q.Cashier == "" {
		q.Cashier, err = f.Seller(ctx)
	}
	return err
}
