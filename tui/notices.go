package tui

import (
	"fmt"
	"time"

	"facetill/flow"
)

// noticeOf returns what the age of an open reversal has come to: when no customer should wait any longer,
// and when a person has to look (money rule 4.1).
func (m *model) noticeOf(a flow.Attempt) flow.Notice { return a.Notice(m.wechatNow(a.OutTradeNo)) }

// wechatNow is WeChat's clock, where this till drives the attempt or has it in
// hand; else ours is all that is known.
func (m *model) wechatNow(no flow.OutTradeNo) time.Time {
	if u, known := m.tries[no]; known && !u.Now.IsZero() {
		return u.Now.Add(m.now.Sub(u.At))
	}
	if m.inHand(no) && m.sale.clock {
		return m.now.Add(-m.sale.skew)
	}
	return m.now
}

// noticeText is the sentence of a notice, "" where there is none.
func (m *model) noticeText(n flow.Notice) string {
	switch n {
	case flow.NoticeSlow:
		return m.w.SlowSay
	case flow.NoticeLate:
		return m.w.LateSay
	}
	return ""
}

// openNote says on the amount page that n sales are not settled, and more of those
// that take too long.
func (m *model) openNote(n int) string {
	slow, late := 0, 0
	for _, a := range m.openAttempts() {
		switch m.noticeOf(a) {
		case flow.NoticeSlow:
			slow++
		case flow.NoticeLate:
			late++
		}
	}
	switch {
	case late > 0:
		return m.lateNote(late)
	case slow > 0:
		return m.slowNote(slow)
	}
	return fmt.Sprintf(m.w.FoundOpen, n)
}

func (m *model) slowNote(n int) string { return fmt.Sprintf(m.w.SlowCount, n) }
func (m *model) lateNote(n int) string { return fmt.Sprintf(m.w.LateCount, n) }
