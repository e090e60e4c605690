package sqlite

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"facetill/flow/journal"
)

const (
	ballastSuffix = "-ballast"
	newSuffix     = ".new"              // while it is made
	ballastSize   = 2 << 20             // bytes: some thousand facts and a checkpoint of SQLite's longest WAL
	ballastRoom   = ballastSize + 1<<20 // bytes that must be free to make one: others write to the disk, too
)

// errLow is what the engine says of a full disk, in its words.
var errLow = errors.New("database or disk is full; the room that was kept for running sales is in use")

// ballast is a file that is thrown out when the disk is full, so that what has become of
// the sales under way can still be written. Until there is room for another one, no
// sale begins.
type ballast struct {
	path string // "" where none is wanted
	room func(dir string) (bytes uint64, err error)
	warn func(error)
}

// full reports whether the ballast is there.
func (b ballast) full() bool {
	info, err := os.Lstat(b.path)
	return err == nil && info.Size() >= ballastSize
}

// Room makes it where it is missing. Only a lack of room is an error: where it
// cannot be made for another reason, sales go on without.
func (b ballast) Room() error {
	if b.path == "" || b.full() {
		return nil
	}
	if free, err := b.room(filepath.Dir(b.path)); err == nil && free < ballastRoom {
		return errLow
	}
	err := b.fill()
	if isFull(err) || noRoom(err) {
		return errLow
	}
	if err != nil && !b.full() {
		b.warn(fmt.Errorf("no room is kept on the disk for the end of running sales: %w", err))
	}
	return nil
}

// fill writes bytes that no file system can store in less, beside the name first:
// a name stands for the whole.
func (b ballast) fill() (err error) {
	part := b.path + newSuffix
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.CopyN(f, rand.NewChaCha8([32]byte{1}), ballastSize)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(part, b.path)
	}
	if err != nil {
		_ = os.Remove(part)
	}
	return err
}

// drop throws it out; false when there was none.
func (b ballast) drop(why error) bool {
	if b.path == "" || os.Remove(b.path) != nil {
		return false
	}
	b.warn(fmt.Errorf("the disk is full, and the room that was kept for running sales is used now: %w", why))
	return true
}

// MustWrite writes what has to be written even on a full disk. A commit in doubt
// is not done twice.
func (b ballast) MustWrite(write func() error) error {
	err := write()
	commit, is := errors.AsType[*journal.CommitError](err)
	inDoubt := is && commit.Again != nil
	if isFull(err) && !inDoubt && b.drop(err) {
		err = write()
	}
	return err
}

// LowSpace reports whether the disk has no room for what has to be written next: no
// sale begins, those under way can end. False where no room is kept.
func (b ballast) LowSpace() bool { return b.path != "" && !b.full() }

// isFull reports whether the disk had no room: for the file, or (4874) for the memory
// that processes share beside it.
func isFull(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "disk is full") || strings.Contains(err.Error(), "disk I/O error (4874)"))
}
