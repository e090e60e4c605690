package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// Describe is an attempt in one line of a width. Where that is narrow the time
// goes, then the number: half a number would be another number.
func Describe(c *Context, a flow.Attempt, width int) string {
	mark, label := Marked(c, a)
	head := text.WithSign(a.TotalFee) + " " + mark + " " + label
	digits := 6
	if c.Compact() {
		digits = 4
	}
	number := " .." + a.OutTradeNo.LastDigits(digits)
	if at := " " + a.OpenedAt.In(flow.Beijing).Format("15:04"); !a.OpenedAt.IsZero() && ansi.StringWidth(head+at+number) <= width {
		head += at
	}
	if ansi.StringWidth(head+number) > width {
		return head
	}
	return head + number
}

// Marked is the mark of an attempt and its state in words.
func Marked(c *Context, a flow.Attempt) (mark, label string) {
	_, mark, _ = Looks(c.Theme, MoneyOf(a, nil))
	if a.State != flow.Paid {
		return mark, c.Words.State(a.State, a.Method)
	}
	switch outcome := a.Outcome(); {
	case outcome == flow.OutcomeOpen && (a.Unclaimed || a.Refunds.Left(a.TotalFee) > 0):
		return c.Theme.Warn, c.Words.StateUnclaimed
	case a.Refunds.Stuck() > 0:
		return c.Theme.Warn, c.Words.StateStuck
	case outcome == flow.OutcomeOpen:
		return mark, c.Words.StateRefundOpen
	case outcome == flow.OutcomeRefunding:
		return mark, c.Words.StateRefunding
	case outcome == flow.OutcomeRefunded:
		return mark, c.Words.StateOtherwise
	case a.RefundedFee > 0 || a.Refunds.Back() > 0:
		return mark, c.Words.StatePart
	case a.AnyBack():
		return mark, c.Words.StatePartMoving
	}
	return mark, c.Words.State(a.State, a.Method)
}

// ClosesPage reports whether the reversal waits for the customer's password page, as
// long as a customer is to wait for it (money rule 4.1).
func ClosesPage(c *Context, a flow.Attempt) bool {
	return a.State == flow.Reversing && a.ReverseCode == "USERPAYING" && NoticeOf(c, a) == flow.NoticeNone
}

// Age is how long ago an attempt was opened.
func Age(c *Context, a flow.Attempt) string {
	if a.OpenedAt.IsZero() {
		return ""
	}
	return fmt.Sprintf(c.Words.Age, c.Words.Span(c.s.Now.Sub(a.OpenedAt)))
}

// Trying says what is being tried for an open attempt, and when next: that comes
// first where the rest will be cut.
func Trying(c *Context, a flow.Attempt, width int) string {
	if Contradicted(a) {
		return c.Words.OpenOtherwise
	}
	if e, stands := RefundStands(a); stands && !a.Open() {
		return fmt.Sprintf(c.Words.RefundWaiting, c.Words.Yuan(e.Amount()), c.Words.Refund(e))
	}
	var parts []string
	switch {
	case a.State == flow.Paid:
		return c.Words.StoppedPaid
	case a.State == flow.NeedsPerson && !c.s.InHand(a.OutTradeNo): // else the sentence above says it
		parts = append(parts, c.Words.TryPerson)
	case ClosesPage(c, a) && !c.s.InHand(a.OutTradeNo):
		parts = append(parts, c.Words.TryClosePage)
	case a.State == flow.Reversing:
		parts = append(parts, c.Words.TryReverse)
	case a.State == flow.Refunding:
		parts = append(parts, c.Words.TryRefund)
	default:
		parts = append(parts, c.Words.TryAsk)
	}
	if next := nextTry(c, a); next != "" {
		parts = append(parts, next)
	}
	if said := c.Words.LastSaid(a); said != "" {
		parts = append(parts, fmt.Sprintf(c.Words.LastHeard, said))
	}
	sep := " " + c.Theme.Sep + " "
	if len(parts) > 1 && ansi.StringWidth(strings.Join(parts, sep)) > width {
		parts[0], parts[1] = parts[1], parts[0]
	}
	return strings.Join(parts, sep)
}

// nextTry is when this till tries next; another process's tries are not known.
func nextTry(c *Context, a flow.Attempt) string {
	u, known := c.s.Tries[a.OutTradeNo]
	if !known && c.s.InHand(a.OutTradeNo) && c.s.Now.Sub(c.s.Sale.Ended) < 2*RefreshEvery {
		return c.Words.TryNow // it is on its way to the background
	}
	if !known {
		return c.Words.TryElsewhere
	}
	wait, is := u.Step.(flow.Wait)
	if !is {
		return c.Words.TryNow
	}
	left := wait.Until.Sub(u.Now) - c.s.Now.Sub(u.At)
	if left <= 0 {
		return c.Words.TryNow
	}
	return fmt.Sprintf(c.Words.TryIn, c.Words.Span(left+time.Second-1))
}

// Looks is how a word about money looks: its colour, its mark, and a large one.
func Looks(th *theme.Theme, money text.Money) (f theme.Fill, mark string, art []string) {
	switch money {
	case text.MoneyPaid:
		return th.Paid, th.Done, draw.ArtCheck
	case text.MoneyNotCharged:
		return th.NotCharged, th.Failed, draw.ArtCross
	}
	return th.Checking, "?", draw.ArtQuery
}

// NoticeOf returns what the age of an open reversal has come to: when no customer should wait any longer,
// and when a person has to look (money rule 4.1).
func NoticeOf(c *Context, a flow.Attempt) flow.Notice { return a.Notice(wechatNow(c, a.OutTradeNo)) }

// wechatNow is WeChat's clock, where this till drives the attempt or has it in
// hand; else ours is all that is known.
func wechatNow(c *Context, no flow.OutTradeNo) time.Time {
	if u, known := c.s.Tries[no]; known && !u.Now.IsZero() {
		return u.Now.Add(c.s.Now.Sub(u.At))
	}
	if c.s.InHand(no) && c.s.Sale.Clock {
		return c.s.Now.Add(-c.s.Sale.Skew)
	}
	return c.s.Now
}
