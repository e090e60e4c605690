//go:build !windows

package e2e

import (
	"encoding/binary"
	"maps"
	"testing"
)

// A journal that was cut short is refused by name, or all of it reads back. It is
// never taken for a new one, and nobody is charged on it.
func TestJournalCut(t *testing.T) {
	t.Parallel()
	worlds := flipWorlds(t)
	work := newTill(t)
	for _, w := range worlds {
		for file, cuts := range w.cuts() {
			for _, at := range cuts {
				end, why := w.cut(file, at).play(t, work)
				if why != "" {
					t.Errorf("sim.db%s cut from %d to %d bytes: %s: %s", file, len(w.files[file]), at, end, why)
				}
				// What is wholly there in the other file may read back.
				if end != refused && file == "" && len(w.files) == 1 {
					t.Errorf("sim.db cut from %d to %d bytes %s", len(w.files[file]), at, end)
				}
			}
		}
	}
}

// cuts are lengths to cut each file to.
func (w *flipWorld) cuts() map[string][]int {
	all := map[string][]int{}
	for file, b := range w.files {
		n := len(b)
		unit := int(binary.BigEndian.Uint16(b[16:]))
		if file == "-wal" {
			unit = 24 + int(binary.BigEndian.Uint32(b[8:]))
		}
		all[file] = []int{0, 1, 20, 100, n / 2, n / 2 / unit * unit, n - unit, n - unit/2, n - 1}
	}
	return all
}

// cut is a world with one file shorter.
func (w *flipWorld) cut(file string, at int) flip {
	short := *w
	short.files = maps.Clone(w.files)
	short.files[file] = w.files[file][:at]
	return flip{&short, file, -1, true}
}
