package cli

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// reader takes a write when somebody lets it, or each so often.
type reader struct {
	each time.Duration
	lets chan struct{}
	took int
}

func (r *reader) Write(p []byte) (int, error) {
	if r.each > 0 {
		time.Sleep(r.each)
	} else {
		<-r.lets
	}
	r.took++
	return len(p), nil
}

// A reader that reads nothing, with more than a mebibyte before it, holds up a
// command about money for ten seconds and never longer; from then on it is unheard,
// and no further line waits for it.
func TestAReaderThatNeverReads(t *testing.T) {
	line := bytes.Repeat([]byte("x"), 1<<14)
	for stopped, most := range map[bool]time.Duration{false: hearWithin, true: hearStopped} {
		synctest.Test(t, func(t *testing.T) {
			r := &reader{lets: make(chan struct{})}
			g := &global{command: "recover", s: &streams{}}
			g.stopped.Store(stopped)
			h := newHeard(r)
			h.limit = g.hears
			begun := time.Now()
			for range 2 * writesAhead / len(line) {
				if n, err := h.Write(line); n != len(line) || err != nil {
					t.Fatal(n, err)
				}
			}
			if took := time.Since(begun); took < most || took > most+time.Second {
				t.Errorf("stopped %t: it waited for %s", stopped, took)
			}
			begun = time.Now()
			_, _ = h.Write(line)
			if err := h.failed(hearWithin); !errors.Is(err, errUnread) || time.Since(begun) > 0 {
				t.Errorf("stopped %t: %v after %s more", stopped, err, time.Since(begun))
			}
			close(r.lets)
			synctest.Wait()
			if r.took > 1 {
				t.Errorf("stopped %t: %d lines were written behind the gap", stopped, r.took)
			}
		})
	}
}

// A reader that is slow and reads is waited for, however long it takes in all.
func TestAReaderThatIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := bytes.Repeat([]byte("x"), 1<<18)
		r := &reader{each: hearWithin - time.Second}
		h := newHeard(r)
		h.limit = func() time.Duration { return hearWithin }
		for range 12 {
			_, _ = h.Write(line)
		}
		if err := h.failed(0); err != nil || r.took != 12 {
			t.Errorf("%d of 12 lines, %v", r.took, err)
		}
	})
}

// A list waits for a person who pages through it, whatever that takes.
func TestAListWaitsForItsReader(t *testing.T) {
	for _, command := range []string{"sales", "sales export", "close", "help"} {
		synctest.Test(t, func(t *testing.T) {
			r := &reader{lets: make(chan struct{})}
			h := newHeard(r)
			h.limit = (&global{command: command, s: &streams{}}).hears
			time.AfterFunc(5*time.Hour, func() { close(r.lets) })
			begun := time.Now()
			_, _ = h.Write(bytes.Repeat([]byte("x"), writesAhead+1))
			if err := h.failed(0); err != nil || time.Since(begun) < 5*time.Hour {
				t.Errorf("%s: %v after %s", command, err, time.Since(begun))
			}
		})
	}
}

// A write that took less and says nothing of it is a gap (money rule 5.3): the
// line is not told, and none comes behind it.
func TestAShortWriteIsNoLine(t *testing.T) {
	for part := range 8 {
		out := &breaking{part: part}
		h := newHeard(out)
		_, _ = h.Write([]byte("12345678"))
		_, _ = h.Write([]byte("next\n"))
		if err := h.failed(0); !errors.Is(err, io.ErrShortWrite) || out.Len() != part {
			t.Errorf("%d of 8 bytes: %v, there stands %q", part, err, out.String())
		}
	}
}
