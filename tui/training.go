package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/input"
)

// Lesson is a customer, or a bad day, that a new cashier can practise.
type Lesson int

// The lessons, in the order of the list.
const (
	LessonPays Lesson = iota
	LessonPassword
	LessonNoPassword
	LessonCardEmpty
	LessonWalksAway
	LessonWantsToScan
	LessonUnknownFace
	LessonNetworkDrops
	LessonCameraGone
	lessons
)

// Trainer plays the customer where everything is simulated.
type Trainer interface {
	// Customer is who stands before the camera next, once.
	Customer(l Lesson) error
	// Code is a payment code from the phone of such a customer.
	Code(l Lesson) string
	// PowerCut ends the process as a power cut does, and does not return. The
	// terminal was given back.
	PowerCut()
}

// trainingPanel chooses the next customer.
type trainingPanel struct {
	plain
	at Lesson
}

func (p *trainingPanel) title(m *model) string { return m.w.TrainingTitle }

func (p *trainingPanel) keys(m *model) []binding {
	move := func(by int) func() tea.Cmd {
		return func() tea.Cmd { p.at = (p.at + Lesson(by) + lessons) % lessons; return nil }
	}
	keys := []binding{{Name: "enter", Cap: m.w.KeyEnter, Label: m.w.DoChoose, Next: true, Do: func() tea.Cmd { return p.choose(m) }},
		{Name: "down", Cap: m.w.KeyUpDown, Label: m.w.DoMove, Do: move(1)}, {Name: "up", Quiet: true, Do: move(-1)}}
	for l := range lessons {
		keys = append(keys, binding{Name: fmt.Sprint(int(l) + 1), Quiet: true, Do: func() tea.Cmd { p.at = l; return nil }})
	}
	return keys
}

func (p *trainingPanel) choose(m *model) tea.Cmd {
	if err := m.opt.Training.Customer(p.at); err != nil {
		m.warn(m.errText(err))
		return nil
	}
	m.lesson = p.at
	return m.closePanel()
}

func (p *trainingPanel) body(m *model) (b draw.Block) {
	b = m.Block()
	b.Top = true
	b.Wrap(m.w.TrainingTitle, m.Theme.Strong)
	if !m.Compact() {
		b.Wrap(m.w.TrainingSay, m.Theme.Muted)
		b.Blank()
	}
	from, to := draw.Window(int(lessons), int(p.at), max(1, m.PageHeight()-2))
	for l := Lesson(from); l < Lesson(to); l++ {
		b.Add(m.ListRow(l == p.at, fmt.Sprintf("%d  %s", l+1, m.lessonText(l)), ""))
	}
	return b
}

// lessonText says what the customer will do.
func (m *model) lessonText(l Lesson) string {
	return [lessons]string{m.w.LessonPays, m.w.LessonPassword, m.w.LessonNoPassword, m.w.LessonCardEmpty, m.w.LessonWalksAway,
		m.w.LessonWantsToScan, m.w.LessonUnknownFace, m.w.LessonNetworkDrops, m.w.LessonCameraGone}[l]
}

// trainingKeys work on every page of a till that is simulated, a running sale's
// included: power fails when it likes.
func (m *model) trainingKeys() []binding {
	if m.opt.Training == nil || m.page() == pageRest {
		return nil
	}
	return []binding{
		{Name: "f11", Cap: "F11", Label: m.w.DoTrainCode, Do: m.trainCode},
		{Name: "f12", Cap: "F12", Label: m.w.DoPowerCut, Do: m.powerCut},
	}
}

// trainingDeskKeys stand before the other panels: who is here to practise looks
// for nothing else.
func (m *model) trainingDeskKeys() []binding {
	if m.opt.Training == nil || m.page() != pageAmount {
		return nil
	}
	return []binding{{Name: "f10", Cap: "F10", Label: m.w.DoTrain, Do: func() tea.Cmd { return m.show(&trainingPanel{at: m.lesson}) }}}
}

// trainCode is the customer's phone before the scanner.
func (m *model) trainCode() tea.Cmd {
	return m.onScan(input.Scan{Kind: input.Code, Text: m.opt.Training.Code(m.lesson)})
}

// forgetLesson: the customer who was to come is not there any more. The terminal
// forgets one who has not been at it.
func (m *model) forgetLesson() {
	if m.opt.Training != nil && m.lesson != LessonPays {
		_ = m.opt.Training.Customer(LessonPays) // as ever; it cannot be refused
	}
	m.lesson = LessonPays
}

// powerCut leaves at once; run does the rest.
func (m *model) powerCut() tea.Cmd {
	m.cutPower = true
	return tea.Quit
}
