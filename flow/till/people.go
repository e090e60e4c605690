package till

import (
	"context"

	"facetill/flow"
)

// People is what the journal keeps of who stands at the tills. It outlives a process: a
// restart forgets neither whose shift it is nor how many PINs in a row were wrong.
type People interface {
	// Note writes an event down, behind all others; it is there when nil is returned.
	// A copy of a journal takes none (flow.ErrCopy).
	Note(ctx context.Context, e flow.PersonEvent) error
	// PersonEvents returns the events of a lane, newest first and at most limit, all
	// of them where that is 0.
	PersonEvents(ctx context.Context, lane string, limit int) ([]flow.PersonEvent, error)
}

// What a person does beside a sale. The shift of a lane lasts from its last SignedIn to
// the event that ends it.
const (
	SignedIn       flow.PersonEventKind = "signed_in"
	SignedOut      flow.PersonEventKind = "signed_out"
	HandedOver     flow.PersonEventKind = "handed_over"
	EndedByManager flow.PersonEventKind = "ended_by_manager"
	WrongPIN       flow.PersonEventKind = "pin_wrong"
	SeenOpen       flow.PersonEventKind = "seen_open" // what is open was looked at before a handover
)
