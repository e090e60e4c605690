package till

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"facetill/flow"
)

// body is what the kinds have beside a name.
type body struct {
	// After is the number of the last event that changed who is signed in, as it was
	// read when this one was written. One that names another than the last came too
	// late, and changes nothing.
	After int `json:",omitzero"`
	// Try marks a PIN that was given, among those of the same moment.
	Try string `json:",omitzero"`
	// To is who takes a shift over, From whose shift a manager ended.
	To   string `json:",omitzero"`
	From string `json:",omitzero"`
	// What was handed over, or ended: since when, the sums and what had no end.
	Since     time.Time         `json:",omitzero"`
	Sums      []Sum             `json:",omitempty"`
	Open      []flow.OutTradeNo `json:",omitempty"`
	Uncounted []flow.OutTradeNo `json:",omitempty"` // not in the sums, and may yet be paid
	Last      []flow.OutTradeNo `json:",omitzero"`  // of right before, seen for the sums; nil: not known
}

// standing is how it stands with the people of a lane: what its events add up to.
type standing struct {
	who   string // "" where nobody is signed in
	since time.Time
	place int                // of the event that made it so
	made  []flow.PersonEvent // all that changed who is signed in, as far back as was read

	before          string    // whose shift ended last; "" where that is not known
	late            time.Time // from then on its sums may lack a sale
	ended           time.Time
	uncounted, last []flow.OutTradeNo // of that
}

// pressed is how long behind the end of a shift a sale may be opened that was begun in it,
// and how long the end may take behind its sums.
const pressed = time.Minute

// sells reports whether a sale was opened in this shift, or by whom it came after: by a
// press that was quicker than the change, or beside it, behind the sums.
func (s standing) sells(a flow.Attempt) bool {
	late := s.before != "" && a.Cashier == s.before && !a.OpenedAt.Before(s.late) && a.OpenedAt.Before(s.ended.Add(pressed))
	return late && !slices.Contains(s.last, a.OutTradeNo) || a.Cashier == s.who && !a.OpenedAt.Before(s.since)
}

// How much of the past is read at first to know how it stands: before each sale as little
// as tells who is signed in.
const (
	mostEvents = 500
	fewEvents  = 50
)

// standing reads how it stands with the people of a lane.
func (f *Staff) standing(ctx context.Context, lane string) (standing, error) {
	return f.standingOf(ctx, lane, mostEvents)
}

func (f *Staff) standingOf(ctx context.Context, lane string, most int) (s standing, err error) {
	if f.ports.People == nil {
		return s, nil
	}
	return s, f.past(ctx, lane, most, func(events []flow.PersonEvent, bodies []body, whole bool) (known bool) {
		s, known = addUp(events, bodies, whole)
		return known && (most == fewEvents || !s.ended.IsZero())
	})
}

// past hands over the newest events of a lane, "" is all lanes, oldest first: most of them,
// and ten times as many where it does not know enough by these, until it has the whole.
func (f *Staff) past(ctx context.Context, lane string, most int, knows func(events []flow.PersonEvent, bodies []body, whole bool) bool) error {
	for ; ; most *= 10 {
		events, err := f.ports.People.PersonEvents(ctx, lane, most)
		if err != nil {
			return err
		}
		slices.Reverse(events)
		bodies := make([]body, len(events))
		for i, e := range events {
			if err := json.Unmarshal([]byte(e.Body), &bodies[i]); e.Body != "" && err != nil {
				return fmt.Errorf("number %d of what people did cannot be read: %w", e.N, err)
			}
		}
		if whole := len(events) < most; knows(events, bodies, whole) || whole {
			return nil
		}
	}
}

// addUp returns what events come to, oldest first. Where their beginning is missing it
// begins at the first one that another names: whoever wrote that one had read it as the
// last that changed anything. false where there is none such.
func addUp(events []flow.PersonEvent, bodies []body, whole bool) (s standing, known bool) {
	named := map[int]bool{}
	for _, b := range bodies {
		named[b.After] = true
	}
	known = whole
	for i, e := range events {
		b := bodies[i]
		tooLate := known && b.After != s.place || !known && !named[e.N]
		if !changes(e.Kind) || tooLate {
			continue
		}
		known = true
		if s.place, s.made = e.N, append(s.made, e); e.Kind != SignedIn {
			s.before, s.ended, s.late, s.uncounted, s.last = s.who, e.At, e.At, b.Uncounted, b.Last
			if early := e.At.Add(-pressed); b.Last != nil {
				s.late = slices.MaxFunc([]time.Time{s.since, early}, time.Time.Compare)
			}
		}
		s.who, s.since = "", time.Time{}
		switch e.Kind {
		case SignedIn:
			s.who, s.since = e.Who, e.At
		case HandedOver:
			s.who, s.since = b.To, e.At
		}
	}
	return s, known
}

// changes reports whether events of a kind change who is signed in.
func changes(k flow.PersonEventKind) bool {
	return k == SignedIn || k == SignedOut || k == HandedOver || k == EndedByManager
}

// note writes an event of a lane down.
func (f *Staff) note(ctx context.Context, lane string, kind flow.PersonEventKind, who string, b body) (flow.PersonEvent, error) {
	e := flow.PersonEvent{At: f.lists.clock.Now().Wall.Truncate(time.Millisecond), Lane: lane, Kind: kind, Who: who}
	text, err := json.Marshal(b)
	if err == nil {
		e.Body = string(text)
		err = f.ports.People.Note(ctx, e)
	}
	return e, err
}

// change writes down what changes who is signed in, where s is still how it stands. Of
// two processes that do so at once the journal's sequence decides: to the second one it
// returns an *OvertakenError.
func (f *Staff) change(ctx context.Context, lane string, s standing, kind flow.PersonEventKind, who string, b body) error {
	b.After = s.place
	e, err := f.note(ctx, lane, kind, who, b)
	if err != nil {
		return err
	}
	now, err := f.standing(ctx, lane)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(now.made, func(m flow.PersonEvent) bool {
		return m.At.Equal(e.At) && m.Kind == e.Kind && m.Who == e.Who && m.Body == e.Body
	}) {
		return &OvertakenError{now.who}
	}
	return nil
}

// OvertakenError is a change of shift that another process was quicker than.
type OvertakenError struct{ Cashier string } // who is signed in now; "" is nobody

func (e *OvertakenError) Error() string {
	if e.Cashier == "" {
		return "the shift was ended at the same moment; nothing was done"
	}
	return fmt.Sprintf("%q signed in at the same moment; nothing was done", e.Cashier)
}
