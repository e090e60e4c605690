package keyboard

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// Keys have the time at which they arrived, however late the screen takes them.
func TestKeysHaveTheTimeOfTheirArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keys, hand := io.Pipe()
		r := newReader(keys, time.Now)
		begin := time.Now()
		go func() {
			for _, k := range []string{"1", "2\r", "\x1b[A"} {
				time.Sleep(100 * time.Millisecond)
				_, _ = io.WriteString(hand, k)
			}
			hand.Close()
		}()
		buf := make([]byte, 256)
		for i, k := range []string{"1", "2\r", "\x1b[A"} {
			n, err := r.Read(buf)
			mark := fmt.Sprintf("\x1b[<35;%d;%dM", i+1, markRow)
			if err != nil || string(buf[:n]) != mark+k {
				t.Fatalf("%q, %v", buf[:n], err)
			}
			if !r.waits() {
				t.Error("keys that the screen has not taken do not wait")
			}
			time.Sleep(time.Second) // a screen that is busy
			at, is := r.marked(tea.MouseMsg{X: i, Y: markRow - 1})
			if want := begin.Add(time.Duration(i+1) * 100 * time.Millisecond); !is || !at.Equal(want) {
				t.Errorf("key %d came at %v, want %v", i, at.Sub(begin), want.Sub(begin))
			}
		}
		if _, err := r.Read(buf); err != io.EOF {
			t.Errorf("ended with %v", err)
		}
		if _, is := r.marked(tea.MouseMsg{X: 3, Y: 20}); is {
			t.Error("a mouse is a mark")
		}
	})
}

// Bubble Tea's parser takes the marks, and what a long paste is cut into is whole.
func TestMarksPassTheParser(t *testing.T) {
	text := strings.Repeat("元1\x1b[A", 90)
	r := newReader(io.MultiReader(strings.NewReader("7"), strings.NewReader(text)), time.Now)
	m := &marksSeen{r: r}
	var last atomic.Value
	p := tea.NewProgram(m, tea.WithInput(r), tea.WithOutput(&bytes.Buffer{}), tea.WithoutRenderer(), tea.WithoutSignalHandler(),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if at, is := r.marked(msg); is {
				m.marks++
				last.Store(at)
				return nil
			}
			return msg
		}))
	if _, err := p.Run(); err != nil {
		t.Fatal(err)
	}
	if m.runes != 1+2*90 || m.ups != 90 || m.other != 0 || m.marks < 3 {
		t.Errorf("%d characters, %d arrows, %d others, %d marks", m.runes, m.ups, m.other, m.marks)
	}
	if at, _ := last.Load().(time.Time); at.IsZero() || len(r.at) != 0 {
		t.Errorf("%d marks are left", len(r.at))
	}
}

type marksSeen struct {
	r                        *reader
	runes, ups, other, marks int
}

func (m *marksSeen) Init() tea.Cmd { return nil }
func (m *marksSeen) View() string  { return "" }
func (m *marksSeen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch k := msg.(type) {
	case tea.KeyMsg:
		switch k.Type {
		case tea.KeyRunes:
			m.runes += len(k.Runes)
		case tea.KeyUp:
			m.ups++
		default:
			m.other++
		}
	default:
		if _, is := msg.(tea.WindowSizeMsg); !is {
			m.other++
		}
	}
	if m.runes == 1+2*90 && m.ups == 90 || m.other > 0 {
		return m, tea.Quit
	}
	return m, nil
}
