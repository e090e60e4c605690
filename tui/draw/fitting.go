package draw

import "slices"

// need says how much a row is needed where the screen is small.
type need int

const (
	needed    need = iota // what has to be read: it is the last to go
	spare                 // explains, or says what another row says as well
	large                 // of the large digits
	smallForm             // stands in for the large digits where they have no room
)

// Spare adds a part of the page that goes where there is no room for all.
func (b *Block) Spare(add func()) { b.mark(spare, add) }

// mark makes all rows that add makes equally needed.
func (b *Block) mark(n need, add func()) {
	from := len(b.rows)
	add()
	for i := range b.rows[from:] {
		b.rows[from+i].need, b.rows[from+i].part = n, from+1
	}
}

// fitted leaves out what has no room: blank rows first, then spare parts from
// the bottom, then the large digits. A sentence that has to be read stays.
func fitted(all []Row, height int) (rows []Row) {
	for _, without := range []need{smallForm, large} {
		rows = slices.DeleteFunc(slices.Clone(all), func(r Row) bool { return r.need == without })
		for {
			if filledRows(rows) <= height {
				return dropBlanks(rows, height)
			}
			part := lastSpare(rows)
			if part == 0 {
				break
			}
			rows = slices.DeleteFunc(rows, func(r Row) bool { return r.part == part && r.need == spare })
		}
	}
	return dropBlanks(rows, height)[:height]
}

func filledRows(rows []Row) (n int) {
	for _, r := range rows {
		if !r.blank {
			n++
		}
	}
	return n
}

func lastSpare(rows []Row) int {
	for _, r := range slices.Backward(rows) {
		if r.need == spare {
			return r.part
		}
	}
	return 0
}

func dropBlanks(rows []Row, height int) []Row {
	for i := len(rows) - 1; i >= 0 && len(rows) > height; i-- {
		if rows[i].blank {
			rows = slices.Delete(rows, i, i+1)
		}
	}
	return rows
}

// place puts a block into a height: what is over goes above and below, a little
// more below.
func (b *Block) place(height int) []Row {
	rows := fitted(b.rows, height)
	above := (height - len(rows) + 1) / 2
	if free := height - len(rows); free > 4 {
		above = free * 2 / 5
	}
	if b.Top {
		above = min(above, 1)
	}
	blanks := slices.Repeat([]Row{{blank: true}}, height-len(rows))
	return slices.Concat(blanks[:above], rows, blanks[above:])
}
