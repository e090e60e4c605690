package till_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// A refund that WeChat refused or closed, and of which nobody was told, is no end of a
// shift: whoever takes the till over looks at it first. Once somebody was told it is.
func TestHandoverNamesWhatClosedUntold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newStaffed(t)
		if _, err := r.SignIn(t.Context(), "07", "0707"); err != nil {
			t.Fatal(err)
		}
		now := time.Now()
		gave := func(lane string, answer refund.Kind, more ...flow.Fact) flow.Attempt {
			return r.leave(order(now, func(o *flow.Order) { o.Lane = lane }), append(charged(now, flow.Shown{},
				flow.RefundBegun{OutRefundNo: "R", Fee: 500, Reason: "r", By: "Li", At: now, Wall: now},
				flow.RefundSent{OutRefundNo: "R", N: 1, At: now, SendBy: now.Add(8 * time.Second)},
				flow.RefundAnswered{OutRefundNo: "R", N: 1, Answer: answer, At: now}), more...)...)
		}
		denied, told := flow.RefundDenied{OutRefundNo: "R", At: now}, flow.RefundTold{OutRefundNo: "R"}
		shut := flow.RefundHeard{OutRefundNo: "R", Status: refund.StatusClosed, Fee: 500, At: now}
		refused := gave("L", refund.AnswerRefused, denied)
		closed := gave("L", refund.AnswerAccepted, told, shut)
		gave("M", refund.AnswerRefused, denied)
		gave("L", refund.AnswerRefused, denied, told)

		want := []flow.OutTradeNo{refused.OutTradeNo, closed.OutTradeNo}
		_, err := r.Handover(t.Context(), "12", "1212", false)
		e, is := errors.AsType[*till.UnseenError](err)
		if !is || !slices.Equal(e.Shift.Unended(), want) || len(e.Shift.Persons()) != 2 {
			t.Fatalf("unseen: %v", err)
		}
		if ended, err := r.Handover(t.Context(), "12", "1212", true); err != nil || !slices.Equal(ended.Unended(), want) {
			t.Errorf("seen: %v, %v", ended.Unended(), err)
		}
		for _, sale := range []flow.Attempt{refused, closed} {
			if _, err := r.RefundTold(t.Context(), sale.OutTradeNo, sale.Refunds[0]); err != nil {
				t.Fatal(err)
			}
		}
		if s, err := r.Shift(t.Context(), "L"); err != nil || len(s.Unended()) != 0 {
			t.Errorf("told: %v, %v", s.Unended(), err)
		}
	})
}
