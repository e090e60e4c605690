package tui

import (
	"cmp"
	"context"
	"io"
	"iter"
	"reflect"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/sale"
)

// Virtual is the screen without a terminal, in the time of whoever drives it: one
// goroutine at a time, no timer, nothing drawn before it is asked for. Proofs type
// at it. A command is a coroutine: a call of the Till may stand still in it (Wait)
// while the screen goes on.
type Virtual struct {
	m       *model
	now     time.Time
	due     []due // by time, then as they came
	current *routine
	waiting []*routine // for an update
	all     []*routine
	left    bool
	closed  bool
	follow  func(now time.Time) // whenever its time goes on; nil for nobody
}

// routine is a command under way.
type routine struct {
	next  func() (struct{}, bool)
	stop  func()
	yield func(struct{}) bool
	box   *page.Mailbox // it waits for an update there
	msg   tea.Msg
	ended bool
}

type due struct {
	at   time.Time
	msg  tea.Msg
	r    *routine // goes on, where there is no message
	gone *bool    // it went on already
}

// NewVirtual makes the screen at a time. The clock of the options is not used.
func NewVirtual(o Options, now time.Time) *Virtual {
	v := &Virtual{now: now}
	o.Now = func() time.Time { return v.now }
	v.m = newModel(context.Background(), o)
	v.m.out = &output{w: io.Discard}
	v.m.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
		v.later(due{at: v.now.Add(d), msg: msg})
		return nil
	}
	v.m.Await = v.await
	v.exec(v.m.Init())
	return v
}

// later keeps what is due sorted.
func (v *Virtual) later(d due) {
	i, _ := slices.BinarySearchFunc(v.due, d, func(a, b due) int { return cmp.Or(a.at.Compare(b.at), -1) })
	v.due = slices.Insert(v.due, i, d)
}

// Now is its time.
func (v *Virtual) Now() time.Time { return v.now }

// Follow has somebody told whenever its time goes on, before anything happens then.
func (v *Virtual) Follow(follow func(now time.Time)) { v.follow = follow }

func (v *Virtual) goOn(now time.Time) {
	if !now.After(v.now) {
		return
	}
	if v.now = now; v.follow != nil {
		v.follow(now)
	}
}

// Beside does something beside the screen, as a command does: it may stand still.
func (v *Virtual) Beside(do func()) { v.exec(func() tea.Msg { do(); return nil }) }

// Sleep lets the call of the Till that is under way take a time.
func (v *Virtual) Sleep(d time.Duration) {
	v.later(due{at: v.now.Add(d), r: v.current})
	v.park()
}

// Wait lets the call of the Till that is under way stand still until it is let go,
// by the function that it hands out.
func (v *Virtual) Wait(out func(letGo func())) { v.WaitAtMost(0, out) }

// WaitAtMost is Wait with a limit; 0 is none.
func (v *Virtual) WaitAtMost(most time.Duration, out func(letGo func())) {
	gone := false
	d := due{r: v.current, gone: &gone}
	if most > 0 {
		d.at = v.now.Add(most)
		v.later(d)
	}
	out(func() {
		if !gone {
			d.at = v.now
			v.later(d)
		}
	})
	v.park()
}

func (v *Virtual) park() {
	if r := v.current; !v.closed {
		r.yield(struct{}{})
		v.current = r
	}
}

func (v *Virtual) await(_ context.Context, box *page.Mailbox) (flow.Update, bool) {
	for !v.closed {
		select {
		case u := <-box.C:
			return u, true
		default:
			v.current.box = box
			v.waiting = append(v.waiting, v.current)
			v.park()
		}
	}
	return flow.Update{}, false
}

// updated lets go on who waits for an update that has come.
func (v *Virtual) updated() {
	for i := 0; i < len(v.waiting); {
		r := v.waiting[i]
		if len(r.box.C) == 0 {
			i++
			continue
		}
		v.waiting = slices.Delete(v.waiting, i, i+1)
		v.resume(r)
		i = 0
	}
}

// exec runs a command until it ends or stands still.
func (v *Virtual) exec(cmd tea.Cmd) {
	if cmd == nil || v.closed {
		return
	}
	r := &routine{}
	r.next, r.stop = iter.Pull(func(yield func(struct{}) bool) {
		r.yield = yield
		r.msg = cmd()
		r.ended = true
	})
	v.all = append(v.all, r)
	v.resume(r)
}

func (v *Virtual) resume(r *routine) {
	was := v.current
	v.current = r
	r.next()
	v.current = was
	if r.ended {
		v.take(r.msg)
	}
}

