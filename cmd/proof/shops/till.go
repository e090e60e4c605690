package shops

import (
	"context"
	"time"

	"facetill/cmd/proof/turns"
	"facetill/cmd/proof/world"
	"facetill/flow"
)

// startTill is a till with its cashier, and what it does in the background: two
// hands at one process. A power cut ends both.
func (s *shop) startTill(label string, customers int) {
	m := s.machine()
	t := &tillAt{s: s}
	s.working++
	t.sells.hand = s.Start(label, &m, s.moment(30), func() { defer s.soldOut(); t.cashier(customers) })
	t.drives.hand = s.Start(label+" drives", &m, time.Minute, t.background)
}

// tillAt is a till that stays, life after life.
type tillAt struct {
	s      *shop
	life   *world.Till // nil while it is down
	sells  worker
	drives worker
	probed *world.Till
}

// worker is one of the two hands of a till's process.
type worker struct {
	hand *turns.Hand
	busy bool // with the process: it ends with it
}

// up starts the till where it is down.
func (t *tillAt) up() *world.Till {
	if t.life == nil {
		t.s.hurt()
		t.life = t.s.w.Boot()
	}
	return t.life
}

// down is the end of its life, with what the other hand was doing.
func (t *tillAt) down(other *worker) {
	t.life = nil
	t.s.w.Die()
	if other.busy {
		other.hand.Kill()
	}
}

// cashier serves customers at the screen.
func (t *tillAt) cashier(customers int) {
	s := t.s
	for range customers {
		s.serve(s.customers.arrive(), t.byKey)
		s.w.Pass(s.gap())
	}
	if t.life != nil {
		t.down(&t.drives)
	}
}

// byKey is one press at the till.
func (t *tillAt) byKey(c *customer, q flow.SaleRequest) (end said) {
	s := t.s
	t.sells.busy = true
	_, alive := s.w.Life(func() bool { end = t.sale(t.up(), c, q); return true })
	t.sells.busy = false
	if alive && !t.lost() {
		return end
	}
	if alive { // whoever reads that the journal is gone, or a copy, starts it anew
		t.down(&t.drives)
		return end
	}
	s.w.Stats.Mark("till killed")
	t.down(&t.drives)
	s.w.Pass(s.moment(120))
	return said{}
}

// lost reports whether its journal is not in its place, or a copy.
func (t *tillAt) lost() bool { m := t.s.opened(); return m.Copy || m.Lost != nil }

// sale is a sale at the screen: PAID is drawn, the cashier sees it, and a second
// later it is recorded that it was shown.
func (t *tillAt) sale(p *world.Till, c *customer, q flow.SaleRequest) said {
	s, ctx := t.s, context.Background()
	var err error
	q.Ref = ""
	s.people.Act(s.opened())
	if q.Cashier, err = s.app(p).Seller(ctx); err != nil {
		return s.refused(err)
	}
	sale, err := p.Begin(q)
	if err != nil {
		return s.refused(err)
	}
	a, err := p.Sell(sale)
	if err == nil && a.State == flow.Paid {
		err = s.opened().Lost // then PAID is not even drawn
	}
	if err != nil {
		return s.refused(err)
	}
	s.w.Note("the screen says %s of %s", a.Outcome(), a.OutTradeNo.LastDigits(4))
	sale.TellDevice(ctx)
	switch a.Outcome() {
	case flow.OutcomePaid:
		s.customers.paid(c, a) // who sees it hands over the goods, whatever becomes of the till
		s.w.Pass(time.Second)
		if _, err := p.Runner.Shown(ctx, a); err != nil && !s.taken(err) && !s.displaced(err) {
			s.w.Broken("5.3", "that %s was shown was not written: %v", a.OutTradeNo, err)
		}
		return said{word: wasPaid, about: a}
	case flow.OutcomeOpen:
		s.w.Stats.Mark("the screen says still checking")
		return said{}
	}
	return said{word: notCharged, about: a}
}

// background is what the till drives beside its sales, as long as the shop is open.
func (t *tillAt) background() {
	s := t.s
	for !s.closed {
		if p := t.life; p != nil {
			t.drives.busy = true
			if _, alive := s.w.Life(func() bool {
				t.probe(p)
				_ = p.Recovery.Run(context.Background(), func(open int) bool { return open == 0 || s.closed || t.life != p })
				return true
			}); !alive && t.life == p {
				s.w.Note("the till dies in the background")
				t.down(&t.sells)
			}
		}
		t.drives.busy = false
		s.w.Pass(20 * time.Second)
	}
}
