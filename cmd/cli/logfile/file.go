package logfile

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"facetill/flow/field"
)

// Options say where lines go and when they end.
type Options struct {
	Path    string        // "" writes nothing
	MaxSize int64         // bytes, after which a file is put aside
	MaxAge  time.Duration // of a file that was put aside
	// Complain hears once why lines cannot be written; nil is nobody.
	Complain func(error)
}

// File takes lines. It may be used by several goroutines, and its path by several
// processes. The first line makes it: who has nothing to tell leaves no file behind.
type File struct {
	o       Options
	mu      sync.Mutex
	closed  bool
	cleared bool // what is too old
	said    bool // that nothing can be written
}

// New returns a file of which nothing is made yet.
func New(o Options) *File { return &File{o: o} }

// oldFiles is how many are kept beside the one that is written.
const oldFiles = 10

// Write appends one or more whole lines, without what can move a cursor. It never
// fails: a log that cannot be written stops nothing.
func (f *File) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || f.o.Path == "" {
		return len(p), nil
	}
	var lines bytes.Buffer
	_, _ = field.NewWriter(&lines).Write(p)
	if err := f.append(lines.Bytes()); err != nil && !f.said {
		if f.said = true; f.o.Complain != nil {
			f.o.Complain(fmt.Errorf("the log %s cannot be written, and goes on without those lines: %w", f.o.Path, err))
		}
	}
	return len(p), nil
}

// Close ends it; later lines are dropped.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

func (f *File) append(lines []byte) error {
	size, err := sizeOf(f.o.Path)
	if err != nil {
		return err
	}
	if size > 0 && size+int64(len(lines)) > f.o.MaxSize {
		// Where it cannot be put aside it grows on, but not for ever.
		if err := putAside(f.o.Path); err != nil && size+int64(len(lines)) > 2*f.o.MaxSize {
			return err
		}
		f.cleared = false
	}
	if !f.cleared {
		f.cleared = true
		f.clear()
	}
	file, err := open(f.o.Path)
	if err != nil {
		return err
	}
	if isCut(file) {
		lines = append([]byte{'\n'}, lines...)
	}
	_, err = file.Write(lines)
	return errors.Join(err, file.Close())
}

// sizeOf is that of the file as it is, 0 where there is none. Whatever else lies there
// is refused: a FIFO would hold whoever opens it.
func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular():
		return 0, errors.New("it is no regular file")
	}
	return info.Size(), nil
}

func open(path string) (*os.File, error) {
	const flags = os.O_CREATE | os.O_APPEND | os.O_RDWR
	file, err := os.OpenFile(path, flags, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		file, err = os.OpenFile(path, flags, 0o600)
	}
	return file, err
}

// isCut reports whether the last line has no end: a full disk took it. One that another
// process writes just now may look so, too; then an empty line stands behind it.
func isCut(file *os.File) bool {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	last := make([]byte, 1)
	_, err = file.ReadAt(last, info.Size()-1)
	return err == nil && last[0] != '\n'
}

// aside is what stands behind the path of a file that was put aside: when, and what
// nobody else makes up at the same time.
var aside = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\.\d{8}T\d{6}\.\d{9}Z-[A-Z2-7]{8}$`) })

func putAside(path string) error {
	return os.Rename(path, path+time.Now().UTC().Format(".20060102T150405.000000000Z-")+rand.Text()[:8])
}

// old are the files that were put aside, the newest first.
func old(path string) (files []string) {
	dir, base := filepath.Split(path)
	entries, _ := os.ReadDir(filepath.Clean(dir)) // what cannot be listed is not there
	for _, e := range entries {
		if n := e.Name(); len(n) > len(base) && n[:len(base)] == base && aside().MatchString(n[len(base):]) {
			files = append(files, filepath.Join(dir, n))
		}
	}
	slices.Sort(files)
	slices.Reverse(files)
	return files
}

// clear ends what is too old or too much.
func (f *File) clear() {
	for n, path := range old(f.o.Path) {
		if info, err := os.Stat(path); err == nil && (n >= oldFiles || time.Since(info.ModTime()) > f.o.MaxAge) {
			_ = os.Remove(path) // another process may have been quicker
		}
	}
}
