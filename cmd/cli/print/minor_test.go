package print

import (
	"strings"
	"testing"

	"facetill/flow"
	"facetill/tui/text"
)

// A minor is told of in the line of the sale, and where an age is why nothing was charged,
// its sentence stands behind the code, in both languages.
func TestResultLineTellsOfAMinor(t *testing.T) {
	for _, language := range text.Languages() {
		w := text.Choose(language, nil)
		a := flow.Attempt{State: flow.Paid, Shown: true, Order: flow.Order{OutTradeNo: "1", TotalFee: 90074, Method: flow.MethodFace}}
		line := func() string {
			return SayResult(w, SaleResult{Outcome: string(a.Outcome()), Record: RecordOf(a)})
		}
		for _, age := range []flow.FaceTold{{UnderageState: flow.Minor}, {UnderageState: flow.Adult}, {}} {
			a.Face = age
			if told := strings.Contains(line(), w.FactMinor); told != (age.UnderageState == flow.Minor) {
				t.Errorf("%s, age %q: %s", language, age.UnderageState, line())
			}
		}
		for _, code := range []string{flow.CodeUnderage, flow.CodeAgeUnknown} {
			a.State, a.Code, a.Face.UnderageState = flow.NotSent, code, ""
			if code == flow.CodeUnderage {
				a.Face.UnderageState = flow.Minor
			}
			if got := line(); !strings.Contains(got, code+"  "+w.WhyFace[code]) || strings.Contains(got, w.FactMinor) && !strings.Contains(w.WhyFace[code], w.FactMinor) {
				t.Errorf("%s: %s", language, got)
			}
		}
	}
}
