package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
)

// typeAmount takes a character on the amount page. A burst that is too long for
// an amount is a scan: the amount then stands as it was before it.
func (m *model) typeAmount(r rune, begins bool) tea.Cmd {
	if m.scanner.burst() {
		m.amount.restore()
		return nil
	}
	if !ofAmount(r) || m.guard.swallow(string(r), m.now, true) {
		return nil
	}
	if !m.amount.add(r) && begins {
		m.warn(m.w.AmountTooLarge)
	}
	return nil
}

// byFace says whether a face may pay this.
func (m *model) byFace(fee flow.Fen) bool {
	return m.opt.FaceEnabled && (m.opt.FaceLimit == 0 || fee <= m.opt.FaceLimit)
}

func (m *model) amountKeys() []binding {
	quit := binding{key: "ctrl+c", cap: m.w.KeyQuit, label: m.w.DoQuit}
	claims := binding{key: "u", cap: "u", label: m.w.DoClaims, brief: m.w.BriefClaims, do: m.openClaims}
	scan := func(b binding) []binding { // a keypad has no s
		return []binding{b, {key: "s", cap: "s", label: m.w.DoCode, do: m.toCode}, {key: "*", quiet: true, do: m.toCode}}
	}
	keys := []binding{{cap: "0-9", label: m.w.StepAmount, next: true}}
	if m.amount.text != "" {
		keys = scan(binding{key: "enter", cap: m.w.KeyEnter, label: m.w.DoFace, brief: m.w.BriefFace, next: true, do: m.charge})
		if fee, err := m.amount.fee(); err != nil || !m.byFace(fee) {
			keys = []binding{{key: "enter", cap: m.w.KeyEnter, label: m.w.DoCode, next: true, do: m.charge}}
		}
		keys = append(keys, binding{key: "esc", cap: m.w.KeyEsc, label: m.w.DoClear, do: m.clear})
	} else if m.memberStands() { // who has gone
		keys = append(keys, binding{key: "esc", cap: m.w.KeyEsc, label: m.w.DoClear, do: m.forgetMember})
	}
	if m.unclaimedCount() > 0 {
		keys = append(keys, claims)
	}
	return append(append(keys, m.deskKeys()...), quit)
}

func (m *model) clear() tea.Cmd {
	m.amount = amount{}
	return nil
}

// charge begins with the face, or goes on to the scanner and says why.
func (m *model) charge() tea.Cmd {
	fee, err := m.amount.fee()
	switch {
	case err != nil:
		m.warn(m.w.AmountZero)
		return nil
	case !m.byFace(fee):
		return m.toCode()
	}
	return m.begin(flow.SaleRequest{Fee: fee, Method: flow.MethodFace, OpenID: m.memberPays()})
}

// toCode waits for a payment code for the amount.
func (m *model) toCode() tea.Cmd {
	fee, err := m.amount.fee()
	if err != nil {
		m.warn(m.w.AmountZero)
		return nil
	}
	m.code = &codeEntry{fee: fee}
	if m.opt.FaceEnabled && !m.byFace(fee) {
		m.code.why = fmt.Sprintf(m.w.OverFaceLimit, m.opt.FaceLimit)
	}
	return nil
}

func (m *model) amountBody(width int) (b block) {
	text, style := m.amount.shown(), m.th.Digits
	if m.amount.text == "" || m.amount.kept {
		style = m.th.DigitsDim
	}
	b.center(width, m.th.Muted.Render(m.w.Amount))
	if sum := m.amount.sum(); sum != "" {
		b.center(width, m.th.Accent.Render(sum))
	}
	b.blank()
	b.centerAll(width, m.large(text, width, m.paint(style)))
	b.blank()
	hint := m.w.AmountHint
	if fee, err := m.amount.fee(); !m.opt.FaceEnabled {
		hint = m.w.AmountHintNoFace
	} else if err == nil && !m.byFace(fee) {
		hint = fmt.Sprintf(m.w.OverFaceLimit, m.opt.FaceLimit)
	}
	if m.compact() { // one line for the one thing to know
		switch {
		case m.camera != "":
			hint = m.w.Camera(m.camera)
		case m.memberStands() && hint == m.w.AmountHint:
			hint = fmt.Sprintf(m.w.MemberIs, m.member.Nickname)
		}
	}
	m.sayOr(&b, width, hint, m.th.Text)
	if m.opt.FaceEnabled && m.opt.FaceLimit > 0 && !m.compact() {
		b.wrap(width, fmt.Sprintf(m.w.FaceLimit, m.opt.FaceLimit), m.th.Muted)
	}
	b.blank()
	if m.compact() {
		return b // the line below has the counts
	}
	if m.memberStands() {
		b.wrap(width, fmt.Sprintf(m.w.MemberIs, m.member.Nickname), m.th.Good)
	}
	if m.camera != "" {
		b.wrap(width, m.th.Warn+" "+m.w.Camera(m.camera), m.th.Care)
	}
	if m.lesson != LessonPays {
		b.wrap(width, fmt.Sprintf(m.w.TrainingNext, m.lessonText(m.lesson)), m.th.Accent)
	}
	if n := m.unclaimedCount(); n > 0 {
		b.wrap(width, m.th.Warn+" "+fmt.Sprintf(m.w.FoundUnclaimed, n), m.th.Care)
	}
	if n := m.openCount(); n > 0 {
		b.wrap(width, m.th.Warn+" "+fmt.Sprintf(m.w.FoundOpen, n), m.th.Care)
	}
	return b
}
