package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/tui/draw"
	"facetill/tui/input"
)

// codeEntry waits for a payment code: from the scanner, or typed by hand where
// the scanner is slow or broken. The digits are counted on the screen, not shown.
type codeEntry struct {
	fee      flow.Fen
	why      string // why not by face
	noCamera bool   // it is, or was, for want of a camera
	typed    []rune
}

// maxCode is longer than any wallet's code.
const maxCode = 24

// add takes a character. One that is no digit counts, too: what was typed is then
// no code.
func (c *codeEntry) add(r rune) (took bool) {
	if len(c.typed) >= maxCode {
		return false
	}
	c.typed = append(c.typed, r)
	return true
}

func (c *codeEntry) back() {
	if n := len(c.typed); n > 0 {
		c.typed = c.typed[:n-1]
	}
}

func (m *model) codeKeys() []binding {
	keys := []binding{{Cap: m.w.StepCode, Label: m.w.DoCode, Next: true}}
	switch {
	case m.faceAgain():
		keys[0].Label, keys[0].Next = m.w.DoScan, false
		keys = append([]binding{{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoFace, Next: true, Do: func() tea.Cmd { return m.beginFace(m.code.fee) }}}, keys...)
	case len(m.code.typed) > 0:
		keys = []binding{{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoSendCode, Next: true, Do: m.sendTyped}}
	}
	return append(keys, binding{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoBack, Do: m.fromCode})
}

func (m *model) fromCode() tea.Cmd {
	m.toAmount(m.code.fee)
	return nil
}

func (m *model) sendTyped() tea.Cmd {
	text := string(m.code.typed)
	clear(m.code.typed)
	m.code.typed = nil
	kind := input.KindOf(text)
	if why := m.unlike(kind); why != "" {
		m.warn(why)
		return nil
	}
	return m.beginCode(m.code.fee, input.Payload(text))
}

func (m *model) beginCode(fee flow.Fen, text string) tea.Cmd {
	return m.begin(flow.SaleRequest{TotalFee: fee, Method: flow.MethodCode, AuthCode: secret.New(text)})
}

func (m *model) codeBody() (b draw.Block) {
	b = m.Block()
	b.Spare(func() { b.Center(m.Theme.Muted.Render(m.w.CodeTitle)) })
	b.Blank()
	b.Big(amountOf(m.code.fee), m.Paint(m.Theme.Digits))
	b.Blank()
	if why := m.codeWhy(); why != "" {
		m.sayOr(&b, why, m.Theme.Care)
	} else {
		m.sayOr(&b, m.w.CodeHint, m.Theme.Strong)
	}
	b.Spare(func() { b.Wrap(m.w.CodeHintCustomer, m.Theme.Muted) })
	b.Blank()
	if n := len(m.code.typed); n > 0 {
		b.Center(m.Theme.Accent.Render(strings.Repeat("*", n) + " " + fmt.Sprintf(m.w.CodeDigits, n)))
	}
	return b
}
