package flow

import (
	"testing"
	"time"

	"facetill/flow/refund"
)

// Money rule 2.3, in a journal of an older version, which saw a refund and did not know its number: a part that is back ends the refund of what was surely charged and was not to
// be given back as a whole; of anything else a person has to judge.
func TestAPartThatIsBack(t *testing.T) {
	for _, c := range []struct{ proven, decided, ends bool }{{true, false, true}, {false, false, false}, {true, true, false}, {false, true, false}} {
		a := sample(t, Refunding)
		a.TransactionID, a.DecidedAt, a.OutRefundNo, a.Refunds[0].Number = "", time.Time{}, "", ""
		if c.proven {
			a.TransactionID = "4200001234567890"
		}
		if c.decided {
			a.DecidedAt = moment(10)
		}
		a.Live.RefundAsk, a.Live.RefundAt, a.Live.Refunds, a.Live.RefundFee = AnswerRefundPart, moment(20), 1, 100
		step, is := Next(a, Situation{Now: moment(21), Sure: true, Recent: true, Trusted: true, Wall: moment(7), SinceSent: -1, Rules: DefaultRules()}).(Record)
		if !is || len(step.Facts) != 1 {
			t.Fatalf("%+v: %+v", c, step)
		}
		end, ends := step.Facts[0].(RefundEnded)
		person, stands := step.Facts[0].(PersonNeeded)
		if ends != c.ends || ends && end.RefundedFee != 100 || !ends && (!stands || person.Reason != NeededRefundPart) {
			t.Errorf("proven %t, decided %t: %+v", c.proven, c.decided, step.Facts[0])
		}
	}
}

// What a refund says of the whole order, for the machine of its sale: a refund that is
// rejected or unheard of says nothing of a reversal.
func TestWhatARefundSaysOfItsSale(t *testing.T) {
	for kind, want := range map[refund.Kind]AnswerKind{
		refund.AnswerAccepted: AnswerRefundAccepted, refund.AnswerProcessing: AnswerRefundPending, refund.AnswerSuccess: AnswerRefundAll,
		refund.AnswerPart: AnswerRefundPart, refund.AnswerChange: AnswerRefundStuck, refund.AnswerClosed: AnswerRefundStuck, refund.AnswerMismatch: AnswerRefundStuck,
		refund.AnswerNone: AnswerRefundNone, refund.AnswerRefused: AnswerRefundRefused, refund.AnswerRejected: AnswerRejected,
		refund.AnswerCertificate: AnswerCertificate, refund.AnswerLost: AnswerLost,
	} {
		if got, back := ofRefunds(refund.Answer{Kind: kind}, 1280); got != want || back != 0 {
			t.Errorf("%s: %s and %s, want %s", kind, got, back, want)
		}
	}
}
