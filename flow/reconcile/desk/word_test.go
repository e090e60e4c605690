package desk_test

import (
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// Who is signed in need not say who it is; nobody else's name is taken for theirs.
func TestWhoSaysIt(t *testing.T) {
	right := func(string) bool { return true }
	for _, c := range []struct {
		name, given, in, by, want string
	}{
		{"the till's one", "Li", "", "", "Li"},
		{"another name", "Li", "", "Wu", "Wu"},
		{"nobody", "", "", "", `name "" is nobody's`},
		{"who is signed in", "", "07", "", "Wang"},
		{"by number", "", "07", "07", "Wang"},
		{"somebody else", "", "07", "Zhao", `"Zhao" is not signed in here: "Wang" is`},
	} {
		r := newRig(t, "")
		r.set = func(p *till.Ports) {
			if p.Cashier = c.given; c.in != "" {
				p.Cashiers = []till.Cashier{{Name: "Wang", Number: "07", Check: right}, {Name: "Zhao", Number: "90", Check: right}}
			}
		}
		r.boot()
		if c.in != "" {
			if _, err := r.app.SignIn(t.Context(), c.in, "1234"); err != nil {
				t.Fatal(err)
			}
		}
		r.bills["2026-11-25"] = text(charged("9001", "10.00"))
		id := r.compare().Items[0].ID
		i, err := r.Accept(t.Context(), desk.Say{ID: id, By: c.by, Reason: "looked"})
		if err == nil && i.Word.By != c.want || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: by %q, %v", c.name, i.Word.By, err)
		}
		if _, err := r.Accept(t.Context(), desk.Say{ID: id, By: c.by}); err == nil {
			t.Errorf("%s: without a reason", c.name)
		}
	}
}

// What this process compared or was told stands in its line at once, and not at the next
// round.
func TestLineAfterAWord(t *testing.T) {
	r := found(t, "")
	r.wx.says["9001"] = flow.Answer{Kind: flow.AnswerPaid, Charge: flow.Charge{TransactionID: "42009001", TimeEnd: noon}}
	r.wx.refunds["1001"] = refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: "P7", Status: refund.StatusSuccess, Fee: 400}}}
	line := func(verdict reconcile.Verdict, look int) {
		t.Helper()
		if got, want := r.Line(), (desk.Line{Day: "2026-11-25", Verdict: verdict, Look: look}); got != want {
			t.Errorf("the line is %+v, want %+v", got, want)
		}
	}
	line(reconcile.Findings, 2)
	if _, _, err := r.Import(t.Context(), r.say(1)); err != nil {
		t.Fatal(err)
	}
	line(reconcile.Findings, 1)
	if _, err := r.Accept(t.Context(), r.say(2)); err != nil {
		t.Fatal(err)
	}
	line(reconcile.Agreed, 0)
	r.sale("1002", paid("1002")...)
	r.compare()
	line(reconcile.Findings, 1) // it is in no bill
	r.wx.says["1002"] = flow.Answer{Kind: flow.AnswerPaid, Charge: flow.Charge{TimeEnd: noon.AddDate(0, 0, -3)}}
	if _, err := r.Ask(t.Context(), r.say(1).ID); err != nil {
		t.Fatal(err)
	}
	line(reconcile.Agreed, 0)
}

// Where WeChat is not asked it is told so, and why; nothing stands there as its answer.
func TestNotAsked(t *testing.T) {
	elsewhere := func(o *flow.Order) { o.WeChat = "https://sim.example" }
	for _, c := range []struct {
		name   string
		set    func(*rig)
		rows   []string
		want   string // the findings
		told   string // of the last one, by the comparison
		asked  string // what a person is told who asks
		lonely int    // unasked, by the report
	}{
		{"of another WeChat, and no row", func(r *rig) { r.sold("1001", elsewhere, paid("1001")...) }, nil, "ours_only", desk.OtherWeChat, "charged at another WeChat", 1},
		{"of another WeChat, and another amount", func(r *rig) { r.sold("1001", elsewhere, paid("1001")...) }, []string{charged("1001", "9.99")}, "differs", desk.OtherWeChat, "charged at another WeChat", 1},
		{"of another WeChat, and reversed there", func(r *rig) { r.sold("1001", elsewhere, paid("1001")...) },
			[]string{charged("1001", "10.00"), row("REVOKED", "T1", "1001", "0", "0.00", "10.00", "ORIGINAL")}, "reversed_theirs", desk.OtherWeChat, "charged at another WeChat", 1},
		{"a refund that a person enters", func(r *rig) { r.sale("1001", paid("1001")...) },
			[]string{charged("1001", "10.00"), row("REFUND", "T1", "1001", "P7", "0.00", "4.00", "PLATFORM-ORIGINAL")}, "refund_theirs", "", "accept it", 0},
		{"a refund of a sale that is not here", func(*rig) {}, []string{row("REFUND", "T1", "9001", "P7", "0.00", "4.00", "ORIGINAL")}, "refund_theirs", "", "accept it", 0},
		{"a row twice", func(r *rig) { r.sale("1001", paid("1001")...) }, []string{charged("1001", "10.00"), charged("1001", "10.00")}, "twice", "", "nothing that WeChat could tell more of", 0},
		{"no end yet", func(r *rig) { r.sale("1001") }, []string{charged("1001", "10.00")}, "open", "", "has no end yet", 0},
	} {
		r := newRig(t, "")
		c.set(r)
		r.bills["2026-11-25"] = text(append(c.rows, row("SUCCESS", "T9", "7001", "0", "1.00", "0.00", ""))...)
		rep := r.compare()
		last := rep.Items[len(rep.Items)-1]
		if items(rep) != c.want || last.NotAsked != c.told || rep.Unasked != c.lonely {
			t.Errorf("%s: %s, not asked for %q, %d unasked", c.name, items(rep), last.NotAsked, rep.Unasked)
		}
		i, err := r.Ask(t.Context(), last.ID)
		if !isA[*field.Error](err) || !strings.Contains(err.Error(), "was not asked about") || !strings.Contains(err.Error(), c.asked) || i.Said != "" {
			t.Errorf("%s: %+v, %v", c.name, i, err)
		}
		if len(r.wx.asked) > 0 {
			t.Errorf("%s: it was asked about %v", c.name, r.wx.asked)
		}
	}
}

// What came here and went back is not called paid.
func TestReversedHere(t *testing.T) {
	r := newRig(t, "")
	r.sale("1001", flow.ChargeProven{TransactionID: "42001001", TimeEnd: noon, Unclaimed: true},
		flow.ReversalDecided{Reason: "left", By: "Li", At: noon}, flow.ReversalProven{Proof: flow.AnswerRevoked, At: noon})
	r.sale("1002", paid("1002")...)
	rep := r.compare() // no trade, says WeChat
	if items(rep) != "ours_only ours_only" || rep.Items[0].Called() != "ours_only_reversed" || rep.Items[1].Called() != "ours_only" {
		t.Errorf("%s: %s, %s", items(rep), rep.Items[0].Called(), rep.Items[1].Called())
	}
}
