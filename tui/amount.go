package tui

import (
	"cmp"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// fee is the amount that is typed, or what is wrong with it.
func (m *model) fee() (flow.Fen, input.Fault) {
	fen, fault := m.amount.Fen()
	return flow.Fen(fen), fault
}

// faultText says what is wrong with an amount, and what to do.
func (m *model) faultText(f input.Fault) string {
	switch f.Kind {
	case input.FaultChar:
		if f.Char == ' ' {
			return m.w.AmountBlank
		}
		return fmt.Sprintf(m.w.AmountChar, string(f.Char))
	case input.FaultDecimals:
		return m.w.AmountDecimals
	case input.FaultLarge:
		return m.w.AmountTooLarge
	case input.FaultNumber:
		return m.w.AmountNumber
	}
	return m.w.AmountZero
}

// byFace says whether a face may pay this.
func (m *model) byFace(fee flow.Fen) bool {
	return m.opt.FaceEnabled && !m.overLimit(fee) && !m.cameraGone()
}

func (m *model) overLimit(fee flow.Fen) bool {
	return m.opt.FaceEnabled && m.opt.FaceLimit > 0 && fee > m.opt.FaceLimit
}

func (m *model) amountKeys() []binding {
	quit := binding{Name: "ctrl+c", Cap: m.w.KeyQuit, Label: m.w.DoQuit}
	claims := binding{Name: "u", Cap: "u", Label: m.w.DoClaims, Brief: m.w.BriefClaims, Do: m.openClaims}
	scan := func(b binding) []binding { // a keypad has no s
		return []binding{b, {Name: "s", Cap: "s", Label: m.w.DoCode, Do: m.toCode}, {Name: "*", Quiet: true, Do: m.toCode}}
	}
	keys := []binding{{Cap: "0-9", Label: m.w.StepAmount, Next: true}}
	if m.amount.Text != "" {
		keys = scan(binding{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoFace, Brief: m.w.BriefFace, Next: true, Do: m.charge})
		switch fee, fault := m.fee(); {
		case fault.Kind != input.FaultNone && fault.Kind != input.FaultEmpty:
			keys = []binding{{Cap: m.w.KeyBackspace, Label: m.w.DoErase, Next: true}, {Name: "enter", Quiet: true, Do: m.charge}}
		case fault.Kind == input.FaultEmpty || !m.byFace(fee):
			keys = []binding{{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoCode, Next: true, Do: m.charge}}
		}
		keys = append(keys, binding{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoClear, Do: m.clear})
	} else if m.memberStands() { // who has gone
		keys = append(keys, binding{Name: "esc", Cap: m.w.KeyEsc, Label: m.w.DoClear, Do: m.forgetMember})
	}
	if m.unclaimedCount() > 0 {
		keys = append(keys, claims)
	}
	return append(append(keys, m.deskKeys()...), quit)
}

func (m *model) clear() tea.Cmd {
	m.amount = input.Amount{}
	return nil
}

// charge begins with the face, or goes on to the scanner and says why.
func (m *model) charge() tea.Cmd {
	fee, fault := m.fee()
	switch {
	case fault.Kind != input.FaultNone:
		m.warn(m.faultText(fault))
		return nil
	case !m.byFace(fee):
		return m.toCode()
	}
	return m.beginFace(fee)
}

func (m *model) beginFace(fee flow.Fen) tea.Cmd {
	return m.begin(flow.SaleRequest{TotalFee: fee, Method: flow.MethodFace, OpenID: m.memberPays()})
}

// toCode waits for a payment code for the amount.
func (m *model) toCode() tea.Cmd {
	fee, fault := m.fee()
	if fault.Kind != input.FaultNone {
		m.warn(m.faultText(fault))
		return nil
	}
	m.code = m.codeFor(fee)
	return nil
}

// codeFor waits for the code, and says why a face does not pay this.
func (m *model) codeFor(fee flow.Fen) *codeEntry {
	c := &codeEntry{fee: fee}
	switch {
	case m.overLimit(fee):
		c.why = fmt.Sprintf(m.w.OverFaceLimit, m.w.Yuan(m.opt.FaceLimit))
	case m.opt.FaceEnabled:
		c.noCamera = m.cameraGone()
	}
	return c
}

func (m *model) amountBody() (b draw.Block) {
	b = m.Block()
	fee, fault := m.fee()
	shown, style := m.amountShown(), m.Theme.Digits
	if m.amount.Text == "" || m.amount.Kept {
		style = m.Theme.DigitsDim
	}
	b.Spare(func() { b.Center(m.Theme.Muted.Render(m.w.Amount)) })
	if sum := m.amount.Sum(); sum != "" && fault.Kind == input.FaultNone {
		b.Center(m.Theme.Accent.Render(sum))
	}
	b.Blank()
	if fault.Kind == input.FaultNone || fault.Kind == input.FaultEmpty {
		b.Big(number(shown), m.Paint(style))
	} else {
		b.Wrap(text.Large(shown), m.Theme.Bad)
	}
	b.Blank()
	hint := m.w.AmountHint
	if !m.opt.FaceEnabled || m.cameraGone() {
		hint = m.w.AmountHintNoFace
	} else if fault.Kind == input.FaultNone && m.overLimit(fee) {
		hint = fmt.Sprintf(m.w.OverFaceLimit, m.w.Yuan(m.opt.FaceLimit))
	}
	notes := m.amountNotes()
	if alert, _ := m.alert(); m.Compact() && alert == "" && len(notes) > 0 {
		b.Spare(func() { b.Wrap(hint, m.Theme.Text) })
	} else {
		m.sayOr(&b, hint, m.Theme.Text)
	}
	if m.opt.FaceEnabled && m.opt.FaceLimit > 0 && !m.Compact() && !m.cameraGone() {
		b.Wrap(fmt.Sprintf(m.w.FaceLimit, m.w.Yuan(m.opt.FaceLimit)), m.Theme.Muted)
	}
	b.Blank()
	for _, n := range notes {
		b.Wrap(n.text, n.style)
	}
	return b
}

// amountShown is what stands in large digits: what is typed, or the total of a
// sum. What is no amount stands as it was typed, a blank in it to be seen.
func (m *model) amountShown() string {
	fee, fault := m.fee()
	switch {
	case m.amount.Text == "":
		return "0.00"
	case fault.Kind != input.FaultNone && fault.Kind != input.FaultEmpty:
		return strings.ReplaceAll(m.amount.Text, " ", cmp.Or(m.Theme.Blank, "_"))
	case m.amount.Sum() == "":
		return m.amount.Text
	}
	return fee.String()
}

// note is something to know before the next sale.
type note struct {
	text  string
	style theme.Style
}

// amountNotes: who stands there, what does not work, and what is not settled.
func (m *model) amountNotes() (notes []note) {
	add := func(text string, style theme.Style) { notes = append(notes, note{text, style}) }
	if m.memberStands() {
		add(fmt.Sprintf(m.w.MemberIs, outside.Quoted(m.member.Nickname)), m.Theme.Good)
	}
	if m.camera != "" {
		add(m.Theme.Warn+" "+m.w.Camera(m.camera), m.Theme.Care)
	}
	if m.lesson != LessonPays {
		add(fmt.Sprintf(m.w.TrainingNext, m.lessonText(m.lesson)), m.Theme.Accent)
	}
	if n := m.unclaimedCount(); n > 0 {
		add(m.Theme.Warn+" "+fmt.Sprintf(m.w.FoundUnclaimed, n), m.Theme.Care)
	}
	if n := m.openCount(); n > 0 {
		add(m.Theme.Warn+" "+m.openNote(n), m.Theme.Care)
	}
	return notes
}

// number is a number of yuan in large digits.
func number(yuan string) draw.Number { return draw.Number{Digits: yuan, Line: text.Large(yuan)} }

// amountOf is an amount in large digits.
func amountOf(fee flow.Fen) draw.Number { return number(fee.String()) }
