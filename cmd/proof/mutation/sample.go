package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// wanted are the schedules whose rules the money rules want broken on purpose.
const wanted = "S1 S3 S5 S8 S10 S11 S12 S14 S15 S18 S20 S23 S26 S27 S28 S29 S31 S32 S33 S35 S36 S37 S38 S39 S40 S41 S42 S44 S45 S46 S47 S49 S52 " +
	"S53 S55 S56 S57 S59 S60 S61 S62 S63 S64 S65 S66 S67 S68 S69 S70 S71 S72 S73 S74 S75 S76 S77"

// sample draws some bugs for a run that has not the time for all: one that its
// story catches for each wanted schedule, then any others up to most. The
// same seed draws the same ones, in their own sequence.
func sample(all []mutant, most int, seed uint64) []mutant {
	turns := rand.New(rand.NewPCG(seed, 0)).Perm(len(all))
	drawn := map[int]bool{}
	for s := range strings.FieldsSeq(wanted) {
		story := func(i int) bool { return slices.Contains(strings.Fields(all[i].schedule), s) && hasStory(all[i], s) }
		// One bug may serve two schedules.
		if slices.ContainsFunc(turns, func(i int) bool { return drawn[i] && story(i) }) {
			continue
		}
		if at := slices.IndexFunc(turns, story); at >= 0 {
			drawn[turns[at]] = true
		}
	}
	for _, i := range turns {
		if len(drawn) >= most {
			break
		}
		drawn[i] = true
	}
	var chosen []mutant
	for i, m := range all {
		if drawn[i] {
			chosen = append(chosen, m)
		}
	}
	return chosen
}

// hasStory reports whether the test that tells the schedule is to catch the bug.
func hasStory(m mutant, schedule string) bool {
	var n int
	if _, err := fmt.Sscanf(schedule, "S%d", &n); err != nil {
		return false
	}
	return slices.ContainsFunc(m.by, func(c catcher) bool { return strings.HasPrefix(c.test, fmt.Sprintf("TestS%02d_", n)) })
}
