package settle

import (
	"testing"
	"time"

	"facetill/flow"
)

var noon = time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)

// "paid" is no word for what was decided for reversal.
func TestWordsFor(t *testing.T) {
	a := flow.Attempt{State: flow.NeedsPerson, DecidedAt: noon}
	if got := wordsFor(a); len(got) != 1 || got[0] != flow.ResolvedNotCharged {
		t.Errorf("decided for reversal: %v", got)
	}
	if a.TransactionID = "42"; len(wordsFor(a)) > 0 {
		t.Errorf("charged, and decided for reversal: %v", wordsFor(a))
	}
	if a.DecidedAt = (time.Time{}); len(wordsFor(a)) != 1 || wordsFor(a)[0] != flow.ResolvedPaid {
		t.Errorf("charged: %v", wordsFor(a))
	}
	for _, s := range flow.States() {
		if got := wordsFor(flow.Attempt{State: s}); (len(got) > 0) != (s == flow.NeedsPerson) {
			t.Errorf("%s: %v", s, got)
		}
	}
}
