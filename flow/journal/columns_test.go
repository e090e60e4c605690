package journal

import (
	"testing"

	"facetill/flow"
)

// A column of a type that nobody knows would be in no sum, and could then change
// unseen: it stops whoever adds it.
func TestUnknownColumn(t *testing.T) {
	for name, use := range map[string]func(){
		"sum":  func() { rowSum(flow.Attempt{}, "") },
		"bind": func() { bind(flow.Attempt{}) },
		"scan": func() { _, _ = scannedAsIs(func(...any) error { return nil }) },
	} {
		t.Run(name, func(t *testing.T) {
			known := columns
			defer func() {
				columns = known
				if recover() == nil {
					t.Error("it was passed over")
				}
			}()
			columns = append(columns[:len(columns):len(columns)], column{"odd", func(*flow.Attempt) any { return new(float64) }})
			use()
		})
	}
}
