package main

import (
	"context"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/wx"
	"facetill/wx/wire"
)

// evidence is what the network has seen of a number.
type evidence struct {
	pays     int
	paidAt   time.Duration // true time at which the pay request left
	intentAt time.Duration // true time at which its intent was written

	asked         bool // a query has left
	heldWhenAsked bool // and money was held when the last one did
	refusedTruly  bool // nothing was held at the query that confirmed the refusal
}

// violation is a broken rule. It ends the world.
type violation struct{ rule, what string }

func (w *world) broken(rule, format string, args ...any) {
	panic(violation{rule, fmt.Sprintf(format, args...)})
}

// grain is how far WeChat's time, known from a Date of whole seconds and a
// round trip, may lie behind the true one.
const grain = 2 * time.Second

// witness checks what can be checked of a request at the moment it leaves: the
// rules about what must be durable before, and about who may send what when.
func (w *world) witness(r wx.DirectRequest) {
	m, err := wire.Decode(r.Body)
	no := flow.OutTradeNo(m.Get("out_trade_no"))
	if err != nil || no == "" {
		return
	}
	e := w.seen[no]
	if e == nil {
		e = &evidence{}
		w.seen[no] = e
	}
	switch r.Path {
	case wire.Micropay.Path, wire.Facepay.Path:
		w.witnessPay(no, e)
	case wire.Reverse.Path, wire.Facepayreverse.Path:
		w.witnessReverse(no, e)
	case wire.Orderquery.Path, wire.Facepayquery.Path:
		e.asked, e.heldWhenAsked = true, w.held(no) != 0
	}
}

func (w *world) witnessPay(no flow.OutTradeNo, e *evidence) {
	a, _, err := w.disk.Process("witness").Read(context.Background(), no)
	switch {
	case err != nil || !w.mayPay(a):
		w.broken("1.1", "pay request of %s while the journal says %q (%v)", no, a.State, err)
	case w.now > e.intentAt+8*time.Second+grain:
		w.broken("1.3", "pay request of %s left %v after its intent", no, w.now-e.intentAt)
	}
	if e.pays++; e.pays > 1 {
		w.broken("1.3", "%d pay requests of %s", e.pays, no)
	}
	e.paidAt = w.now
	if w.lanes != nil {
		w.lanes.witnessPay(no)
	}
	w.checkOthers(a)
}

// checkOthers: no attempt of the sale may be blocking beside the one that pays.
func (w *world) checkOthers(a flow.Attempt) {
	all, err := w.disk.Process("witness").Sale(context.Background(), a.Sale)
	if err != nil {
		w.broken("1.7", "the sale of %s cannot be read: %v", a.OutTradeNo, err)
	}
	for _, o := range all {
		if o.OutTradeNo != a.OutTradeNo && o.Blocking() {
			w.broken("1.7", "pay request of %s beside %s, which is %s", a.OutTradeNo, o.OutTradeNo, o.State)
		}
	}
}

func (w *world) witnessReverse(no flow.OutTradeNo, e *evidence) {
	a, _, err := w.disk.Process("witness").Read(context.Background(), no)
	if err != nil || !w.mayReverse(a) {
		w.broken("3.3", "reverse of %s while the journal says %q (%v)", no, a.State, err)
	}
	if e.pays > 0 && w.now-e.paidAt < 15*time.Second {
		w.broken("4.1", "reverse of %s %v after the pay request", no, w.now-e.paidAt)
	}
	w.stats.mark("reverse sent")
}
