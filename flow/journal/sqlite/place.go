package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"facetill/flow/journal"
	"facetill/flow/journal/sqlite/wal"
)

// Place finds the file itself. Locks lie beside it: through a link they would be
// sought beside the link, and a living driver taken for a dead one. The file that
// a link names need not be there yet.
func Place(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return path, err
	}
	for range 40 {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real, nil
		}
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	return path, nil
}

// prepare makes the file, readable by its owner alone, or returns why it cannot be
// used. sign is what an earlier journal has left. SQLite makes -wal and -shm with the
// same mode.
func prepare(path string, create bool, sign string) error {
	if size, err := sizeOf(path + wal.Suffix); sign == "" && err == nil && size > 0 {
		sign = path + wal.Suffix
	}
	size, err := sizeOf(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && sign != "":
		return journal.Damaged("it is gone, but %s shows that there was one: restore a copy; if it is gone on purpose, remove what lies beside it, too, or name another file", sign)
	case errors.Is(err, os.ErrNotExist) && !create:
		return ErrMissing
	case errors.Is(err, os.ErrNotExist):
		return makeFile(path)
	case err == nil && size == 0 && sign != "":
		return journal.Damaged("it is empty, but %s shows that it was not: restore a copy; if it was emptied on purpose, remove it and what lies beside it, or name another file", sign)
	}
	return err
}

// errUnmade is a file in which nothing was made yet, and nothing beside it shows
// that there ever was something: another process makes the journal just now, or
// was killed while it did. Without a journal nothing was charged.
var errUnmade = fmt.Errorf("%w (a file is there, and nothing was made in it yet)", ErrMissing)

// unmade reports whether nothing was made in a file by what can be seen without
// the engine; false where something may stand in the WAL.
func unmade(path string) bool {
	size, err := sizeOf(path)
	return err == nil && walEmpty(path) && (size == 0 || noTables(path))
}

// young reports whether a file was made or written so lately that another process
// may be about to make a journal of it.
func young(path string) bool {
	info, err := os.Stat(path)
	return err == nil && time.Since(info.ModTime()).Abs() < busyFor
}

func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// earlierLife names what a journal leaves beside itself, "" where there is
// nothing. None of these is made before the journal has something in it.
func earlierLife(path string, w *witness) string {
	for _, suffix := range []string{ownersSuffix, ballastSuffix} {
		if _, err := os.Lstat(path + suffix); err == nil {
			return path + suffix
		}
	}
	return w.trace(path)
}

// Judge finds out what lies at a path, by its files alone: nil for a journal as far as
// they tell, ErrMissing where there is none and never was one, else why nothing
// can use it. Every command asks it first; Open asks further.
func Judge(path, witnessDir string) error {
	path, err := Place(path)
	if err == nil {
		var lived string
		lived, err = judge(path, false, newWitness(Options{Witness: witnessDir}))
		if err == nil && lived == "" && unmade(path) {
			err = errUnmade
		}
	}
	if err != nil {
		return fmt.Errorf("journal %s: %w", path, err)
	}
	return nil
}

// judge is Judge and makes the file where it may. It returns what shows that a
// journal was there before.
func judge(path string, create bool, w *witness) (lived string, err error) {
	if err := checkKinds(path); err != nil {
		return "", err
	}
	// The signs first: they come after a journal has something in it, so when
	// they were there before the look at the file, an empty one was emptied. The
	// other way round a process that makes it just now would be accused.
	lived = earlierLife(path, w)
	if err := prepare(path, create, lived); err != nil {
		return lived, err
	}
	if err := checkWhole(path); err != nil {
		return lived, err
	}
	if lived != "" && walEmpty(path) && noTables(path) {
		return lived, emptied(lived)
	}
	return lived, nil
}

// noTables reports whether a file says of itself that nothing was ever made in it.
func noTables(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	h := make([]byte, fileHeader)
	_, err = io.ReadFull(f, h)
	return err == nil && binary.BigEndian.Uint32(h[44:]) == 0
}

// emptied refuses a journal without tables beside what shows that it had some: it
// has them before anything of it lies there.
func emptied(lived string) error {
	return journal.Damaged("it has no table, but %s shows that it had: what was in its WAL is gone, and something may have been charged. "+
		"Restore a copy; if it was emptied on purpose, remove it and what lies beside it, or name another file", lived)
}

// parts are what lies beside a journal, and whether it is a folder.
var parts = []struct {
	suffix string
	folder bool
}{{"", false}, {wal.Suffix, false}, {wal.IndexSuffix, false}, {"-journal", false}, {ballastSuffix, false}, {ballastSuffix + newSuffix, false}, {ownersSuffix, true}}

// checkKinds refuses what would hang whoever opens it, or is something else.
func checkKinds(path string) error {
	for _, part := range parts {
		info, err := os.Stat(path + part.suffix)
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return err
		case part.folder && !info.IsDir():
			return fmt.Errorf("%s is no folder: it %w", path+part.suffix, ErrNoFile)
		case !part.folder && !info.Mode().IsRegular():
			return fmt.Errorf("%s is %s: it %w", path+part.suffix, kindOf(info.Mode()), ErrNoFile)
		}
	}
	return nil
}

func kindOf(mode os.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&os.ModeNamedPipe != 0:
		return "a FIFO"
	case mode&os.ModeSocket != 0:
		return "a socket"
	case mode&os.ModeDevice != 0:
		return "a device"
	}
	return "no regular file"
}

// sizeOf asks the open file: what a folder of Windows says of a size may be old.
func sizeOf(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if info.IsDir() {
		return 0, errors.New("is a folder; give the path of a file")
	}
	return info.Size(), nil
}
