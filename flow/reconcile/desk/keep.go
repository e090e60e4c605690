package desk

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"facetill/flow/till"
)

// KeepError is a bill that could not be written where bills are kept.
type KeepError struct{ Err error }

func (e *KeepError) Error() string {
	return "the bill cannot be kept: " + e.Err.Error()
}
func (e *KeepError) Unwrap() error { return e.Err }

// draft is a bill on its way into the folder. It is there as a whole or not at all.
type draft struct {
	path   string
	failed error // of the disk
	f      *os.File
}

// Write notes what the disk says, which is no answer of WeChat's.
func (d *draft) Write(p []byte) (int, error) {
	n, err := d.f.Write(p)
	if err != nil {
		d.failed = err
	}
	return n, err
}

// draw begins a draft, fills it and makes it durable under no name yet.
func (d *Desk) draw(fill func(io.Writer) error) (*draft, error) {
	if err := os.MkdirAll(d.ports.Folder, 0o700); err != nil {
		return nil, &KeepError{err}
	}
	f, err := os.CreateTemp(d.ports.Folder, ".new-*") // 0600 by its contract
	if err != nil {
		return nil, &KeepError{err}
	}
	n := &draft{path: f.Name(), f: f}
	err = fill(n)
	if n.failed != nil {
		err = &KeepError{n.failed}
	}
	if closed := errors.Join(f.Sync(), f.Close()); err == nil && closed != nil {
		err = &KeepError{closed}
	}
	if err != nil {
		n.drop()
		return nil, err
	}
	return n, nil
}

func (n *draft) drop() { _ = os.Remove(n.path) }

// keep puts a draft under its name, over what was kept of the day before.
func (d *Desk) keep(n *draft, day time.Time) (name string, err error) {
	name = till.DayName(day) + ".csv"
	other := name + ".gz"
	if isPacked(n.path) {
		name, other = other, name
	}
	if err := os.Rename(n.path, filepath.Join(d.ports.Folder, name)); err != nil {
		n.drop()
		return "", &KeepError{err}
	}
	_ = os.Remove(filepath.Join(d.ports.Folder, other)) // of the same day, and older
	if folder, err := os.Open(d.ports.Folder); err == nil {
		_ = folder.Sync() // where a system cannot, the name is there all the same
		_ = folder.Close()
	}
	return name, nil
}

// isPacked reports whether a file is gzip.
func isPacked(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head, _ := bufio.NewReader(f).Peek(2)
	return string(head) == "\x1f\x8b"
}

// Kept returns the path of the bill of a day, "" where none is kept.
// Two there are where a process died between keeping one and removing the other: it is the
// newer one.
func (d *Desk) Kept(day time.Time) (newest string) {
	var at time.Time
	for _, end := range []string{".csv", ".csv.gz"} {
		path := filepath.Join(d.ports.Folder, till.DayName(day)+end)
		if is, err := os.Stat(path); err == nil && (newest == "" || is.ModTime().After(at)) {
			newest, at = path, is.ModTime()
		}
	}
	return newest
}

// fetched returns the path of the bill of a day, kept or fetched, and what ends it.
func (d *Desk) fetched(ctx context.Context, day time.Time) (path string, drop func(), err error) {
	if path = d.Kept(day); path != "" {
		return path, func() {}, nil
	}
	n, err := d.draw(func(w io.Writer) error { return d.ports.Fetch(ctx, day, w) })
	if err != nil {
		return "", nil, err
	}
	return n.path, n.drop, nil
}
