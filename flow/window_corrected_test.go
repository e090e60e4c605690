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

// Money rules 2.3, 4.1 and 5.1: taken over, an attempt is reversed, or its refused number
// asked about, by its own stamps only where the time is trusted and they were made on one
// that was. By anything less nobody knows how long ago that was, and the whole wait counts
// from the takeover.
func TestATakeoverWaitsInFullByWhatNobodyTrusts(t *testing.T) {
	a := Attempt{State: Reversing, IntentAt: t0, SendBy: t0.Add(sendWithin), AnswerAt: t0, FenceAt: t0.Add(time.Hour)}
	a.Live.Since = t0.Add(10 * time.Minute)
	s := Situation{Now: a.Live.Since, Sure: true, Recent: true, SinceSent: -1, Rules: DefaultRules()}
	unfenced, old := a, a
	unfenced.FenceAt, old.Live.OldFence = time.Time{}, true
	for _, c := range []struct {
		what    string
		a       Attempt
		trusted bool
		full    bool
	}{
		{"trusted", a, true, false},
		{"not trusted", a, false, true},
		{"no fence has begun", unfenced, true, true},
		{"a fence of before", old, true, true},
	} {
		s.Trusted = c.trusted
		reverse, closing := t0.Add(sendWithin+s.Rules.ReverseAfter+dateDoubt), t0.Add(closeAfter)
		if c.full {
			reverse, closing = a.Live.Since.Add(sendWithin+s.Rules.ReverseAfter+dateDoubt), a.Live.Since.Add(closeAfter)
		}
		if got := reverseAt(c.a, s); !got.Equal(reverse) {
			t.Errorf("%s: reversed at %v, want %v", c.what, got, reverse)
		}
		if got := closingFrom(c.a, s); !got.Equal(closing) {
			t.Errorf("%s: closed from %v, want %v", c.what, got, closing)
		}
	}
}
