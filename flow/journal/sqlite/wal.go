package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"strings"
	"time"

	"facetill/flow/journal"
)

// SQLite reads a WAL up to the first frame whose checksum does not hold, because
// a power cut leaves such a frame of a transaction that nobody was told of. A
// frame that was whole once and then lost a bit looks the same to it, and what
// comes after, acknowledged sales among it, would be gone without a word.
//
// The two can be told apart where the processes' index is still there
// (walindex.go): it knows how many frames were whole. Where it is gone, every
// transaction was synced before the next one, so a power cut harms the last one
// alone; and a frame that one other bit would make whole is refused.

const (
	walSuffix   = "-wal"
	walHeader   = 32 // bytes
	frameHeader = 24
	walMagic    = 0x377f0682 // the last bit says how words are read for a checksum
)

// walSum is the running checksum of a WAL.
type walSum struct{ a, b uint32 }

func (s walSum) over(order binary.ByteOrder, data []byte) walSum {
	for ; len(data) >= 8; data = data[8:] {
		s.a += order.Uint32(data) + s.b
		s.b += order.Uint32(data[4:]) + s.a
	}
	return s
}

func sumAt(b []byte) walSum {
	return walSum{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

// wal is one that is being read.
type wal struct {
	order binary.ByteOrder
	salts uint64
	frame []byte
	sum   walSum // of all frames so far
	prior walSum // as the frame before says it is

	before [8]byte // the head of the frame before: its page, and the journal's length
}

// checkWAL refuses a WAL of which something acknowledged is unreadable. One that
// Another process writes meanwhile is taken as it is found.
func checkWAL(path string) (err error) {
	writers := &owner{dir: strings.TrimSuffix(path, walSuffix) + ownersSuffix}
	for range 5 { // a frame that another process writes just now is whole in a moment
		if err = checkWALOnce(path); !errors.Is(err, journal.ErrDamaged) || !writers.hasOthers() {
			break
		}
		<-time.After(20 * time.Millisecond)
	}
	return err
}

func checkWALOnce(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return walGone(path)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	index := readIndex(strings.TrimSuffix(path, walSuffix) + "-shm") // before the file: it only grows
	header := make([]byte, walHeader)
	if n, err := io.ReadFull(f, header); err != nil {
		if index.misses(0, 0) {
			return fmt.Errorf("%w (%s was cut to %d bytes)", journal.ErrDamaged, path, n)
		}
		return nil // cut off when it was made: it never had a frame
	}
	if !headerHolds(header) {
		return checkHead(path, f, header)
	}
	w := newWAL(header)
	n, bad, err := w.firstBad(f)
	if err != nil {
		return err
	}
	if bad && !index.knows(w.salts) && oneBit(w.frame, w.holds) {
		return journal.Damaged("a bit has flipped in frame %d of %s", n, path)
	}
	lost := index.misses(w.salts, n-1)
	for commits := w.ends(); bad && !lost && w.read(f) == nil; lost = commits > 1 {
		if !w.follows() {
			commits = 0
		} else {
			commits += w.ends()
		}
	}
	if !lost {
		return nil
	}
	now := make([]byte, walHeader)
	if _, err := f.ReadAt(now, 0); err != nil || string(now) != string(header) {
		return nil // begun anew meanwhile
	}
	return fmt.Errorf("%w (frame %d of %s is gone or not as it was written)", journal.ErrDamaged, n, path)
}

// checkHead refuses a header that does not hold where one other bit would make it
// and the first frame hold. Where none does there is nothing to lose.
func checkHead(path string, f io.ReaderAt, header []byte) error {
	if !oneBit(header, func() bool {
		if !headerHolds(header) {
			return false
		}
		w := newWAL(header)
		_, err := f.ReadAt(w.frame, walHeader)
		return err == nil && w.holds()
	}) {
		return nil
	}
	return journal.Damaged("a bit has flipped in the header of %s", path)
}

// oneBit reports whether the block would hold if one of its bits were another.
// Then it was written and has lost the bit since. An old frame that differs in one
// bit from the one that a power cut kept from being written looks the same, and is
// refused with it: nothing is lost by that, and nothing in the file can tell.
func oneBit(block []byte, holds func() bool) bool {
	for bit := range len(block) * 8 {
		block[bit/8] ^= 1 << (bit % 8)
		is := holds()
		block[bit/8] ^= 1 << (bit % 8)
		if is {
			return true
		}
	}
	return false
}

// walGone refuses a WAL that is not there although its index knows what nobody has
// copied into the journal yet. The last process to go takes both away, the WAL
// first, so the index is read now.
func walGone(path string) error {
	shm := strings.TrimSuffix(path, walSuffix) + "-shm"
	if readIndex(shm).misses(0, 0) {
		return journal.Damaged("%s is gone, and %s knows of facts in it. Restore it, or a copy of the journal; where there is none, remove %s and adopt what is left", path, shm, shm)
	}
	return nil
}

func headerHolds(h []byte) bool {
	magic, size := binary.BigEndian.Uint32(h), binary.BigEndian.Uint32(h[8:])
	return magic&^1 == walMagic && size >= 512 && size <= 65536 && bits.OnesCount32(size) == 1 &&
		walSum{}.over(orderOf(magic), h[:24]) == sumAt(h[24:])
}

func orderOf(magic uint32) binary.ByteOrder {
	if magic&1 == 1 {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

func newWAL(header []byte) *wal {
	size := binary.BigEndian.Uint32(header[8:])
	return &wal{order: orderOf(binary.BigEndian.Uint32(header)), salts: binary.BigEndian.Uint64(header[16:]),
		frame: make([]byte, frameHeader+int(size)), sum: sumAt(header[24:]), prior: sumAt(header[24:])}
}

// firstBad reads up to the first frame that is not there or, which is bad, does
// not hold. It gives its number, from 1.
func (w *wal) firstBad(r io.Reader) (n uint32, bad bool, err error) {
	for n = 1; ; n++ {
		err := w.read(r)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return n, false, nil
		}
		if err != nil {
			return n, false, fmt.Errorf("frame %d of the WAL: %w", n, err)
		}
		if !w.holds() {
			return n, true, nil
		}
		w.sum = w.says()
	}
}

// read goes to the next frame. The one before is only known by what it says.
func (w *wal) read(r io.Reader) error {
	if sum := w.says(); sum != (walSum{}) {
		w.prior, w.before = sum, [8]byte(w.frame)
	}
	_, err := io.ReadFull(r, w.frame)
	return err
}

func (w *wal) holds() bool     { return w.saltsOf() == w.salts && w.over(w.sum) == w.says() }
func (w *wal) says() walSum    { return sumAt(w.frame[16:]) }
func (w *wal) saltsOf() uint64 { return binary.BigEndian.Uint64(w.frame[8:]) }
func (w *wal) follows() bool   { return w.saltsOf() == w.salts && w.over(w.prior) == w.says() }
func (w *wal) data() [2][]byte { return [2][]byte{w.frame[:8], w.frame[frameHeader:]} }

// ends is 1 for the last frame of a transaction: it says how long the journal is.
// A last frame that comes once more, to fill a sector, is not synced as a whole.
func (w *wal) ends() int {
	if w.saltsOf() == w.salts && w.before != [8]byte(w.frame) && binary.BigEndian.Uint32(w.frame[4:]) != 0 {
		return 1
	}
	return 0
}

func (w *wal) over(s walSum) walSum {
	for _, part := range w.data() {
		s = s.over(w.order, part)
	}
	return s
}
