package shops

import (
	"reflect"
	"testing"

	"facetill/cmd/proof/world"
	"facetill/flow/flowtest"
)

// TestS51_TwoTillsAndPayOnOneLane: ten sales of few amounts at each, with second
// presses, scanned codes and kills between. At rest every customer paid once for what
// was handed over.
func TestS51_TwoTillsAndPayOnOneLane(t *testing.T) {
	st := world.NewStats()
	for seed := uint64(1); seed <= 60; seed++ {
		if _, v := playOn(flowtest.NewMemory(), seed, st, false, &plan{tills: 2, callers: 1, sales: 10, others: true}); v != nil {
			t.Errorf("seed %d: %s: %s", seed, v.Rule, v.What)
		}
	}
	if st.Marks["goods handed over"] < 600 || st.Marks["two presses"] == 0 || st.Marks["till killed"] == 0 || st.Marks["pay killed"] == 0 {
		t.Errorf("goods %d times, and %v: that proves little", st.Marks["goods handed over"], st.Marks)
	}
}

// TestShopsCanFail is the control: without the guard customers pay twice, and with a
// WeChat that lies under its own signature a till says what is not so.
func TestShopsCanFail(t *testing.T) {
	for rule, spoil := range map[string]func(*shop){
		"5.3": func(s *shop) { s.unguarded = true },
		"4.2": func(s *shop) { s.w.Liar = true },
	} {
		found := map[string]int{}
		for seed := uint64(1); seed <= 300; seed++ {
			s := newShop(flowtest.NewMemory(), seed, world.NewStats(), false)
			spoil(s)
			p := s.plan()
			if v := s.w.Run(func() { s.play(*p) }); v != nil {
				found[v.Rule]++
			}
		}
		if found[rule] < 3 {
			t.Errorf("rule %s is hardly ever broken; seen: %v", rule, found)
		}
	}
}

// TestShopsReplay: a seed is a shop, to the last line of its story.
func TestShopsReplay(t *testing.T) {
	for seed := uint64(1); seed <= 100; seed++ {
		story := func() []string {
			w, _ := Play(seed, world.NewStats(), true)
			return w.Story
		}
		if a, b := story(), story(); !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d tells two stories:\n%q\n%q", seed, a, b)
		}
	}
}
