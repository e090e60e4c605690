package print

import (
	"strings"
	"testing"

	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/tui/text"
)

// Two amounts that differ are both told; one is told as it is.
func TestBillTextHasBothAmounts(t *testing.T) {
	for _, c := range []struct {
		found reconcile.Finding
		want  string
	}{
		{reconcile.Finding{Class: reconcile.Differs, Theirs: 1000, Ours: 1001}, "  bill 10.00, journal 10.01"},
		{reconcile.Finding{Class: reconcile.RefundTheirs, Theirs: 300}, "  3.00"},
		{reconcile.Finding{Class: reconcile.OursOnly, Ours: 1001}, "  10.01"},
		{reconcile.Finding{Class: reconcile.Hidden, Theirs: 1001, Ours: 1001}, "  10.01"},
	} {
		line, _, _ := strings.Cut(BillText(text.Choose("en", nil), desk.Item{ID: "0a1b2c", Finding: c.found}), "\n")
		if !strings.HasPrefix(line, "0a1b2c  ") || !strings.HasSuffix(line, c.want) || strings.Contains(strings.TrimSuffix(line, c.want), ".") {
			t.Errorf("%q, want %q", line, c.want)
		}
	}
}
