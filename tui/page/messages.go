package page

import (
	"errors"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/day"
	outside "facetill/flow/field"
	"facetill/flow/reconcile/desk"
	"facetill/flow/secret"
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
		Seller          string // whose sales those are that name nobody
		Err             error
	}
	// ShownMsg is whether it was written down that PAID was shown.
	ShownMsg struct {
		No  flow.OutTradeNo
		Err error
	}
	// ClaimedMsg is whether a word about an unclaimed charge was written down, and the
	// number of the refund that gives it back, where it is one.
	ClaimedMsg struct {
		No      flow.OutTradeNo
		Attempt flow.Attempt
		Number  string
		Err     error
	}
	// ResolvedMsg is whether a person's word was written down, as ClaimedMsg has it.
	ResolvedMsg struct {
		Of      Page
		No      flow.OutTradeNo
		Attempt flow.Attempt
		Number  string
		Err     error
	}
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
		No      flow.OutTradeNo // of the sale
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
		Of      Page
		No      flow.OutTradeNo
		Attempt flow.Attempt
		Err     error
	}
	// ShiftMsg is how it stands with the shift of this till.
	ShiftMsg struct {
		Of    Page
		Shift till.Shift
		Err   error
	}
	// SignedMsg is what came of a number and a PIN.
	SignedMsg struct {
		Of    Page
		Now   till.Shift // whose shift it is
		Ended till.Shift // the one that ended with it; its Cashier is "" where none did
		By    string     // the manager who ended it
		// Of who comes, while somebody has to look at what has no end.
		Number string
		PIN    secret.Secret
		Err    error
	}
	// AdoptedMsg is how an adoption ended.
	AdoptedMsg struct {
		Of  Page
		Err error
	}
	// ClosedMsg is whether a business day was closed.
	ClosedMsg struct {
		Of     Page
		Record day.Record
		Err    error
	}
	// DueMsg has the business days that are over and not closed.
	DueMsg struct {
		Due day.Due
		Err error
	}
	// HistoryMsg has the attempts of a day.
	HistoryMsg struct {
		Day  time.Time
		List []flow.Attempt
		Err  error
	}
	// DayMsg has the sums of a day, its record where it is closed, and what is due.
	DayMsg struct {
		Day    time.Time
		Sums   till.Day
		Record day.Record
		Due    day.Due
		Err    error
	}
	// BillsMsg has what came of WeChat's bills of late.
	BillsMsg struct {
		Of      Page
		Turn    int
		Reports []desk.Report
		Err     error
	}
	// BillMsg is what became of a word about a finding of a bill, or of asking WeChat about
	// it, where Word is "".
	BillMsg struct {
		Of   Page
		No   flow.OutTradeNo // of the finding; "" where it has none
		Word string          // desk.Accepted or desk.Imported
		Item desk.Item
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
		msg.Pending, msg.Recent, msg.Camera = plainList(msg.Pending), plainList(msg.Recent), outside.PlainCode(msg.Camera)
		msg.Seller = outside.Plain(msg.Seller)
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
	case ShiftMsg:
		msg.Shift = plainShift(msg.Shift)
		return msg
	case SignedMsg:
		msg.Now, msg.Ended, msg.By = plainShift(msg.Now), plainShift(msg.Ended), outside.Plain(msg.By)
		if unseen, is := errors.AsType[*till.UnseenError](msg.Err); is {
			msg.Err = &till.UnseenError{Shift: plainShift(unseen.Shift)}
		}
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
	case BillsMsg:
		msg.Reports = plainReports(msg.Reports)
		return msg
	case BillMsg:
		outside.PlainTexts(&msg.Item)
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

// plainShift returns a shift of its own.
func plainShift(s till.Shift) till.Shift {
	s.Cashier, s.Open, s.Unclaimed = outside.Plain(s.Cashier), plainList(s.Open), plainList(s.Unclaimed)
	s.Stuck, s.Closed, s.OnTheirWay = slices.Clone(s.Stuck), slices.Clone(s.Closed), slices.Clone(s.OnTheirWay)
	for _, list := range [][]till.SaleRefund{s.Stuck, s.Closed, s.OnTheirWay} {
		for i := range list {
			list[i].Sale = list[i].Sale.Plain()
			if e, is := list[i].Sale.Refunds.Find(list[i].Number); is {
				list[i].Entry = e
			}
		}
	}
	return s
}

// plainList returns a list of its own: the till's is not changed.
func plainList(all []flow.Attempt) []flow.Attempt {
	list := make([]flow.Attempt, len(all))
	for i, a := range all {
		list[i] = a.Plain()
	}
	return list
}
