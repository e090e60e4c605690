package page

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow/field"
	"facetill/flow/till"
)

// Cashier is a person who may sign in, as far as a screen may know.
type Cashier struct{ Name, Number string }

// Staff is who stands at the till, as this screen knows it.
type Staff struct {
	// Doors lie over all other pages while nobody has given a PIN, the last one in hand:
	// the lock first.
	Doors []Page
	s     *State
	known bool      // somebody has given a PIN here
	at    time.Time // when that was
	pin   bool      // a manager's PIN is set, whoever is signed in
}

// Staff is who stands at the till.
func (c *Context) Staff() *Staff { return &c.s.Staff }

// SignsIn reports whether people sign in at this till. Nobody can at a copy of a journal,
// which takes no word down (money rule 5.9).
func (f *Staff) SignsIn() bool { return len(f.s.Opt.Cashiers) > 0 && f.s.Opt.Copy == nil }

// Known reports whether somebody has signed in at this screen.
func (f *Staff) Known() bool { return f.known }

// Locked reports whether a PIN is asked for before anything else.
func (f *Staff) Locked() bool { return len(f.Doors) > 0 }

// HasPIN reports whether a manager's PIN is set. Options.ManagerPIN is whether it is
// asked for: it is not of a manager who is signed in.
func (f *Staff) HasPIN() bool { return f.pin }

// Lock lays a page over all others.
func (f *Staff) Lock(p Page) {
	f.Doors, f.s.Resting = []Page{p}, false
	f.s.Guard.Disarm()
}

// SignedIn takes who has just given a PIN. What another one has left open is closed; an
// amount that stands is the customer's, and stays. What the same one finds again is read
// anew.
func (f *Staff) SignedIn(now till.Shift) tea.Cmd {
	o, who := &f.s.Opt, field.Plain(now.Cashier)
	if !f.Locked() || f.known && o.Cashier != who { // without a lock a panel has asked
		f.ClosePanels()
	}
	o.Cashier, o.ManagerPIN = who, f.pin && !now.Manager
	f.Doors, f.known, f.at = nil, true, f.s.Now
	f.s.Guard.Disarm()
	if !f.s.OnPanel() {
		return nil
	}
	return f.s.Top().Update(f.s.Context, Entered{})
}

// SignedOut takes that the shift has ended, and nobody has another one.
func (f *Staff) SignedOut() {
	f.ClosePanels()
	f.s.Opt.Cashier, f.s.Opt.ManagerPIN, f.known, f.at = "", f.pin, false, f.s.Now
}

// ChangedElsewhere reports whether the till now sells for another one than the screen
// has: by a reading that began after the last PIN here.
func (f *Staff) ChangedElsewhere(seller string) bool {
	return f.known && f.s.Refreshed.After(f.at) && seller != f.s.Opt.Cashier
}

// By is who does something without being asked for a name: "" where people sign in, the
// till knows who it is then; else whom it was opened for.
func (f *Staff) By() string {
	if f.SignsIn() {
		return ""
	}
	return f.s.Opt.Cashier
}

// ClosePanels leaves what lies over the page of the sale.
func (f *Staff) ClosePanels() {
	for _, p := range f.s.Panels {
		if closing, is := p.(Closing); is {
			closing.Closes()
		}
	}
	f.s.Panels = nil
}
