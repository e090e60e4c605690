package journal

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
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

// A bit that flips anywhere in a WAL is seen.
func TestWALBit(t *testing.T) {
	whole, _ := writtenWAL(t)
	if err := checked(t, whole); err != nil {
		t.Fatal(err)
	}
	seeded := rand.New(rand.NewPCG(1, 1))
	for i := range 2000 {
		bit := i
		if first := (walHeader + frameHeader) * 8; i >= first {
			bit = first + seeded.IntN(len(whole)*8-first)
		}
		wal := slices.Clone(whole)
		wal[bit/8] ^= 1 << (bit % 8)
		if err := checked(t, wal); !errors.Is(err, ErrDamaged) {
			t.Fatalf("bit %d of %d: %v", bit, len(wal)*8, err)
		}
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
		"a sector of an earlier one":          {zeros(walHeader+size+frameHeader, 512), true},
	} {
		err := checked(t, c.wal)
		if errors.Is(err, ErrDamaged) != c.damaged || !c.damaged && err != nil {
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
