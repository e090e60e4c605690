package main

import (
	"context"
	"slices"
	"strings"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// Money back of the fake till: nothing comes of a press but a judgement.

func (t *fakeTill) Moment() clock.Instant { return clock.Instant{Wall: t.w.v.Now()} }

func (t *fakeTill) Find(_ context.Context, text string) ([]flow.Attempt, error) {
	return slices.DeleteFunc(slices.Clone(t.recent), func(a flow.Attempt) bool { return !strings.HasSuffix(string(a.OutTradeNo), text) }), nil
}

func (t *fakeTill) OpenRefunds(context.Context) (till.OpenRefunds, error) {
	return till.OpenRefunds{}, nil
}

func (t *fakeTill) Refund(_ context.Context, q flow.RefundRequest, _ string) (flow.Attempt, refund.Entry, error) {
	t.w.judge.refunded("money back", q.Note)
	t.w.judge.givesBack(q)
	return flow.Attempt{}, refund.Entry{}, &flow.TooLateError{OutTradeNo: q.OutTradeNo}
}

func (t *fakeTill) SendAgain(_ context.Context, q flow.RefundRequest, _ string) (flow.Attempt, refund.Entry, error) {
	t.w.judge.refunded("a refund sent again", q.Note)
	return flow.Attempt{}, refund.Entry{}, &flow.TooLateError{OutTradeNo: q.OutTradeNo}
}

func (t *fakeTill) SettleRefund(_ context.Context, w flow.RefundWord, _ string) (flow.Attempt, error) {
	t.w.judge.refunded("a refund settled", w.Reason)
	return flow.Attempt{}, nil
}

func (t *fakeTill) RefundTold(context.Context, flow.OutTradeNo, refund.Entry) (flow.Attempt, error) {
	return flow.Attempt{}, nil
}

func (t *fakeTill) TakeTender(_ context.Context, _ flow.OutTradeNo, w flow.TenderTaken) (flow.Attempt, error) {
	t.w.judge.refunded("a sale paid in another way", w.Note)
	return flow.Attempt{}, nil
}

// givesBack judges the amount of a refund: all of it was pressed for twice, and a part
// was typed.
func (j *judge) givesBack(q flow.RefundRequest) {
	switch fee := q.Press.Fee.String(); {
	case q.Press.All && !j.wentTwice("a"):
		j.w.breaks("0.3", "all of a sale is given back without two presses of a")
	case !q.Press.All && !j.typedIn(strings.TrimRight(strings.TrimRight(fee, "0"), ".")):
		j.w.breaks("0.1", "%s is given back: nobody typed that", fee)
	}
}

// refunded judges what a person is said to want of a refund, and what they wrote with it.
func (j *judge) refunded(what, note string) {
	j.decided(what, "enter", 2)
	if !j.typedIn(note) {
		j.w.breaks("0.1", "%s with the note %q: nobody typed that", what, note)
	}
}
