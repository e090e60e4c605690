package sqlite

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
)

// FuzzFile overwrites some bytes of a journal's file, or cuts it: it is refused
// by name, or everything in it reads back, and nothing panics.
func FuzzFile(f *testing.F) {
	ctx, dir := context.Background(), f.TempDir()
	path := filepath.Join(dir, "a.db")
	var w world
	var whole []byte
	fill := func(t *testing.T) {
		j, err := Open(ctx, path, Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		w = sell(ctx, t, j, 0, 8)
		w.says, _, _ = w.ask(ctx, j, nil)
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		whole = read(t, path)
	}
	f.Add(uint32(24), []byte{0, 0, 0, 9}, uint32(0))            // the file's change counter
	f.Add(uint32(100), []byte{13, 0}, uint32(0))                // the first page's kind
	f.Add(uint32(9000), []byte("paid\x00refused"), uint32(0))   // what may be a row
	f.Add(uint32(0), []byte{}, uint32(4096))                    // a page too short
	f.Add(uint32(4096), []byte{0xff, 0xff, 0xff}, uint32(5000)) // both
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, cut uint32) {
		if whole == nil {
			fill(t)
		}
		file := slices.Clone(whole)
		file = file[:len(file)-int(cut)%len(file)]
		copy(file[int(at)%len(file):], patch[:min(len(patch), 64)])
		place := filepath.Join(t.TempDir(), "fuzzed.db")
		write(t, place, map[string][]byte{"": file})
		w.played(ctx, t, place)
	})
}
