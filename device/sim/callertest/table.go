package callertest

import (
	"fmt"
	"strings"
	"testing"
)

// Way is one way to a terminal, a column of the table.
type Way struct {
	Name string
	Dial Dial
	// Own shows what needs more than a caller: Crash, AfterHang, Released.
	Own map[string]func(*testing.T)
	// NotApplicable is why a case cannot be shown here.
	NotApplicable map[string]string
}

// Table runs the suite over every way and remembers what came of it.
type Table struct {
	ways  []string
	cells map[string][]string // by case, a cell for each way
	notes []string
}

// Run runs the suite over one way. A case that it neither shows nor has a
// reason for fails.
func (tab *Table) Run(t *testing.T, w Way) {
	t.Helper()
	tab.add(w.Name, func(name string, run func(*testing.T, Dial)) string {
		if why := w.NotApplicable[name]; why != "" {
			return tab.note(w.Name + ", " + name + ": " + why)
		}
		ok := t.Run(w.Name+"/"+name, func(t *testing.T) {
			switch own := w.Own[name]; {
			case own != nil:
				own(t)
			case run != nil:
				run(t, w.Dial)
			default:
				t.Error("nobody shows it, and nobody says why not")
			}
		})
		if !ok {
			return "FAILED"
		}
		return "ok"
	})
}

// Absent adds a way that this run cannot take.
func (tab *Table) Absent(name, why string) {
	cell := tab.note(name + ": " + why)
	tab.add(name, func(string, func(*testing.T, Dial)) string { return cell })
}

func (tab *Table) add(way string, cell func(name string, run func(*testing.T, Dial)) string) {
	if tab.cells == nil {
		tab.cells = map[string][]string{}
	}
	tab.ways = append(tab.ways, way)
	for _, c := range cases {
		tab.cells[c.name] = append(tab.cells[c.name], cell(c.name, c.run))
	}
}

func (tab *Table) note(text string) string {
	tab.notes = append(tab.notes, text)
	return fmt.Sprintf("- [%d]", len(tab.notes))
}

// String is the table, a case a row, with the reasons below it.
func (tab *Table) String() string {
	var b strings.Builder
	row := func(first string, cells []string) {
		fmt.Fprintf(&b, "| %-27s |", first)
		for i, c := range cells {
			fmt.Fprintf(&b, " %-*s |", len(tab.ways[i]), c)
		}
		b.WriteByte('\n')
	}
	row("case", tab.ways)
	for _, c := range cases {
		row(c.name, tab.cells[c.name])
	}
	for i, n := range tab.notes {
		fmt.Fprintf(&b, "[%d] %s\n", i+1, n)
	}
	return b.String()
}
