package wal

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
)

// index is what the processes that share a WAL know of it: SQLite keeps it
// beside the file, in shared memory that stays where they were killed. It names a
// frame only after the frame was synced, so it is never ahead of a whole WAL.
type index struct {
	salts  uint64
	frames uint32 // of the last transaction
	copied uint32 // frames that the journal itself has by now
}

const (
	indexHead   = 48 // bytes, twice, and then how far the WAL was copied
	indexFormat = 3007000
)

// readIndex returns the zero index where there is none that can be relied on.
func readIndex(path string) index {
	f, err := os.Open(path)
	if err != nil {
		return index{}
	}
	defer f.Close()
	b := make([]byte, 2*indexHead+4)
	if _, err := io.ReadFull(f, b); err != nil {
		return index{}
	}
	endian, head := binary.NativeEndian, b[:indexHead]
	sum := checksum{endian.Uint32(head[40:]), endian.Uint32(head[44:])}
	if !bytes.Equal(head, b[indexHead:2*indexHead]) || endian.Uint32(head) != indexFormat || sum != (checksum{}).over(endian, head[:40]) {
		return index{}
	}
	return index{salts: binary.BigEndian.Uint64(head[32:]), frames: endian.Uint32(head[16:]), copied: endian.Uint32(b[2*indexHead:])}
}

// knows reports whether the index is of the WAL with these salts.
func (i index) knows(salts uint64) bool { return i.salts == salts && salts != 0 }

// misses reports whether frames of a WAL are gone that has so many now. One without
// any header is told apart by what nobody has copied yet.
func (i index) misses(salts uint64, frames uint32) bool {
	if salts == 0 {
		return i.frames > i.copied
	}
	return i.salts == salts && i.frames > frames
}
