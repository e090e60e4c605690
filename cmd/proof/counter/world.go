package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/cmd/proof/seeds"
	"facetill/flow"
	"facetill/tui"
)

// world is one entry: a screen on some page, and what there is around it.
type world struct {
	seed   uint64
	r      *rand.Rand
	st     *stats
	script *script
	v      *tui.Virtual
	opt    tui.Options
	till   *fakeTill
	keys   *keyboard
	judge  *judge

	page  string // on the screen
	since time.Time

	tells bool // the story is wanted
	story []string
	wrong *seeds.Violation
}

var opening = time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC)

func newWorld(seed uint64, st *stats, tell bool) *world {
	w := &world{seed: seed, r: rand.New(rand.NewPCG(seed, 0x70726f6f66)), st: st, tells: tell}
	w.till, w.judge, w.keys = &fakeTill{w: w}, newJudge(w), &keyboard{w: w, lastKey: opening}
	w.opt = tui.Options{Till: w.till, Language: "en", Theme: "mono", FaceEnabled: true, Width: 80, Height: 24,
		StoreName: "Store", Lane: "L1", Cashier: "7", Simulated: true}
	w.till.next = ending{admit: 10 * time.Millisecond, camera: 3 * time.Second, answer: time.Second, state: flow.Paid}
	w.script = &script{r: w.r, at: round[seed%uint64(len(round))], how: hands.NewDelivery(w.r)}
	return w
}

// play takes a world from its first key to its last silence.
func (w *world) play() (v *seeds.Violation) {
	defer func() {
		if p := recover(); p != nil {
			w.breaks("panic", "%v\n%s", p, hands.Where(debug.Stack(), "/tui/"))
			v = w.wrong
		}
	}()
	s, j := w.script, w.judge
	if s.acts == nil {
		s.plan()
	}
	w.st.prefixed += s.programmed
	w.opt.ScanPrefix, w.opt.ScanSuffix = s.prefix, s.suffix
	if s.at.options != nil {
		s.at.options(w)
	}
	w.v = tui.NewVirtual(w.opt, opening)
	defer w.v.Close()
	w.run(time.Second)
	w.tell("page %s; %s%s", s.at.name, s.how, s.scanner())
	w.keys.how.Windows = s.how.Windows
	w.arrives()
	w.keys.how = s.how
	w.tell("-- on the page %s, %s", w.v.Page(), w.screen())
	for _, a := range s.acts {
		if w.wrong != nil {
			break
		}
		j.goesOn()
		w.came()
		w.keys.lastText = w.keys.text
		began := w.v.Now()
		a.play(w)
		// Keys of one read have no gap between them: a person's may be among a label's for all
		// that the till knows, so that it asks first (package input has decided so).
		if s, alone := a.(*scanned); !alone || s.s.MayBeTyped() || w.keys.how.Joins(s.s) || w.since.After(began) {
			j.doubt = true
		}
		w.tell("-- on the page %s, %s", w.v.Page(), w.screen())
	}
	w.run(2 * time.Second)
	j.silence.ends()
	j.end()
	return w.wrong
}

// arrives goes to the page of the entry.
func (w *world) arrives() {
	at := w.script.at
	if at.prepare != nil {
		at.prepare(w)
	}
	w.goes(at.way)
	if page := w.v.Page(); w.wrong == nil && page != at.page && (at.page != "" || page == "amount") {
		w.breaks("0.4", "on the way to %q a cashier who waits for each page came to the page %q", at.name, page)
	}
}

// came notes when the page came that is on the screen.
func (w *world) came() {
	if page := w.v.Page(); page != w.page {
		if value, _ := hands.Worth(w.v.Entry()); w.page == "claims" && page == "amount" && w.judge.behind[value] {
			w.judge.standing[value] = true // as it was left for the other page
		}
		w.page, w.since = page, w.v.Now()
	}
}

// breaks notes the first rule that was broken; the till goes on, the judge does not.
func (w *world) breaks(rule, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	w.tell("** rule %s: %s", rule, what)
	if w.wrong == nil {
		w.wrong = &seeds.Violation{Rule: rule, What: what}
	}
}

func (w *world) tell(format string, args ...any) {
	if !w.tells {
		return
	}
	at := time.Duration(0)
	if w.v != nil {
		at = w.v.Now().Sub(opening)
	}
	w.story = append(w.story, fmt.Sprintf("%9.3f  %s", at.Seconds(), fmt.Sprintf(format, args...)))
}

// screen is what a cashier sees, in short.
func (w *world) screen() string {
	text := fmt.Sprintf("entry %q", w.v.Entry())
	if n := w.v.Notice(); n != "" {
		text += fmt.Sprintf(", it says %q", n)
	}
	return text
}

// view is what must not change by a scan.
type view struct{ page, entry, part string }

func (w *world) look() view { return view{w.v.Page(), w.v.Entry(), w.v.Part()} }

// before is what there was when an act began.
type before struct {
	view
	stood map[hands.Fen]bool // amounts for which a code might be charged
	quiet time.Duration      // how long nobody had touched a key
}

// begins waits until an act begins, whose person or scanner sees the screen then.
func (w *world) begins(after time.Duration) before {
	quiet := w.keys.quiet() + after
	w.run(after)
	w.judge.sees()
	return before{w.look(), maps.Clone(w.judge.standing), quiet}
}

// run lets time pass.
func (w *world) run(d time.Duration) { w.runTo(w.v.Now().Add(d)) }

// settle lets time pass behind the last key, however late it is handled.
func (w *world) settle(d time.Duration) { w.run(d + w.keys.how.Lag()) }

// frames is how far apart the screen is looked at.
const frames = 100 * time.Millisecond

func (w *world) runTo(end time.Time) {
	for {
		next := w.v.Now().Add(min(frames, end.Sub(w.v.Now())))
		w.v.Run(next)
		w.came()
		w.judge.silence.late()
		if !next.Before(end) {
			return
		}
	}
}
