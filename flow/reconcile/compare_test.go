package reconcile_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/refund"
)

var (
	day  = time.Date(2026, 11, 25, 0, 0, 0, 0, flow.Beijing)
	noon = day.Add(12 * time.Hour)
)

const lane = "T1"

// sale returns an attempt of the day, in a state.
func sale(no string, s flow.State, more ...func(*flow.Attempt)) flow.Attempt {
	a := flow.Attempt{Order: flow.Order{OutTradeNo: flow.OutTradeNo(no), TotalFee: 1000, Lane: lane, OpenedAt: noon}, State: s, IntentAt: noon}
	switch s {
	case flow.Paid, flow.Refunded:
		a.TransactionID, a.TimeEnd, a.Shown = "4200"+no, noon, true
	case flow.Reversing, flow.Reversed:
		a.DecidedAt = noon
	}
	for _, f := range more {
		f(&a)
	}
	return a
}

// proven has the charge proven.
func proven(a *flow.Attempt) { a.TransactionID, a.TimeEnd = "4200", noon }

// entry adds a refund that WeChat accepted in the day.
func entry(number string, fee flow.Fen, s refund.State) func(*flow.Attempt) {
	return func(a *flow.Attempt) {
		a.Refunds = append(a.Refunds, refund.Entry{Number: number, Fee: fee, State: s, AcceptedAt: noon.Add(time.Hour)})
	}
}

func acceptedAt(at time.Time) func(*flow.Attempt) {
	return func(a *flow.Attempt) { a.Refunds[len(a.Refunds)-1].AcceptedAt = at }
}

func charge(no string) reconcile.Row {
	return reconcile.Row{At: noon, MchID: "1900", SubMchID: "0", Lane: lane, OutTradeNo: flow.OutTradeNo(no), TransactionID: "4200" + no, State: reconcile.RowSuccess, TotalFee: 1000}
}

func revoked(no string) reconcile.Row {
	r := charge(no)
	r.State, r.TotalFee, r.RefundFee, r.OutRefundNo = reconcile.RowRevoked, 0, 1000, "0"
	return r
}

func back(no, number string, fee flow.Fen) reconcile.Row {
	r := charge(no)
	r.State, r.TotalFee, r.RefundFee, r.OutRefundNo = reconcile.RowRefund, 0, fee, number
	return r
}

// bill is a comparison of rows with attempts of the day, in this order.
func bill(t *testing.T, ours []flow.Attempt, rows ...reconcile.Row) *reconcile.Comparison {
	t.Helper()
	c := begin(ours)
	for i, r := range rows {
		r.Line = i + 2
		if err := c.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func begin(ours []flow.Attempt) *reconcile.Comparison {
	return reconcile.New(day, reconcile.Shop{MchID: "1900", Lanes: []string{lane}}, ours, nil, func(no flow.OutTradeNo) (flow.Attempt, bool, error) {
		i := slices.IndexFunc(ours, func(a flow.Attempt) bool { return a.OutTradeNo == no })
		if i < 0 {
			return flow.Attempt{}, false, nil
		}
		return ours[i], true, nil
	})
}

func classes(r reconcile.Result) string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, string(f.Class))
	}
	return strings.Join(all, " ")
}

