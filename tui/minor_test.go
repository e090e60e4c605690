package tui

import (
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/tui/page"
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
			young := func() *rig {
				r, run := begin()
				r.over(run, flow.NotSent, func(a *flow.Attempt) {
					a.Code, a.Method, a.Face.UnderageState = code, flow.MethodFace, flow.Minor
				})
				return r.after(3 * time.Second)
			}
			r = young()
			r.shows(r.m.Words.WhyFace[code])
			again := strings.Contains(r.screen(), r.m.Words.DoAgain) || strings.Contains(r.screen(), r.m.Words.DoScan)
			if again == (code == flow.CodeUnderage) {
				t.Errorf("%s, %s: the keys offer another try: %t", language, code, again)
			}
			if code != flow.CodeUnderage {
				continue
			}
			if r.press("enter"); r.m.Amount.Text != "" {
				t.Errorf("%s: Enter keeps the amount of a minor", language)
			}
			if r = young().press("f3", "esc"); r.m.Amount.Text != "" {
				t.Errorf("%s: a page keeps the amount of a minor", language)
			}
			r = young().scan("134567890123456789").after(time.Second)
			if r.on(page.KindResult); r.m.Sale.Attempt.Code != code || !strings.Contains(r.screen(), r.m.Words.CodeUnused) {
				t.Errorf("%s: a code is taken behind a minor's face:\n%s", language, r.screen())
			}
		}
	}
}

// A code that was scanned while a minor stood before the camera does not take over.
func TestNoCodeTakesOverFromAMinor(t *testing.T) {
	for code, goes := range map[string]page.Kind{flow.CodeUnderage: page.KindResult, flow.CodeAgeUnknown: page.KindSale} {
		r, run := selling(t)
		r.scan("134567890123456789").after(time.Second)
		r.over(run, flow.NotSent, func(a *flow.Attempt) { a.Code, a.Method = code, flow.MethodFace })
		if r.on(goes); goes == page.KindResult {
			r.shows(r.m.Words.CodeUnused)
		}
	}
}

// Training offers no customer's code where none is taken.
func TestNoTrainingCodeOfAMinor(t *testing.T) {
	for code, offered := range map[string]bool{flow.CodeUnderage: false, flow.CodeAgeUnknown: true} {
		r := newRig(t, func(o *Options) { o.Training = &fakeTrainer{} })
		r.typed("12.80").press("enter")
		r.over(r.admit(), flow.NotSent, func(a *flow.Attempt) { a.Code, a.Method = code, flow.MethodFace })
		r.after(3 * time.Second).on(page.KindResult)
		if has := r.m.keyboard.Binding("f11").Do != nil; has != offered {
			t.Errorf("%s: F11 is offered: %t", code, has)
		}
		if r.m.keyboard.Binding("f12").Do == nil {
			t.Errorf("%s: the power cannot fail", code)
		}
	}
}
