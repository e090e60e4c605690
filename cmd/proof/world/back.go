package world

import (
	"context"
	"slices"
	"strconv"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/wx"
	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// returning is what the network and the journal have shown of an out_refund_no.
type returning struct {
	of      flow.OutTradeNo // known once a send is written
	fee     flow.Fen        // of its first request
	written time.Duration   // true time at which its last send was
	open    bool            // one has left, and its answer is not written down
	from    Disk            // whose journal it left by: an adopted copy sends beside its original
	asked   bool            // a query has left since it was written
	before  bool            // one had, when the last one was written
	denied  bool            // it is written down that nothing of it moved, or will
}

// looked is a process that has asked about an out_refund_no, or its order.
type looked struct{ life, about string }

// returning returns what was seen of an out_refund_no so far.
func (j *Judge) returning(number string) *returning {
	if j.backs[number] == nil {
		j.backs[number] = &returning{}
	}
	return j.backs[number]
}

// Order is what WeChat has of a number.
func (j *Judge) Order(no flow.OutTradeNo) (book.Order, bool) {
	return j.w.gate.Order(mchID, string(no))
}

// InBook is a refund of an order at WeChat.
func (j *Judge) InBook(no flow.OutTradeNo, number string) (book.Refund, bool) {
	o, _ := j.w.gate.Order(mchID, string(no))
	for _, r := range o.Refunds {
		if r.OutRefundNo == number {
			return r, true
		}
	}
	return book.Refund{}, false
}

// witnessLook notes who asks about a refund, or about all of an order.
func (j *Judge) witnessLook(m wire.Message) {
	about := m.Get("out_refund_no")
	if about == "" {
		about = m.Get("out_trade_no")
	}
	j.looked[looked{j.w.lifeName(), about}] = true
	for number, r := range j.backs {
		r.asked = r.asked || number == about || string(r.of) == about
	}
}

// witnessRefund judges a refund's request as it leaves (money rules 4b.3, 4b.4).
func (j *Judge) witnessRefund(m wire.Message) {
	no, number := flow.OutTradeNo(m.Get("out_trade_no")), m.Get("out_refund_no")
	fee, _ := strconv.ParseInt(m.Get("refund_fee"), 10, 64)
	a, _, err := j.w.Opened().Process("witness").Read(context.Background(), no)
	e, known := a.Refunds.Find(number)
	switch r, life := j.returning(number), j.w.lifeName(); {
	case err != nil || !known || e.Sends == 0:
		j.w.Broken("4b.4", "refund %s leaves, and the journal has no send of it (%v)", number, err)
	case int64(e.Fee) != fee || r.fee != 0 && r.fee != e.Fee:
		j.w.Broken("4b.4", "refund %s of %s leaves with %d, before with %s", number, e.Fee, fee, r.fee)
	case e.Final && !j.w.Course.MayBeLate():
		j.w.Broken("4b.7", "refund %s was closed, and is sent again", number)
	case e.IsAdopted(a.Adoptions):
		j.w.Broken("4b.12", "refund %s was begun before the journal was adopted, and is sent", number)
	case j.w.now > r.written+8*time.Second+grain:
		j.w.Broken("4b.4", "refund %s leaves %v after its fact", number, j.w.now-r.written)
	case !j.looked[looked{life, number}] && !j.looked[looked{life, string(no)}]:
		j.w.Broken("4b.3", "refund %s is sent by %s, which has not asked about it", number, life)
	case r.open && !r.before && r.from == j.w.Opened():
		j.w.Broken("4b.4", "refund %s is sent again, and nobody has asked what became of the last one", number)
	}
	r := j.returning(number)
	r.fee, r.open, r.denied, r.from = e.Fee, true, false, j.w.Opened()
}

// arrived judges a refund's request at WeChat's, however late it comes: what moves has
// not been called refused (money rule 4b.6).
func (j *Judge) arrived(r wx.DirectRequest) {
	if r.Path != wire.Refund.Path {
		return
	}
	m, _ := wire.Decode(r.Body)
	number := m.Get("out_refund_no")
	if back := j.backs[number]; back != nil && back.denied && !j.Aged[back.of] {
		if _, moved := j.InBook(back.of, number); moved {
			j.w.Broken("4b.6", "refund %s moves, and is written down as refused", number)
		}
	}
}

// watchBack judges what is written down of refunds (money rules 4b.1 to 4b.7).
func (j *Judge) watchBack(before, after flow.Attempt, facts []flow.Fact) {
	no := after.OutTradeNo
	j.noteBack(no, facts)
	if j.Aged[no] || len(after.Refunds) == 0 {
		return
	}
	for _, f := range facts {
		switch f := f.(type) {
		case flow.RefundBegun:
			j.begins(after, f.OutRefundNo)
		case flow.RefundResent:
			j.begins(after, f.OutRefundNo)
		case flow.RefundAnswered:
			if f.Answer == refund.AnswerAccepted {
				j.saysOf(no, f.OutRefundNo, refund.StatusProcessing, 0)
			}
		case flow.RefundHeard:
			j.saysOf(no, f.OutRefundNo, f.Status, f.Fee)
		case flow.RefundFound:
			j.saysOf(no, f.OutRefundNo, f.Status, f.Fee)
		case flow.RefundDenied:
			if r, moved := j.InBook(no, f.OutRefundNo); moved {
				j.w.Broken("4b.6", "%s is written down as refused, and WeChat has it in %s", f.OutRefundNo, r.Status(j.w.Time()))
			}
		}
	}
	j.changed(before.Refunds, after)
}

// noteBack keeps what later requests are held against.
func (j *Judge) noteBack(no flow.OutTradeNo, facts []flow.Fact) {
	for _, f := range facts {
		switch f := f.(type) {
		case flow.RefundSent:
			r := j.returning(f.OutRefundNo)
			r.of, r.written, r.denied = no, j.w.now, false
			r.before, r.asked = r.asked, false
		case flow.RefundAnswered:
			j.returning(f.OutRefundNo).open = false
		case flow.RefundDenied:
			j.returning(f.OutRefundNo).denied = true
		}
	}
}

// begins judges a refund that somebody may send from now on: beside what WeChat has, as
// far as the journal knows it, the sum holds.
func (j *Judge) begins(a flow.Attempt, number string) {
	e, _ := a.Refunds.Find(number)
	o, _ := j.w.gate.Order(mchID, string(a.OutTradeNo))
	sum := e.Fee
	for _, r := range o.Refunds {
		if _, known := a.Refunds.Find(r.OutRefundNo); known && r.OutRefundNo != number && r.Status(j.w.Time()) != book.RefundClosed {
			sum += flow.Fen(r.RefundFee)
		}
	}
	if j.w.Stats.Checks++; sum > a.TotalFee {
		j.w.Broken("4b.2", "%s are given back of %s, which is %s", sum, a.OutTradeNo, a.TotalFee)
	}
	j.w.killNear()
}

// saysOf judges what WeChat is said to have of a refund. What it had when it was asked
// may have gone further.
func (j *Judge) saysOf(no flow.OutTradeNo, number, status string, fee flow.Fen) {
	r, known := j.InBook(no, number)
	is := r.Status(j.w.Time())
	j.w.Stats.Checks++
	further := status == refund.StatusProcessing || status == refund.StatusChange && is == refund.StatusSuccess
	if !known || status != is && !further || fee != 0 && int64(fee) != r.RefundFee {
		j.w.Broken("4b.5", "%s is written down as %s of %s, and WeChat has %q of %d", number, status, fee, is, r.RefundFee)
	}
}

// changed judges what the refunds of an attempt have come to.
func (j *Judge) changed(before refund.List, a flow.Attempt) {
	var back flow.Fen
	for _, e := range a.Refunds {
		j.w.behind = j.w.behind || !e.AcceptedAt.IsZero() && start.After(e.AcceptedAt)
		was, known := before.Find(e.Number)
		if !known || was.State != e.State {
			j.w.Stats.Mark("refund " + string(e.State))
		}
		r, moved := j.InBook(a.OutTradeNo, e.Number)
		if moved && r.Status(j.w.Time()) == book.RefundSuccess {
			back += e.Amount()
		}
	}
	if a.Refunds.Back() > back {
		j.w.Broken("4b.5", "%s of %s are called back, and %s are", a.Refunds.Back(), a.OutTradeNo, back)
	}
	if h := j.Held(a.OutTradeNo); a.State == flow.Refunded && h != 0 {
		j.w.Broken("4b.1", "%s was written as refunded while %s are held", a.OutTradeNo, h)
	}
}

// backAtRest holds the refunds of an attempt against WeChat's: none is forgotten, and
// each has the end that WeChat gave it, but for what stands before a person.
func (j *Judge) backAtRest(a flow.Attempt) {
	o, _ := j.w.gate.Order(mchID, string(a.OutTradeNo))
	for _, r := range o.Refunds {
		if _, known := a.Refunds.Find(r.OutRefundNo); !known && !r.Platform {
			j.w.Broken("4b.2", "refund %s of %d is forgotten", r.OutRefundNo, r.RefundFee)
		}
	}
	for _, e := range a.Refunds {
		r, moved := j.InBook(a.OutTradeNo, e.Number)
		status := r.Status(j.w.Time())
		j.w.Stats.Checks++
		switch is := moved && status != book.RefundClosed; {
		case e.IsClaimed() && !moved, e.State == refund.Done && status != book.RefundSuccess, e.State == refund.Refused && is:
			j.w.Broken("4b.5", "refund %s is %s, and WeChat has %q", e.Number, e.State, status)
		case e.State == refund.Entered && a.State != flow.NeedsPerson && !j.held(&a):
			j.w.Broken("4b.4", "refund %s is still begun", e.Number)
		case e.State == refund.Accepted && status != book.RefundProcessing && (a.State == flow.Refunding || a.State == flow.Paid):
			j.w.Broken("4b.5", "refund %s is still on its way, and WeChat has it in %s", e.Number, status)
		}
	}
}

// killNear lets the power fail soon, now and then: around the begin of a refund, and
// between its send and its answer.
func (w *World) killNear() {
	if w.CrashAt <= w.calls && w.Chance(w.Fault.Crash/2) {
		w.CrashAt = w.calls + 1 + w.Rng.IntN(12)
	}
}

// about is the order that a request is about: one that asks about a refund may name that
// alone.
func (j *Judge) about(m wire.Message) flow.OutTradeNo {
	if r := j.backs[m.Get("out_refund_no")]; r != nil {
		return r.of
	}
	return flow.OutTradeNo(m.Get("out_trade_no"))
}

// stillSo reports whether an earlier answer about refunds says nothing that is not so
// any more, to whoever asks now: no refund has come since, and none was closed.
func (j *Judge) stillSo(m wire.Message) bool {
	o, known := j.w.gate.Order(mchID, m.Get("out_trade_no"))
	ended := func(r book.Refund) bool { return r.Final != book.RefundSuccess }
	return known && m.Get("total_refund_count") == strconv.Itoa(len(o.Refunds)) && !slices.ContainsFunc(o.Refunds, ended)
}

// backAll are the fields by which a question about a refund would be over: taken, and
// back.
func backAll(w *World, no flow.OutTradeNo, number string) wire.Message {
	a, _, _ := w.Opened().Process("witness").Read(context.Background(), no)
	e, known := a.Refunds.Find(number)
	if !known {
		e = refund.Entry{Number: "platform-1", Fee: a.TotalFee}
	}
	fee := strconv.FormatInt(int64(e.Fee), 10)
	return wire.Message{{Name: "out_trade_no", Value: string(no)}, {Name: "total_fee", Value: strconv.FormatInt(int64(a.TotalFee), 10)},
		{Name: "out_refund_no", Value: e.Number}, {Name: "refund_fee", Value: fee}, {Name: "refund_count", Value: "1"}, {Name: "total_refund_count", Value: "1"},
		{Name: "out_refund_no_0", Value: e.Number}, {Name: "refund_fee_0", Value: fee}, {Name: "refund_status_0", Value: refund.StatusSuccess}}
}

// ByHand is what persons at the till gave back of a number, and how much of that is back.
func (j *Judge) ByHand(no flow.OutTradeNo) (moved, back flow.Fen) {
	o, _ := j.w.gate.Order(mchID, string(no))
	for _, r := range o.Refunds {
		status := r.Status(j.w.Time())
		if r.Platform || status == book.RefundClosed || r.OutRefundNo == refund.NumberOfReversal(string(no)) {
			continue
		}
		if moved += flow.Fen(r.RefundFee); status == book.RefundSuccess {
			back += flow.Fen(r.RefundFee)
		}
	}
	return moved, back
}

// AllBack reports whether all of an order is back by refunds, or on its way: whoever paid
// for it has not any more (money rules 4b.1, 4b.5).
func (j *Judge) AllBack(no flow.OutTradeNo) bool {
	o, known := j.w.gate.Order(mchID, string(no))
	var sum int64
	for _, r := range o.Refunds {
		if r.Status(j.w.Time()) != book.RefundClosed {
			sum += r.RefundFee
		}
	}
	return known && sum >= o.TotalFee
}

// works reports whether a machine has to drive a refund of a paid sale: it is begun, or
// WeChat has ended what is called on its way.
func (j *Judge) works(a *flow.Attempt) bool {
	return a.State == flow.Paid && slices.ContainsFunc(a.Refunds, func(e refund.Entry) bool {
		r, _ := j.InBook(a.OutTradeNo, e.Number)
		status := r.Status(j.w.Time())
		if e.State == refund.Entered {
			return !j.held(a)
		}
		return (e.IsMoving() || e.IsUnsettled()) && status != book.RefundProcessing && !(status == book.RefundChange && e.IsUnsettled())
	})
}
