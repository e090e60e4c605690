package flow

import (
	"testing"
	"time"
)

// Money rule 5.1: where a wrong Date is corrected, what this process has done lies in
// no future, whichever it was. What lies behind stays there, and what never was is not.
func TestNothingOfThisProcessIsAhead(t *testing.T) {
	now := moment(50)
	for at, want := range map[time.Time]time.Time{moment(3650): now, now: now, moment(20): moment(20), {}: {}} {
		got := Live{AskAt: at, NotPayAt: at, AbsentAt: at, RefundAt: at, ReverseAt: at, PayingAt: at}.notAfter(now)
		if is := (Live{AskAt: want, NotPayAt: want, AbsentAt: want, RefundAt: want, ReverseAt: want, PayingAt: want}); got != is {
			t.Errorf("at %v: %+v\nwant %+v", at, got, is)
		}
	}
}
