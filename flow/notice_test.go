package flow_test

import (
	"testing"
	"time"

	"facetill/flow"
)

// Money rule 4.1: an open reversal has notices at 2 and at 30 min.
func TestNotices(t *testing.T) {
	reversing := flow.Attempt{State: flow.Reversing, IntentAt: began, DecidedAt: began.Add(45 * time.Second)}
	behind := reversing
	behind.Reopened, behind.DecidedAt = true, began.Add(time.Hour)
	byHand := reversing
	byHand.DecidedBy, byHand.DecidedAt = "Li", began.Add(time.Hour)
	done, undecided := reversing, reversing
	done.State = flow.Reversed
	undecided.State, undecided.DecidedAt = flow.Confirming, time.Time{}
	for name, c := range map[string]struct {
		a    flow.Attempt
		at   time.Duration
		want flow.Notice
	}{
		"just before two minutes":      {reversing, 119 * time.Second, flow.NoticeNone},
		"two minutes":                  {reversing, 2 * time.Minute, flow.NoticeSlow},
		"just before thirty":           {reversing, 30*time.Minute - 1, flow.NoticeSlow},
		"thirty minutes":               {reversing, 30 * time.Minute, flow.NoticeLate},
		"behind a refusal":             {behind, time.Hour + time.Minute, flow.NoticeNone},
		"behind a refusal, later":      {behind, time.Hour + 30*time.Minute, flow.NoticeLate},
		"given back by a person":       {byHand, time.Hour + 2*time.Minute, flow.NoticeSlow},
		"ended":                        {done, time.Hour, flow.NoticeNone},
		"not decided":                  {undecided, time.Hour, flow.NoticeNone},
		"stamped by a Date a day off":  {reversing, -24 * time.Hour, flow.NoticeSlow},
		"stamped a moment in the past": {reversing, -time.Second, flow.NoticeNone},
	} {
		if got := c.a.Notice(began.Add(c.at)); got != c.want {
			t.Errorf("%s: notice %d, want %d", name, got, c.want)
		}
	}
	if got := reversing.Notice(time.Time{}); got != flow.NoticeNone {
		t.Errorf("without a time: notice %d", got)
	}
}
