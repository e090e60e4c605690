package tui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/keyboard"
	"facetill/tui/page"
)

// TestMain is also the program that the terminal tests start.
func TestMain(m *testing.M) {
	switch os.Getenv("FACETILL_TEST_CHILD") {
	case "print":
		fmt.Println("ok")
		os.Exit(0)
	case "panic", "panic of a message":
		o := Options{Till: panicking{&fakeTill{}}, In: os.Stdin, Out: os.Stdout, Getenv: os.Getenv}
		if os.Getenv("FACETILL_TEST_CHILD") != "panic" {
			asked := 0
			o.Till, o.Now = &fakeTill{}, func() time.Time {
				if asked++; asked > 1 {
					panic("on purpose")
				}
				return noon
			}
		}
		crash, is := errors.AsType[*Crash](Run(context.Background(), o))
		fmt.Println("run:", is && crash.What == "on purpose" && bytes.Contains(crash.Stack, []byte("panic")))
		os.Exit(3)
	}
	os.Exit(m.Run())
}

// code is a payment code of WeChat's form. No frame may have it.
const code = "134500000000000017"

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// rig drives a model without a program: each message has the time of rig.now,
// and commands are kept, not run.
type rig struct {
	t    *testing.T
	m    *model
	till *fakeTill
	now  time.Time
	cmds int
	no   int
	last tea.Cmd   // what Update returned last
	due  time.Time // of the pulse
}

func newRig(t *testing.T, change func(*Options)) *rig {
	r := &rig{t: t, till: &fakeTill{}, now: noon}
	o := Options{Till: r.till, Out: &bytes.Buffer{}, Language: "en", Theme: "mono", FaceEnabled: true, FaceLimit: 100000,
		StoreName: "Store", Lane: "L1", Cashier: "7", Simulated: true, Now: func() time.Time { return r.now }}
	if change != nil {
		change(&o)
	}
	r.m = newModel(context.Background(), o)
	after := r.m.After
	r.m.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
		if _, is := msg.(keyboard.PulseMsg); is {
			r.due = r.now.Add(d)
			return nil
		}
		return after(d, msg)
	}
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return r
}

func (r *rig) send(msg tea.Msg) {
	r.m.Now = r.now
	if _, cmd := r.m.Update(msg); cmd != nil {
		r.cmds++
		r.last = cmd
	}
}

// after lets time pass: pulses come, ticks do not.
func (r *rig) after(d time.Duration) *rig {
	end := r.now.Add(d)
	for !r.due.IsZero() && !r.due.After(end) {
		r.now, r.due = r.due, time.Time{}
		r.send(keyboard.PulseMsg{})
	}
	r.now = end
	return r
}

// alone is how long a key that decides has to stay alone, and a pulse more.
const alone = 150 * time.Millisecond

// cmd presses a key and returns what comes of it.
func (r *rig) cmd(name string) tea.Cmd {
	r.after(typist)
	r.last = nil
	r.send(key(name))
	if r.after(alone); r.m.Guard.Waiting() {
		r.after(500 * time.Millisecond)
	}
	return r.last
}

// tick lets time pass as the program does.
func (r *rig) tick(d time.Duration) *rig {
	for end := r.now.Add(d); r.now.Before(end); {
		r.after(page.LiveTick)
		r.send(page.TickMsg{Gen: r.m.TickGen})
		if r.m.Shown.Drawing() {
			r.screen()
		}
	}
	return r
}

// named are the keys that are no characters, as Bubble Tea calls them.
var named = func() map[string]tea.KeyType {
	types := map[string]tea.KeyType{}
	for t := tea.KeyF20; t <= tea.KeyBackspace; t++ {
		if t != tea.KeyRunes && t != tea.KeySpace {
			types[t.String()] = t
		}
	}
	return types
}()

