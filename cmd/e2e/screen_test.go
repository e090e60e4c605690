//go:build !windows

package e2e

import (
	"bytes"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"facetill/tui/draw"
	"facetill/tui/theme"
)

// screen reads a terminal in the background.
type screen struct {
	tty  *os.File
	mu   sync.Mutex
	text bytes.Buffer
	mark int // of text that is looked at no more
	done chan struct{}
	more chan struct{}
}

func newScreen(tty *os.File) *screen {
	s := &screen{tty: tty, done: make(chan struct{}), more: make(chan struct{}, 1)}
	go func() {
		defer close(s.done)
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf)
			s.mu.Lock()
			s.text.Write(buf[:n])
			s.mu.Unlock()
			select {
			case s.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return s
}

// patience only bounds a test that has failed.
const patience = 60 * time.Second

// waitFor looks after each thing that is drawn, until it is so.
func (s *screen) waitFor(t testing.TB, so func(text string) bool) {
	t.Helper()
	limit := time.After(patience)
	for {
		s.mu.Lock()
		text := s.text.String()[s.mark:]
		s.mu.Unlock()
		if so(text) {
			return
		}
		select {
		case <-s.more:
		case <-time.After(50 * time.Millisecond): // a journal draws nothing
		case <-s.done:
			t.Fatalf("the program ended; its screen:\n%s", text)
		case <-limit:
			t.Fatalf("not seen; the screen:\n%s", text)
		}
	}
}

func (s *screen) wait(t testing.TB, word string) {
	t.Helper()
	s.waitFor(t, func(text string) bool { return strings.Contains(text, word) })
}

// pace is a person's: what comes closer is a scan.
const pace = 200 * time.Millisecond

// types sends a text as a person does: the next key follows when the one before
// was drawn, be it late, because two that a busy machine reads at once are a scan.
func (s *screen) types(text string) {
	for _, r := range text {
		drawn := s.drawn()
		_, _ = s.tty.WriteString(string(r))
		time.Sleep(pace)
		for end := time.Now().Add(5 * time.Second); s.drawn() == drawn && time.Now().Before(end); {
			time.Sleep(pace / 10)
		}
		time.Sleep(pace)
	}
}

// enters types an amount and waits until it stands there in large digits, which a till
// without colours draws; where a busy machine made a scan of two keys, it is cleared
// and typed again.
func (s *screen) enters(t testing.TB, amount string) {
	t.Helper()
	mono := draw.Screen{Width: 80, Height: 24, Theme: theme.New(io.Discard, theme.Options{Name: "mono", ASCII: true, Getenv: os.Getenv})}
	digits := mono.Large(draw.Number{Digits: amount}, 80, mono.Paint(mono.Theme.Text))
	var from int
	stands := func(string) bool {
		text := strings.ReplaceAll(ansi.Strip(s.all()[from:]), "█", "#")
		for _, row := range digits {
			if !strings.Contains(text, strings.TrimSpace(row)) {
				return false
			}
		}
		return strings.Contains(text, "pay by face")
	}
	for end := time.Now().Add(patience); ; {
		from = s.drawn()
		s.types(amount)
		if stands("") || time.Now().After(end) {
			break
		}
		s.types("\x1b") // Esc
	}
	s.waitFor(t, stands)
}

// drawn counts the bytes that were drawn so far.
func (s *screen) drawn() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Len()
}

// press sends a key until it has taken: one that comes right behind others is
// lost on purpose, and so is what follows it without a pause.
func (s *screen) press(t testing.TB, key, word string) {
	t.Helper()
	pressed := time.Time{}
	s.waitFor(t, func(text string) bool {
		if strings.Contains(text, word) {
			return true
		}
		if time.Since(pressed) > time.Second {
			pressed = time.Now()
			_, _ = s.tty.WriteString(key)
		}
		return false
	})
}

func (s *screen) ended() { <-s.done }

// all is what was drawn so far.
func (s *screen) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}