// Each class of a difference comes of what it is said to come of, and of nothing else.
func TestClasses(t *testing.T) {
	paid := sale("1", flow.Paid)
	with := func(r reconcile.Row, f func(*reconcile.Row)) reconcile.Row { f(&r); return r }
	rows := func(all ...reconcile.Row) []reconcile.Row { return all }
	for name, c := range map[string]struct {
		ours []flow.Attempt
		rows []reconcile.Row
		want string
	}{
		"agrees":                      {[]flow.Attempt{paid}, rows(charge("1")), ""},
		"unclaimed agrees":            {[]flow.Attempt{sale("1", flow.Paid, func(a *flow.Attempt) { a.Unclaimed = true })}, rows(charge("1")), ""},
		"reversed both":               {[]flow.Attempt{sale("1", flow.Reversed)}, rows(charge("1"), revoked("1")), ""},
		"reversed both, unsorted":     {[]flow.Attempt{sale("1", flow.Reversed)}, rows(revoked("1"), charge("1")), ""},
		"refused and closed":          {[]flow.Attempt{sale("1", flow.Refused)}, rows(charge("1"), revoked("1")), ""},
		"reversed by refunds":         {[]flow.Attempt{sale("1", flow.Reversed)}, rows(charge("1"), back("1", "p", 400), back("1", "q", 600)), ""},
		"reversed by a known refund":  {[]flow.Attempt{sale("1", flow.Reversed, entry("p", 1000, refund.Elsewhere))}, rows(charge("1"), back("1", "p", 1000)), ""},
		"reversed by known, unsorted": {[]flow.Attempt{sale("1", flow.Reversed, entry("p", 1000, refund.Elsewhere))}, rows(back("1", "p", 1000), charge("1")), ""},
		"reversed, known part back":   {[]flow.Attempt{sale("1", flow.Reversed, entry("p", 400, refund.Elsewhere))}, rows(back("1", "p", 400), charge("1")), "hidden"},
		"a known refund of before":    {[]flow.Attempt{sale("1", flow.Reversed, entry("p", 1000, refund.Elsewhere))}, rows(back("1", "p", 1000)), ""},
		"refund agrees":               {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Accepted))}, rows(charge("1"), back("1", "r", 400)), ""},
		"refund done agrees":          {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Done))}, rows(charge("1"), back("1", "r", 400)), ""},
		"refunded wholly":             {[]flow.Attempt{sale("1", flow.Refunded, entry("r", 1000, refund.Done))}, rows(charge("1"), back("1", "r", 1000)), ""},
		"another lane":                {nil, rows(with(charge("9"), func(r *reconcile.Row) { r.Lane = "T9" })), ""},
		"another channel":             {nil, rows(with(charge("9"), func(r *reconcile.Row) { r.Lane = "" })), ""},
		"another sub-merchant":        {nil, rows(with(charge("9"), func(r *reconcile.Row) { r.SubMchID = "77" })), ""},
		"our number on another lane":  {[]flow.Attempt{sale("1", flow.Paid)}, rows(with(charge("1"), func(r *reconcile.Row) { r.Lane = "T9" })), ""},
		"never charged":               {[]flow.Attempt{sale("1", flow.Refused), sale("2", flow.Cancelled), sale("3", flow.Reversed)}, nil, ""},
		"no trade":                    {nil, nil, ""},
		"open":                        {[]flow.Attempt{sale("1", flow.Reversing)}, rows(charge("1")), "open"},
		"open, reversed there":        {[]flow.Attempt{sale("1", flow.Reversing)}, rows(charge("1"), revoked("1")), "open open"},
		"begun refund":                {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Entered))}, rows(charge("1"), back("1", "r", 400)), "open"},
		"theirs only":                 {nil, rows(charge("9")), "theirs_only"},
		"theirs only, reversed":       {nil, rows(charge("9"), revoked("9")), ""},
		"theirs only, part back":      {nil, rows(charge("9"), back("9", "p", 400)), "theirs_only refund_theirs"},
		"refund of an unknown sale":   {nil, rows(back("9", "p", 400)), "refund_theirs"},
		"hidden, refused":             {[]flow.Attempt{sale("1", flow.Refused)}, rows(charge("1")), "hidden"},
		"hidden, cancelled":           {[]flow.Attempt{sale("1", flow.Cancelled)}, rows(charge("1")), "hidden"},
		"hidden, reversed":            {[]flow.Attempt{sale("1", flow.Reversed)}, rows(charge("1")), "hidden"},
		"hidden, part back":           {[]flow.Attempt{sale("1", flow.Reversed)}, rows(charge("1"), back("1", "p", 999)), "hidden"},
		"ours only":                   {[]flow.Attempt{paid}, nil, "ours_only"},
		"ours only, a person's word":  {[]flow.Attempt{sale("1", flow.Paid, func(a *flow.Attempt) { a.TransactionID, a.TimeEnd, a.ResolvedAs = "", time.Time{}, flow.ResolvedPaid })}, nil, "ours_only"},
		"ours only, reversed":         {[]flow.Attempt{sale("1", flow.Reversed, proven)}, nil, "ours_only"},
		"ours only, no end":           {[]flow.Attempt{sale("1", flow.Reversing, proven)}, nil, "open"},
		"another amount":              {[]flow.Attempt{paid}, rows(with(charge("1"), func(r *reconcile.Row) { r.TotalFee = 999 })), "differs"},
		"another transaction":         {[]flow.Attempt{paid}, rows(with(charge("1"), func(r *reconcile.Row) { r.TransactionID = "x" })), "differs"},
		"a day that cannot be":        {[]flow.Attempt{sale("1", flow.Paid, func(a *flow.Attempt) { a.TimeEnd = noon.AddDate(0, 0, -9) })}, rows(charge("1")), "differs"},
		"another amount of a refund":  {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Done))}, rows(charge("1"), back("1", "r", 401)), "differs"},
		"reversed there, a sale here": {[]flow.Attempt{paid}, rows(charge("1"), revoked("1")), "reversed_theirs"},
		"refund theirs only":          {[]flow.Attempt{paid}, rows(charge("1"), back("1", "p", 400)), "refund_theirs"},
		"refund refused here":         {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Refused))}, rows(charge("1"), back("1", "r", 400)), "refund_theirs"},
		"refund ours only":            {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Accepted))}, rows(charge("1")), "refund_ours"},
		"found elsewhere that day":    {[]flow.Attempt{sale("1", flow.Paid, entry("p", 400, refund.Elsewhere))}, rows(charge("1")), ""},
		"another's row, our number":   {[]flow.Attempt{paid}, rows(with(charge("1"), func(r *reconcile.Row) { r.SubMchID = "77" })), ""},
		"theirs only, wholly back":    {nil, rows(charge("9"), back("9", "p", 400), back("9", "q", 600)), ""},
		"paid by a word, reversed":    {[]flow.Attempt{sale("1", flow.Reversed, func(a *flow.Attempt) { a.ResolvedAs = flow.ResolvedPaid })}, nil, ""},
		"refused, and not there":      {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Refused))}, rows(charge("1")), ""},
		"accepted on another day":     {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Done), acceptedAt(day.AddDate(0, 0, 1)))}, rows(charge("1")), ""},
		"accepted at its beginning":   {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Done), acceptedAt(day))}, rows(charge("1")), "refund_ours"},
		"a refund without a number":   {[]flow.Attempt{sale("1", flow.Paid, entry("", 400, refund.Done))}, rows(charge("1"), back("1", "", 400)), "refund_theirs"},
		"open, a refund there":        {[]flow.Attempt{sale("1", flow.Reversing)}, rows(back("1", "p", 400)), "refund_theirs"},
		"reversed twice":              {[]flow.Attempt{sale("1", flow.Reversed)}, rows(charge("1"), revoked("1"), with(revoked("1"), func(r *reconcile.Row) { r.OutRefundNo = "7" })), "twice"},
		"twice":                       {[]flow.Attempt{paid}, rows(charge("1"), charge("1")), "twice"},
		"a refund twice":              {[]flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Done))}, rows(charge("1"), back("1", "r", 400), back("1", "r", 400)), "twice"},
		"another shop's twice":        {nil, rows(with(charge("9"), func(r *reconcile.Row) { r.Lane = "T9" }), with(charge("9"), func(r *reconcile.Row) { r.Lane = "T9" })), ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := bill(t, c.ours, c.rows...).Result()
			if got := classes(r); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
			if agreed := r.Verdict() == reconcile.Agreed; agreed != (c.want == "") {
				t.Errorf("verdict %s", r.Verdict())
			}
			if r.Rows != len(c.rows) || r.Ours+r.Others != r.Rows {
				t.Errorf("%d rows, %d ours, %d others of %d", r.Rows, r.Ours, r.Others, len(c.rows))
			}
		})
	}
}

