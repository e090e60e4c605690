package wal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"

	"facetill/flow/journal"
)

// What SQLite adds to a journal's path for its WAL and for the index of that.
const (
	Suffix      = "-wal"
	IndexSuffix = "-shm"
)

const (
	headerSize      = 32 // bytes, and so the next
	frameHeaderSize = 24
	magic           = 0x377f0682 // the last bit is how words are read for a checksum
)

// checksum is the running one of a WAL.
type checksum struct{ a, b uint32 }

func (s checksum) over(endian binary.ByteOrder, data []byte) checksum {
	for ; len(data) >= 8; data = data[8:] {
		s.a += endian.Uint32(data) + s.b
		s.b += endian.Uint32(data[4:]) + s.a
	}
	return s
}

func sumAt(b []byte) checksum {
	return checksum{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

// reader goes through a WAL frame by frame.
type reader struct {
	endian binary.ByteOrder
	salts  uint64
	frame  []byte
	sum    checksum // of all frames so far
	prior  checksum // as the frame before says it is

	before [8]byte // the head of the frame before: its page, and the journal's length
}

// Check refuses, with [journal.ErrDamaged], a journal of which something that was
// acknowledged in the WAL cannot be read. What a power cut left of a transaction that
// nobody was told of is none of that, and neither is a WAL that is not there and that
// no index knows. A frame that another process writes just now may not hold: whoever
// knows that there is one asks again.
func Check(journalPath string) error {
	path, indexPath := journalPath+Suffix, journalPath+IndexSuffix
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		if readIndex(indexPath).misses(0, 0) {
			// The last process to go takes both away, the WAL first, so the index is read now.
			return journal.Damaged("%s is gone, and %s knows of facts in it. Restore it, or a copy of the journal; where there is none, remove %s and adopt what is left", path, indexPath, indexPath)
		}
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	known := readIndex(indexPath) // before the file: it only grows
	header := make([]byte, headerSize)
	if n, err := io.ReadFull(f, header); err != nil {
		if known.misses(0, 0) {
			return journal.Damaged("%s was cut to %d bytes", path, n)
		}
		return nil // cut off when it was made: it never had a frame
	}
	if !headerHolds(header) {
		return checkHeader(path, f, header)
	}
	w := newReader(header)
	n, bad, err := w.firstBad(f)
	if err != nil {
		return err
	}
	if bad && !known.knows(w.salts) && oneBit(w.frame, w.holds) {
		return journal.Damaged("a bit has flipped in frame %d of %s", n, path)
	}
	lost := known.misses(w.salts, n-1)
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
	now := make([]byte, headerSize)
	if _, err := f.ReadAt(now, 0); err != nil || string(now) != string(header) {
		return nil // begun anew meanwhile
	}
	return journal.Damaged("frame %d of %s is gone or not as it was written", n, path)
}

// checkHeader refuses one that does not hold where one other bit would make it
// and the first frame hold. Where none does there is nothing to lose.
func checkHeader(path string, f io.ReaderAt, header []byte) error {
	firstHolds := func() bool {
		w := newReader(header)
		_, err := f.ReadAt(w.frame, headerSize)
		return err == nil && w.holds()
	}
	if oneBit(header, func() bool { return headerHolds(header) && firstHolds() }) {
		return journal.Damaged("a bit has flipped in the header of %s", path)
	}
	return nil
}

// oneBit reports whether the block would hold if one of its bits were another: it has
// lost that since. An old frame that differs in one bit from the one that a power cut
// kept from being written looks the same; nothing is lost by refusing it, too.
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

func headerHolds(h []byte) bool {
	word, size := binary.BigEndian.Uint32(h), binary.BigEndian.Uint32(h[8:])
	return word&^1 == magic && size >= 512 && size <= 65536 && bits.OnesCount32(size) == 1 &&
		checksum{}.over(endianOf(word), h[:24]) == sumAt(h[24:])
}

func endianOf(word uint32) binary.ByteOrder {
	if word&1 == 1 {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

func newReader(header []byte) *reader {
	size := binary.BigEndian.Uint32(header[8:])
	return &reader{endian: endianOf(binary.BigEndian.Uint32(header)), salts: binary.BigEndian.Uint64(header[16:]),
		frame: make([]byte, frameHeaderSize+int(size)), sum: sumAt(header[24:]), prior: sumAt(header[24:])}
}

// firstBad reads up to the first frame that is not there or, which is bad, does
// not hold. It returns its number, from 1.
func (w *reader) firstBad(r io.Reader) (n uint32, bad bool, err error) {
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
func (w *reader) read(r io.Reader) error {
	if sum := w.says(); sum != (checksum{}) {
		w.prior, w.before = sum, [8]byte(w.frame)
	}
	_, err := io.ReadFull(r, w.frame)
	return err
}

func (w *reader) holds() bool     { return w.saltsOf() == w.salts && w.over(w.sum) == w.says() }
func (w *reader) says() checksum  { return sumAt(w.frame[16:]) }
func (w *reader) saltsOf() uint64 { return binary.BigEndian.Uint64(w.frame[8:]) }
func (w *reader) follows() bool   { return w.saltsOf() == w.salts && w.over(w.prior) == w.says() }

// ends is 1 for the last frame of a transaction: it says how long the journal is.
// A last frame that comes once more, to fill a sector, is not synced as a whole.
func (w *reader) ends() int {
	if w.saltsOf() == w.salts && w.before != [8]byte(w.frame) && binary.BigEndian.Uint32(w.frame[4:]) != 0 {
		return 1
	}
	return 0
}

func (w *reader) over(s checksum) checksum {
	return s.over(w.endian, w.frame[:8]).over(w.endian, w.frame[frameHeaderSize:])
}
