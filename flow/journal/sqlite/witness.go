package sqlite

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"

	"facetill/flow/journal"
)

// A witness stands in another folder than the journal, and remembers where the
// journal was and how far it had come. It sees what the journal itself cannot: that
// an older state of it lies in the same file again. It is written without a sync after
// each fact: one that a power cut sets back sees less, and stops nothing.
type witness struct {
	dir   string // "" makes none
	warn  func(error)
	ails  atomic.Pointer[error]    // what keeps it from being written
	files atomic.Pointer[[]string] // the witnesses that this process notes in
}

// sighting is what it remembers of a journal. Facts and Mix are the journal's
// count: how many facts there are, and their hashes added up.
type sighting struct {
	Journal string `json:"journal"`
	Path    string `json:"path"`
	File    string `json:"file,omitempty"` // earlier versions wrote the file's number; it is in the sum, and nothing else
	Adopted int    `json:"adopted,omitempty"`
	Facts   int64  `json:"facts"`
	Mix     int64  `json:"mix"`
	Sum     string `json:"sum"`
}

// sum makes half a sighting be none.
func (s sighting) sum() string {
	return strconv.FormatInt(journal.Sum(s.Journal, s.Path, s.File, fmt.Sprint(s.Adopted, s.Facts, s.Mix)), 16)
}

func newWitness(o Options) *witness { return &witness{dir: o.Witness, warn: o.Warn} }

// biggestWitness bounds what is read of a file that anybody may have put there.
const biggestWitness = 64 << 10

// slotSize is the room of a sighting, a line of JSON. A file has two, written in
// turn: whatever tears a write, the one before it is whole.
const slotSize = 8 << 10

// own is this process's own witness of a journal, "" where there is to be none.
func (w *witness) own(id string) string {
	if w.dir == "" {
		return ""
	}
	file, err := Place(filepath.Join(w.dir, id))
	if err != nil {
		return ""
	}
	return file
}

// sight reads what is remembered, or returns why nothing whole is.
func sight(file string) (s sighting, err error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return s, err
	case !info.Mode().IsRegular():
		return s, fmt.Errorf("%s is %s", file, kindOf(info.Mode()))
	case info.Size() > biggestWitness:
		return s, fmt.Errorf("%s is too large", file)
	}
	for range 5 { // Another process may be writing
		b, err := os.ReadFile(file)
		if err != nil {
			return s, err
		}
		if s, _, is := newest(b); is {
			return s, nil
		}
	}
	return s, fmt.Errorf("%s is not whole", file)
}

// sightOf is sight of one journal alone.
func sightOf(id, file string) (sighting, error) {
	s, err := sight(file)
	if err == nil && s.Journal != id {
		err = fmt.Errorf("%s is another journal's", file)
	}
	return s, err
}

// newest returns the last whole sighting of a file, and the slot that it is not in.
func newest(b []byte) (s sighting, free int, is bool) {
	for n := range 2 {
		if len(b) <= n*slotSize {
			break
		}
		line, _, whole := bytes.Cut(b[n*slotSize:min(len(b), (n+1)*slotSize)], []byte{'\n'})
		var one sighting
		if !whole || json.Unmarshal(line, &one) != nil || one.Sum != one.sum() {
			continue
		}
		if !is || one.compare(s) > 0 {
			s, free, is = one, 1-n, true
		}
	}
	return s, free, is
}

// compare goes by how far the journal had come.
func (s sighting) compare(t sighting) int {
	return cmp.Or(cmp.Compare(s.Adopted, t.Adopted), cmp.Compare(s.Facts, t.Facts))
}

// unlike returns how the journal now is not what was seen last, "" where it may be.
func (s sighting) unlike(file string, now sighting) string {
	switch {
	case s.Adopted > now.Adopted:
		return fmt.Sprintf("it was adopted at %s since, as %s notes: this is an older copy", s.Path, file)
	case s.Adopted < now.Adopted:
		return ""
	case s.Facts > now.Facts:
		return fmt.Sprintf("it ends at fact %d, and %s has seen fact %d: an older copy was put in its place", now.Facts, file, s.Facts)
	case s.Facts == now.Facts && s.Mix != now.Mix:
		return fmt.Sprintf("its facts are others than those that %s has seen: a copy that went its own way was put in its place", file)
	}
	return ""
}

func seen(id string, h home, count journal.Tally) sighting {
	s := sighting{Journal: id, Path: h.Path, Adopted: h.Adopted, Facts: count.N, Mix: count.Mix}
	s.Sum = s.sum()
	return s
}

// note remembers in each witness that vouches, unless more was noted there. None
// is made here: one that is gone since may lie on a disk that is gone with it.
func (w *witness) note(now sighting) {
	files := w.files.Load()
	if files == nil {
		return
	}
	own := w.own(now.Journal)
	for _, file := range *files {
		s, err := sightOf(now.Journal, file)
		if err == nil && s.compare(now) >= 0 {
			continue
		}
		err = put(file, now)
		if file == own && err == nil {
			w.ails.Store(nil)
		} else if file == own || own == "" {
			w.complain(err)
		}
	}
}

// complain keeps what keeps the witness from being written, and says it once.
func (w *witness) complain(err error) {
	if err == nil {
		return
	}
	err = fmt.Errorf("the journal's witness cannot be written, so an older copy in its place may not be seen: %w", err)
	if w.ails.Swap(&err) == nil {
		w.warn(err)
	}
}

// put writes a sighting at once, into a file that is there.
func put(file string, s sighting) error {
	f, err := openWitness(file, 0)
	if err != nil {
		return err
	}
	b, err := os.ReadFile(file)
	if err == nil {
		_, free, _ := newest(b)
		err = s.write(f, free)
	}
	return errors.Join(err, f.Close())
}

// makeWitness writes the first sighting, and is on the disk before the journal
// relies on it. It makes the folder only where the journal had no witness.
func makeWitness(file string, s sighting, folder bool) error {
	f, err := openWitness(file, os.O_CREATE)
	if errors.Is(err, fs.ErrNotExist) && folder {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		f, err = openWitness(file, os.O_CREATE)
	}
	if err != nil {
		return err
	}
	err = errors.Join(s.write(f, 0), s.write(f, 1), f.Sync(), f.Close())
	syncFolder(file)
	return err
}

// openWitness opens nothing that would hang who opens it.
func openWitness(file string, flag int) (*os.File, error) {
	if info, err := os.Lstat(file); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is %s", file, kindOf(info.Mode()))
	}
	return os.OpenFile(file, os.O_WRONLY|flag, 0o600)
}

func (s sighting) write(f *os.File, slot int) error {
	b, err := json.Marshal(s)
	if err == nil && len(b) >= slotSize {
		err = errors.New("the journal's path is too long for it")
	}
	if err == nil {
		_, err = f.WriteAt(append(b, '\n'), int64(slot)*slotSize)
	}
	return err
}

// trace names the witness of a journal that lay at a path, "" where none did.
func (w *witness) trace(path string) string {
	if w.dir == "" {
		return ""
	}
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		name := filepath.Join(w.dir, e.Name())
		if s, err := sight(name); err == nil && s.Path == path {
			return name
		}
	}
	return ""
}

// WitnessError is why an older copy of the journal in its place may not be seen:
// it has no witness, or this process's own cannot be written.
func (j *Journal) WitnessError() error {
	if err := j.witness.ails.Load(); err != nil {
		return *err
	}
	return nil
}

// Noted lets the witness know how far the journal has come.
func (j *Journal) Noted(count journal.Tally) {
	if h := j.home.Load(); h != nil {
		j.witness.note(seen(j.ID(), *h, count))
	}
}
