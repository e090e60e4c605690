package reconcile_test

import (
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/refund"
)

var next = day.AddDate(0, 0, 1)

// endedAt has a sale charged at a moment of WeChat's.
func endedAt(at time.Time) func(*flow.Attempt) {
	return func(a *flow.Attempt) { a.OpenedAt, a.IntentAt, a.TimeEnd = at, at, at }
}

// byWord has it paid by a person's word, at a moment of this machine's clock.
func byWord(at time.Time) func(*flow.Attempt) {
	return func(a *flow.Attempt) {
		a.OpenedAt, a.IntentAt, a.TimeEnd, a.TransactionID, a.ResolvedAs = at, at, time.Time{}, "", flow.ResolvedPaid
	}
}

func rowAt(r reconcile.Row, at time.Time) reconcile.Row { r.At = at; return r }

// The time of a row is WeChat's as time_end is: it has the same day, but for some minutes
// around midnight. Our own clock may be somewhat further off.
func TestADayThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		ours func(*flow.Attempt)
		row  time.Time
		want string
	}{
		"the same day, hours apart":      {endedAt(noon), day.Add(23 * time.Hour), ""},
		"the day before":                 {endedAt(noon.AddDate(0, 0, -1)), noon, "differs"},
		"the day after":                  {endedAt(noon.AddDate(0, 0, 1)), noon, "differs"},
		"minutes across midnight":        {endedAt(next.Add(2 * time.Minute)), next.Add(-3 * time.Minute), ""},
		"more minutes across midnight":   {endedAt(next.Add(3 * time.Minute)), next.Add(-3 * time.Minute), "differs"},
		"minutes across the other":       {endedAt(day.Add(-2 * time.Minute)), day.Add(3 * time.Minute), ""},
		"a word, of the same day":        {byWord(noon), day.Add(23 * time.Hour), ""},
		"a word, minutes across it":      {byWord(next.Add(9 * time.Minute)), next.Add(-6 * time.Minute), ""},
		"a word, of the next day's noon": {byWord(noon.AddDate(0, 0, 1)), noon, "differs"},
	} {
		a := sale("1", flow.Paid, c.ours)
		r := charge("1")
		if got := classes(bill(t, []flow.Attempt{a}, rowAt(r, c.row)).Result()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// One charge cannot stand in the bills of three days and agree in each: of its own day
// alone it does.
func TestOneChargeInThreeBills(t *testing.T) {
	for off, want := range map[int]string{-1: "differs", 0: "", 1: "differs"} {
		a := sale("1", flow.Paid, endedAt(noon.AddDate(0, 0, off)))
		if got := classes(bill(t, []flow.Attempt{a}, charge("1")).Result()); got != want {
			t.Errorf("of %d days away: %q, want %q", off, got, want)
		}
	}
}

// Midnight makes no finding: what stands in the bill beside it, near midnight or where our
// own clock alone has a time, is found there.
func TestBeside(t *testing.T) {
	late := next.Add(-time.Minute)
	ours := []flow.Attempt{sale("1", flow.Paid, endedAt(late), entry("r", 400, refund.Accepted), func(a *flow.Attempt) { a.Refunds[0].AcceptedAt = late }), sale("2", flow.Reversed), sale("3", flow.Paid), sale("4", flow.Paid, byWord(late))}
	c := bill(t, ours, charge("2"), charge("3"))
	if !c.Wants() {
		t.Fatal("the bills beside it are not wanted")
	}
	for _, r := range []reconcile.Row{charge("1"), back("1", "r", 400), revoked("2"), charge("7"), back("3", "p", 1), charge("4")} {
		c.Beside(next, rowAt(r, next.Add(time.Minute)))
	}
	if c.Wants() {
		t.Error("the bills beside it are still wanted")
	}
	if r := c.Result(); r.Verdict() != reconcile.Agreed || r.Counts[reconcile.Agrees] != 3 || r.Counts[reconcile.Reversed] != 1 || r.Counts[reconcile.RefundAgrees] != 1 {
		t.Errorf("%+v", r)
	}
	less, foreign, other := charge("1"), charge("1"), charge("1") // another amount, transaction: another charge
	less.TotalFee, foreign.MchID, other.TransactionID = 1, "1901", "other"
	c = bill(t, ours[:1])
	for _, r := range []reconcile.Row{less, foreign, other, back("1", "r", 399)} {
		c.Beside(next, rowAt(r, next.Add(time.Minute)))
	}
	if got := classes(c.Result()); got != "ours_only refund_ours" {
		t.Errorf("found %q", got)
	}
}

// A bill of another day hides nothing that is missing in the right one: not a charge of
// noon, not a refund that was taken at noon, and not a row that is of neither day.
func TestBesideHidesNothing(t *testing.T) {
	ours := []flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Accepted))}
	c := bill(t, ours)
	for _, r := range []reconcile.Row{rowAt(charge("1"), noon.AddDate(0, 0, 1)), rowAt(back("1", "r", 400), noon.AddDate(0, 0, 1)), charge("1"), back("1", "r", 400)} {
		c.Beside(next, r)
	}
	if got := classes(c.Result()); got != "ours_only refund_ours" {
		t.Errorf("found %q", got)
	}
}

