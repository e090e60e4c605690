package tui

import (
	"strings"
	"testing"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/text"
)

// Money rule 5.7: what a person resolved and WeChat has otherwise stands on the
// page of unsettled sales, in both languages, and is not counted as open.
func TestContradictedWordStandsAmongTheUnsettled(t *testing.T) {
	for _, lang := range text.Languages() {
		r := newRig(t, func(o *Options) { o.Language = lang })
		a := old(flow.Reversed)
		a.ResolvedAs, a.ResolvedBy = flow.ResolvedNotCharged, "Li"
		r.send(page.ListsMsg{Pending: []flow.Attempt{a}})
		if n := r.m.Counts().Open(); n != 0 {
			t.Errorf("%s: %d counted as open", lang, n)
		}
		r.press("f2").onPanel()
		if !strings.Contains(r.joined(), r.m.Words.OpenOtherwise) {
			t.Errorf("%s: the row does not say it:\n%s", lang, r.screen())
		}
		r.send(page.ListsMsg{}) // and it is settled
		if strings.Contains(r.joined(), r.m.Words.OpenOtherwise) {
			t.Errorf("%s: still there:\n%s", lang, r.screen())
		}
	}
}
