package desk

import (
	"context"
	"errors"
	"time"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/refund"
	"facetill/flow/till"
)

const (
	// mostAsked is about how many findings of a comparison WeChat is asked.
	mostAsked = 50
	askWithin = 3 * time.Second
)

// ask asks WeChat about what differs: a bill is not signed, and proves nothing. What is
// missing in a bill that is not whole is not asked about.
func (d *Desk) ask(ctx context.Context, r Report) Report {
	silent, asked := 0, 0
	r.Unasked = r.unasked() // of those that are not listed
	for i := range r.Items {
		item := &r.Items[i]
		if !item.Wants() || !item.isAsked() || item.NotWhole {
			continue
		}
		if d.ports.Gateway == nil || ctx.Err() != nil || silent > 1 || asked >= mostAsked {
			r.Unasked++
			continue
		}
		asked++
		if silent++; d.askOne(ctx, item) {
			silent = 0
		} else if r.Unasked++; item.NotAsked != "" {
			silent-- // it was not silence
		}
	}
	return r
}

// isAsked reports whether WeChat can tell something of a finding. What it took back of a
// sale and the journal has not is a person's to enter, and is looked at then.
func (i Item) isAsked() bool {
	switch i.Class {
	case reconcile.Open, reconcile.Unreadable, reconcile.Twice, reconcile.Summary:
		return false
	case reconcile.TheirsOnly:
		return i.State == reconcile.RowSuccess
	case reconcile.RefundTheirs:
		return i.Refund != ""
	}
	return true
}

// askOne asks about one finding, and reports whether WeChat answered; where it was not
// asked at all NotAsked has why. What a rule follows from the answer is done: a refusal
// with money behind it is opened again (money rule 2.5), and so is a refund that was
// refused and moved (4b.6).
func (d *Desk) askOne(ctx context.Context, i *Item) (heard bool) {
	i.NotAsked = ""
	a, _, err := d.ports.Journal.Read(ctx, i.OutTradeNo)
	switch {
	case errors.Is(err, flow.ErrUnknown):
		return i.hear(d.ports.Gateway.Query(ctx, d.found(*i, i.Theirs), flow.Try{Limit: askWithin}))
	case err != nil:
		d.ports.Warn("ask", err)
		return false
	case !a.At(d.ports.ID.WeChat):
		i.NotAsked = OtherWeChat
		return false
	case i.Class == reconcile.RefundOurs, i.Class == reconcile.RefundTheirs:
		return d.askRefund(ctx, i, a)
	}
	var ans flow.Answer
	if a.State == flow.Refused {
		says, err := d.ports.App.Says(ctx, a)
		if err != nil {
			d.ports.Warn("reopen", err)
		}
		ans, a = says.Says, says.Attempt
	} else {
		ans = d.ports.Gateway.Query(ctx, a, flow.Try{Limit: askWithin})
	}
	if heard = i.hear(ans); !heard {
		return false
	}
	i.Finding.Stands = a.State
	if i.Class == reconcile.Hidden && a.State != flow.Paid && isGone(ans) {
		i.Now = reconcile.Reversed
	}
	if i.Class == reconcile.OursOnly && ans.Kind == flow.AnswerPaid && !sameDay(ans.Charge.TimeEnd, i.At) {
		i.Now = reconcile.Agrees // a person's word, or an older clock, had it on another day
	}
	if ans.Kind == flow.AnswerRefund {
		d.behind(ctx, i, a)
	}
	return true
}

// isGone reports whether an answer is that no money is there.
func isGone(ans flow.Answer) bool {
	return ans.Kind == flow.AnswerRevoked || ans.Kind == flow.AnswerClosed
}

// sameDay reports whether two moments are of one day in China; of one that is not known
// nobody can say otherwise.
func sameDay(a, b time.Time) bool { return a.IsZero() || till.Midnight(a).Equal(till.Midnight(b)) }

// hear notes an answer.
func (i *Item) hear(ans flow.Answer) bool {
	if ans.Kind == flow.AnswerLost || ans.Kind == flow.AnswerRejected {
		return false
	}
	i.Said = string(ans.Kind)
	return true
}

// behind looks at the refunds of what is not paid any more at WeChat.
func (d *Desk) behind(ctx context.Context, i *Item, a flow.Attempt) {
	says := d.ports.Gateway.LookRefunds(ctx, a)
	var back flow.Fen
	for _, s := range says.Seen {
		if s.Status == "SUCCESS" {
			back += s.Fee
		}
	}
	if i.Class == reconcile.Hidden && back >= a.TotalFee {
		i.Now = reconcile.Reversed
	}
}

// askRefund looks at the refunds of a sale; what is new of them is entered.
func (d *Desk) askRefund(ctx context.Context, i *Item, a flow.Attempt) (heard bool) {
	now, answered, err := d.ports.App.AskRefunds(ctx, a)
	if err != nil {
		d.ports.Warn("refunds", err)
	}
	if err != nil || !answered {
		return false // what the journal has is not WeChat's word
	}
	e, _ := now.Refunds.Find(i.OutRefundNo)
	if i.Said = e.Status; i.Said == "" {
		i.Said = string(e.State)
	}
	i.Refund = string(e.State)
	theirs := i.Class == reconcile.RefundTheirs && e.Amount() == i.Theirs
	heard = i.Class == reconcile.RefundOurs && e.Answered != refund.AnswerAccepted // its moment is that of hearing of it: it may be days late
	if e.IsClaimed() && (theirs || heard) {
		i.Now = reconcile.RefundAgrees
	}
	return true
}
