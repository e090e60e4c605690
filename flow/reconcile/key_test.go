package reconcile_test

import (
	"testing"

	"facetill/flow"
	"facetill/flow/reconcile"
)

// keys are what the findings of a class are known by, in their order.
func keys(r reconcile.Result, c reconcile.Class) (all []string) {
	for _, f := range r.Findings {
		if f.Class == c {
			all = append(all, f.Key())
		}
	}
	return all
}

// A word about sums that lie holds for these two numbers, and for no others of that
// day; where they stand in the file is nothing of them.
func TestAKeyOfSumsIsTheSums(t *testing.T) {
	said := func(line int, why string) string {
		c := begin(nil)
		c.Untrue(line, why)
		return keys(c.Result(), reconcile.Summary)[0]
	}
	const count, money = "the summary says 3 for 总交易单数, the rows add up to 2", "the summary says 900020.57 for 订单总金额, the rows add up to 20.57"
	if said(4, count) == said(4, money) {
		t.Error("a word about one wrong sum holds for another one")
	}
	if said(4, count) != said(9, count) {
		t.Error("the same sums are others on another line")
	}
}

// A row that does not read is known by what stands in it, and each of two for itself.
func TestAKeyOfAnUnreadableRow(t *testing.T) {
	c := begin(nil)
	for line, print := range []string{"aa", "bb", "aa"} {
		c.Unreadable(line+2, "has fewer cells than there are columns", print)
	}
	all := keys(c.Result(), reconcile.Unreadable)
	if len(all) != 3 || all[0] == all[1] || all[0] == all[2] || all[1] == all[2] {
		t.Errorf("%q", all)
	}
	c = begin(nil)
	c.Unreadable(7, "has fewer cells than there are columns", "aa")
	if again := keys(c.Result(), reconcile.Unreadable); again[0] != all[0] {
		t.Errorf("on another line it is %q, and was %q", again, all[0])
	}
}

// A row that is there again is known by what it says, and a third one is another one.
func TestAKeyOfARowThatIsThereTwice(t *testing.T) {
	paid := []flow.Attempt{sale("1", flow.Paid)}
	other := charge("1")
	other.TransactionID = "other"
	dear := charge("1")
	dear.TotalFee = 9999
	twice := keys(bill(t, paid, charge("1"), charge("1")).Result(), reconcile.Twice)
	more := keys(bill(t, paid, charge("1"), charge("1"), charge("1")).Result(), reconcile.Twice)
	if len(twice) != 1 || len(more) != 2 || more[0] != twice[0] || more[1] == twice[0] {
		t.Errorf("%q, and with a third one %q", twice, more)
	}
	for name, r := range map[string]reconcile.Row{"transaction": other, "amount": dear} {
		if got := keys(bill(t, paid, charge("1"), r).Result(), reconcile.Twice); got[0] == twice[0] {
			t.Errorf("of another %s it is %q as well", name, got)
		}
	}
}

// What differs is known by both sides of it.
func TestAKeyOfWhatDiffers(t *testing.T) {
	other, third := charge("1"), charge("1")
	other.TransactionID, third.TransactionID = "other", "third"
	of := func(r reconcile.Row) string {
		return keys(bill(t, []flow.Attempt{sale("1", flow.Paid)}, r).Result(), reconcile.Differs)[0]
	}
	if of(other) == of(third) {
		t.Error("a word about one transaction holds for another one")
	}
}
