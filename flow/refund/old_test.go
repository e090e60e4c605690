package refund

import (
	"testing"
	"time"
)

// What an older journal says of its one refund, ended in each way.
func TestOldJournal(t *testing.T) {
	old := func() Fact {
		return Begun{OutRefundNo: trade + "R", Fee: 3_000, Reason: "reverse_expired", Purpose: Reversal}
	}
	l := fold(t, old())
	if e, ok := l.Begun(); !ok || e.Purpose != Reversal || l.Held() != 3_000 {
		t.Fatalf("%+v", l)
	}
	if l := fold(t, old(), Ended{RefundedFee: 3_000, At: t0}); l.Back() != 3_000 || l[0].State != Done {
		t.Errorf("ended: %+v", l)
	}
	if l := fold(t, old(), Ended{RefundedFee: 2_000, At: t0}); l.Back() != 2_000 || l.Held() != 2_000 {
		t.Errorf("a part: %+v", l)
	}
	if l := fold(t, Begun{Fee: total, Reason: "seen", Purpose: SeenOnly}, Ended{RefundedFee: total, At: t0}); l.Back() != total {
		t.Errorf("seen: %+v", l)
	}
	if l := fold(t, Ended{RefundedFee: total, At: t0}); len(l) != 0 {
		t.Errorf("nothing begun: %+v", l)
	}
	stuck := l.OldNeedsPerson(false)
	if stuck[0].State != Stuck || l[0].State != Entered {
		t.Errorf("stuck: %+v", stuck)
	}
	if done := stuck.OldResolved("Wang", "bank", t0); done.Back() != 3_000 || stuck.Back() != 0 {
		t.Errorf("resolved: %+v", done)
	}
	refused := l.OldNeedsPerson(true)
	if refused[0].State != Refused || refused.Held() != 0 {
		t.Errorf("refused: %+v", refused)
	}
	// A person decided again, and the same number began anew.
	again, err := refused.Apply(total, 5, old())
	if _, busy := again.Begun(); err != nil || !busy || len(again) != 1 {
		t.Errorf("again: %+v, %v", again, err)
	}
	if done, err := refused.Apply(total, 5, Ended{RefundedFee: 3_000, At: t0}); err != nil || done.Back() != 3_000 {
		t.Errorf("found all back: %+v, %v", done, err)
	}
}

// What an older journal has stuck has no time of its acceptance: it is asked about by
// the gaps, from when a process took it over. Where it has no number either, nobody can
// ask: a person ends it.
func TestAnOldStuckRefundIsAskedAboutByTheGaps(t *testing.T) {
	l := fold(t, Begun{OutRefundNo: one, Fee: 3_000}).OldNeedsPerson(false)
	s, v, asks := Situation{Now: t0, Sure: true}, Live{Since: t0}, 0
	for ; s.Now.Before(t0.Add(day)); s.Now = s.Now.Add(10 * time.Second) {
		if step := Next(l, v, s); step == Step(Ask{Number: one}) {
			v = v.Heard(l, step, Answer{Kind: AnswerChange}, s.Now, true)
			asks++
		}
	}
	if asks < 20 || asks > 40 {
		t.Errorf("asked %d times in a day", asks)
	}
	seen := fold(t, Begun{Fee: 3_000, Purpose: SeenOnly}).OldNeedsPerson(false)
	if step := Next(seen, v, s); step != Step(Nothing{}) || seen.UnderWay() {
		t.Errorf("without a number: %+v", step)
	}
}
