package streams

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
	for _, most := range []time.Duration{HearWithin, HearStopped} {
		synctest.Test(t, func(t *testing.T) {
			r := &reader{lets: make(chan struct{})}
			h := NewHeard(r)
			h.Limit = func() time.Duration { return most }
			begun := time.Now()
			for range 2 * writesAhead / len(line) {
				if n, err := h.Write(line); n != len(line) || err != nil {
					t.Fatal(n, err)
				}
			}
			if took := time.Since(begun); took < most || took > most+time.Second {
				t.Errorf("%s: it waited for %s", most, took)
			}
			begun = time.Now()
			_, _ = h.Write(line)
			if err := h.Failed(HearWithin); !errors.Is(err, errUnread) || time.Since(begun) > 0 {
				t.Errorf("%s: %v after %s more", most, err, time.Since(begun))
			}
			close(r.lets)
			synctest.Wait()
			if r.took > 1 {
				t.Errorf("%s: %d lines were written behind the gap", most, r.took)
			}
		})
	}
}

// A reader that is slow and reads is waited for, however long it takes in all.
func TestAReaderThatIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := bytes.Repeat([]byte("x"), 1<<18)
		r := &reader{each: HearWithin - time.Second}
		h := NewHeard(r)
		h.Limit = func() time.Duration { return HearWithin }
		for range 12 {
			_, _ = h.Write(line)
		}
		if err := h.Failed(0); err != nil || r.took != 12 {
			t.Errorf("%d of 12 lines, %v", r.took, err)
		}
	})
}

// What has no limit waits for a person who pages through it, whatever that takes.
func TestAListWaitsForItsReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &reader{lets: make(chan struct{})}
		h := NewHeard(r)
		h.Limit = func() time.Duration { return 0 }
		time.AfterFunc(5*time.Hour, func() { close(r.lets) })
		begun := time.Now()
		_, _ = h.Write(bytes.Repeat([]byte("x"), writesAhead+1))
		if err := h.Failed(0); err != nil || time.Since(begun) < 5*time.Hour {
			t.Errorf("%v after %s", err, time.Since(begun))
		}
	})
}

// short takes a part of its first write, says nothing of it, and then takes all.
type short struct {
	bytes.Buffer
	part  int
	begun bool
}

func (s *short) Write(p []byte) (int, error) {
	if !s.begun {
		s.begun = true
		p = p[:s.part]
	}
	return s.Buffer.Write(p)
}

// A write that took less and says nothing of it is a gap (money rule 5.3): the
// line is not told, and none comes behind it.
func TestAShortWriteIsNoLine(t *testing.T) {
	for part := range 8 {
		out := &short{part: part}
		h := NewHeard(out)
		_, _ = h.Write([]byte("12345678"))
		_, _ = h.Write([]byte("next\n"))
		if err := h.Failed(0); !errors.Is(err, io.ErrShortWrite) || out.Len() != part {
			t.Errorf("%d of 8 bytes: %v, there stands %q", part, err, out.String())
		}
	}
}

// What is only offered never waits, whether nobody reads or a line is waited for, stands
// in the sequence of what was written, and is left out before it takes the room of that.
func TestOfferNeverWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &reader{lets: make(chan struct{})}
		h := NewHeard(r)
		h.Limit = func() time.Duration { return HearWithin }
		line, begun, taken := bytes.Repeat([]byte("x"), 1<<12), time.Now(), 0
		for range 2 * writesAhead / len(line) {
			if h.Offer(line) {
				taken++
			}
		}
		if took := time.Since(begun); took != 0 || taken != offersAhead/len(line) {
			t.Errorf("%d offers were taken in %s", taken, took)
		}
		for range 3 * offersAhead / len(line) { // the room of what is told is still there
			_, _ = h.Write(line)
		}
		if took := time.Since(begun); took != 0 {
			t.Errorf("what is told waited %s for what was offered", took)
		}
		go func() { _, _ = h.Write(bytes.Repeat(line, 2)) }() // and waits for its reader now
		synctest.Wait()
		begun = time.Now()
		if h.Offer(line) || time.Since(begun) != 0 {
			t.Errorf("an offer waited %s behind a line that waits", time.Since(begun))
		}
		close(r.lets)
		if err := h.Failed(HearWithin); err != nil {
			t.Error(err)
		}
	})
	var b bytes.Buffer
	h := NewHeard(&b)
	_, _ = h.Write([]byte("a"))
	h.Offer([]byte("b"))
	_, _ = h.Write([]byte("c"))
	if err := h.Failed(HearWithin); err != nil || b.String() != "abc" {
		t.Errorf("%q, %v", b.String(), err)
	}
}
