package exhaustive

import (
	"os"
	"testing"
	"time"

	"facetill/cmd/proof/world"
)

// TestExhaustive: no combination of one fault and two power cuts breaks a rule.
// The command plays two faults.
func TestExhaustive(t *testing.T) {
	began := time.Now()
	st, failures := exhaust(customers(), 1, false)
	for _, f := range failures {
		t.Error(f)
	}
	st.Print(os.Stdout, "exhaustive", Wanted, len(failures), time.Since(began))
	if missed := st.Missed(Wanted); len(missed) > 0 {
		t.Errorf("never reached: %q", missed)
	}
}

// The control: with a WeChat that lies under its own signature, plans fail.
func TestExhaustiveCanFail(t *testing.T) {
	if _, failures := exhaust(customers(), 0, true); len(failures) == 0 {
		t.Error("a lying WeChat broke no rule")
	}
}

// A plan is read back from its name, to the same course.
func TestPlans(t *testing.T) {
	p := plan{who: customers()[1], faults: map[int]world.Fate{0: world.RequestLost, 3: world.Double}, cuts: []int{4, 7}}
	q, err := parsePlan(p.String())
	if err != nil || q.String() != p.String() || q.who != p.who {
		t.Fatalf("%q became %q, %v", p, q, err)
	}
	one, _ := playPlan(p, world.NewStats(), true, false)
	two, _ := playPlan(q, world.NewStats(), true, false)
	if len(one.W.Story) == 0 || len(one.W.Story) != len(two.W.Story) || one.W.Story[len(one.W.Story)-1] != two.W.Story[len(two.W.Story)-1] {
		t.Error("a plan tells two stories")
	}
	for _, text := range []string{"", "nobody call0=2", "pays call0", "pays life=2"} {
		if _, err := parsePlan(text); err == nil {
			t.Errorf("%q is a plan", text)
		}
	}
}
