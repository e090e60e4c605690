package tui

import "slices"

// need says how much a row is needed where the screen is small.
type need int

const (
	needed    need = iota // what has to be read: it is the last to go
	spare                 // explains, or says what another row says as well
	large                 // of the large digits
	plainForm             // stands in for the large digits where they have no room
)

// spare adds a part of the page that goes where there is no room for all.
func (b *block) spare(add func()) { b.mark(spare, add) }

// mark gives all rows that add makes the same need.
func (b *block) mark(n need, add func()) {
	from := len(b.rows)
	add()
	for i := range b.rows[from:] {
		b.rows[from+i].need, b.rows[from+i].part = n, from+1
	}
}

// bigAmount adds an amount in large digits. Where they have no room it stands in
// one line.
func (m *model) bigAmount(b *block, width int, text string, p painter) {
	lines := m.large(text, width, p)
	if len(lines) == 1 {
		b.center(width, lines[0])
		return
	}
	b.mark(large, func() { b.centerAll(width, lines) })
	b.mark(plainForm, func() { b.center(width, p.plain(text)) })
}

// fitted leaves out what has no room: blank rows first, then spare parts from
// the bottom, then the large digits. A sentence that has to be read stays.
func fitted(all []row, height int) (rows []row) {
	for _, without := range []need{plainForm, large} {
		rows = slices.DeleteFunc(slices.Clone(all), func(r row) bool { return r.need == without })
		for {
			if filledRows(rows) <= height {
				return dropBlanks(rows, height)
			}
			part := lastSpare(rows)
			if part == 0 {
				break
			}
			rows = slices.DeleteFunc(rows, func(r row) bool { return r.part == part && r.need == spare })
		}
	}
	return dropBlanks(rows, height)[:height]
}

func filledRows(rows []row) (n int) {
	for _, r := range rows {
		if !r.blank {
			n++
		}
	}
	return n
}

func lastSpare(rows []row) int {
	for _, r := range slices.Backward(rows) {
		if r.need == spare {
			return r.part
		}
	}
	return 0
}

func dropBlanks(rows []row, height int) []row {
	for i := len(rows) - 1; i >= 0 && len(rows) > height; i-- {
		if rows[i].blank {
			rows = slices.Delete(rows, i, i+1)
		}
	}
	return rows
}

// place puts a block into a height: what is over goes above and below, a little
// more below.
func (b *block) place(height int) []row {
	rows := fitted(b.rows, height)
	out := make([]row, 0, height)
	above := (height - len(rows) + 1) / 2
	if free := height - len(rows); free > 4 {
		above = free * 2 / 5
	}
	if b.top {
		above = min(above, 1)
	}
	for range above {
		out = append(out, row{blank: true})
	}
	out = append(out, rows...)
	for len(out) < height {
		out = append(out, row{blank: true})
	}
	return out
}