// What was heard of days after it was taken is found in the bill of its day.
func TestBesideOfARefundThatWasHeardOfLate(t *testing.T) {
	c := bill(t, []flow.Attempt{sale("1", flow.Paid, endedAt(noon.AddDate(0, 0, -1)), entry("r", 400, refund.Done))})
	c.Beside(day.AddDate(0, 0, -1), rowAt(back("1", "r", 400), day.Add(-8*time.Hour)))
	if r := c.Result(); r.Verdict() != reconcile.Agreed || r.Counts[reconcile.RefundAgrees] != 1 {
		t.Errorf("%+v", r)
	}
}

// What stands in the bill of the day and again in that of the next is charged twice, or
// taken twice, and agrees in neither.
func TestInTwoBills(t *testing.T) {
	late := next.Add(-time.Minute)
	ours := []flow.Attempt{sale("1", flow.Paid, endedAt(late), entry("r", 400, refund.Accepted))}
	c := bill(t, ours, rowAt(charge("1"), late), back("1", "r", 400))
	c.Beside(next, rowAt(charge("1"), next.Add(time.Minute)))
	c.Beside(next, rowAt(back("1", "r", 400), next.Add(time.Minute)))
	r := c.Result()
	if got := classes(r); got != "twice twice" || r.Verdict() == reconcile.Agreed {
		t.Fatalf("found %q", got)
	}
	if f := r.Findings[0]; f.Line != 0 || f.Why != "in the bill of 2026-11-26 as well" {
		t.Errorf("%+v", f)
	}
	// From the other side: neither bill has it alone.
	c = bill(t, []flow.Attempt{sale("1", flow.Paid, endedAt(late))})
	c.Beside(day.AddDate(0, 0, -1), rowAt(charge("1"), day.Add(-time.Minute)))
	c.Beside(next, rowAt(charge("1"), next.Add(time.Minute)))
	c.Beside(next, rowAt(charge("1"), next.Add(time.Minute)))
	if got := classes(c.Result()); got != "twice" {
		t.Errorf("found %q", got)
	}
}

// A refund has the day on which WeChat took it, in its own bill and in no other.
func TestADayOfARefundThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		taken time.Time
		state refund.State
		kind  refund.Kind
		row   time.Time
		want  string
	}{
		"the same day":                   {noon, refund.Done, refund.AnswerAccepted, day.Add(23 * time.Hour), ""},
		"minutes across midnight":        {next.Add(2 * time.Minute), refund.Done, refund.AnswerAccepted, next.Add(-3 * time.Minute), ""},
		"taken before, by its answer":    {noon.AddDate(0, 0, 1), refund.Done, refund.AnswerAccepted, noon, "differs"},
		"taken before, heard of later":   {noon.AddDate(0, 0, 1), refund.Done, "", noon, ""},
		"elsewhere, found later":         {noon.AddDate(0, 0, 9), refund.Elsewhere, "", noon, ""},
		"in a bill after it was heard":   {noon.AddDate(0, 0, -1), refund.Done, "", noon, "differs"},
		"in a bill after it was done":    {noon.AddDate(0, 0, -1), refund.Done, refund.AnswerAccepted, noon, "differs"},
		"elsewhere, in a bill after it":  {noon.AddDate(0, 0, -1), refund.Elsewhere, "", noon, "differs"},
		"on its way, some hours earlier": {noon, refund.Accepted, "", day.Add(time.Hour), ""},
	} {
		a := sale("1", flow.Paid, endedAt(day.AddDate(0, 0, -3)), entry("r", 400, c.state), func(a *flow.Attempt) {
			a.Refunds[0].AcceptedAt, a.Refunds[0].Answered, a.Refunds[0].Sends = c.taken, c.kind, 1
		})
		if got := classes(bill(t, []flow.Attempt{a}, rowAt(back("1", "r", 400), c.row)).Result()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Rows of other lanes whose numbers cannot be the journal's are not looked up in it: a
// merchant's bill may have any number of them. What it listed of the day is.
func TestOthersAreNotLookedUp(t *testing.T) {
	asked := 0
	shop := reconcile.Shop{MchID: "1900", Lanes: []string{lane}, Mints: func(no flow.OutTradeNo) bool { return len(no) == 32 }}
	ours := sale("1", flow.Paid)
	c := reconcile.New(day, shop, []flow.Attempt{ours}, nil, func(no flow.OutTradeNo) (flow.Attempt, bool, error) {
		asked++
		return ours, no == "1", nil
	})
	for _, no := range []string{"SHOP-1", "SHOP-2", "1", "26112512000000000000000000000001"} {
		r := charge(no)
		r.Lane = "T9"
		if err := c.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if r := c.Result(); asked != 2 || r.Others != 3 || r.Counts[reconcile.Agrees] != 1 {
		t.Errorf("asked %d times: %+v", asked, r)
	}
}
