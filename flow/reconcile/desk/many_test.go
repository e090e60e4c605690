package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/reconcile"
)

// More findings than are told: the sums that lie stand first, how many are not listed is
// said, WeChat was asked about none of those, and each that is listed has its name in the
// journal.
func TestMoreFindingsThanAreTold(t *testing.T) {
	r := newRig(t, "")
	const rows = 2 * reconcile.MostFindings
	var all []string
	for n := range rows {
		all = append(all, charged(fmt.Sprintf("9%07d", n), "10.00"))
	}
	r.bills["2026-11-25"] = strings.Replace(text(all...), fmt.Sprintf("`%d,`", rows), fmt.Sprintf("`%d,`", rows+1), 1)
	rep := r.compare()
	if len(rep.Items) != reconcile.MostFindings || rep.Items[0].Class != reconcile.Summary || rep.Items[1].Class != reconcile.TheirsOnly {
		t.Fatalf("%d are listed, %s first", len(rep.Items), rep.Items[0].Class)
	}
	if rep.Unlisted() != rows+1-reconcile.MostFindings || rep.Look() != rows+1 || rep.Unasked != rows {
		t.Errorf("%d not listed, %d to look at, of %d WeChat was not asked", rep.Unlisted(), rep.Look(), rep.Unasked)
	}
	noted, _, err := r.Last(t.Context(), day)
	if err != nil || len(noted.Items) != len(rep.Items) || noted.Items[999].ID != rep.Items[999].ID {
		t.Errorf("%d are noted, %v", len(noted.Items), err)
	}
}

// A sale of an earlier day that is given back through another lane's row is looked up by
// its number, as every number that a till can have made.
func TestANumberOfOursOnAnotherLane(t *testing.T) {
	r := newRig(t, "")
	const no = "26112412000000000000000000000001"
	r.sale(no, flow.ChargeProven{TransactionID: "4200" + no, TimeEnd: noon.AddDate(0, 0, -1)}, flow.Shown{})
	r.bills["2026-11-25"] = text(row("REFUND", "T9", no, "P7", "0.00", "4.00", "PLATFORM-ORIGINAL"), row("SUCCESS", "T9", "8001", "0", "10.00", "0.00", ""))
	if rep := r.compare(); items(rep) != "refund_theirs" || rep.Others != 1 {
		t.Errorf("%s, %d others", items(rep), rep.Others)
	}
}
