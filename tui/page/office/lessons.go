package office

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Lessons chooses the next customer.
type Lessons struct {
	page.Still
	at page.Lesson
}

// LessonsKey shows the list of lessons: who is here to practise looks for nothing else.
var LessonsKey = page.Panel{Key: "f10", Label: func(w *text.Words) string { return w.DoTrain },
	For:  func(c *page.Context) bool { return c.Opt().Training != nil && c.At() == page.KindAmount },
	Make: func(c *page.Context) page.Page { return &Lessons{at: c.Next().Lesson} }}

func (p *Lessons) Kind() page.Kind              { return page.KindLessons }
func (p *Lessons) Title(c *page.Context) string { return c.Words.TrainingTitle }

// Changed is the chosen row.
func (p *Lessons) Changed() string { return fmt.Sprint(p.at) }

func (p *Lessons) Keys(c *page.Context) []page.Binding {
	move := func(by int) func() tea.Cmd {
		return func() tea.Cmd { p.at = (p.at + page.Lesson(by) + page.Lessons) % page.Lessons; return nil }
	}
	keys := []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoChoose, Next: true, Do: func() tea.Cmd { return p.choose(c) }},
		{Name: "down", Cap: c.Words.KeyUpDown, Label: c.Words.DoMove, Do: move(1)}, {Name: "up", Quiet: true, Do: move(-1)}}
	for l := range page.Lessons {
		keys = append(keys, page.Binding{Name: fmt.Sprint(int(l) + 1), Quiet: true, Do: func() tea.Cmd { p.at = l; return nil }})
	}
	keys[3].Cap, keys[3].Label = fmt.Sprintf("1-%d", int(page.Lessons)), c.Words.DoMove
	return keys
}

func (p *Lessons) choose(c *page.Context) tea.Cmd {
	if err := c.Opt().Training.Customer(p.at); err != nil {
		c.Warn(c.Words.Failure(err))
		return nil
	}
	c.Next().Lesson = p.at
	return c.Close()
}

func (p *Lessons) View(c *page.Context) draw.Block {
	b := c.TopBlock()
	b.Wrap(c.Words.TrainingTitle, c.Theme.Strong)
	if !c.Compact() {
		b.Wrap(c.Words.TrainingSay, c.Theme.Muted)
		b.Blank()
	}
	from, to := draw.Window(int(page.Lessons), int(p.at), max(1, c.PageHeight()-2))
	for l := page.Lesson(from); l < page.Lesson(to); l++ {
		b.Add(c.ListRow(l == p.at, fmt.Sprintf("%d  %s", l+1, LessonText(c.Words, l)), ""))
	}
	return b
}

// LessonText says what the customer of a lesson will do.
func LessonText(w *text.Words, l page.Lesson) string {
	return [page.Lessons]string{w.LessonPays, w.LessonPassword, w.LessonNoPassword, w.LessonCardEmpty, w.LessonWalksAway,
		w.LessonWantsToScan, w.LessonUnknownFace, w.LessonNetworkDrops, w.LessonCameraGone}[l]
}
