package trace

import (
	"sync"
	"sync/atomic"
	"time"

	"facetill/flow/clock"
)

// System is who was called.
type System string

// The two systems of the documents' diagram.
const (
	Device System = "device" // the SDK of the face terminal
	WeChat System = "wechat" // an API over HTTPS
)

// Systems lists them.
func Systems() []System { return []System{Device, WeChat} }

// Step is one call. Whoever watches hears of it when it begins, and with Done once
// more when it is over.
type Step struct {
	N       int       // from 1, in the sequence in which calls began
	At      time.Time // when it began, by this machine's clock
	To      System
	Name    string // initWxpayface, micropay: as the documents have it
	Order   string // the out_trade_no that it is about; "" for the terminal's own
	Beside  bool   // that is none of the sales which this process is about
	Person  bool   // it lasts until the customer is done with a screen
	Request []Field

	Done    bool
	Took    time.Duration
	Verdict string // the answer's code, or why there is none: SUCCESS, USERPAYING, TIMEOUT
	Proof   Proof  // what that is worth to the till
	Answer  []Field
}

// Hearer hears of steps. It returns at once, whatever becomes of what it heard: a
// sale waits for nobody who watches it.
type Hearer interface {
	// Wants reports whether it wants to hear anything now.
	Wants() bool
	Hear(Step)
}

// Trace tells hearers of the calls of this process. A nil one tells nobody. It may be
// used by several goroutines.
type Trace struct {
	clock clock.Clock
	hear  []Hearer
	n     atomic.Int64
	own   sync.Map // out_trade_no
}

// New returns one that measures on the flow's clock; without a hearer it is nil.
func New(c clock.Clock, hear ...Hearer) *Trace {
	if len(hear) == 0 {
		return nil
	}
	return &Trace{clock: c, hear: hear}
}

// Of makes an order one that this process is about: a call for any other is beside it.
func (t *Trace) Of(order string) {
	if t != nil {
		t.own.Store(order, true)
	}
}

// isBeside reports whether a call is about a sale that is none of ours.
func (t *Trace) isBeside(order string) bool {
	_, own := t.own.Load(order)
	return order != "" && !own
}

// On reports whether anybody wants to hear: whoever makes calls asks first, and makes
// no step for nobody.
func (t *Trace) On() bool {
	if t == nil {
		return false
	}
	for _, h := range t.hear {
		if wants(h) {
			return true
		}
	}
	return false
}

// Call is a step that has begun. A nil one ends without a word.
type Call struct {
	t     *Trace
	s     Step
	begun clock.Instant
}

// Begin tells that a call begins. Its number and time are the trace's.
func (t *Trace) Begin(s Step) *Call {
	if !t.On() {
		return nil
	}
	c := &Call{t: t, s: s, begun: t.clock.Now()}
	c.s.N, c.s.At, c.s.Done = int(t.n.Add(1)), c.begun.Wall, false
	c.s.Beside = t.isBeside(s.Order)
	t.tell(c.s)
	return c
}

// End tells what became of it.
func (c *Call) End(verdict string, proof Proof, answer []Field) {
	if c == nil {
		return
	}
	c.s.Done, c.s.Took = true, c.t.clock.Now().Mono-c.begun.Mono
	c.s.Verdict, c.s.Proof, c.s.Answer = verdict, proof, answer
	c.t.tell(c.s)
}

func (t *Trace) tell(s Step) {
	for _, h := range t.hear {
		if wants(h) {
			heard(h, s)
		}
	}
}

// wants and heard keep a hearer's own fault from the sale that it watches.
func wants(h Hearer) bool {
	defer func() { _ = recover() }()
	return h.Wants()
}

func heard(h Hearer, s Step) {
	defer func() { _ = recover() }()
	h.Hear(s)
}
