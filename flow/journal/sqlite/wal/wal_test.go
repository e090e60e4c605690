package wal_test

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/journal/sqlite"
	"facetill/flow/journal/sqlite/wal"
)

// sold is the WAL of a journal in which so many sales were begun, and its index.
func sold(t *testing.T, sales int) (log, index []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "j.db")
	j, err := sqlite.Open(t.Context(), path, sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for n := range sales {
		order := flow.Order{OutTradeNo: flow.OutTradeNo(strconv.Itoa(n)), TotalFee: 1, Sale: flow.SaleKey{Ref: strconv.Itoa(n)}}
		if _, err := j.Open(t.Context(), flow.OrderOpened{Order: order}); err != nil {
			t.Fatal(err)
		}
	}
	return read(t, path+wal.Suffix), read(t, path+wal.IndexSuffix)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// writtenWAL is the WAL of a journal with a few facts, and where its last
// transaction begins.
func writtenWAL(t *testing.T) (log []byte, last int) {
	t.Helper()
	log, _ = sold(t, 3)
	size := wal.FrameHeaderSize + int(binary.BigEndian.Uint32(log[8:]))
	commits := 0
	for at := len(log) - size; at > wal.HeaderSize; at -= size {
		if binary.BigEndian.Uint32(log[at+4:]) != 0 {
			if commits++; commits == 2 {
				return log, at + size
			}
		}
	}
	t.Fatal("there are not two transactions in it")
	return nil, 0
}

// checked is what Check returns for some bytes.
func checked(t *testing.T, log []byte) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "j.db")
	if err := os.WriteFile(path+wal.Suffix, log, 0o600); err != nil {
		t.Fatal(err)
	}
	return wal.Check(path)
}

// A bit that flips anywhere in a WAL is refused with the file's name and what to
// do, also where no process has left an index; and nothing is written.
func TestWALBit(t *testing.T) {
	whole, _ := writtenWAL(t)
	if err := checked(t, whole); err != nil {
		t.Fatal(err)
	}
	seeded, dir := rand.New(rand.NewPCG(1, 1)), t.TempDir()
	path := filepath.Join(dir, "j.db")
	flips := 400
	if testing.Short() { // the race detector's run: nothing is shared here
		flips = 40
	}
	for i := range flips {
		bit := i
		if first := wal.HeaderSize * 8; i >= first {
			bit = first + seeded.IntN(len(whole)*8-first)
		}
		log := slices.Clone(whole)
		log[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path+wal.Suffix, log, 0o600); err != nil {
			t.Fatal(err)
		}
		err := wal.Check(path)
		if !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), path+wal.Suffix) || !strings.Contains(err.Error(), "restore a copy") {
			t.Fatalf("bit %d of %d: %v", bit, len(log)*8, err)
		}
		if !slices.Equal(read(t, path+wal.Suffix), log) {
			t.Fatalf("bit %d of %d: the damaged file was written", bit, len(log)*8)
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
	size := wal.FrameHeaderSize + int(binary.BigEndian.Uint32(whole[8:]))
	zeros := func(from, n int) []byte {
		log := slices.Clone(whole)
		clear(log[from:][:n])
		return log
	}
	for name, c := range map[string]struct {
		log     []byte
		damaged bool
	}{
		"no frame of the last one":            {whole[:last], false},
		"half a frame":                        {whole[:last+size/2], false},
		"its first frame never written":       {zeros(last, size), false},
		"a sector of its first frame missing": {zeros(last+wal.FrameHeaderSize+512, 512), false},
		"its last frame never written":        {zeros(len(whole)-size, size), false},
		"cut in the header":                   {whole[:20], false},
		"no header":                           {zeros(0, wal.HeaderSize), false},
		"a frame of an earlier one":           {zeros(wal.HeaderSize+size, size), true},
		"a sector of the frame before":        {zeros(last-512, 512), true},
		"a sector of an earlier one":          {zeros(wal.HeaderSize+size+wal.FrameHeaderSize, 512), true},
	} {
		err := checked(t, c.log)
		if errors.Is(err, journal.ErrDamaged) != c.damaged || !c.damaged && err != nil {
			t.Errorf("%s: %v, want damage: %t", name, err, c.damaged)
		}
	}
	// Frames of an earlier round lie behind the end of this one.
	old := slices.Clone(whole[wal.HeaderSize:])
	for at := 0; at < len(old); at += size {
		binary.BigEndian.PutUint64(old[at+8:], 0x0123456789abcdef)
	}
	if err := checked(t, append(slices.Clone(whole), old...)); err != nil {
		t.Errorf("old frames behind the end: %v", err)
	}
	if err := wal.Check(filepath.Join(t.TempDir(), "none")); err != nil {
		t.Errorf("no WAL: %v", err)
	}
}

// A WAL that was cut between frames looks whole. What the processes knew of it,
// while it is there, says otherwise.
func TestWALCutShort(t *testing.T) {
	whole, index := sold(t, 1)
	size := wal.FrameHeaderSize + int(binary.BigEndian.Uint32(whole[8:]))
	path := filepath.Join(t.TempDir(), "j.db")
	put := func(suffix string, b []byte) {
		if err := os.WriteFile(path+suffix, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range []int{0, 20, wal.HeaderSize, wal.HeaderSize + size, len(whole) - size, len(whole) - 1} {
		put(wal.Suffix, whole[:n])
		put(wal.IndexSuffix, index)
		if err := wal.Check(path); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("cut to %d of %d bytes: %v", n, len(whole), err)
		}
		// The control: an index that does not hold, and that of another round, say nothing.
		for _, at := range []int{16, 32} {
			other := slices.Clone(index)
			other[at]++
			put(wal.IndexSuffix, other)
			if err := wal.Check(path); err != nil {
				t.Errorf("cut to %d bytes, another index: %v", n, err)
			}
		}
	}
	put(wal.Suffix, whole)
	put(wal.IndexSuffix, index)
	if err := wal.Check(path); err != nil {
		t.Errorf("whole: %v", err)
	}
}
