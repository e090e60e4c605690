package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"strings"
)

// SQLite reads a WAL up to the first frame whose checksum does not hold, because
// a power cut leaves such a frame of a transaction that nobody was told of. A
// frame that was whole once and then lost a bit looks the same to it, and what
// comes after, acknowledged sales among it, would be gone without a word.
//
// The two can be told apart. The checksum is linear, so a frame that lacks one
// bit shows which; and every transaction is synced before it is acknowledged, so
// a power cut harms the last one alone. A WAL that was cut short between frames
// looks whole; then walindex.go may know better.

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
}

// checkWAL refuses a WAL of which something acknowledged is unreadable. One that
// another process writes meanwhile is taken as it is found.
func checkWAL(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	index := readIndex(strings.TrimSuffix(path, walSuffix) + "-shm") // before the file: it only grows
	header := make([]byte, walHeader)
	if n, err := io.ReadFull(f, header); err != nil {
		if index.misses(0, 0) {
			return fmt.Errorf("%w (%s was cut to %d bytes)", ErrDamaged, path, n)
		}
		return nil // cut off when it was made: it never had a frame
	}
	if !headerHolds(header) {
		if oneBitMends(header) {
			return fmt.Errorf("%w (a bit has flipped in the head of %s)", ErrDamaged, path)
		}
		return nil
	}
	w := newWAL(header)
	n, bad, err := w.firstBad(f)
	if err != nil {
		return err
	}
	lost := index.misses(w.salts, n-1) || bad && w.lacksOneBit()
	for commits := w.ends(); bad && !lost && w.read(f) == nil; {
		if !w.follows() {
			commits = 0
		} else {
			commits += w.ends()
		}
		lost = commits > 1
	}
	if !lost {
		return nil
	}
	now := make([]byte, walHeader)
	if _, err := f.ReadAt(now, 0); err != nil || string(now) != string(header) {
		return nil // begun anew meanwhile
	}
	return fmt.Errorf("%w (frame %d of %s is gone or not as it was written)", ErrDamaged, n, path)
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

// oneBitMends says that a header was whole but for one bit.
func oneBitMends(header []byte) bool {
	h := append([]byte(nil), header...)
	for i := range len(h) * 8 {
		h[i/8] ^= 1 << (i % 8)
		if headerHolds(h) {
			return true
		}
		h[i/8] ^= 1 << (i % 8)
	}
	return false
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
		if w.over(w.sum) != w.says() || w.saltsOf() != w.salts {
			return n, true, nil
		}
		w.sum = w.says()
	}
}

// read goes to the next frame. The one before is only known by what it says.
func (w *wal) read(r io.Reader) error {
	if sum := w.says(); sum != (walSum{}) {
		w.prior = sum
	}
	_, err := io.ReadFull(r, w.frame)
	return err
}

func (w *wal) says() walSum    { return sumAt(w.frame[16:]) }
func (w *wal) saltsOf() uint64 { return binary.BigEndian.Uint64(w.frame[8:]) }
func (w *wal) follows() bool   { return w.saltsOf() == w.salts && w.over(w.prior) == w.says() }
func (w *wal) data() [2][]byte { return [2][]byte{w.frame[:8], w.frame[frameHeader:]} }

// ends is 1 for the last frame of a transaction: it says how long the journal is.
func (w *wal) ends() int {
	if w.saltsOf() == w.salts && binary.BigEndian.Uint32(w.frame[4:]) != 0 {
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

// lacksOneBit says that the frame would hold if one of its bits were another. A
// bit of a word changes the checksum by a power of two, and by that times the
// word's share for each place from the frame's end.
func (w *wal) lacksOneBit() bool {
	says, sum := w.says(), w.over(w.sum)
	salts := bits.OnesCount64(w.saltsOf() ^ w.salts)
	off := walSum{says.a - sum.a, says.b - sum.b}
	if off == (walSum{}) || salts != 0 {
		return off == (walSum{}) && salts == 1
	}
	if bits.OnesCount32(says.a^sum.a)+bits.OnesCount32(says.b^sum.b) == 1 {
		return true
	}
	first, second := walSum{1, 1}, walSum{0, 1} // shares of the last pair's words
	for range (8 + len(w.frame) - frameHeader) / 8 {
		if isPower(off, first) || isPower(off, second) {
			return true
		}
		first, second = first.further(), second.further()
	}
	return false
}

// further is a share one pair earlier.
func (s walSum) further() walSum { return walSum{s.a + s.b, s.a + 2*s.b} }

// isPower says that off is share times a power of two, or less than nothing by it.
func isPower(off, share walSum) bool {
	for k := range 32 {
		if a, b := share.a<<k, share.b<<k; off == (walSum{a, b}) || off == (walSum{-a, -b}) {
			return true
		}
	}
	return false
}
