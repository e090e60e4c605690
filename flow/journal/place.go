package journal

import (
	"errors"
	"os"
	"path/filepath"
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

// prepare makes the file, readable by its owner alone, or says why it cannot be
// used. SQLite gives its -wal and -shm the same mode.
func prepare(path string, create bool) error {
	// The signs first: they come after a journal has something in it, so when
	// they were there before the look at the file, an empty one was emptied. The
	// other way round a process that makes it just now would be accused.
	sign := earlierLife(path)
	size, err := sizeOf(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && sign != "":
		return damaged("it is gone, but %s shows that there was one: restore a copy; if it is gone on purpose, remove what lies beside it, too, or name another file", sign)
	case errors.Is(err, os.ErrNotExist) && !create:
		return ErrMissing
	case errors.Is(err, os.ErrNotExist):
		return makeFile(path)
	case err == nil && size == 0 && sign != "":
		return damaged("it is empty, but %s shows that it was not: restore a copy; if it was emptied on purpose, remove it and what lies beside it, or name another file", sign)
	}
	return err
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
func earlierLife(path string) string {
	for _, suffix := range []string{ownersSuffix, ballastSuffix} {
		if _, err := os.Lstat(path + suffix); err == nil {
			return path + suffix
		}
	}
	if size, err := sizeOf(path + "-wal"); err == nil && size > 0 {
		return path + "-wal"
	}
	return ""
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
