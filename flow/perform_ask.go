package flow

import (
	"context"
	"strings"

	"facetill/flow/field"
)

// ask queries the order. In the window a proven charge is the end; after a
// decision it is one more thing to undo.
func (d *drive) ask(ctx context.Context, s Ask) error {
	d.ctl.answered()
	ans := d.r.ports.Gateway.Query(ctx, d.a, s.Try)
	d.heed(ctx, ans)
	if ans.Kind == AnswerPaid && d.a.in(Submitting, Confirming) {
		return d.record(ctx, d.charge(ans.Charge, "query"))
	}
	kind := ans.Kind
	switch kind {
	case AnswerPaid, AnswerPaying, AnswerNotPay, AnswerClosed, AnswerRevoked, AnswerNotExist, AnswerPayError, AnswerRefund:
	default: // nothing else is an answer to this question
		kind = AnswerLost
		if !d.a.in(Submitting, Confirming) && hidden(ans) == AnswerPaid {
			kind = AnswerPaid
		}
	}
	read := d.r.ports.WeChat.Read()
	return d.record(ctx, OrderAsked{Answer: kind, Code: ans.Code, Message: ans.Message, At: read.Now, Trusted: read.Trusted, Fresh: s.Fresh})
}

func (d *drive) reverse(ctx context.Context, s Reverse) error {
	if s.Closing {
		d.r.noteClosing()
	}
	ans := d.r.ports.Gateway.Reverse(ctx, d.a)
	d.heed(ctx, ans)
	return d.record(ctx, ReverseAnswered{Answer: ans.Kind, Code: ans.Code, Message: ans.Message, At: d.r.now(), Closing: s.Closing})
}

func (d *drive) refundAnswered(ctx context.Context, ans Answer) error {
	d.ctl.answered()
	d.heed(ctx, ans)
	return d.record(ctx, RefundAsked{Answer: ans.Kind, RefundedFee: ans.RefundedFee, At: d.r.now()})
}

// heed stops new sales where an answer is that this till cannot reverse or
// cannot sign, and lifts the stop where one is that it can (money rules 1.6
// and 7.3). The stop itself is best effort: the attempt is driven all the same.
func (d *drive) heed(ctx context.Context, ans Answer) {
	ctx = context.WithoutCancel(ctx)
	switch ans.Kind {
	case AnswerCertificate:
		_ = d.r.ports.Journal.SuspendSales(ctx, SuspendedByCertificate, plain(ans))
	case AnswerRejected:
		if d.a.PayAnswer == AnswerRejected {
			_ = d.r.ports.Journal.SuspendSales(ctx, SuspendedByKey, plain(ans))
		}
	}
}

func plain(ans Answer) string { return strings.TrimSpace(field.Plain(ans.Code + " " + ans.Message)) }
