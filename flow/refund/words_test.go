package refund

import (
	"fmt"
	"testing"
)

// The words of a journal stay for years, and the golden files of others print them.
func TestWords(t *testing.T) {
	got := fmt.Sprint(
		[]State{Entered, Accepted, Done, Refused, Stuck, Elsewhere, SettledOtherwise},
		[]Purpose{ByHand, Reversal, SeenOnly}, []string{SettledThere, SettledElse},
		[]string{StatusProcessing, StatusSuccess, StatusChange, StatusClosed},
		[]Kind{AnswerLost, AnswerRejected, AnswerCertificate, AnswerMismatch, AnswerAccepted, AnswerRefused, AnswerThrottled,
			AnswerProcessing, AnswerSuccess, AnswerChange, AnswerClosed, AnswerNone, AnswerListed, AnswerPart, again, resent},
		[]Outcome{OutcomeOpen, OutcomeRefunding, OutcomeRefunded, OutcomeDeclined})
	const want = "[begun accepted done refused stuck elsewhere settled_otherwise] [ reversal seen] [there otherwise] " +
		"[PROCESSING SUCCESS CHANGE REFUNDCLOSE] [lost rejected certificate mismatch accepted refused throttled " +
		"processing success change closed none listed part again resent] [open refunding refunded declined]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	kinds := ""
	for _, f := range []Fact{Begun{}, Sent{}, Answered{}, Fenced{}, Heard{}, Found{}, Denied{}, Resent{}, Settled{}, Told{}, Ended{}} {
		kinds += f.Kind() + " "
	}
	if kinds != "refund_begun refund_sent refund_answered refund_fenced refund_heard refund_found refund_refused refund_resent refund_settled refund_told refund_ended " {
		t.Error(kinds)
	}
	if w, ok := Next(fold(t, begun(one, 1), sent(one, 1, 0), answered(one, 1, AnswerAccepted)), Live{}, Situation{Now: t0, Sure: true}).(Wait); !ok || w.For != "refund" {
		t.Errorf("it waits for %q", w.For)
	}
}

// What an adopted journal has begun counts as sent by the one it came from, whose send
// is doubtful where this one's time is; what was sent again in its own journal is not.
func TestResentDoubt(t *testing.T) {
	unanswered := fold(t, begun(one, 3_000), sent(one, 1, 0))
	for _, c := range []struct {
		name    string
		resent  Resent
		doubt   bool
		because string
	}{
		{"trusted", Resent{OutRefundNo: one, By: "Li", At: minute(9), Trusted: true, Adopted: 1}, false, "its time is trusted"},
		{"not trusted", Resent{OutRefundNo: one, By: "Li", At: minute(9), Adopted: 1}, true, "nobody vouches for its time"},
	} {
		l, err := unanswered.Apply(total, 2, c.resent)
		if err != nil || l[0].OpenDoubt != c.doubt || !l[0].OpenSendBy.Equal(minute(9).Add(sendWithin)) {
			t.Errorf("%s: doubt %v until %v, %v; %s", c.name, l[0].OpenDoubt, l[0].OpenSendBy, err, c.because)
		}
	}
	illegal(t, unanswered, Resent{OutRefundNo: one, By: "Li", At: minute(9), Trusted: true})
	illegal(t, fold(t, begun(one, 3_000)), Sent{OutRefundNo: one, N: 1, At: t0, SendBy: minute(1), Adopted: 1})
	doubtful := fold(t, begun(one, 3_000), Sent{OutRefundNo: one, N: 1, At: t0, SendBy: minute(1)})
	if l, err := doubtful.Apply(total, 2, Resent{OutRefundNo: one, By: "Li", At: minute(9), Trusted: true, Adopted: 1}); err != nil || !l[0].OpenDoubt {
		t.Errorf("an earlier doubt is forgotten: %+v, %v", l, err)
	}
	refused := fold(t, begun(one, 3_000), sent(one, 1, 0), answered(one, 1, AnswerRefused), denied(one, 0))
	if l, err := refused.Apply(total, 4, Resent{OutRefundNo: one, By: "Li", At: minute(9)}); err != nil || l[0].OpenDoubt || !l[0].OpenSendBy.IsZero() {
		t.Errorf("sent again in its own journal: %+v, %v", l, err)
	}
}
