package tui

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/bill"
	"facetill/tui/page/day"
)

// word is how a person's word ended: of the page that took it, about a sale or none.
type word struct {
	of  page.Page
	no  flow.OutTradeNo
	err error
}

// wordOf is the word that a message ends.
func wordOf(msg tea.Msg) (w word, is bool) {
	switch msg := msg.(type) {
	case page.RefundedMsg:
		return word{msg.Of, msg.No, msg.Err}, true
	case page.ResolvedMsg:
		return word{msg.Of, msg.No, msg.Err}, true
	case page.TenderMsg:
		return word{msg.Of, msg.No, msg.Err}, true
	case page.AdoptedMsg:
		return word{msg.Of, "", msg.Err}, true
	case page.SignedMsg:
		return word{msg.Of, "", msg.Err}, true
	case page.ClosedMsg:
		return word{msg.Of, "", msg.Err}, true
	case page.BillMsg:
		return word{msg.Of, msg.No, msg.Err}, true
	}
	return w, false
}

// hears reports whether the page in hand is told how a word ended that a page has taken.
func hears(s *page.State, of page.Page) bool {
	p, may := s.Top().(page.Hearing)
	return s.OnPanel() && (s.Top() == of || may && p.Hears(of))
}

// endedLater tells how a word ended whose page was left while it was written down: Esc, a
// lock and another cashier end a page, and no write.
func endedLater(s *page.State, msg tea.Msg, w word) tea.Cmd {
	about, says := "", s.Words.ClaimDone
	if w.no != "" {
		about = fmt.Sprintf(s.Words.OrderLine, w.no.LastDigits(6)) + ": "
	}
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case page.AdoptedMsg:
		if says = s.Words.AdoptDone; w.err == nil {
			s.Adopted()
		}
	case page.ClosedMsg:
		says = fmt.Sprintf(s.Words.CloseDone, msg.Record.Number, msg.Record.Day)
	case page.SignedMsg:
		if w.err == nil {
			says, cmd = signedLater(s, msg)
		}
	}
	if of, is := msg.(page.BillMsg); is {
		says, cmd = bill.Says(s.Context, of), billLater(s)
	} else if w.err != nil {
		says = s.Words.Failure(w.err)
	}
	s.SayLater(about+says, w.err != nil)
	return tea.Batch(cmd, s.Refresh())
}

// billLater has the page in hand read the bills anew, where it shows something of them.
func billLater(s *page.State) tea.Cmd {
	switch s.Top().(type) {
	case *bill.Rows, *day.Close:
		return s.Top().Update(s.Context, page.Entered{})
	}
	return nil
}

// signedLater takes who stands at the till now. A lock stays, and reads that anew.
func signedLater(s *page.State, msg page.SignedMsg) (says string, cmd tea.Cmd) {
	if says = fmt.Sprintf(s.Words.PeopleIn, msg.Now.Cashier); msg.Now.Cashier == "" {
		by := msg.By
		if by == till.TheManager {
			by = s.Words.EndShiftBy
		}
		says = fmt.Sprintf(s.Words.EndShiftDone, msg.Ended.Cashier, by)
	}
	switch {
	case msg.Now.Cashier == "":
		s.Staff.SignedOut()
	case !s.Locked():
		return says, s.Staff.SignedIn(msg.Now)
	}
	if s.OnPanel() {
		cmd = s.Top().Update(s.Context, page.Entered{})
	}
	return says, cmd
}

// askDue reads, once, whether a business day is over and not closed.
func askDue(s *page.State) tea.Cmd {
	behind := s.Opt.Till
	return s.Job(func(ctx context.Context) tea.Msg {
		due, err := behind.Due(ctx)
		return page.DueMsg{Due: due, Err: err}
	})
}

// sayDue names them to who opens the till. A journal that cannot be read says so anyway.
func sayDue(s *page.State, msg page.DueMsg) {
	if days := msg.Due.Missing; msg.Err == nil && len(days) > 0 {
		s.SayLater(fmt.Sprintf(s.Words.DayMissing, days[0])+more(len(days)-1)+" (F4)", false)
	}
}

// more is how many others there are, "" where there are none.
func more(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" +%d", n)
}
