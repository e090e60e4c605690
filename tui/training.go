package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

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
	keys := []binding{{key: "enter", cap: m.w.KeyEnter, label: m.w.DoChoose, next: true, do: func() tea.Cmd { return p.choose(m) }},
		{key: "down", cap: m.w.KeyUpDown, label: m.w.DoMove, do: move(1)}, {key: "up", quiet: true, do: move(-1)}}
	for l := range lessons {
		keys = append(keys, binding{key: fmt.Sprint(int(l) + 1), quiet: true, do: func() tea.Cmd { p.at = l; return nil }})
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

func (p *trainingPanel) body(m *model, width, height int) (b block) {
	b.top = true
	b.wrap(width, m.w.TrainingTitle, m.th.Strong)
	if !m.compact() {
		b.wrap(width, m.w.TrainingSay, m.th.Muted)
		b.blank()
	}
	from, to := window(int(lessons), int(p.at), max(1, height-2))
	for l := Lesson(from); l < Lesson(to); l++ {
		b.add(m.listRow(width, l == p.at, fmt.Sprintf("%d  %s", l+1, m.lessonText(l)), ""))
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
		{key: "f11", cap: "F11", label: m.w.DoTrainCode, do: m.trainCode},
		{key: "f12", cap: "F12", label: m.w.DoPowerCut, do: m.powerCut},
	}
}

// trainingDeskKeys stand before the other panels: who is here to practise looks
// for nothing else.
func (m *model) trainingDeskKeys() []binding {
	if m.opt.Training == nil || m.page() != pageAmount {
		return nil
	}
	return []binding{{key: "f10", cap: "F10", label: m.w.DoTrain, do: func() tea.Cmd { return m.show(&trainingPanel{at: m.lesson}) }}}
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
