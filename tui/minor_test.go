package tui

import (
	"strings"
	"testing"

	"facetill/flow"
)

// A minor is told of on the page of the result in both languages, and where that is why
// nothing was charged, in the one sentence of the page.
func TestMinorOnTheScreen(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		begin := func() (*rig, *fakeRun) {
			r, run := selling(t)
			r.speak(language)
			return r, run
		}
		r, run := begin()
		r.over(run, flow.Paid, func(a *flow.Attempt) { a.Face.UnderageState = flow.Minor })
		r.shows(r.m.Words.MinorSay)
		r, run = begin()
		r.over(run, flow.Paid, func(a *flow.Attempt) { a.Face.UnderageState = flow.Adult })
		if strings.Contains(r.screen(), r.m.Words.MinorSay) {
			t.Errorf("%s: an adult is told of as a minor", language)
		}
		for _, code := range []string{flow.CodeUnderage, flow.CodeAgeUnknown} {
			r, run = begin()
			r.over(run, flow.NotSent, func(a *flow.Attempt) {
				a.Code, a.Method, a.Face.UnderageState = code, flow.MethodFace, flow.Minor
			})
			r.shows(r.m.Words.WhyFace[code])
			again := strings.Contains(r.screen(), r.m.Words.DoAgain) || strings.Contains(r.screen(), r.m.Words.DoScan)
			if again == (code == flow.CodeUnderage) {
				t.Errorf("%s, %s: the keys offer another try: %t", language, code, again)
			}
			if r.press("enter"); code == flow.CodeUnderage && strings.Contains(r.screen(), "12.80") {
				t.Errorf("%s: Enter keeps the amount of a minor", language)
			}
		}
	}
}
