package tui

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/day"
	"facetill/tui/text"
)

// What a cashier meets in daily use is said in the screen's language, and what
// nobody foresaw has a sentence in it before the error itself.
func TestErrorsInTheScreensLanguage(t *testing.T) {
	latin := regexp.MustCompile(`[a-z]{3}`)
	for _, err := range []error{till.ErrPIN, fmt.Errorf("wrapped: %w", till.ErrPIN), &till.PauseError{Wrong: 5, Left: 30 * time.Second}, flow.ErrOwned, flow.ErrFenced, flow.ErrBlocked, flow.ErrUnknown, context.DeadlineExceeded,
		&outside.Error{Field: "name", Problem: "is nobody's"}, &outside.Error{Field: "reason", Problem: "is empty"}, &outside.Error{Field: "attempt", Problem: "has changed"}} {
		r := newRig(t, func(o *Options) { o.Language = "zh-CN" })
		if said := r.m.Words.Failure(err); latin.MatchString(said) {
			t.Errorf("%v: %s", err, said)
		}
	}
	r := newRig(t, func(o *Options) { o.Language = "zh-CN" })
	if said := r.m.Words.Failure(errors.New("disk\nfull")); !strings.Contains(said, r.m.Words.ErrOther) || !strings.Contains(said, "disk full") {
		t.Errorf("%q", said)
	}
	r = dueDay(t, someDay, func(o *Options) { o.ManagerPIN, o.Language = true, "zh-CN" })
	r.press("f", "f").after(1e9).typed("1111")
	r.send(r.cmd("enter")())
	r.shows("店长密码不对")
}

// A timeline stands in the middle, and no code of it is cut on a small screen.
func TestTimelineIsWhole(t *testing.T) {
	r := withTimeline(t)
	r.shows("charged · by a query")
	for line := range strings.SplitSeq(r.screen(), "\n") {
		if strings.Contains(line, "sale begun") && !strings.HasPrefix(line, strings.Repeat(" ", 8)) {
			t.Errorf("it begins at the edge: %q", line)
		}
	}
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.shows("WeChat answered the charge", "USERPAYING")
	if strings.Contains(r.screen(), r.m.Theme.Ellipsis) {
		t.Errorf("something is cut:\n%s", r.screen())
	}
}

// On the smallest screen every sum of the day can be read, the one of all at
// once, and every hour.
func TestDayPanelCompact(t *testing.T) {
	for _, language := range text.Languages() {
		r := newRig(t, func(o *Options) { o.Language = language }).press("f4")
		r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
		p := r.m.Top().(*day.Close)
		r.send(page.DayMsg{Day: p.Day, Sums: someDay})
		r.shows(r.m.Words.DayAll+" 12 1029.65", r.m.Words.ColRefunded+" 1.00 "+r.m.Words.ColSum+" 1028.65", r.m.Words.DoScroll)
		seen := ""
		for range 12 {
			seen += r.screen()
			r.press("down")
		}
		for _, want := range []string{"42.00", "41.00", "987.65", "09 ", "10 ", "12 ", "12.80", "600.00", "416.85"} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: %s cannot be read:\n%s", language, want, r.screen())
			}
		}
		if strings.Contains(seen, r.m.Theme.Ellipsis) {
			t.Errorf("something is cut:\n%s", seen)
		}
	}
}
