package main

import (
	"context"
	"fmt"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// forShop are the bugs that were reported from outside, by their numbers. The shop looks
// first at each that changes what a world is made of; the others are outside of it, in
// strings, files and displays, and their named tests alone can notice them.
func forShop(ctx context.Context, all []mutant) (chosen []mutant, err error) {
	list, err := exec.CommandContext(ctx, "go", "list", "-deps", "./"+sweepDir).Output()
	if err != nil {
		return nil, fmt.Errorf("what a sweep is made of: %w", err)
	}
	played := strings.Fields(string(list))
	for _, m := range all {
		if m.report == "" {
			continue
		}
		if slices.ContainsFunc(m.edits, func(e edit) bool { return slices.Contains(played, "facetill/"+path.Dir(e.file)) }) {
			m.by = append([]catcher{shop}, m.by...)
		}
		m.schedule = strings.TrimSpace("case " + m.report + " " + m.schedule)
		chosen = append(chosen, m)
	}
	slices.SortStableFunc(chosen, func(a, b mutant) int { return strings.Compare(a.report, b.report) })
	return chosen, nil
}
