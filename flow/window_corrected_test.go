package flow

import (
	"testing"
	"time"
)

// A time that is corrected forward in the middle of a window ends it, and as every
// window ends: by a fresh query first, and by a reversal only where that brought
// nothing.
func TestTimeCorrectedForwardEndsTheWindow(t *testing.T) {
	intent := time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)
	now := intent.Add(24 * time.Hour) // of which the machine saw 10 s
	a := Attempt{State: Confirming, PayAnswer: AnswerPaying, IntentAt: intent, ConfirmBy: intent.Add(45 * time.Second), FenceAt: intent.Add(25 * time.Hour)}
	a.Live = Live{Mine: true, Submitted: true, HasCode: true, Intent: now.Add(-10 * time.Second)}
	s := Situation{Now: now, Sure: true, Trusted: true, Rules: DefaultRules()}
	if step, is := Next(a, s).(Ask); !is || !step.Fresh {
		t.Fatalf("first %#v, want the fresh query", Next(a, s))
	}
	a.Live.Asks, a.Live.Ask, a.Live.Fresh, a.Live.AskAt = 1, AnswerPaying, true, now
	record, is := Next(a, s).(Record)
	if !is || len(record.Facts) != 1 {
		t.Fatalf("then %#v, want a decision", Next(a, s))
	}
	if d, is := record.Facts[0].(ReversalDecided); !is || d.Reason != "window" {
		t.Errorf("then %#v", record.Facts[0])
	}
}

// A step that waits for trust does not spin where answers bring no Date.
func TestFenceStepsWaitForTrust(t *testing.T) {
	a := Attempt{State: Reversing, IntentAt: t0, FenceAt: t0.Add(time.Minute)}
	a.Live.Reverses, a.Live.ReverseAt, a.Live.Asks, a.Live.AskAt, a.Live.Ask = 9, t0.Add(2*time.Minute), 1, t0.Add(2*time.Minute), AnswerNotExist
	s := Situation{Now: t0.Add(3 * time.Minute), Sure: true, Recent: true, TrustAt: t0.Add(3*time.Minute + time.Second), SinceSent: -1, Rules: DefaultRules()}
	if w, is := Next(a, s).(Wait); !is || !w.Until.Equal(s.TrustAt) {
		t.Errorf("untrusted: %#v", Next(a, s))
	}
	s.Now = s.TrustAt
	if step := Next(a, s); step != (SyncClock{}) {
		t.Errorf("a Date may prove it: %#v", step)
	}
	s.Trusted = true
	if step := Next(a, s); step != (Ask{}) {
		t.Errorf("trusted, and the fences are past: %#v", step)
	}
}
