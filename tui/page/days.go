package page

import (
	"time"

	"facetill/flow/till"

	tea "github.com/charmbracelet/bubbletea"
)

// Days is the day that a page shows. It goes to others, never past today.
type Days struct{ Day time.Time }

// Dated is a title with the day in China behind it.
func (d *Days) Dated(title string) string {
	return title + " " + till.DayName(d.Day)
}

// DayKeys turn the day; turned reads what it had.
func (d *Days) DayKeys(c *Context, turned func() tea.Cmd) []Binding {
	turn := func(by int) func() tea.Cmd {
		return func() tea.Cmd {
			day := d.Day.AddDate(0, 0, by)
			if day.After(c.Now) {
				return nil
			}
			d.Day = day
			return turned()
		}
	}
	return []Binding{{Name: "left", Cap: c.Words.KeySideways, Label: c.Words.DoDay, Do: turn(-1)}, {Name: "right", Quiet: true, Do: turn(1)}}
}
