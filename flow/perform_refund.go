package flow

import (
	"context"
	"time"

	"facetill/flow/clock"
	"facetill/flow/refund"
)

// sendRefund sends an entry. That it may leave is written down first, and it leaves
// within eight seconds of that on both clocks of this machine, or not at all: one that
// slept in between must not wake and send (money rule 4b.4).
func (d *drive) sendRefund(ctx context.Context, s SendRefund) error {
	e, _ := d.a.Refunds.Find(s.Number)
	before, read := d.r.ports.Clock.Now(), d.r.ports.WeChat.Read()
	sent := e.Send(refund.Situation{Now: read.Now, Trusted: read.Trusted})
	if err := d.record(ctx, sent); err != nil {
		return err
	}
	e, _ = d.a.Refunds.Find(s.Number)
	list := d.a.Refunds
	ans := refund.Answer{Kind: refund.AnswerLost, Code: "SEND_BY", Message: "the time to send had passed"}
	if wall, mono := d.r.ports.Clock.Now().Sub(before); wall >= 0 && wall < sendWithin && mono < sendWithin {
		bound, cancel := context.WithTimeout(ctx, sendWithin-mono)
		ans = d.r.ports.Gateway.SendRefund(bound, d.a, e)
		cancel()
	}
	d.refunds = d.refunds.Heard(list, refund.Send(s), ans, read.Now, read.Trusted)
	facts := []Fact{d.refundAsked(ctx, ans)}
	if answered, is := sent.Answer(ans, d.nowOr(read.Now)); is {
		facts = append(facts, answered)
	}
	return d.record(ctx, facts...)
}

// askRefund asks about one entry.
func (d *drive) askRefund(ctx context.Context, s AskRefund) error {
	e, _ := d.a.Refunds.Find(s.Number)
	d.ctl.unask()
	read := d.r.ports.WeChat.Read()
	ans := d.r.ports.Gateway.AskRefund(ctx, d.a, e)
	return d.refundHeard(ctx, refund.Ask(s), ans, read)
}

// lookRefunds asks for all refunds of the order.
func (d *drive) lookRefunds(ctx context.Context) error {
	d.ctl.unask()
	read := d.r.ports.WeChat.Read()
	ans := d.r.ports.Gateway.LookRefunds(ctx, d.a)
	return d.refundHeard(ctx, refund.Look{}, ans, read)
}

// refundHeard writes down what is new in an answer to a question that left at a moment.
func (d *drive) refundHeard(ctx context.Context, step refund.Step, ans refund.Answer, left clock.Reading) error {
	d.refunds = d.refunds.Heard(d.a.Refunds, step, ans, left.Now, left.Trusted)
	facts := []Fact{d.refundAsked(ctx, ans)}
	for _, f := range d.a.Refunds.Facts(ans, d.nowOr(left.Now)) {
		facts = append(facts, f)
	}
	return d.record(ctx, facts...)
}

// refundAsked heeds an answer about refunds, and is what whoever watches hears of it.
func (d *drive) refundAsked(ctx context.Context, ans refund.Answer) RefundAsked {
	kind, back := ofRefunds(ans, d.a.TotalFee)
	d.heed(ctx, Answer{Kind: kind, Code: ans.Code, Message: ans.Message})
	return RefundAsked{Answer: kind, RefundedFee: back, At: d.r.now()}
}

// nowOr is WeChat's time, or the moment before a call that left nobody sure of it.
func (d *drive) nowOr(before time.Time) time.Time {
	if now := d.r.now(); !now.IsZero() {
		return now
	}
	return before
}

// ofRefunds is what an answer about refunds is among those of other calls, and how
// much is back by it where it is of the whole order.
func ofRefunds(ans refund.Answer, total Fen) (AnswerKind, Fen) {
	kind, back := ans.Kind, Fen(0)
	if kind == refund.AnswerListed {
		kind, back = refund.Sum(ans.Seen, total)
	}
	switch kind {
	case refund.AnswerAccepted:
		return AnswerRefundAccepted, 0
	case refund.AnswerProcessing:
		return AnswerRefundPending, back
	case refund.AnswerSuccess:
		return AnswerRefundAll, back
	case refund.AnswerPart:
		return AnswerRefundPart, back
	case refund.AnswerChange, refund.AnswerClosed, refund.AnswerMismatch:
		return AnswerRefundStuck, back
	case refund.AnswerNone:
		return AnswerRefundNone, 0
	case refund.AnswerRefused:
		return AnswerRefundRefused, 0
	case refund.AnswerRejected:
		return AnswerRejected, 0
	case refund.AnswerCertificate:
		return AnswerCertificate, 0
	}
	return AnswerLost, 0
}
