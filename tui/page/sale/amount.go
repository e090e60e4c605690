package sale

import (
	"cmp"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/office"
	"facetill/tui/page/settle"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// Amount is where a sale begins: what it costs.
type Amount struct {
	page.Still
	Desk func(c *page.Context) []page.Binding // the keys of pages beside the sale
}

func (Amount) Kind() page.Kind { return page.KindAmount }
func (Amount) Title(c *page.Context) string {
	return c.Words.Amount + " " + text.Signed(shown(c))
}

// Notes are what a sale may begin with, and what its end may say.
func (Amount) Notes(w *text.Words) []string { return []string{w.HelpScan, w.HelpWords, w.HelpSums} }

func (p Amount) Keys(c *page.Context) []page.Binding {
	quit := page.Binding{Name: "ctrl+c", Cap: c.Words.KeyQuit, Label: c.Words.DoQuit}
	claims := page.Binding{Name: "u", Cap: "u", Label: c.Words.DoClaims, Brief: c.Words.BriefClaims, Do: func() tea.Cmd { return settle.OpenClaims(c) }}
	scan := func(b page.Binding) []page.Binding { // a keypad has no s
		return []page.Binding{b, {Name: "s", Cap: "s", Label: c.Words.DoCode, Do: func() tea.Cmd { return toCode(c) }}, {Name: "*", Cap: "*", Label: c.Words.DoCode, Quiet: true, Do: func() tea.Cmd { return toCode(c) }}}
	}
	keys := []page.Binding{{Cap: "0-9", Label: c.Words.StepAmount, Next: true}}
	if c.Next().Amount.Text != "" {
		keys = scan(page.Binding{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoFace, Brief: c.Words.BriefFace, Next: true, Do: func() tea.Cmd { return charge(c) }})
		switch fee, fault := c.Next().Fee(); {
		case fault.Kind != input.FaultNone && fault.Kind != input.FaultEmpty:
			keys = []page.Binding{{Cap: c.Words.KeyBackspace, Label: c.Words.DoErase, Next: true}, {Name: "enter", Quiet: true, Do: func() tea.Cmd { return charge(c) }}}
		case fault.Kind == input.FaultEmpty || !byFace(c, fee):
			keys = []page.Binding{{Name: "enter", Cap: c.Words.KeyEnter, Label: c.Words.DoCode, Next: true, Do: func() tea.Cmd { return charge(c) }}}
		}
		keys = append(keys, page.Binding{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoClear, Do: func() tea.Cmd { c.Next().Amount = input.Amount{}; return nil }})
	} else if c.Next().Member.Stands(c.Now()) { // who has gone
		keys = append(keys, page.Binding{Name: "esc", Cap: c.Words.KeyEsc, Label: c.Words.DoClear, Do: func() tea.Cmd { c.Next().Member = page.Recognised{}; return nil }})
	}
	if len(c.Lists().Unclaimed()) > 0 {
		keys = append(keys, claims)
	}
	return append(append(keys, p.Desk(c)...), quit)
}

// charge begins with the face, or goes on to the scanner and says why.
func charge(c *page.Context) tea.Cmd {
	fee, fault := c.Next().Fee()
	switch {
	case fault.Kind != input.FaultNone:
		c.Warn(page.FaultText(c.Words, fault))
		return nil
	case !byFace(c, fee):
		return toCode(c)
	}
	return beginFace(c, fee)
}

func beginFace(c *page.Context, fee flow.Fen) tea.Cmd {
	r := flow.SaleRequest{TotalFee: fee, Method: flow.MethodFace}
	if c.Next().Member.Stands(c.Now()) {
		r.OpenID = c.Next().Member.OpenID
	}
	return Begin(c, r)
}

// toCode waits for a payment code for the amount.
func toCode(c *page.Context) tea.Cmd {
	fee, fault := c.Next().Fee()
	if fault.Kind != input.FaultNone {
		c.Warn(page.FaultText(c.Words, fault))
		return nil
	}
	c.Go(codeFor(c, fee))
	return nil
}

func (Amount) View(c *page.Context) (b draw.Block) {
	b = c.Block()
	fee, fault := c.Next().Fee()
	number, style := shown(c), c.Theme.Digits
	if c.Next().Amount.Text == "" || c.Next().Amount.Kept {
		style = c.Theme.DigitsDim
	}
	b.Spare(func() { b.Center(c.Theme.Muted.Render(c.Words.Amount)) })
	if sum := c.Next().Amount.Sum(); sum != "" && fault.Kind == input.FaultNone {
		b.Center(c.Theme.Accent.Render(sum))
	}
	b.Blank()
	if fault.Kind == input.FaultNone || fault.Kind == input.FaultEmpty {
		b.Big(page.Number(number), c.Paint(style))
	} else {
		b.Wrap(text.Large(number), c.Theme.Bad)
	}
	b.Blank()
	hint := c.Words.AmountHint
	if !c.Opt().FaceEnabled || c.Lists().CameraGone() {
		hint = c.Words.AmountHintNoFace
	} else if fault.Kind == input.FaultNone && overLimit(c, fee) {
		hint = fmt.Sprintf(c.Words.OverFaceLimit, c.Words.Yuan(c.Opt().FaceLimit))
	}
	known := notes(c)
	if alert, _ := c.Alert(); c.Compact() && alert == "" && len(known) > 0 {
		b.Spare(func() { b.Wrap(hint, c.Theme.Text) })
	} else {
		c.SayOr(&b, hint, c.Theme.Text)
	}
	if c.Opt().FaceEnabled && c.Opt().FaceLimit > 0 && !c.Compact() && !c.Lists().CameraGone() {
		b.Wrap(fmt.Sprintf(c.Words.FaceLimit, c.Words.Yuan(c.Opt().FaceLimit)), c.Theme.Muted)
	}
	b.Blank()
	for _, n := range known {
		b.Wrap(n.text, n.style)
	}
	return b
}

// shown is what stands in large digits: what is typed, or the total of a
// sum. What is no amount stands as it was typed, a blank in it to be seen.
func shown(c *page.Context) string {
	fee, fault := c.Next().Fee()
	switch {
	case c.Next().Amount.Text == "":
		return "0.00"
	case fault.Kind != input.FaultNone && fault.Kind != input.FaultEmpty:
		return strings.ReplaceAll(c.Next().Amount.Text, " ", cmp.Or(c.Theme.Blank, "_"))
	case c.Next().Amount.Sum() == "":
		return c.Next().Amount.Text
	}
	return fee.String()
}

// note is something to know before the next sale.
type note struct {
	text  string
	style theme.Style
}

// notes: who stands there, what does not work, and what is not settled.
func notes(c *page.Context) (list []note) {
	add := func(text string, style theme.Style) { list = append(list, note{text, style}) }
	if c.Next().Member.Stands(c.Now()) {
		add(fmt.Sprintf(c.Words.MemberIs, outside.Quoted(c.Next().Member.Nickname)), c.Theme.Good)
	}
	if c.Lists().Camera != "" {
		add(c.Theme.Warn+" "+c.Words.Camera(c.Lists().Camera), c.Theme.Care)
	}
	if c.Next().Lesson != page.LessonPays {
		add(fmt.Sprintf(c.Words.TrainingNext, office.LessonText(c.Words, c.Next().Lesson)), c.Theme.Accent)
	}
	if n := len(c.Lists().Unclaimed()); n > 0 {
		add(c.Theme.Warn+" "+fmt.Sprintf(c.Words.FoundUnclaimed, n), c.Theme.Care)
	}
	n := c.Counts()
	if n.Sales > 0 {
		add(c.Theme.Warn+" "+openNote(c, n.Sales), c.Theme.Care)
	}
	for _, of := range []struct {
		n    int
		text string
	}{{n.Refunds, c.Words.FoundRefunds}, {n.Persons, c.Words.FoundPersons}, {n.Untold, c.Words.FoundUntold}} {
		if of.n > 0 {
			add(c.Theme.Warn+" "+fmt.Sprintf(of.text, of.n), c.Theme.Care)
		}
	}
	if c.Opt().Bill != nil {
		switch day, look := c.Opt().Bill(); {
		case look > 0:
			add(c.Theme.Warn+" "+fmt.Sprintf(c.Words.BillFound, day, look), c.Theme.Care)
		case day != "":
			add(fmt.Sprintf(c.Words.BillFine, day), c.Theme.Muted)
		}
	}
	return list
}

// byFace reports whether a face may pay this.
func byFace(c *page.Context, fee flow.Fen) bool {
	return c.Opt().FaceEnabled && !overLimit(c, fee) && !c.Lists().CameraGone()
}

func overLimit(c *page.Context, fee flow.Fen) bool {
	return c.Opt().FaceEnabled && c.Opt().FaceLimit > 0 && fee > c.Opt().FaceLimit
}

// openNote says on the amount page that n sales are not settled, and more of those
// that take too long: first of those that the manager has to see, then of those whose
// money comes back.
func openNote(c *page.Context, n int) string {
	slow, late := 0, 0
	for _, a := range c.OpenAttempts() {
		switch page.NoticeOf(c, a) {
		case flow.NoticeSlow:
			if !a.Expired || flow.Charged(a) { // else nothing may come back
				slow++
			}
		case flow.NoticeLate:
			late++
		}
	}
	switch {
	case late > 0:
		return fmt.Sprintf(c.Words.LateCount, late)
	case slow > 0:
		return fmt.Sprintf(c.Words.SlowCount, slow)
	}
	return fmt.Sprintf(c.Words.FoundOpen, n)
}
