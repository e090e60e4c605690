package book

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"facetill/flow/sharedfile"
)

// bookFile is the book on disk: one JSON line per change, the whole order each
// time, the last one wins. Several processes append to it in turns, under an OS
// lock on a file beside it; each first reads what the others appended. A line
// that a killed process left half-written is cut off by the next one.
//
// What is appended is not synced: the book has to outlive a process, not a power
// cut.
type bookFile struct {
	path   string
	lock   *os.File
	file   *os.File // between begin and end
	head   []byte   // the beginning of the file that offset belongs to
	offset int64    // up to where it was read
	count  int      // lines read or written, to know when to rewrite it
}

// line is one line of the file: an order, a code that a refused request used up,
// what a merchant has, or, as the first one, the file's own name: who had read another file sees by it
// that this one was written anew. Serial is the book's counter after it.
type line struct {
	Book    string      `json:"book,omitempty"`
	Serial  uint64      `json:"n"`
	Order   *Order      `json:"order,omitempty"`
	Code    Fingerprint `json:"code,omitzero"`
	For     string      `json:"for,omitempty"`
	At      time.Time   `json:"at,omitzero"`
	Account *Account    `json:"account,omitempty"`
}

const (
	bookMode = 0o600
	// headSize is how many bytes tell one file from another: {"book":" and the
	// 26 characters of rand.Text.
	headSize = 9 + 26
	// rewriteFrom is how many lines a file may have before it is worth while to
	// write only the last one of each order again.
	rewriteFrom = 4096
)

// Open opens or creates the file, reads it and drops what is too old.
func Open(path string, maxOrders int, first uint64, now time.Time) (*Book, error) {
	lock, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, bookMode)
	if err != nil {
		if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
			return nil, fmt.Errorf("simulated book: %w; raise the limit of open files (ulimit -n)", err)
		}
		return nil, fmt.Errorf("simulated book: %w; name a folder that exists and can be written", err)
	}
	b := New(maxOrders, first)
	b.file = &bookFile{path: path, lock: lock}
	if err := b.Begin(); err != nil {
		lock.Close()
		return nil, err
	}
	dropped := b.prune(now)
	if dropped > 0 || b.file.count > rewriteFrom && b.file.count > 2*len(b.age) {
		err = b.file.rewrite(b)
	}
	if err = errors.Join(err, b.End()); err != nil {
		lock.Close()
		return nil, err
	}
	return b, nil
}

func (f *bookFile) begin(b *Book) (err error) {
	if f == nil {
		return nil
	}
	if err := sharedfile.WaitLock(f.lock); err != nil {
		return fmt.Errorf("simulated book: lock %s: %w", f.lock.Name(), err)
	}
	defer func() {
		if err != nil {
			f.release()
		}
	}()
	if f.file, err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE, bookMode); err != nil {
		return fmt.Errorf("simulated book: %w", err)
	}
	info, err := f.file.Stat()
	if err != nil {
		return fmt.Errorf("simulated book: %w", err)
	}
	head := make([]byte, headSize)
	if n, err := f.file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("simulated book: %w", err)
	} else {
		head = head[:n]
	}
	// Another process may have written the file anew, or a person deleted it.
	if !bytes.Equal(f.head, head) || info.Size() < f.offset {
		b.clear()
		f.offset, f.count = 0, 0
	}
	f.head = head
	if info.Size() == f.offset {
		return nil
	}
	return f.read(b)
}

// read takes over the lines behind the offset.
func (f *bookFile) read(b *Book) error {
	r := bufio.NewReaderSize(io.NewSectionReader(f.file, f.offset, 1<<62-f.offset), 1<<16)
	for {
		text, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil // what is left has no end: a torn tail, cut off by end
		}
		if err != nil {
			return fmt.Errorf("simulated book: %w", err)
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return fmt.Errorf("simulated book %s: line %d is not an entry; move the file away to begin a new book", f.path, f.count+1)
		}
		f.offset += int64(len(text))
		f.count++
		b.serial = max(b.serial, l.Serial)
		switch {
		case l.Order != nil:
			b.put(l.Order)
		case l.For != "":
			b.burnt[l.Code] = burntCode{l.For, l.At}
		case l.Account != nil:
			b.accounts[l.Account.MchID] = *l.Account
		}
	}
}

func (f *bookFile) end(b *Book) error {
	if f == nil {
		return nil
	}
	defer f.release()
	if len(b.lines) == 0 {
		return nil
	}
	lines := b.lines
	if f.offset == 0 {
		lines = append([]line{{Book: rand.Text()}}, lines...)
	}
	text, err := encode(lines, b.serial)
	clear(b.lines)
	b.lines = b.lines[:0]
	if err == nil {
		err = f.append(text, len(lines))
	}
	if err != nil {
		// Forget what memory thinks it knows; the next call reads the file.
		f.head, f.offset = nil, 0
		return fmt.Errorf("simulated book: %w", err)
	}
	return nil
}

// append writes behind the last whole line and cuts a torn one off.
func (f *bookFile) append(text []byte, lines int) error {
	if err := f.file.Truncate(f.offset); err != nil {
		return err
	}
	if _, err := f.file.WriteAt(text, f.offset); err != nil {
		return err
	}
	if f.offset == 0 {
		f.head = bytes.Clone(text[:headSize])
	}
	f.offset += int64(len(text))
	f.count += lines
	return nil
}

func (f *bookFile) release() {
	if f.file != nil {
		f.file.Close()
		f.file = nil
	}
	_ = sharedfile.Unlock(f.lock)
}

// rewrite puts a file in place that holds every order once. It is called with
// the lock held; who had read the old file sees by its identity that it is gone.
func (f *bookFile) rewrite(b *Book) error {
	lines := append(make([]line, 0, len(b.age)+1), line{Book: rand.Text()})
	for _, o := range b.age {
		lines = append(lines, line{Order: o})
	}
	for code, u := range b.burnt {
		lines = append(lines, line{Code: code, For: u.no, At: u.at})
	}
	for _, a := range b.accounts {
		lines = append(lines, line{Account: &a})
	}
	text, err := encode(lines, b.serial)
	if err != nil {
		return err
	}
	// An open file cannot be replaced on Windows.
	f.file.Close()
	f.file = nil
	if err = sharedfile.Replace(f.path, text); err == nil {
		f.file, err = os.OpenFile(f.path, os.O_RDWR, bookMode)
	}
	if err != nil {
		return fmt.Errorf("simulated book: %w", err)
	}
	f.head = bytes.Clone(text[:headSize])
	f.offset, f.count = int64(len(text)), len(lines)
	b.lines = b.lines[:0]
	return nil
}

func encode(lines []line, serial uint64) ([]byte, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	for i := range lines {
		lines[i].Serial = serial
		if err := enc.Encode(&lines[i]); err != nil {
			return nil, err
		}
	}
	return text.Bytes(), nil
}
