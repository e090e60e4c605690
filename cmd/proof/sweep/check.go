package main

import (
	"context"
	"time"

	"facetill/flow"
)

// held is the money, in fen, that WeChat keeps of the payer for a number.
func (w *world) held(no flow.OutTradeNo) flow.Fen {
	o, ok := w.gate.Order(mchID, string(no))
	if !ok {
		return 0
	}
	return flow.Fen(o.Held(w.time()))
}

// watch checks each durable step against WeChat's book at that very moment: at
// rest, recovery may have repaired what should not have happened.
func (w *world) watch(before, after flow.Attempt) {
	if before.State == after.State {
		return
	}
	w.stats.checks++
	w.stats.mark(string(after.State))
	no := after.OutTradeNo
	switch after.State {
	case flow.Paid:
		if o, ok := w.gate.Order(mchID, string(no)); !ok || !o.Charged(w.time()) {
			w.broken("2.1", "%s was written as paid and is not charged", no)
		}
		if after.Epoch > 1 && !after.Unclaimed && after.RefundedFee == 0 {
			w.broken("5.2", "%s was found paid by a later process and is not unclaimed", no)
		}
	case flow.Refused, flow.Cancelled, flow.NotSent:
		if e := w.seen[no]; e != nil {
			e.refusedTruly = e.asked && !e.heldWhenAsked
		}
		if h := w.held(no); h != 0 && !w.settledLate(after) {
			w.broken("2.2", "%s was written as %s while %s are held", no, after.State, h)
		}
	case flow.Reversed:
		if h := w.held(no); h != 0 {
			w.broken("4.2", "%s was written as reversed while %s are held", no, h)
		}
	case flow.Reversing:
		if before.State == flow.Paid && after.DecidedBy == "" {
			w.broken("3.4", "%s was paid and is reversed by itself", no)
		}
	}
}

// told checks what a cashier or a caller hears when it is said. Nothing that is
// repaired later makes a wrong word right.
func (w *world) told(p *process, s *flow.Sale, a flow.Attempt) {
	w.stats.checks++
	ctx := context.Background()
	switch {
	case a.Outcome() == flow.OutcomePaid && !a.Unclaimed:
		if o, ok := w.gate.Order(mchID, string(a.OutTradeNo)); !ok || !o.Charged(w.time()) {
			w.broken("7.2", "paid was said of %s, which is not charged", a.OutTradeNo)
		}
		w.goods[a.OutTradeNo] = true
		if len(w.goods) > 1 {
			w.broken("5.4", "paid was said of two attempts of one sale")
		}
		s.TellDevice(ctx)
		if _, err := p.runner.Told(ctx, a); err != nil && !a.Told {
			w.broken("5.3", "told of %s was not written: %v", a.OutTradeNo, err)
		}
	case a.Outcome() == flow.OutcomeOpen || a.Unclaimed:
		s.TellDevice(ctx)
	default:
		if h := w.held(a.OutTradeNo); h != 0 {
			w.broken("7.2", "%s was said of %s while %s are held", a.Outcome(), a.OutTradeNo, h)
		}
		s.TellDevice(ctx)
	}
}

const (
	healAfter = 30 * time.Minute // faults go on that long after the last call
	restAfter = 6 * time.Hour    // and everything has come to rest that long after
)

// rest lets recovery run until nothing is open but what a person must decide,
// over further power cuts. Persons decide unclaimed charges on the way.
func (w *world) rest(p *process) {
	w.later(healAfter, w.fault.heal)
	begun := w.now
	for {
		_, alive := w.life(func() bool {
			_ = p.keeper.Run(context.Background(), func(int) bool { return w.resting() || w.now > begun+healAfter+w.rests() })
			return w.persons(p)
		})
		switch {
		case !alive:
			p = w.restart()
		case w.resting():
			w.pass(3 * time.Minute) // whatever is still on its way has arrived
			if w.resting() {
				return
			}
		case w.now > begun+healAfter+w.rests():
			w.broken("4.5", "still at work %v after the last fault: %v", w.rests(), w.busy())
		}
	}
}

// resting says that no attempt needs a machine any more.
func (w *world) resting() bool { return len(w.busy()) == 0 && w.fault.healed }

// busy lists the attempts that a machine must still drive.
func (w *world) busy() (all []string) {
	pending, err := w.disk.Process("witness").Pending(context.Background())
	if err != nil {
		w.broken("1.1", "the journal does not list what is open: %v", err)
	}
	for _, a := range pending {
		if a.State == flow.NeedsPerson || a.State == flow.Paid && a.Unclaimed {
			continue
		}
		all = append(all, string(a.State)+" "+string(a.OutTradeNo))
	}
	return all
}

// persons decide about unclaimed charges: the goods were given, or the money
// goes back.
func (w *world) persons(p *process) bool {
	ctx := context.Background()
	pending, _ := p.journal.Pending(ctx)
	for _, a := range pending {
		if a.State != flow.Paid || !a.Unclaimed {
			continue
		}
		given := w.rng.IntN(2) == 0
		if w.goods[a.OutTradeNo] {
			given = true // the customer left with them
		}
		w.stats.mark("unclaimed")
		if _, err := p.runner.Settle(ctx, a.OutTradeNo, given, "Li", "found"); err != nil {
			w.broken("5.2", "%s cannot be settled: %v", a.OutTradeNo, err)
		}
	}
	return true
}

// check holds both books against each other when all is quiet.
func (w *world) check() {
	attempts, err := w.disk.Process("witness").List(context.Background(), flow.Filter{})
	if err != nil {
		w.broken("1.1", "the journal does not list: %v", err)
	}
	known := map[string]flow.Attempt{}
	charged := 0
	for _, a := range attempts {
		known[string(a.OutTradeNo)] = a
		w.stats.checks++
		h := w.held(a.OutTradeNo)
		if h > 0 {
			charged++
		}
		switch a.State {
		case flow.Paid, flow.NeedsPerson:
			if a.State == flow.Paid && h == 0 && !w.back(a.OutTradeNo) {
				w.broken("I1", "%s is paid and nothing is held", a.OutTradeNo)
			}
		case flow.Refused, flow.Cancelled, flow.NotSent, flow.Reversed, flow.Refunded:
			if h != 0 {
				w.broken("I1", "%s is %s and %s are held", a.OutTradeNo, a.State, h)
			}
		default:
			w.broken("I7", "%s is still %s", a.OutTradeNo, a.State)
		}
		if w.goods[a.OutTradeNo] && !w.back(a.OutTradeNo) && a.State != flow.Paid && a.State != flow.NeedsPerson {
			w.broken("3.4", "the goods of %s went out, and it is %s", a.OutTradeNo, a.State)
		}
	}
	if w.lanes != nil && w.lanes.minted {
		w.checkPresses(attempts)
	} else if charged > 1 {
		w.broken("I2", "%d attempts of one sale are charged", charged)
	}
	orders, _ := w.gate.Orders()
	for _, o := range orders {
		if _, ok := known[o.OutTradeNo]; !ok && o.Held(w.time()) > 0 {
			w.broken("1.1", "WeChat holds money for %s, which the journal does not know", o.OutTradeNo)
		}
	}
}
