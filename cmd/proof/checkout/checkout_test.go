package checkout

import (
	"reflect"
	"testing"

	"facetill/cmd/proof/world"
)

// TestCheckout: what was typed is what is sold, and PAID is said of what is held.
func TestCheckout(t *testing.T) {
	st := world.NewStats()
	for seed := uint64(1); seed <= 300; seed++ {
		if _, v := Play(seed, st, false); v != nil {
			t.Errorf("seed %d: %s: %s", seed, v.Rule, v.What)
		}
	}
	t.Logf("%d worlds, %d sales, %d crashes, %d keys, marks %v", st.Worlds, st.Sales, st.Crashes, st.Keys, st.Marks)
	if missed := st.Missed(Wanted); len(missed) > 0 {
		t.Errorf("never reached: %v", missed)
	}
}

// TestCheckoutReplays: a seed is a world, to the last line of its story.
func TestCheckoutReplays(t *testing.T) {
	for seed := uint64(1); seed <= 15; seed++ {
		story := func() []string {
			w, _ := Play(seed, world.NewStats(), true)
			return w.Story
		}
		if a, b := story(), story(); !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d tells two stories", seed)
		}
	}
}

// TestCheckoutCanFail is the control: with a WeChat that lies under its own signature the
// screen says what is not so.
func TestCheckoutCanFail(t *testing.T) {
	found := map[string]int{}
	for seed := uint64(1); seed <= 100; seed++ {
		s := newCheckout(seed, world.NewStats(), false)
		s.w.Liar = true
		if v := s.run(); v != nil {
			found[v.Rule]++
		}
	}
	if len(found) == 0 {
		t.Error("no rule is ever broken")
	}
	t.Log(found)
}