// A refund that the journal has not is of no amount of it, least of all the sale's.
func TestRefundTheirsHasNoAmountOfOurs(t *testing.T) {
	f := bill(t, []flow.Attempt{sale("1", flow.Paid)}, charge("1"), back("1", "p", 400)).Result().Findings
	if len(f) != 1 || f[0].Theirs != 400 || f[0].Ours != 0 {
		t.Errorf("%+v", f)
	}
}

// What is open goes before what a person has to look at, and that before all else.
func TestVerdict(t *testing.T) {
	for _, class := range reconcile.Classes() {
		want := reconcile.Findings
		if class == reconcile.Open {
			want = reconcile.NotKnown
		}
		if got := class.Verdict(); got != want {
			t.Errorf("%s is %s", class, got)
		}
	}
	for _, class := range []reconcile.Class{reconcile.Agrees, reconcile.Reversed, reconcile.RefundAgrees} {
		if got := class.Verdict(); got != reconcile.Agreed {
			t.Errorf("%s is %s", class, got)
		}
	}
	r := reconcile.Result{Counts: map[reconcile.Class]int{reconcile.Differs: 2, reconcile.Open: 1, reconcile.Agrees: 9}}
	if r.Verdict() != reconcile.NotKnown {
		t.Errorf("with something open it is %s", r.Verdict())
	}
	r.Counts[reconcile.Open] = 0
	if r.Verdict() != reconcile.Findings {
		t.Errorf("with a finding it is %s", r.Verdict())
	}
}

