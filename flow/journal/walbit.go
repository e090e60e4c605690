package journal

import (
	"errors"
	"io"
	"math/bits"
	"os"
	"slices"
)

// A frame whose checksum would hold if one bit were another is given that bit.
// It may have been acknowledged and lost the bit since. Or the power went while
// it was written over an old frame that differs in that bit: then nobody was told
// of its transaction, which may be there as a whole or not at all. Mended it is
// what was written, so it is right either way, and to refuse it would not be.
//
// That is done only where no index knows this WAL. A living process has one, and
// nobody writes under it.

func flip(b []byte, bit int) { b[bit/8] ^= 1 << (bit % 8) }

// mendHead gives the header its bit. Which one it is the first frame tells; where
// none holds there is nothing to lose.
func mendHead(path string, f io.ReaderAt, header []byte) error {
	var bits []int
	for bit := range len(header) * 8 {
		flip(header, bit)
		if headerHolds(header) {
			w := newWAL(header)
			if _, err := f.ReadAt(w.frame, walHeader); err == nil && w.holds() {
				bits = append(bits, bit)
			}
		}
		flip(header, bit)
	}
	if len(bits) == 0 {
		return nil
	}
	return mend(path, 0, header, bits)
}

// mendFrame gives frame n its bit. Where two would do, the next frame tells.
func (w *wal) mendFrame(path string, f io.ReaderAt, n uint32, bits []int) error {
	size := int64(len(w.frame))
	at := walHeader + int64(n-1)*size
	if len(bits) > 1 {
		next := &wal{order: w.order, salts: w.salts, frame: make([]byte, size)}
		_, err := f.ReadAt(next.frame, at+size)
		bits = slices.DeleteFunc(bits, func(bit int) bool {
			flip(w.frame, bit)
			defer flip(w.frame, bit)
			next.prior = w.says()
			return err == nil && !next.follows()
		})
	}
	return mend(path, at, w.frame, bits)
}

// mend writes the byte with the one bit into the WAL, where the block begins at
// base, and looks on.
func mend(path string, base int64, block []byte, bits []int) error {
	if len(bits) != 1 {
		return damaged("a bit has flipped at byte %d of %s or behind it", base, path)
	}
	at := int64(bits[0] / 8)
	flip(block, bits[0])
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteAt(block[at:at+1], base+at)
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		return damaged("a bit has flipped at byte %d of %s, and it cannot be mended: %v", base+at, path, err)
	}
	return checkWAL(path)
}

// oneBit gives the bits of a frame of which one other would make it hold: mostly
// none, or one. A bit of a word changes the checksum by a power of two, and by
// that times the word's share for each place from the frame's end; high bits of
// different words can come to the same.
func (w *wal) oneBit() (all []int) {
	says, sum := w.says(), w.over(w.sum)
	off := walSum{says.a - sum.a, says.b - sum.b}
	if salts := bits.OnesCount64(w.saltsOf() ^ w.salts); salts > 1 || (salts == 1) != (off == walSum{}) {
		return nil
	}
	try := func(from, to int) {
		for bit := from * 8; bit < to*8; bit++ {
			flip(w.frame, bit)
			if w.holds() {
				all = append(all, bit)
			}
			flip(w.frame, bit)
		}
	}
	if off == (walSum{}) || bits.OnesCount32(says.a^sum.a)+bits.OnesCount32(says.b^sum.b) == 1 {
		try(8, frameHeader) // salts and the checksum itself
	}
	first, second := walSum{1, 1}, walSum{0, 1} // shares of the last pair's words
	for at := len(w.frame) - 8; at >= 0; at -= 8 {
		if at < frameHeader {
			at = 0 // only the head's first pair counts
		}
		if isPower(off, first) {
			try(at, at+4)
		}
		if isPower(off, second) {
			try(at+4, at+8)
		}
		first, second = first.further(), second.further()
	}
	return all
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
