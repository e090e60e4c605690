package tui

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
)

// program is the whole screen in virtual time, without a terminal.
type program struct {
	t    *testing.T
	p    *tea.Program
	till *fakeTill
	out  *lockedBuffer
	end  chan error
}

// frameMsg asks for the screen, where alone it may be drawn: in Update's goroutine.
type frameMsg chan string

// lockedBuffer is a terminal that may be read meanwhile.
type lockedBuffer struct {
	mu     sync.Mutex
	b      bytes.Buffer
	broken bool
	writes []time.Time // whole ones
}

// breaks makes it a terminal that takes half of each write.
func (l *lockedBuffer) breaks(yes bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = yes
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken {
		n, _ := l.b.Write(p[:len(p)/2])
		return n, errors.New("the terminal is gone")
	}
	l.writes = append(l.writes, time.Now())
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// inProgram runs a test with a program in a time of its own, and leaves it at the end.
func inProgram(t *testing.T, till *fakeTill, test func(p *program)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancelCause(t.Context())
		p := &program{t: t, till: till, out: &lockedBuffer{}, end: make(chan error, 1)}
		o := Options{Till: till, Out: p.out, Language: "en", Theme: "mono", FaceEnabled: true, FaceLimit: 100000, Simulated: true}
		started := make(chan struct{})
		filter := func(m tea.Model, msg tea.Msg) tea.Msg {
			if ask, ok := msg.(frameMsg); ok {
				ask <- ansi.Strip(m.View())
				return nil
			}
			return m.(*model).stamp(m, msg)
		}
		go func() {
			p.end <- run(ctx, o, func(tp *tea.Program) { p.p = tp; close(started) }, tea.WithFilter(filter))
		}()
		<-started
		synctest.Wait()
		p.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		test(p)
		left := errors.New("the test is over")
		stop(left)
		if err := <-p.end; err != nil && !errors.Is(err, left) {
			t.Errorf("ended with %v", err)
		}
		time.Sleep(2 * time.Second) // the last tick ends in its time, too
	})
}

func (p *program) send(msg tea.Msg) {
	p.p.Send(msg)
	synctest.Wait()
}

func (p *program) keys(names ...string) {
	for _, n := range names {
		p.wait(800 * time.Millisecond)
		p.send(key(n))
	}
	p.wait(alone)
}

func (p *program) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (p *program) shows(texts ...string) {
	p.t.Helper()
	ask := make(frameMsg, 1)
	p.send(ask)
	screen := <-ask
	joined := strings.Join(strings.Fields(screen), " ")
	for _, text := range texts {
		if !strings.Contains(joined, text) {
			p.t.Errorf("the screen does not say %q:\n%s", text, screen)
		}
	}
}

func TestFromKeysToPaid(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{1280: pays()}}, func(p *program) {
		p.keys("1", "2", ".", "8", "enter")
		p.wait(time.Second)
		p.shows(English().SayCapture, "59 s left")
		p.wait(2500 * time.Millisecond)
		p.shows(English().SaySubmit)
		p.wait(time.Second)
		p.shows(English().Paid, English().PaidSay)
		if len(p.till.seen().shown) != 0 {
			t.Error("shown at once")
		}
		p.wait(1300 * time.Millisecond)
		if len(p.till.seen().shown) != 1 || p.till.seen().shown[0] != p.till.seen().attempts[0].OutTradeNo {
			t.Errorf("shown %v", p.till.seen().shown)
		}
		p.keys("enter")
		p.shows("Last ¥12.80", English().Amount)
	})
}

func TestPasswordThenEscThenReversed(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{300: neverPays()}, dead: 20 * time.Second}, func(p *program) {
		p.keys("3", "enter")
		p.wait(5 * time.Second)
		p.shows(English().SayPassword, "43 s left", "again in 8 s")
		p.keys("c", "esc")
		p.shows(English().EscEnds)
		p.keys("esc")
		p.wait(time.Second)
		p.shows(English().Checking, English().CheckingSay)
		if p.till.seen().asks != 1 || len(p.till.seen().cancels) != 1 || p.till.seen().cancels[0] != "cashier" {
			t.Errorf("asks %d, cancels %v", p.till.seen().asks, p.till.seen().cancels)
		}
		p.keys("enter", "4", "enter")
		p.shows("1 unsettled", "Face")
		p.wait(30 * time.Second)
		p.shows(English().NoneOpen, "Last ¥3.00", English().StateReversed, English().SayCapture)
		if len(p.till.seen().shown) != 0 {
			t.Error("a reversal was shown as paid")
		}
	})
}

