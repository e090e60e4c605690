package main

import (
	"os"
	"testing"
	"time"
)

// TestExhaustive: no combination of one fault and two power cuts breaks a rule.
// The command plays two faults.
func TestExhaustive(t *testing.T) {
	began := time.Now()
	st, failures := exhaust(customers(), 1, false)
	for _, f := range failures {
		t.Error(f)
	}
	st.print(os.Stdout, exhaustiveMode, len(failures), time.Since(began))
	if missed := st.missed(exhaustiveMode.wanted); len(missed) > 0 {
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
	p := plan{who: customers()[1], faults: map[int]fate{0: fateRequestLost, 3: fateDouble}, cuts: []int{4, 7}}
	q, err := parsePlan(p.String())
	if err != nil || q.String() != p.String() || q.who != p.who {
		t.Fatalf("%q became %q, %v", p, q, err)
	}
	one, _ := playPlan(p, newStats(), true, false)
	two, _ := playPlan(q, newStats(), true, false)
	if len(one.story) == 0 || len(one.story) != len(two.story) || one.story[len(one.story)-1] != two.story[len(two.story)-1] {
		t.Error("a plan tells two stories")
	}
	for _, text := range []string{"", "nobody call0=2", "pays call0", "pays life=2"} {
		if _, err := parsePlan(text); err == nil {
			t.Errorf("%q is a plan", text)
		}
	}
}
