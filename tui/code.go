package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/secret"
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
	keys := []binding{{cap: m.w.StepCode, label: m.w.DoCode, next: true}}
	switch {
	case m.faceAgain():
		keys[0].label, keys[0].next = m.w.DoScan, false
		keys = append([]binding{{key: "enter", cap: m.w.KeyEnter, label: m.w.DoFace, next: true, do: func() tea.Cmd { return m.beginFace(m.code.fee) }}}, keys...)
	case len(m.code.typed) > 0:
		keys = []binding{{key: "enter", cap: m.w.KeyEnter, label: m.w.DoSendCode, next: true, do: m.sendTyped}}
	}
	return append(keys, binding{key: "esc", cap: m.w.KeyEsc, label: m.w.DoBack, do: m.fromCode})
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
	return m.begin(flow.SaleRequest{Fee: fee, Method: flow.MethodCode, AuthCode: secret.New(text)})
}

func (m *model) codeBody(width int) (b block) {
	b.spare(func() { b.center(width, m.th.Muted.Render(m.w.CodeTitle)) })
	b.blank()
	m.bigAmount(&b, width, m.code.fee.String(), m.paint(m.th.Digits))
	b.blank()
	if why := m.codeWhy(); why != "" {
		m.sayOr(&b, width, why, m.th.Care)
	} else {
		m.sayOr(&b, width, m.w.CodeHint, m.th.Strong)
	}
	b.spare(func() { b.wrap(width, m.w.CodeHintCustomer, m.th.Muted) })
	b.blank()
	if n := len(m.code.typed); n > 0 {
		b.center(width, m.th.Accent.Render(strings.Repeat("*", n)+" "+fmt.Sprintf(m.w.CodeDigits, n)))
	}
	return b
}
