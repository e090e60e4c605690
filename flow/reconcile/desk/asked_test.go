package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/flow/refund"
)

// unknown is a bill of so many charges that the journal does not know.
func unknown(n int) (bill string, numbers []flow.OutTradeNo) {
	var rows []string
	for i := range n {
		no := fmt.Sprint(9000 + i)
		rows, numbers = append(rows, row("SUCCESS", "T1", no, "0", "10.00", "0.00", "")), append(numbers, flow.OutTradeNo(no))
	}
	return text(rows...), numbers
}

// WeChat is asked about fifty findings at most, and left alone where it is silent twice
// running; what it was not asked, or did not answer, is counted.
func TestHowOftenItAsks(t *testing.T) {
	paid := flow.Answer{Kind: flow.AnswerPaid}
	for name, c := range map[string]struct {
		says           func(i int) (flow.Answer, bool)
		asked, unasked int
	}{
		"it answers":           {func(int) (flow.Answer, bool) { return paid, true }, 50, 10},
		"it is silent":         {func(int) (flow.Answer, bool) { return paid, false }, 2, 60},
		"it wants no question": {func(int) (flow.Answer, bool) { return flow.Answer{Kind: flow.AnswerRejected}, true }, 2, 60},
		"every other time":     {func(i int) (flow.Answer, bool) { return paid, i%2 == 1 }, 50, 35},
	} {
		r := newRig(t, "")
		bill, numbers := unknown(60)
		r.bills["2026-11-25"] = bill
		for i, no := range numbers {
			if ans, is := c.says(i); is {
				r.wx.says[no] = ans
			}
		}
		if rep := r.compare(); len(r.wx.asked) != c.asked || rep.Unasked != c.unasked {
			t.Errorf("%s: asked %d times, %d unasked", name, len(r.wx.asked), rep.Unasked)
		}
	}
}

// What a person has accepted is not asked about again, and neither is what only a person can
// enter: a refund that the journal does not know.
func TestWhatItDoesNotAsk(t *testing.T) {
	r := found(t, "")
	if slices.Contains(r.wx.asked, "1001") {
		t.Errorf("about a refund to be entered: %v", r.wx.asked)
	}
	if _, err := r.Accept(t.Context(), r.say(1)); err != nil {
		t.Fatal(err)
	}
	if r.wx.asked = nil; r.compare().Verdict() != reconcile.Findings || len(r.wx.asked) != 0 {
		t.Errorf("about what is accepted: %v", r.wx.asked)
	}
	r = newRig(t, "")
	r.bills["2026-11-25"] = text(row("REFUND", "T1", "9001", "P7", "0.00", "4.00", "ORIGINAL"))
	if got := items(r.compare()); got != "refund_theirs" || len(r.wx.asked) != 0 {
		t.Errorf("%s, asked %v", got, r.wx.asked)
	}
	r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "9001", "0", "10.00", "0.00", ""), strings.Replace(row("SUCCESS", "T1", "9002", "0", "10.00", "0.00", ""), ",`CNY", "", 1))
	r.sale("1001", paid("1001")...)
	if r.compare(); slices.Contains(r.wx.asked, "1001") || !slices.Contains(r.wx.asked, "9001") {
		t.Errorf("beside a row that does not read it asked %v", r.wx.asked)
	}
}

// A refusal of another host's is not opened again by the word of this one, which is not asked.
func TestAnotherHostsRefusal(t *testing.T) {
	r := newRig(t, "")
	r.sale("1011", refused()...)
	r.wrap = func(j flow.Journal) flow.Journal { return hosted{j} }
	r.boot()
	r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "1011", "0", "10.00", "0.00", ""))
	r.wx.says["1011"] = flow.Answer{Kind: flow.AnswerPaid}
	if rep := r.compare(); len(rep.Items) != 1 || rep.Items[0].Class != reconcile.Hidden || rep.Items[0].NotAsked != desk.OtherWeChat || len(r.wx.asked) != 0 {
		t.Errorf("%+v, asked %v", rep.Items, r.wx.asked)
	}
	if a, _, _ := r.j.Read(t.Context(), "1011"); a.State != flow.Refused {
		t.Errorf("it is %s", a.State)
	}
}