// take is what a command brought. A sequence is a slice that has no name outside.
func (v *Virtual) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, c := range msg {
			v.exec(c)
		}
		return
	case tea.QuitMsg:
		v.left = true
		return
	}
	if s := reflect.ValueOf(msg); s.Kind() == reflect.Slice {
		for i := range s.Len() {
			if c, is := s.Index(i).Interface().(tea.Cmd); is {
				v.exec(c)
			}
		}
		return
	}
	v.Send(msg)
}

// Send hands the screen a message now.
func (v *Virtual) Send(msg tea.Msg) {
	v.m.Now = v.now
	_, cmd := v.m.Update(msg)
	if v.m.Shown.Waiting() && v.m.Shown.Since.IsZero() { // as a renderer would
		_, _ = v.m.out.Write([]byte(v.m.View()))
	}
	v.exec(cmd)
	v.updated()
}

// Run lets time pass: what is due happens in its own time.
func (v *Virtual) Run(until time.Time) {
	for len(v.due) > 0 && !v.due[0].at.After(until) {
		d := v.due[0]
		v.due = v.due[1:]
		v.goOn(d.at)
		v.happen(d)
	}
	v.goOn(until)
}

func (v *Virtual) happen(d due) {
	switch {
	case d.r == nil:
		v.Send(d.msg)
	case d.gone == nil || !*d.gone:
		if d.gone != nil {
			*d.gone = true
		}
		v.resume(d.r)
		v.updated()
	}
}

// Stall lets time pass in which nothing happens: what falls due meanwhile is late.
func (v *Virtual) Stall(d time.Duration) { v.goOn(v.now.Add(d)) }

// Close ends what still stands.
func (v *Virtual) Close() {
	v.closed = true
	for _, r := range v.all {
		r.stop()
	}
}

// Left reports whether the screen was left.
func (v *Virtual) Left() bool { return v.left }

// View draws the screen as it is now.
func (v *Virtual) View() string {
	v.m.Now = v.now
	return v.m.View()
}

// Entry is the amount as it was typed.
func (v *Virtual) Entry() string { return v.m.Amount.Text }

// Part is the amount in the field in hand, as it was typed; "" where that is none of one.
func (v *Virtual) Part() string {
	if v.TypesPart() {
		return v.m.keyboard.Field().Text
	}
	return ""
}

// TypesPart reports whether the field in hand is one of an amount.
func (v *Virtual) TypesPart() bool {
	f := v.m.keyboard.Field()
	return f != nil && f.Money
}

// Kept reports whether the entry is an amount of the sale before, which the first
// digit replaces.
func (v *Virtual) Kept() bool { return v.m.Amount.Kept }

// Standing is the amount, in fen, that Enter or a payment code would charge on the page
// that is on the screen, and shows there; 0 where there is none.
func (v *Virtual) Standing() int64 { return int64(sale.Standing(v.m.Context)) }

// Notice is what the screen says for a while.
func (v *Virtual) Notice() string { return v.m.Notice.Text }

// Page is the name of what is on the screen, of a panel the one in hand.
func (v *Virtual) Page() string {
	return string(v.m.At())
}

// Seen is what keys change on the screen, to be compared: a key that leaves it as it was
// was dropped in silence, unless something waits or the till behind was asked.
type Seen struct {
	page, field, armed, stopping, panel, member string
	amount                                      input.Amount
	digits, sales, said                         int
	since                                       time.Time // of the first press
	waits                                       bool      // a code, for the camera to stop
	hasty                                       bool      // it is said that a press came too soon to be the second one
}

// Said reports whether something was said between two looks.
func (s Seen) Said(before Seen) bool { return s.said > before.said }

// Armed reports whether a press waits for its second one.
func (s Seen) Armed() bool { return s.armed != "" }

// Seen is what stands on the screen now.
func (v *Virtual) Seen() Seen {
	m := v.m
	s := Seen{page: v.Page(), armed: m.Guard.Armed(), since: m.Guard.ArmedSince(), amount: m.Amount, sales: int(m.LastID), said: m.Said, member: m.Member.Nickname, hasty: m.Press.Hasty && m.Guard.Armed() != ""}
	if f := m.keyboard.Field(); f != nil {
		s.field = f.Shown()
	}
	if code := m.keyboard.Code(); code != nil {
		s.digits = len(code.Typed)
	}
	if m.Sale != nil {
		s.stopping, s.waits = m.Sale.Stopping, !m.Sale.Next.IsZero()
	}
	if p, changes := m.Top().(page.Changing); changes && m.OnPanel() {
		s.panel = p.Changed()
	}
	return s
}
