package page

import (
	"time"

	"facetill/flow"
	"facetill/flow/till"
)

// The messages. ID is the sale a message belongs to, of the sale in hand or of one
// that was: a message of another sale never changes the page.
type (
	// BegunMsg is how the admission of a sale ended.
	BegunMsg struct {
		ID   int
		Sale till.Sale
		Err  error
	}
	// OverMsg: the cashier is free.
	OverMsg struct {
		ID      int
		Attempt flow.Attempt
		Err     error
	}
	// UpdateMsg is news of a sale that this process drives.
	UpdateMsg struct {
		ID     int
		Box    *Mailbox
		Update flow.Update
	}
	// ListsMsg is what is open, and the last sales.
	ListsMsg struct {
		Pending, Recent []flow.Attempt
		Tries           map[flow.OutTradeNo]flow.Update
		Camera          string
		Err             error
	}
	// ToldMsg is whether it was written down that PAID was shown.
	ToldMsg struct {
		No  flow.OutTradeNo
		Err error
	}
	// ClaimedMsg is whether a word about an unclaimed charge was written down.
	ClaimedMsg struct {
		No  flow.OutTradeNo
		Err error
	}
	// ResolvedMsg is whether a person's word was written down.
	ResolvedMsg struct{ Err error }
	// AdoptedMsg is how an adoption ended.
	AdoptedMsg struct{ Err error }
	// PINMsg is about the PIN that was typed for a day.
	PINMsg struct {
		Day time.Time
		Err error
	}
	// HistoryMsg has the attempts of a day.
	HistoryMsg struct {
		Day  time.Time
		List []flow.Attempt
		Err  error
	}
	// DayMsg has the sums of a day.
	DayMsg struct {
		Day  time.Time
		Sums till.Day
		Err  error
	}
	// TimelineMsg has the facts of an attempt.
	TimelineMsg struct {
		No     flow.OutTradeNo
		Events []flow.Event
		Err    error
	}
	// MemberMsg is whom the camera recognised for a page.
	MemberMsg struct {
		Of     Page
		Member till.Member
		Err    error
	}
	// TickMsg lets time pass on the screen.
	TickMsg struct{ Gen int }
)
