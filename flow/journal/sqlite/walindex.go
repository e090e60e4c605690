package sqlite

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
)

// walIndex is what the processes that share a WAL know of it: SQLite keeps it
// beside the file, in shared memory that stays where they were killed. It names a
// frame only after the frame was synced, so it is never ahead of a whole WAL.
type walIndex struct {
	salts  uint64
	frames uint32 // of the last transaction
	copied uint32 // frames that the journal itself has by now
}

const (
	indexHead   = 48 // bytes, twice, and then how far the WAL was copied
	indexFormat = 3007000
)

// readIndex gives the zero index where there is none that can be relied on.
func readIndex(path string) walIndex {
	f, err := os.Open(path)
	if err != nil {
		return walIndex{}
	}
	defer f.Close()
	b := make([]byte, 2*indexHead+4)
	if _, err := io.ReadFull(f, b); err != nil {
		return walIndex{}
	}
	order, head := binary.NativeEndian, b[:indexHead]
	sum := walSum{order.Uint32(head[40:]), order.Uint32(head[44:])}
	if !bytes.Equal(head, b[indexHead:2*indexHead]) || order.Uint32(head) != indexFormat || sum != (walSum{}).over(order, head[:40]) {
		return walIndex{}
	}
	return walIndex{salts: binary.BigEndian.Uint64(head[32:]), frames: order.Uint32(head[16:]), copied: order.Uint32(b[2*indexHead:])}
}

// knows says that the index is of the WAL with these salts.
func (i walIndex) knows(salts uint64) bool { return i.salts == salts && salts != 0 }

// misses says that frames of a WAL are gone that has so many now. One without
// any header is told apart by what nobody has copied yet.
func (i walIndex) misses(salts uint64, frames uint32) bool {
	if salts == 0 {
		return i.frames > i.copied
	}
	return i.salts == salts && i.frames > frames
}