// What WeChat says of the refunds behind a charge that is no sale here: it is back as a whole,
// or it is hidden on.
func TestBehindWhatIsNotPaidAnyMore(t *testing.T) {
	seen := func(status string, fee flow.Fen) []refund.Seen {
		return []refund.Seen{{Number: "P7", Status: status, Fee: fee}}
	}
	for name, c := range map[string]struct {
		seen []refund.Seen
		want string
	}{
		"all is back": {seen("SUCCESS", 1000), "hidden:refund>reversed"}, "a part is": {seen("SUCCESS", 999), "hidden:refund"}, "on its way": {seen("PROCESSING", 1000), "hidden:refund"},
		"in two parts": {append(seen("SUCCESS", 400), refund.Seen{Number: "P8", Status: "SUCCESS", Fee: 600}), "hidden:refund>reversed"},
	} {
		r := newRig(t, "")
		r.sale("1012", reversed()...)
		r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "1012", "0", "10.00", "0.00", ""))
		r.wx.says["1012"] = flow.Answer{Kind: flow.AnswerRefund}
		r.wx.refunds["1012"] = refund.Answer{Kind: refund.AnswerListed, Seen: c.seen}
		if got := items(r.compare()); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	// A sale that is in no bill is not reversed by what went back of it.
	r := newRig(t, "")
	r.sale("1001", paid("1001")...)
	r.wx.says["1001"] = flow.Answer{Kind: flow.AnswerRefund}
	r.wx.refunds["1001"] = refund.Answer{Kind: refund.AnswerListed, Seen: seen("SUCCESS", 1000)}
	if got := items(r.compare()); got != "ours_only:refund" {
		t.Error(got)
	}
}

// A refund that differs is looked up by its number, and agrees by WeChat's word alone: of the
// bill's amount, or where its moment here was that of hearing of it.
func TestAskedAboutARefund(t *testing.T) {
	begun := flow.RefundBegun{OutRefundNo: "1001R", Fee: 300, By: "Li", At: noon, Wall: noon}
	closed := flow.RefundHeard{OutRefundNo: "1001R", Status: refund.StatusClosed, Fee: 300, At: noon}
	moving := flow.RefundHeard{OutRefundNo: "1001R", Status: refund.StatusProcessing, Fee: 300, At: noon}
	taken := []flow.Fact{begun, flow.RefundSent{OutRefundNo: "1001R", N: 1, At: noon, SendBy: noon.Add(8e9)}, flow.RefundAnswered{OutRefundNo: "1001R", N: 1, Answer: refund.AnswerAccepted, At: noon}}
	in := row("REFUND", "T1", "1001", "1001R", "0.00", "3.00", "ORIGINAL")
	for name, c := range map[string]struct {
		facts  []flow.Fact
		bill   []string
		status string // "" is no answer
		fee    flow.Fen
		now    reconcile.Class
		asked  bool
	}{
		"refused here, and came":          {[]flow.Fact{begun, closed}, []string{in}, "SUCCESS", 300, reconcile.RefundAgrees, true},
		"refused here, of another amount": {[]flow.Fact{begun, closed}, []string{in}, "SUCCESS", 500, "", true},
		"refused here, and did not":       {[]flow.Fact{begun, closed}, []string{in}, "REFUNDCLOSE", 300, "", true},
		"heard of alone":                  {[]flow.Fact{begun, moving}, nil, "PROCESSING", 300, reconcile.RefundAgrees, true},
		"heard of, and closed":            {[]flow.Fact{begun, moving}, nil, "REFUNDCLOSE", 300, "", true},
		"accepted that day":               {taken, nil, "PROCESSING", 300, "", true},
		"no answer":                       {taken, nil, "", 0, "", false},
		"heard of alone, and no answer":   {[]flow.Fact{begun, moving}, nil, "", 0, "", false},
	} {
		r := newRig(t, "")
		r.sale("1001", append(paid("1001"), c.facts...)...)
		r.bills["2026-11-25"] = text(append([]string{row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", "")}, c.bill...)...)
		if c.status != "" {
			r.wx.refunds["1001"] = refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: "1001R", Status: c.status, Fee: c.fee}}}
		}
		rep := r.compare()
		if len(rep.Items) != 1 || rep.Items[0].Now != c.now || (rep.Unasked == 0) != c.asked || (rep.Items[0].Said != "") != c.asked {
			t.Errorf("%s: %s, %d unasked", name, items(rep), rep.Unasked)
		}
	}
}
