package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"facetill/flow/journal"
)

// writtenWAL is the WAL of a journal with a few facts, and where its last
// transaction begins.
func writtenWAL(t *testing.T) (wal []byte, last int) {
	t.Helper()
	ctx := context.Background()
	d := newDisk(t)
	j := d.Process("one").(*Journal)
	for _, no := range []string{"1", "2", "3"} {
		if _, err := j.Open(ctx, opened(no, "r"+no)); err != nil {
			t.Fatal(err)
		}
	}
	wal, err := os.ReadFile(d.path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	size := frameHeader + int(binary.BigEndian.Uint32(wal[8:]))
	commits := 0
	for at := len(wal) - size; at > walHeader; at -= size {
		if binary.BigEndian.Uint32(wal[at+4:]) != 0 {
			if commits++; commits == 2 {
				return wal, at + size
			}
		}
	}
	t.Fatal("there are not two transactions in it")
	return nil, 0
}

// checked is what checkWAL says of some bytes.
func checked(t *testing.T, wal []byte) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "j.db-wal")
	if err := os.WriteFile(path, wal, 0o600); err != nil {
		t.Fatal(err)
	}
	return checkWAL(path)
}

// A bit that flips anywhere in a WAL is refused with the file's name and what to
// do, also where no process has left an index; and nothing is written.
func TestWALBit(t *testing.T) {
	whole, _ := writtenWAL(t)
	if err := checked(t, whole); err != nil {
		t.Fatal(err)
	}
	seeded, dir := rand.New(rand.NewPCG(1, 1)), t.TempDir()
	path := filepath.Join(dir, "j.db-wal")
	flips := 400
	if testing.Short() { // the race detector's run: nothing is shared here
		flips = 40
	}
	for i := range flips {
		bit := i
		if first := walHeader * 8; i >= first {
			bit = first + seeded.IntN(len(whole)*8-first)
		}
		wal := slices.Clone(whole)
		wal[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, wal, 0o600); err != nil {
			t.Fatal(err)
		}
		err := checkWAL(path)
		if !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "restore a copy") {
			t.Fatalf("bit %d of %d: %v", bit, len(wal)*8, err)
		}
		if !slices.Equal(read(t, path), wal) {
			t.Fatalf("bit %d of %d: the damaged file was written", bit, len(wal)*8)
		}
	}
	all, err := os.ReadDir(dir)
	if err != nil || len(all) != 1 {
		t.Errorf("beside the damaged file lie %v (%v)", all, err)
	}
}

// What a power cut leaves of the last transaction is not damage: nobody was told
// of it. The same in an earlier one is.
func TestWALCut(t *testing.T) {
	whole, last := writtenWAL(t)
	size := frameHeader + int(binary.BigEndian.Uint32(whole[8:]))
	zeros := func(from, n int) []byte {
		wal := slices.Clone(whole)
		clear(wal[from:][:n])
		return wal
	}
	for name, c := range map[string]struct {
		wal     []byte
		damaged bool
	}{
		"no frame of the last one":            {whole[:last], false},
		"half a frame":                        {whole[:last+size/2], false},
		"its first frame never written":       {zeros(last, size), false},
		"a sector of its first frame missing": {zeros(last+frameHeader+512, 512), false},
		"its last frame never written":        {zeros(len(whole)-size, size), false},
		"cut in the header":                   {whole[:20], false},
		"no header":                           {zeros(0, walHeader), false},
		"a frame of an earlier one":           {zeros(walHeader+size, size), true},
		"a sector of the frame before":        {zeros(last-512, 512), true},
		"a sector of an earlier one":          {zeros(walHeader+size+frameHeader, 512), true},
	} {
		err := checked(t, c.wal)
		if errors.Is(err, journal.ErrDamaged) != c.damaged || !c.damaged && err != nil {
			t.Errorf("%s: %v, want damage: %t", name, err, c.damaged)
		}
	}
	// Frames of an earlier round lie behind the end of this one.
	old := slices.Clone(whole[walHeader:])
	for at := 0; at < len(old); at += size {
		binary.BigEndian.PutUint64(old[at+8:], 0x0123456789abcdef)
	}
	if err := checked(t, append(slices.Clone(whole), old...)); err != nil {
		t.Errorf("old frames behind the end: %v", err)
	}
	if err := checkWAL(filepath.Join(t.TempDir(), "none")); err != nil {
		t.Errorf("no WAL: %v", err)
	}
}

// A WAL that was cut between frames looks whole. What the processes knew of it,
// while it is there, says otherwise.
func TestWALCutShort(t *testing.T) {
	ctx := context.Background()
	d := newDisk(t)
	j := d.Process("one").(*Journal)
	if _, err := j.Open(ctx, opened("1", "r")); err != nil {
		t.Fatal(err)
	}
	read := func(suffix string) []byte {
		b, err := os.ReadFile(d.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	whole, index := read("-wal"), read("-shm")
	size := frameHeader + int(binary.BigEndian.Uint32(whole[8:]))
	path := filepath.Join(t.TempDir(), "j.db")
	put := func(suffix string, b []byte) {
		if err := os.WriteFile(path+suffix, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range []int{0, 20, walHeader, walHeader + size, len(whole) - size, len(whole) - 1} {
		put("-wal", whole[:n])
		put("-shm", index)
		if err := checkWAL(path + "-wal"); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("cut to %d of %d bytes: %v", n, len(whole), err)
		}
		// The control: an index that does not hold, and that of another round, say nothing.
		for _, at := range []int{16, 32} {
			other := slices.Clone(index)
			other[at]++
			put("-shm", other)
			if err := checkWAL(path + "-wal"); err != nil {
				t.Errorf("cut to %d bytes, another index: %v", n, err)
			}
		}
	}
	put("-wal", whole)
	put("-shm", index)
	if err := checkWAL(path + "-wal"); err != nil {
		t.Errorf("whole: %v", err)
	}
}

// SQLite would take the first byte of a file for no file, and begin anew.
func TestFirstByte(t *testing.T) {
	for _, n := range []int{1, 20, 99} {
		path := filepath.Join(t.TempDir(), "j.db")
		if err := os.WriteFile(path, []byte("SQLite format 3\x00" + string(make([]byte, 84)))[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(context.Background(), path, Options{Create: true}); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}
