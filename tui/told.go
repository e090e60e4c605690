package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/tui/page"
)

// refundWord is the word of a refund on its way from its first frame to the durable fact
// (money rule 4b.10), by the same writes as PAID.
type refundWord struct {
	page.Shown
	entry refund.Entry
}

// is reports whether that is the word: a refund that has another one since has yet to be
// told of it.
func (w *refundWord) is(no flow.OutTradeNo, e refund.Entry) bool {
	return w.No == no && w.entry.Number == e.Number && w.entry.Outcome() == e.Outcome()
}

// tells is the refund on the page in hand that nobody was told of.
func tells(s *page.State) (no flow.OutTradeNo, e refund.Entry) {
	if p, is := s.Top().(page.Telling); is && s.OnPanel() && !s.Small() {
		return p.Tells(s.Context)
	}
	return "", refund.Entry{}
}

// drawWord notes that the word of a refund was drawn. One that left the screen before its
// second was over was not told.
func (m *model) drawWord(frame *strings.Builder) {
	no, e := tells(m.State)
	if !m.word.is(no, e) {
		m.word = refundWord{Shown: page.Shown{No: no}, entry: e}
	}
	if m.word.Waiting() {
		m.draw(&m.word.Shown, frame)
	}
}

// followWord asks for the fact when the word has stood for its second.
func (m *model) followWord() tea.Cmd {
	no, e := tells(m.State)
	if !m.word.is(no, e) {
		return nil // the next frame begins anew
	}
	behind := m.Opt.Till
	return m.follow(&m.word.Shown, func(ctx context.Context) tea.Msg {
		_, err := behind.RefundTold(ctx, no, e)
		return page.RefundToldMsg{No: no, Number: e.Number, Err: err}
	})
}

// onWordTold hears how the fact was written. Another process that has the sale in hand is
// waited for as a journal that fails is.
func (m *model) onWordTold(msg page.RefundToldMsg) tea.Cmd {
	if m.word.No != msg.No || m.word.entry.Number != msg.Number {
		return nil
	}
	if msg.Err != nil {
		m.word.Asked, m.word.Again = false, m.Now.Add(shownAgain)
		return nil
	}
	m.word.Done = true
	if m.OnPanel() {
		return m.Top().Update(m.Context, msg)
	}
	return nil
}
