package page

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
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
	// ShownMsg is whether it was written down that PAID was shown.
	ShownMsg struct {
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
	// AttemptMsg is an attempt as it is now.
	AttemptMsg struct {
		No      flow.OutTradeNo
		Attempt flow.Attempt
		Err     error
	}
	// FoundMsg has what a scanned number may mean.
	FoundMsg struct {
		Text string
		List []flow.Attempt
		Err  error
	}
	// RefundedMsg is whether a word about a refund was written down, and its number.
	RefundedMsg struct {
		Of      Page
		Attempt flow.Attempt
		Number  string
		Err     error
	}
	// RefundToldMsg is whether it was written down that the word of a refund was shown.
	RefundToldMsg struct {
		No     flow.OutTradeNo
		Number string
		Err    error
	}
	// TenderMsg is whether it was written down how else a customer paid.
	TenderMsg struct {
		No      flow.OutTradeNo
		Attempt flow.Attempt
		Err     error
	}
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

// Plainly takes from a message what no page may show (money rule 6.5). The flow
// has filtered what it wrote down, and a journal may be older than that: here is
// the one way in from both.
func Plainly(msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case UpdateMsg:
		msg.Update = plainUpdate(msg.Update)
		return msg
	case OverMsg:
		msg.Attempt = msg.Attempt.Plain()
		return msg
	case ListsMsg:
		msg.Pending, msg.Recent, msg.Camera = plainList(msg.Pending), plainList(msg.Recent), flow.PlainCode(msg.Camera)
		tries := make(map[flow.OutTradeNo]flow.Update, len(msg.Tries))
		for no, u := range msg.Tries {
			tries[no] = plainUpdate(u)
		}
		msg.Tries = tries
		return msg
	case AttemptMsg:
		msg.Attempt = msg.Attempt.Plain()
		return msg
	case TenderMsg:
		msg.Attempt = msg.Attempt.Plain()
		return msg
	case RefundedMsg:
		msg.Attempt = msg.Attempt.Plain()
		return msg
	case FoundMsg:
		msg.List = plainList(msg.List)
		return msg
	case HistoryMsg:
		msg.List = plainList(msg.List)
		return msg
	case TimelineMsg:
		events := make([]flow.Event, len(msg.Events))
		for i, e := range msg.Events {
			e.Fact = flow.PlainFact(e.Fact)
			events[i] = e
		}
		msg.Events = events
		return msg
	case MemberMsg:
		msg.Member.Nickname = outside.Plain(msg.Member.Nickname)
		return msg
	}
	return msg
}

func plainUpdate(u flow.Update) flow.Update {
	u.Attempt = u.Attempt.Plain()
	if u.Fact != nil {
		u.Fact = flow.PlainFact(u.Fact)
	}
	return u
}

// plainList returns a list of its own: the till's is not changed.
func plainList(all []flow.Attempt) []flow.Attempt {
	list := make([]flow.Attempt, len(all))
	for i, a := range all {
		list[i] = a.Plain()
	}
	return list
}
