package walk

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/trace"
	"facetill/tui/draw"
	"facetill/tui/page"
)

// indent sets what a call proves under its name.
const indent = "    "

// Lines returns the calls in a width, a row each: what was called, what came of it and
// how long it took, and below it what that proves. The same again stands there once.
func Lines(c *page.Context, width int) (lines []string) {
	steps := page.Steps(c)
	several := areSeveral(steps)
	for i := 0; i < len(steps); {
		s, n := steps[i], 0
		for ; i < len(steps) && isAgain(steps[i], s); i++ {
			s, n = steps[i], n+1
		}
		lines = append(lines, line(c, s, n, width))
		says := means(c, s)
		if several && s.Order != "" {
			says = strings.TrimSpace(fmt.Sprintf(c.Words.OrderLine, flow.OutTradeNo(s.Order).LastDigits(6)) + "  " + says)
		}
		for _, row := range c.WrappedAt(says, width-len(indent)) {
			lines = append(lines, c.Theme.Muted.Render(indent+row))
		}
	}
	return lines
}

// areSeveral reports whether calls are of more than one sale: then each has its number.
func areSeveral(steps []trace.Step) bool {
	order := ""
	for _, s := range steps {
		if order != "" && s.Order != "" && s.Order != order {
			return true
		}
		order = cmp.Or(s.Order, order)
	}
	return false
}

// isAgain reports whether a call is the same again, and came to the same.
func isAgain(s, before trace.Step) bool {
	return s.Name == before.Name && s.Order == before.Order && s.Verdict == before.Verdict && s.Done == before.Done
}

// line is the first row of a call that was made n times.
func line(c *page.Context, s trace.Step, n, width int) string {
	who := map[trace.System]string{trace.Device: "SDK ", trace.WeChat: "API "}[s.To]
	right, style := " "+c.Theme.Ellipsis, c.Theme.Accent
	if s.Done {
		right, style = fmt.Sprintf(" %s %7s", s.Verdict, c.Words.Took(s.Took)), c.Theme.Text
	}
	if n > 1 {
		right = fmt.Sprintf(" x%d", n) + right
	}
	room := max(0, width-len(who)-ansi.StringWidth(right))
	if s.Done && n == 1 && room < len(s.Name) { // a name is never cut before its time
		right = " " + s.Verdict
		room = max(0, width-len(who)-len(right))
	}
	return c.Theme.Muted.Render(who) + style.Render(c.Screen.Fit(s.Name, room)+right)
}

func means(c *page.Context, s trace.Step) string {
	switch {
	case s.Done:
		return c.Words.Means(s.Name, s.Proof)
	case s.Person:
		return c.Words.TracePerson
	}
	return ""
}

// Beside sets the walk to the right of a page's rows, its newest calls last and in sight.
func Beside(c *page.Context, rows []draw.Row) []draw.Row {
	const edge = 3
	width := c.Aside - edge - 1
	lines := Lines(c, width)
	if len(lines) == 0 {
		lines = []string{c.Theme.Muted.Render(c.Fit(c.Words.WalkEmpty, width))}
	}
	if room := len(rows) - 1; len(lines) > room {
		lines = lines[len(lines)-room:]
		for len(lines) > 1 && strings.HasPrefix(ansi.Strip(lines[0]), indent) {
			lines = lines[1:] // what a call proves is nothing without its name
		}
	}
	lines = append([]string{c.Theme.Strong.Render(c.Fit(c.Words.WalkTitle, width))}, lines...)
	for i := range lines {
		lines[i] = " " + c.Theme.Muted.Render(c.Theme.Sep) + " " + lines[i]
	}
	for len(lines) < len(rows) {
		lines = append(lines, strings.TrimRight(" "+c.Theme.Muted.Render(c.Theme.Sep), " "))
	}
	return c.Screen.WithAside(rows, lines)
}
