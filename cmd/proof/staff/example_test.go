package staff_test

import (
	"context"
	"fmt"
	"time"

	"facetill/cmd/proof/staff"
	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/till"
)

// Shifts are what the events of a journal come to. The last one names another than the
// one before it, and came too late.
func Example() {
	journal, at := flowtest.NewMemory(), time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	for i, body := range []string{"{}", `{"After":1,"To":"Chen"}`, `{"After":1}`} {
		kind := []flow.PersonEventKind{till.SignedIn, till.HandedOver, till.SignedOut}[i]
		_ = journal.Note(context.Background(), flow.PersonEvent{At: at.Add(time.Duration(i) * time.Hour), Lane: staff.Lane, Kind: kind, Who: "Wang", Body: body})
	}
	for _, s := range staff.Shifts(journal) {
		fmt.Println(s.Who, s.From.Hour(), s.To.IsZero())
	}
	// Output:
	// Wang 9 false
	// Chen 10 true
}
