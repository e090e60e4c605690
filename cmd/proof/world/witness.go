package world

import (
	"context"
	"errors"
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
	stamped  time.Duration // what a trusted intent says of it: earlier, where its till stood still before the write

	asked         bool          // a query has left
	heldWhenAsked bool          // and money was held when the last one did
	refusedTruly  bool          // nothing was held at the query that confirmed the refusal
	refusedAt     time.Duration // true time at which that was recorded
}

// evidence returns what was seen of a number so far.
func (j *Judge) evidence(no flow.OutTradeNo) *evidence {
	if j.seen[no] == nil {
		j.seen[no] = &evidence{}
	}
	return j.seen[no]
}

// grain is how far WeChat's time, known from a Date of whole seconds and a
// round trip, may lie behind the true one.
const grain = 2 * time.Second

// witness judges what can be judged of a request at the moment it leaves: the
// rules about what must be durable before, and about who may send what when.
func (j *Judge) witness(r wx.DirectRequest) {
	m, err := wire.Decode(r.Body)
	no := flow.OutTradeNo(m.Get("out_trade_no"))
	switch {
	case err == nil && r.Path == wire.Refundquery.Path:
		j.witnessLook(m)
		return
	case err != nil || no == "":
		return
	}
	e := j.evidence(no)
	switch r.Path {
	case wire.Refund.Path:
		j.witnessRefund(m)
	case wire.Micropay.Path, wire.Facepay.Path:
		j.witnessPay(no, e)
	case wire.Reverse.Path, wire.Facepayreverse.Path:
		j.witnessReverse(no, e)
	case wire.Orderquery.Path, wire.Facepayquery.Path:
		e.asked, e.heldWhenAsked = true, j.Held(no) != 0
	}
}

func (j *Judge) witnessPay(no flow.OutTradeNo, e *evidence) {
	a, _, err := j.w.Opened().Process("witness").Read(context.Background(), no)
	switch {
	case err != nil || !j.w.Course.MayPay(a):
		j.w.Broken("1.1", "pay request of %s while the journal says %q (%v)", no, a.State, err)
	case j.w.now > e.intentAt+8*time.Second+grain:
		j.w.Broken("1.3", "pay request of %s left %v after its intent", no, j.w.now-e.intentAt)
	}
	if e.pays++; e.pays > 1 {
		j.w.Broken("1.3", "%d pay requests of %s", e.pays, no)
	}
	e.paidAt = j.w.now
	j.w.Course.Paying(no)
	j.judgeOthers(a)
}

// Observe judges what an observer is told at that moment: a fact that is said to be
// kept is in the journal. Whoever hears of it tells it (money rules 1.1, 5.3).
func (j *Judge) Observe(u flow.Update) {
	no := u.Attempt.OutTradeNo
	if !u.Kept || j.Aged[no] {
		return
	}
	j.w.Stats.Checks++
	a, _, err := j.w.Opened().Process("witness").Read(context.Background(), no)
	if err != nil || a.Version < u.Attempt.Version {
		j.w.Broken("1.1", "%s of %s is told as fact %d, and the journal has %d (%v)", u.Fact.Kind(), no, u.Attempt.Version, a.Version, err)
	}
}

// judgeOthers: no attempt of the sale may be blocking beside the one that pays.
func (j *Judge) judgeOthers(a flow.Attempt) {
	all, err := j.w.Opened().Process("witness").Sale(context.Background(), a.Sale)
	if err != nil {
		j.w.Broken("1.7", "the sale of %s cannot be read: %v", a.OutTradeNo, err)
	}
	for _, o := range all {
		if o.OutTradeNo != a.OutTradeNo && o.Blocking() {
			j.w.Broken("1.7", "pay request of %s beside %s, which is %s", a.OutTradeNo, o.OutTradeNo, o.State)
		}
	}
}

func (j *Judge) witnessReverse(no flow.OutTradeNo, e *evidence) {
	a, _, err := j.w.Opened().Process("witness").Read(context.Background(), no)
	if _, used := j.w.gate.Order(mchID, string(no)); errors.Is(err, flow.ErrUnknown) && !used && e.pays == 0 {
		j.w.Stats.Mark("reverse of a number that nobody used") // it asks about the certificate (money rule 1.6)
		return
	}
	if err != nil || !j.w.Course.MayReverse(a) {
		j.w.Broken("3.3", "reverse of %s while the journal says %q (%v)", no, a.State, err)
	}
	if e.pays > 0 && j.w.now-e.paidAt < 15*time.Second {
		j.w.Broken("4.1", "reverse of %s %v after the pay request", no, j.w.now-e.paidAt)
	}
	j.w.Stats.Mark("reverse sent")
}

// fences is how long an order that is absent may still arrive, less what a Date
// may be late. The profile's wrong wall clocks are never inside of what agrees.
const fences = 20*time.Minute - 30*time.Second

// fenced judges a proof that holds only behind the fences, by the true time since
// the intent (money rule 2.3).
func (j *Judge) fenced(facts []flow.Fact, a flow.Attempt) {
	e := j.evidence(a.OutTradeNo)
	var proof flow.AnswerKind
	for _, f := range facts {
		switch f := f.(type) {
		case flow.IntentWritten:
			e.intentAt, e.stamped = j.w.now, min(j.w.now, f.At.Sub(start))
			if !f.Trusted {
				j.w.Stats.Mark("intent on one Date")
				e.stamped = j.w.now
			}
		case flow.FencesBegun:
			j.w.Stats.Mark("fences began late")
		case flow.ReversalProven:
			proof = f.Proof
		case flow.NumberClosed:
			proof = f.Proof
		}
	}
	began := e.intentAt
	if e.pays == 0 { // nothing left, and nothing may any more, so long behind the stamp (1.3)
		began = e.stamped
	}
	if (proof == flow.AnswerNotExist || proof == flow.AnswerNotPay) && !a.Expired && j.w.now-began < fences {
		j.w.Broken("2.3", "%s was ended by %s %v after its intent", a.OutTradeNo, proof, j.w.now-began)
	}
}
