package flow

import (
	"context"
	"sync"
	"time"

	"facetill/flow/clock"
	"facetill/flow/face"
	"facetill/flow/refund"
	"facetill/flow/secret"
)

// drive is one attempt in the hands of one goroutine. Nobody else changes it;
// others may only ask it to end or to look, through control.
type drive struct {
	r     *Runner
	a     Attempt
	ctl   *control
	watch Observer
	seq   int

	code          secret.Secret // the payer's credential; never leaves this struct but to Pay
	openID        secret.Secret
	payer         Payer // heard with the proof of the charge
	phone         secret.Secret
	face          face.Told     // of the code
	faceSID       secret.Secret // likewise; never leaves the sale that captured it
	member        bool
	heldAt        clock.Instant // when this process took it over
	intentAt      clock.Instant
	sentAt        clock.Instant
	refunds       refund.Live
	cool          func() // ends the warming of the pay connection
	syncs         int    // failed tries to learn the time
	captured      bool   // a face screen was shown by this process
	waits         Wait   // of the background: what was told last
	unclaimedByUs bool   // it needs a person or only time, and is claimed for single steps only

	press   *Press       // the guard of money rule 5.3 is asked; nil: there is a reference
	beside  []OutTradeNo // what it may stand beside
	stopped []Attempt    // what the guard stopped it for
}

// control is what others may say to a drive.
type control struct {
	mu     sync.Mutex
	by     EndedBy // who asked to end it, "" nobody
	askNow bool
	stop   context.CancelFunc // of the capture under way
	wake   chan struct{}
}

func newControl() *control { return &control{wake: make(chan struct{}, 1)} }

func (c *control) cancel(by EndedBy) {
	c.mu.Lock()
	if c.by == "" || c.by == ForScan {
		c.by = by
	}
	stop := c.stop
	c.mu.Unlock()
	if stop != nil {
		stop()
	}
	c.rouse()
}

func (c *control) ask() {
	c.mu.Lock()
	c.askNow = true
	c.mu.Unlock()
	c.rouse()
}

func (c *control) rouse() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// capturing makes stop the way to end the capture; false when somebody has
// asked to end it already.
func (c *control) capturing(stop context.CancelFunc) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stop = stop
	return c.by == ""
}

func (c *control) asked() (by EndedBy, askNow bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.by, c.askNow
}

func (c *control) unask() {
	c.mu.Lock()
	c.askNow = false
	c.mu.Unlock()
}

// situation gathers what Next looks at.
func (d *drive) situation() Situation {
	read := d.r.ports.WeChat.Read()
	machine := d.r.ports.Clock.Now()
	if read.Sure {
		// A correction of the time moves neither what was waited nor the wait.
		since := func(at clock.Instant) time.Time {
			if at.IsZero() {
				return time.Time{}
			}
			return read.Now.Add(at.Mono - machine.Mono)
		}
		d.a.Live = d.a.Live.notAfter(read.Now)
		d.a.Live.Since, d.a.Live.Intent = since(d.heldAt), since(d.intentAt)
		d.refunds = d.refunds.NotAfter(read.Now)
		d.refunds.Since = since(d.heldAt)
	}
	by, askNow := d.ctl.asked()
	if by == ForScan && d.a.Live.Submitted {
		by = ""
	}
	wall, mono := machine.Sub(d.intentAt)
	inside := !d.intentAt.IsZero() && wall >= 0 && wall < sendWithin && mono < sendWithin
	since := time.Duration(-1)
	if !d.sentAt.IsZero() {
		since = machine.Mono - d.sentAt.Mono
	}
	return Situation{SinceSent: since, Now: read.Now, Sure: read.Sure, Recent: read.Recent, Trusted: read.Trusted, TrustAt: read.TrustAt, Wall: machine.Wall,
		By: by, AskNow: askNow, CanSend: inside, Face: d.face, Refunds: d.refunds, Rules: d.r.rules}
}

// record makes facts durable, folds them and tells the observer. The context's
// end does not undo what has happened in the world.
func (d *drive) record(ctx context.Context, facts ...Fact) error {
	folded := make([]Attempt, len(facts))
	a, lasting := d.a, false
	for i, f := range facts {
		var err error
		f = PlainFact(f)
		facts[i] = f
		lasting = lasting || Durable(a, f)
		if a, err = Apply(a, f); err != nil {
			return err
		}
		folded[i] = a
	}
	if lasting {
		stored, err := d.r.ports.Journal.Append(context.WithoutCancel(ctx), d.a, facts...)
		if err != nil {
			return err
		}
		folded[len(facts)-1] = stored
	}
	for i, f := range facts {
		before := d.a.Version
		d.a = folded[i]
		d.tell(Update{Fact: f, Kept: d.a.Version > before})
	}
	return nil
}

func (d *drive) tell(u Update) {
	if d.watch == nil {
		return
	}
	d.seq++
	u.Seq, u.At, u.Now, u.Attempt = d.seq, d.r.ports.Clock.Now().Wall, d.r.now(), d.a
	d.watch.Observe(u)
}

// wait sleeps until a moment of WeChat's clock, or until somebody says
// something.
func (d *drive) wait(ctx context.Context, until time.Time) {
	now, _ := d.r.ports.WeChat.Now()
	d.r.ports.Clock.Sleep(ctx, until.Sub(now), d.ctl.wake)
}