func TestRefusedKeepsTheAmount(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{500: refused("NOTENOUGH")}}, func(p *program) {
		p.keys("5", "enter")
		p.wait(5 * time.Second)
		p.shows(English().NotCharged, English().WhyFace["NOTENOUGH"])
		p.keys("enter", "enter")
		if len(p.till.seen().begun) != 2 || p.till.seen().begun[1].TotalFee != 500 {
			t.Errorf("begun %v", p.till.seen().begun)
		}
	})
}

// The window's end shows "still checking", which the same page takes back when
// the reversal is proven.
func TestWindowEnds(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{700: reversedByWindow()}, dead: 10 * time.Second}, func(p *program) {
		p.keys("7", "enter")
		p.wait(44 * time.Second)
		p.shows("4 s left")
		p.wait(3 * time.Second)
		p.shows(English().Checking, English().CheckingSay)
		p.wait(10 * time.Second)
		p.shows(English().NotCharged, English().ReversedSay)
	})
}

func TestCodeTakesOverFromTheCamera(t *testing.T) {
	inProgram(t, &fakeTill{}, func(p *program) {
		p.keys("5", "enter")
		p.wait(2 * time.Second)
		for _, c := range code {
			p.send(key(string(c)))
			p.wait(5 * time.Millisecond)
		}
		p.send(key("enter"))
		p.wait(time.Second)
		if p.till.seen().both != 1 || len(p.till.seen().begun) != 2 || p.till.seen().begun[1].AuthCode.Reveal() != code {
			t.Fatalf("%d at once, %d begun", p.till.seen().both, len(p.till.seen().begun))
		}
		p.shows(English().StepCode)
		if strings.Contains(p.out.String(), code) {
			t.Error("the code was written to the terminal")
		}
	})
}

func TestDoubleEnterInTheProgram(t *testing.T) {
	inProgram(t, &fakeTill{delay: 2 * time.Second}, func(p *program) {
		p.keys("5")
		p.wait(time.Second)
		for range 20 {
			p.send(key("enter"))
			p.wait(33 * time.Millisecond)
		}
		p.wait(5 * time.Second)
		if len(p.till.seen().begun) != 1 {
			t.Errorf("%d sales", len(p.till.seen().begun))
		}
	})
}

func TestQuitCancelsTheCameraFirst(t *testing.T) {
	inProgram(t, &fakeTill{}, func(p *program) {
		p.keys("5", "enter", "ctrl+c", "ctrl+c")
		if err := <-p.end; err != nil {
			t.Error(err)
		}
		p.end <- nil
		if p.till.seen().attempts[0].State != flow.Cancelled {
			t.Errorf("left with a sale that is %s", p.till.seen().attempts[0].State)
		}
	})
}

// Leaving waits for a fact that is on its way, and what runs ends.
func TestLeavingEndsEverything(t *testing.T) {
	inProgram(t, &fakeTill{scripts: map[flow.Fen][]beat{300: neverPays()}}, func(p *program) {
		p.keys("3", "enter")
		p.wait(5 * time.Second)
		p.keys("ctrl+c", "ctrl+c")
		if err := <-p.end; err != nil {
			t.Error(err)
		}
		p.end <- nil
		if s := p.till.seen().attempts[0].State; s != flow.Confirming || p.till.seen().running != 0 {
			t.Errorf("leaving decided something: %s, %d running", s, p.till.seen().running)
		}
	})
}

func TestRunNeedsATill(t *testing.T) {
	if err := Run(context.Background(), Options{}); err == nil {
		t.Error("ran without a till")
	}
}
