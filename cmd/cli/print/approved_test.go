package print

import (
	"testing"

	"facetill/flow"
)

// Who approved a word is of the last one; that goods were given nobody approves, whatever
// was approved before.
func TestLastApproved(t *testing.T) {
	begun, settled := flow.RefundBegun{ApprovedBy: "Zhao"}, flow.RefundSettled{ApprovedBy: "manager\n"}
	for _, c := range []struct {
		facts []flow.Fact
		want  string
	}{
		{nil, ""},
		{[]flow.Fact{begun, flow.RefundTold{}}, "Zhao"},
		{[]flow.Fact{begun, settled}, "manager "},
		{[]flow.Fact{begun, flow.RefundSettled{}}, ""},
		{[]flow.Fact{begun, flow.GoodsGiven{By: "Li"}}, ""},
		{[]flow.Fact{begun, flow.PersonResolved{ApprovedBy: "Wu"}}, "Wu"},
	} {
		var events []flow.Event
		for _, f := range c.facts {
			events = append(events, flow.Event{Fact: f})
		}
		if got := LastApproved(events); got != c.want {
			t.Errorf("%+v: %q, want %q", c.facts, got, c.want)
		}
	}
}
