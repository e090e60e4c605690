package keyboard

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"
)

// reader stands between the terminal and Bubble Tea, and stamps what each read of
// the terminal brought with the time at which it did. A goroutine of its own reads, so
// that a screen that is busy does not make keys later than they were.
//
// Bubble Tea's parser loses times, so the stamp travels in front of the bytes as a
// report of the mouse at a place that no terminal has: the parser keeps the sequence, and
// the keys behind it are those of that read.
type reader struct {
	f   io.Reader
	now func() time.Time

	start sync.Once
	mu    sync.Mutex
	some  *sync.Cond
	reads []chunk
	err   error
	busy  bool              // keys are on their way to the model
	n     int               // of the last chunk handed over
	at    map[int]time.Time // of those whose mark is on its way
}

type chunk struct {
	at   time.Time
	text []byte
}

// markRow is where the marks are: no terminal has so many rows.
const markRow = 1_000_000

// maxMark bounds a mark's number; it begins anew then. maxRead leaves room for a mark
// in a buffer of the parser's, which takes a full one for one that goes on.
const maxMark, maxRead = 100_000, 200

func newReader(f io.Reader, now func() time.Time) *reader {
	r := &reader{f: f, now: now, at: map[int]time.Time{}}
	r.some = sync.NewCond(&r.mu)
	return r
}

// pump reads until the terminal ends.
func (r *reader) pump() {
	kept := 0
	buf := make([]byte, maxRead)
	for {
		n, err := r.f.Read(buf[kept:])
		at := r.now()
		n += kept
		kept = 0
		if n == len(buf) && err == nil {
			kept = unfinished(buf)
		}
		text := buf[:n-kept]
		buf = append(make([]byte, 0, maxRead), buf[n-kept:n]...)[:maxRead]
		r.mu.Lock()
		if len(text) > 0 {
			r.reads = append(r.reads, chunk{at, text})
		}
		r.err = err
		r.some.Broadcast()
		r.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// unfinished is how many bytes at the end of a full buffer may be a part of what goes
// on: an escape sequence, or a character.
func unfinished(buf []byte) int {
	const longest = 24
	tail := buf[len(buf)-longest:]
	if i := bytes.LastIndexByte(tail, '\x1b'); i >= 0 {
		return len(tail) - i
	}
	for i := 1; i < utf8.UTFMax; i++ {
		if rest := buf[len(buf)-i:]; utf8.RuneStart(rest[0]) {
			if !utf8.FullRune(rest) {
				return i
			}
			break
		}
	}
	return 0
}

// Read hands the next read of the terminal over, its mark before it. The parser calls
// it when all keys of the one before have been taken. The terminal is read from the
// first call on: before it, it is not raw yet.
func (r *reader) Read(p []byte) (int, error) {
	r.start.Do(func() { go r.pump() })
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy = false
	for len(r.reads) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.some.Wait()
	}
	r.busy = true
	c := &r.reads[0]
	r.n = r.n%maxMark + 1
	r.at[r.n] = c.at
	n := copy(p, fmt.Sprintf("\x1b[<35;%d;%dM", r.n, markRow))
	took := copy(p[n:len(p)-1], c.text)
	if c.text = c.text[took:]; len(c.text) == 0 {
		r.reads = r.reads[1:]
	}
	return n + took, nil
}

// waits reports whether keys have arrived that the model may not have seen.
func (r *reader) waits() bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.busy || len(r.reads) > 0
}

// marked is the time of a mark; false for what is no mark.
func (r *reader) marked(msg tea.Msg) (time.Time, bool) {
	m, is := msg.(tea.MouseMsg)
	if r == nil || !is || m.Y != markRow-1 {
		return time.Time{}, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.at[m.X+1]
	delete(r.at, m.X+1)
	return at, true
}

// terminalReader is a reader that Bubble Tea may make raw. It has no name, so that
// nobody reads its terminal beside it.
type terminalReader struct {
	*reader
	f term.File
}

func (r terminalReader) Fd() uintptr                 { return r.f.Fd() }
func (r terminalReader) Write(p []byte) (int, error) { return r.f.Write(p) }
func (r terminalReader) Close() error                { return nil }

// Between puts a reader between a terminal and the keyboard. A Windows console is read
// as events by Bubble Tea itself: there keys have the time at which they are processed.
func (k *Keyboard) Between(in io.Reader) io.Reader {
	f, is := in.(term.File)
	if !is || runtime.GOOS == "windows" {
		return in
	}
	k.reader = newReader(f, k.Opt.Now)
	return terminalReader{k.reader, f}
}

// Marks reports whether a message is the mark of a read, which is for nobody else.
func (k *Keyboard) Marks(msg tea.Msg) (mark bool) {
	at, mark := k.reader.marked(msg)
	if mark {
		k.keysAt = at
	}
	return mark
}

// OnKey takes a key of the read whose mark came last.
func (k *Keyboard) OnKey(key tea.KeyMsg) tea.Cmd {
	return k.OnRead(Read{At: k.keysAt, Keys: []tea.KeyMsg{key}})
}