func key(name string) tea.KeyMsg {
	if k, is := named[name]; is {
		return tea.KeyMsg{Type: k}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// press is a person's: a second between keys.
func (r *rig) press(names ...string) *rig {
	for _, n := range names {
		r.after(time.Second).send(key(n))
		if len([]rune(n)) == 1 || n == "esc" {
			r.after(alone)
		}
		if r.m.Guard.Waiting() { // a second press stays alone for longer
			r.after(500 * time.Millisecond)
		}
	}
	return r
}

// typed is a person's typing, character by character.
func (r *rig) typed(text string) *rig {
	for _, c := range text {
		r.after(200 * time.Millisecond).send(key(string(c)))
	}
	return r
}

// scan is a barcode scanner: 10 ms between keys, and Enter.
func (r *rig) scan(text string) *rig {
	r.after(pause)
	for _, c := range text {
		r.after(10 * time.Millisecond).send(key(string(c)))
	}
	r.after(10 * time.Millisecond).send(key("enter"))
	return r
}

// fakeRun is an admitted sale that notes what is asked of it.
type fakeRun struct {
	a       flow.Attempt
	cancels []string
	asks    int
}

func (f *fakeRun) Run(context.Context) (flow.Attempt, error) { return f.a, nil }
func (f *fakeRun) Cancel(by string)                          { f.cancels = append(f.cancels, by) }
func (f *fakeRun) AskNow()                                   { f.asks++ }
func (f *fakeRun) Attempt() flow.Attempt                     { return f.a }

// admit answers Begin for the sale in hand.
func (r *rig) admit() *fakeRun {
	r.no++
	run := &fakeRun{}
	req := r.m.Sale.Req
	run.a = flow.Attempt{State: flow.Opened, Version: 1, Order: flow.Order{OutTradeNo: flow.OutTradeNo(fmt.Sprintf("26112512300000000000000000%06d", r.no)),
		TotalFee: req.TotalFee, Method: req.Method, OpenedAt: r.now}}
	r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: run, Err: nil})
	return run
}

// becomes tells the model of a new state of the sale in hand.
func (r *rig) becomes(run *fakeRun, state flow.State, change func(*flow.Attempt)) {
	run.a.State, run.a.Live.Mine = state, true
	run.a.Version++
	if state == flow.Submitting {
		now := r.now.Add(wxAhead)
		run.a.IntentAt, run.a.SendBy, run.a.ConfirmBy = now, now.Add(8*time.Second), now.Add(45*time.Second)
	}
	if change != nil {
		change(&run.a)
	}
	r.send(page.UpdateMsg{ID: r.m.Sale.ID, Box: r.m.Sale.Box, Update: flow.Update{Now: r.now.Add(wxAhead), Attempt: run.a}})
}

func (r *rig) over(run *fakeRun, state flow.State, change func(*flow.Attempt)) {
	run.a.State, run.a.Live.Mine = state, true
	run.a.Version++
	if change != nil {
		change(&run.a)
	}
	r.send(page.OverMsg{ID: r.m.Sale.ID, Attempt: run.a, Err: nil})
}

func (r *rig) screen() string {
	r.m.Now = r.now
	frame := r.m.View()
	_, _ = r.m.out.Write([]byte(frame)) // as a renderer would
	return ansi.Strip(frame)
}

func (r *rig) shows(texts ...string) {
	r.t.Helper()
	screen := strings.Join(strings.Fields(r.screen()), " ")
	for _, text := range texts {
		if !strings.Contains(screen, strings.Join(strings.Fields(text), " ")) {
			r.t.Errorf("the screen does not say %q:\n%s", text, r.screen())
		}
	}
}

func (r *rig) on(p page.Kind) {
	r.t.Helper()
	if got := r.m.At(); got != p {
		r.t.Fatalf("on page %s, want %s:\n%s", got, p, r.screen())
	}
}

// selling is a rig with a face sale of 12.80 at the camera.
func selling(t *testing.T) (*rig, *fakeRun) {
	r := newRig(t, nil)
	r.typed("12.80").press("enter")
	return r, r.admit()
}

// panicking panics in a command, which is another goroutine.
type panicking struct{ *fakeTill }

func (panicking) Pending(context.Context) ([]flow.Attempt, error) { panic("on purpose") }

// onPanel wants a page beside the sale.
func (r *rig) onPanel() {
	r.t.Helper()
	if !r.m.OnPanel() {
		r.t.Fatalf("on page %s, no panel:\n%s", r.m.At(), r.screen())
	}
}
