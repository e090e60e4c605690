package sqlite

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"facetill/flow/journal"
	"facetill/flow/journal/sqlite/wal"
)

// fileHeader is what every SQLite file begins with, in bytes.
const fileHeader = 100

// checkWhole refuses a file that is cut or whose header is not ours. SQLite takes a
// page that is cut for one that ends in zeros. While a WAL has something the page may
// still be in it, and it is the WAL that has to be whole.
func checkWhole(path string) error {
	if err := checkWAL(path); err != nil {
		return err
	}
	// A new journal turns to the WAL in a transaction with a rollback journal. Cut
	// there, the file is whatever the disk has of it until SQLite rolls it back.
	if size, err := sizeOf(path + "-journal"); err == nil && size > 0 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, fileHeader)
	switch n, err := io.ReadFull(f, header); {
	case n > 0 && err != nil:
		// SQLite takes one byte for no file at all, and would begin anew.
		return journal.Damaged("it ends after %d bytes", n)
	case err != nil:
		return nil
	}
	if err := checkHeader(header); err != nil || !walEmpty(path) {
		return err
	}
	size := int64(binary.BigEndian.Uint16(header[16:])) // bytes in a page, where 1 stands for 65536
	if size == 1 {
		size = 65536
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	pages := int64(binary.BigEndian.Uint32(header[28:]))
	counted := string(header[24:28]) == string(header[92:96]) // else SQLite itself goes by the file's size
	switch whole := info.Size()%size == 0; {
	case whole && (!counted || info.Size()/size == pages):
		return nil
	case !walEmpty(path): // Another process began to write meanwhile
		return nil
	case !whole:
		return journal.Damaged("it ends inside a page, after %d bytes", info.Size())
	}
	return journal.Damaged("it has %d pages and says %d", info.Size()/size, pages)
}

// checkWAL refuses a journal whose WAL has lost something acknowledged. A frame that
// another process writes just now is whole in a moment.
func checkWAL(path string) (err error) {
	writers := ownerOf(path)
	for range 5 {
		if err = wal.Check(path); !errors.Is(err, journal.ErrDamaged) || !writers.OthersLive() {
			break
		}
		<-time.After(20 * time.Millisecond)
	}
	return err
}

// fixed are the bytes of the header that are the same in every journal that has a
// table, by where they stand. SQLite would believe other ones: take a part of the
// pages for a map, or text for UTF-16.
var fixed = []struct {
	at   int
	want string
}{
	{0, "SQLite format 3\x00"},
	{20, "\x00\x40\x20\x20"},
	{44, "\x00\x00\x00\x04"},                 // format of the tables
	{52, "\x00\x00\x00\x00\x00\x00\x00\x01"}, // no vacuuming; UTF-8
	{60, strings.Repeat("\x00", 32)},
}

// checkHeader refuses a header that none of ours can be.
func checkHeader(h []byte) error {
	for _, f := range fixed {
		empty := f.at > 20 && binary.BigEndian.Uint32(h[44:]) == 0 // the first table is still in the WAL
		if string(h[f.at:f.at+len(f.want)]) != f.want && !empty {
			return journal.Damaged("its header is not a journal's at byte %d", f.at)
		}
	}
	if h[18] != h[19] || h[18] != 1 && h[18] != 2 {
		return journal.Damaged("its header names versions %d and %d of the format", h[18], h[19])
	}
	if size := int(h[16])<<8 | int(h[17]); size != 1 && (size < 512 || size&(size-1) != 0) {
		return journal.Damaged("its header names pages of %d bytes", size)
	}
	return nil
}

func walEmpty(path string) bool {
	info, err := os.Stat(path + wal.Suffix)
	return err != nil || info.Size() == 0
}