// A bill of another merchant or day is no bill of ours: not one row of it counts.
func TestForeign(t *testing.T) {
	other, late := charge("1"), charge("1")
	other.MchID, late.At = "1901", day.AddDate(0, 0, 1)
	for what, r := range map[string]reconcile.Row{"merchant": other, "day": late} {
		foreign, is := errors.AsType[*reconcile.ForeignError](begin(nil).Add(r))
		if !is || foreign.What != what {
			t.Errorf("%s: %v", what, foreign)
		}
	}
	first := charge("1")
	if first.At = day; begin(nil).Add(first) != nil {
		t.Error("the day's first moment is not of it")
	}
	broken := errors.New("the journal cannot be read")
	c := reconcile.New(day, reconcile.Shop{MchID: "1900"}, nil, nil, func(flow.OutTradeNo) (flow.Attempt, bool, error) { return flow.Attempt{}, false, broken })
	if err := c.Add(charge("1")); !errors.Is(err, broken) {
		t.Errorf("a journal that cannot be read: %v", err)
	}
}

// What a bill has in excess costs no memory, and is counted all the same. Of what is told
// each class has its share, the bill's own faults first.
func TestBounds(t *testing.T) {
	const rows = 5 * reconcile.MostFindings
	c := begin([]flow.Attempt{sale("x", flow.Paid)})
	for i := range rows {
		if err := c.Add(charge(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
		c.Unreadable(i, "x", "")
	}
	c.Untrue(rows, "y")
	r := c.Result()
	if n := r.Counts[reconcile.TheirsOnly]; n != rows || len(r.Findings) != reconcile.MostFindings || r.Counts[reconcile.Unreadable] != rows || r.Rows != 2*rows {
		t.Errorf("%d theirs only, %d findings", n, len(r.Findings))
	}
	told := map[reconcile.Class]int{}
	for _, f := range r.Findings {
		told[f.Class]++
	}
	if r.Findings[0].Class != reconcile.Summary || told[reconcile.OursOnly] != 1 || told[reconcile.Unreadable] < 800 || told[reconcile.TheirsOnly] < 50 {
		t.Errorf("%s first, %v", r.Findings[0].Class, told)
	}
}

// The order of the rows changes nothing.
func TestOrder(t *testing.T) {
	ours := []flow.Attempt{sale("1", flow.Paid, entry("r", 400, refund.Accepted)), sale("2", flow.Reversed), sale("3", flow.Refused), sale("4", flow.Paid), sale("5", flow.Reversing)}
	rows := []reconcile.Row{charge("1"), back("1", "r", 400), back("1", "p", 100), charge("2"), revoked("2"), charge("3"), charge("5"), charge("8"), back("8", "q", 4), revoked("9"), charge("9")}
	var first reconcile.Result
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 200 {
		mixed := slices.Clone(rows)
		random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		r := bill(t, ours, mixed...).Result()
		for j := range r.Findings {
			r.Findings[j].Line = 0
		}
		slices.SortFunc(r.Findings, func(x, y reconcile.Finding) int { return strings.Compare(x.Key(), y.Key()) })
		if i == 0 {
			first = r
		} else if !reflect.DeepEqual(r, first) {
			t.Fatalf("%+v\nand before\n%+v", r, first)
		}
	}
}

// A sale that is on its way back as a whole is one that both have, whatever became of the
// refund; what is being undone that way is open until WeChat has taken it.
func TestOnItsWayBack(t *testing.T) {
	on := func(s refund.State) func(*flow.Attempt) {
		return func(a *flow.Attempt) { entry("r", 1000, s)(a); a.TransactionID, a.TimeEnd = "42001", noon }
	}
	undone := func(a *flow.Attempt) { a.DecidedAt = noon }
	for name, c := range map[string]struct {
		is             flow.Attempt
		agrees, refund int
		want           string
	}{
		"given back":         {sale("1", flow.Refunding, on(refund.Accepted)), 1, 1, ""},
		"given back, stuck":  {sale("1", flow.Refunding, on(refund.Stuck)), 1, 1, ""},
		"undone, on its way": {sale("1", flow.Refunding, on(refund.Accepted), undone), 1, 1, ""},
		"undone, not taken":  {sale("1", flow.Refunding, on(refund.Entered), undone), 0, 0, "open open"},
	} {
		r := bill(t, []flow.Attempt{c.is}, charge("1"), back("1", "r", 1000)).Result()
		if got := classes(r); got != c.want || r.Counts[reconcile.Agrees] != c.agrees || r.Counts[reconcile.RefundAgrees] != c.refund || r.Counts[reconcile.Reversed] != 0 {
			t.Errorf("%s: found %q, counted %v", name, got, r.Counts)
		}
	}
}

// Each of three things makes the bills beside the day's own wanted: a charge, a refund, and
// a charge that is yet to go back.
func TestWants(t *testing.T) {
	given := sale("1", flow.Paid, entry("r", 400, refund.Done))
	for name, c := range map[string]struct {
		c    *reconcile.Comparison
		want bool
	}{
		"a charge":                        {bill(t, []flow.Attempt{given}, back("1", "r", 400)), true},
		"a refund":                        {bill(t, []flow.Attempt{given}, charge("1")), true},
		"a charge of what was reversed":   {bill(t, []flow.Attempt{sale("1", flow.Reversed)}, charge("1")), true},
		"a charge that nobody knows":      {bill(t, nil, charge("9")), true},
		"nothing":                         {bill(t, []flow.Attempt{given}, charge("1"), back("1", "r", 400)), false},
		"a reversal of an earlier charge": {bill(t, []flow.Attempt{sale("1", flow.Reversed)}, revoked("1")), false},
	} {
		if c.c.Wants() != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}

// A row that the day's bill and the ones beside it all have went back once, and is told of.
func TestBesideCountsARowOnce(t *testing.T) {
	c := bill(t, []flow.Attempt{sale("1", flow.Reversed)}, charge("1"), back("1", "p", 500))
	for range 2 {
		c.Beside(day.AddDate(0, 0, 1), rowAt(back("1", "p", 500), day.AddDate(0, 0, 1)))
	}
	if got := classes(c.Result()); got != "hidden twice twice" {
		t.Errorf("found %q", got)
	}
	c = bill(t, []flow.Attempt{sale("1", flow.Reversed)}, charge("1"), back("1", "p", 500))
	c.Beside(day.AddDate(0, 0, 1), rowAt(back("1", "q", 500), day.AddDate(0, 0, 1)))
	if r := c.Result(); classes(r) != "" || r.Counts[reconcile.Reversed] != 1 {
		t.Errorf("found %q, counted %v", classes(r), r.Counts)
	}
}

// A charge that was reversed two days later has its other row in a bill that is not read
// with this one: WeChat's signed word, and nothing less, is enough for it.
func TestReversedOnALaterDay(t *testing.T) {
	ended := func(days int) func(*flow.Attempt) {
		return func(a *flow.Attempt) { a.EndedAt = day.AddDate(0, 0, days).Add(time.Minute) }
	}
	byHand := func(a *flow.Attempt) { a.ResolvedAs = flow.ResolvedNotCharged }
	for name, c := range map[string]struct {
		is   flow.Attempt
		want string
	}{
		"two days later": {sale("1", flow.Reversed, proven, ended(2)), ""},
		"a week later":   {sale("1", flow.Reversed, proven, ended(7)), ""},
		"the next day":   {sale("1", flow.Reversed, proven, ended(1)), "hidden"},
		"never proven":   {sale("1", flow.Reversed, ended(2)), "hidden"},
		"by a person":    {sale("1", flow.Reversed, proven, ended(2), byHand), "hidden"},
		"refused":        {sale("1", flow.Refused, proven, ended(2)), "hidden"},
	} {
		r := charge("1")
		r.TransactionID = "4200"
		if got := bill(t, []flow.Attempt{c.is}, r).Result(); classes(got) != c.want || (got.Counts[reconcile.Reversed] == 1) != (c.want == "") {
			t.Errorf("%s: found %q, counted %v", name, classes(got), got.Counts)
		}
	}
}

// What goes back of an earlier bill's charge is counted as that.
func TestBackOfAnEarlierCharge(t *testing.T) {
	for name, r := range map[string]reconcile.Row{"a part": back("1", "p", 400), "all": back("1", "p", 1000), "reversed": revoked("1")} {
		if got := bill(t, []flow.Attempt{sale("1", flow.Reversed)}, r).Result(); classes(got) != "" || got.Counts[reconcile.Reversed] != 1 {
			t.Errorf("%s: found %q, counted %v", name, classes(got), got.Counts)
		}
	}
}

// A till without a lane does not make every row without one its own.
func TestNoLaneIsNobodys(t *testing.T) {
	c := reconcile.New(day, reconcile.Shop{MchID: "1900", Lanes: []string{"", lane}}, nil, nil, func(flow.OutTradeNo) (flow.Attempt, bool, error) { return flow.Attempt{}, false, nil })
	r := charge("9")
	r.Lane = ""
	if err := c.Add(r); err != nil {
		t.Fatal(err)
	}
	if got := c.Result(); got.Others != 1 || len(got.Findings) != 0 {
		t.Errorf("%+v", got)
	}
}

// However much of others' a bill has, our own row that comes twice is found.
func TestTwiceBehindAnyNumber(t *testing.T) {
	c := begin([]flow.Attempt{sale("1", flow.Paid)})
	for i := range 2 * reconcile.MostFindings {
		if err := c.Add(charge(fmt.Sprint("x", i))); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := c.Add(charge("1")); err != nil {
			t.Fatal(err)
		}
	}
	if r := c.Result(); r.Counts[reconcile.Twice] != 1 || r.Counts[reconcile.Agrees] != 1 {
		t.Errorf("%v", r.Counts)
	}
}

// A finding is known by what it is about, over two comparisons of which one has a row more
// above it; what differs in that is another one. Of a reversal the amount is what went back.
func TestFindingIsKnownByWhatItIsAbout(t *testing.T) {
	all := []reconcile.Finding{
		{Class: reconcile.Hidden, OutTradeNo: "1", State: reconcile.RowSuccess}, {Class: reconcile.Differs, OutTradeNo: "1", State: reconcile.RowSuccess},
		{Class: reconcile.Differs, OutTradeNo: "2", State: reconcile.RowSuccess}, {Class: reconcile.Differs, OutTradeNo: "1", State: reconcile.RowRefund},
		{Class: reconcile.Differs, OutTradeNo: "1", State: reconcile.RowRefund, OutRefundNo: "p"}, {Class: reconcile.Differs, OutTradeNo: "1", State: reconcile.RowRefund, OutRefundNo: "q"},
		{Class: reconcile.Unreadable, Print: "a"}, {Class: reconcile.Unreadable, Print: "b"}, {Class: reconcile.Summary, Why: "x"}, {Class: reconcile.Summary, Why: "y"}, {Class: reconcile.Summary, Why: "y", Nth: 2},
	}
	seen := map[string]int{}
	for i, f := range all {
		if as, is := seen[f.Key()]; is {
			t.Errorf("%d is known as %d is: %s", i, as, f.Key())
		}
		seen[f.Key()] = i
		moved := f
		if moved.Line += 5; moved.Key() != f.Key() {
			t.Errorf("%d is another one on another line", i)
		}
	}
	if f := bill(t, []flow.Attempt{sale("1", flow.Paid)}, charge("1"), revoked("1")).Result().Findings; len(f) != 1 || f[0].Theirs != 1000 {
		t.Errorf("%+v", f)
	}
}
