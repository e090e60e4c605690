package tui

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
	"facetill/flow/reconcile/desk"
	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/history"
	"facetill/tui/page/office"
)

// forged is what a device, a member or an older journal might have to say.
const forged = "x\r\nPAID 99.99\x1b[2J\x1b]0;t\x07\u009b0m\u202e\u2028\u200b"

var paint = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// nothingHides holds a frame against money rule 6.5: what is in it beside our own
// colours is seen, and a line is one of ours.
func (r *rig) nothingHides(what string) {
	r.t.Helper()
	r.m.Now = r.now
	lines := strings.Split(paint.ReplaceAllString(r.m.View(), ""), "\n")
	if len(lines) != r.m.Height {
		r.t.Errorf("%s: %d lines on %d rows", what, len(lines), r.m.Height)
	}
	for _, line := range lines {
		if strings.ContainsFunc(line, outside.Hidden) || strings.HasPrefix(strings.TrimSpace(line), "PAID 99.99") {
			r.t.Errorf("%s: %q", what, line)
		}
	}
}

// old is an attempt as a version without the filter has left it.
func old(state flow.State) flow.Attempt {
	return flow.Attempt{State: state, Code: forged, Message: forged, QueryCode: forged, ReverseCode: forged, TransactionID: forged,
		PersonReason: forged, DecidedBy: forged, ResolvedBy: forged, ResolvedAs: flow.ResolvedPaid, Version: 3,
		Order: flow.Order{OutTradeNo: "26112512300000000000000000555666", TotalFee: 1280, OpenedAt: noon, Method: flow.MethodFace,
			Sale: flow.SaleKey{Ref: forged}, Lane: forged, Cashier: forged}}
}

// Case 50: no page of the till shows a character that moves the cursor, turns a
// line or hides, whoever brought it.
func TestNothingHidesOnTheScreen(t *testing.T) {
	change := func(a *flow.Attempt) {
		b := old(a.State)
		b.OutTradeNo, b.TotalFee, b.Version = a.OutTradeNo, a.TotalFee, a.Version
		*a = b
	}
	for _, state := range []flow.State{flow.Refused, flow.NotSent, flow.Cancelled, flow.Reversed, flow.Paid, flow.NeedsPerson, flow.Reversing} {
		r, run := selling(t)
		r.over(run, state, change)
		r.nothingHides("result " + string(state))
		r.press("f6").nothingHides("receipt of " + string(state))
	}
	r, run := selling(t)
	r.becomes(run, flow.Confirming, change)
	r.nothingHides("sale")
	r.send(page.OverMsg{ID: r.m.Sale.ID, Attempt: run.a, Err: errors.New(forged)})
	r.nothingHides("a sale that broke")

	r = newRig(t, func(o *Options) { o.Members = true })
	r.press("f5")
	r.send(page.MemberMsg{Of: r.m.Top().(*office.Member), Member: till.Member{Nickname: forged, OpenID: secret.New("oX")}, Err: nil})
	r.nothingHides("member")
	r.shows(`Member: "x PAID 99.99`)
	r.press("f5")
	r.send(page.MemberMsg{Of: r.m.Top().(*office.Member), Member: till.Member{}, Err: errors.New(forged)})
	r.nothingHides("a member's error")

	r = newRig(t, nil)
	r.send(page.ListsMsg{Pending: []flow.Attempt{old(flow.NeedsPerson), old(flow.Reversing)}, Recent: []flow.Attempt{old(flow.Refused)}, Camera: forged,
		Tries: map[flow.OutTradeNo]flow.Update{"26112512300000000000000000555666": {Attempt: old(flow.Reversing), Step: flow.Wait{Until: noon, For: forged}}}})
	r.nothingHides("amount with a camera that ails")
	r.press("f2").nothingHides("open")
	r.press("m").nothingHides("a person's word")

	from := someBills()
	for n := range from[0].Items {
		i := &from[0].Items[n]
		i.OutTradeNo, i.Why, i.Said, i.Lane, i.TradeType = forged, forged, forged, forged, forged
		if n == 0 {
			continue
		}
		i.State = forged
		i.Word = desk.Word{As: desk.Accepted, By: forged, Reason: forged}
	}
	from[1].Items[0].Why = forged
	r, bills := billRows(t, from, nil)
	r.nothingHides("a bill")
	r.press("end").nothingHides("a bill's last row")
	bills.wordErr = errors.New(forged)
	r.press("home").ends(r.cmd("r"))
	r.nothingHides("a bill's error")

	r = newRig(t, nil).press("f3")
	r.send(page.HistoryMsg{Day: r.m.Top().(*history.History).Day, List: []flow.Attempt{old(flow.Paid), old(flow.Refused)}})
	r.nothingHides("history")
	r.press("enter").nothingHides("timeline without facts")
	var events []flow.Event
	for i, f := range []flow.Fact{flow.NothingSent{Code: forged}, flow.SaleCancelled{By: forged, Code: forged}, flow.PayAnswered{Answer: flow.AnswerDoubt, Code: forged},
		flow.OrderAsked{Answer: flow.AnswerNotPay, Code: forged}, flow.ChargeProven{Source: forged, TransactionID: forged}, flow.GoodsGiven{By: forged},
		flow.RefusalConfirmed{Code: forged}, flow.ReversalDecided{By: forged}, flow.ReversalDecided{Reason: forged}, flow.ReverseAnswered{Answer: flow.AnswerAgain, Code: forged},
		flow.PersonNeeded{Reason: forged}, flow.PersonResolved{As: flow.ResolvedPaid, By: forged}} {
		events = append(events, flow.Event{N: i + 1, At: noon.Add(time.Duration(i) * time.Second), Fact: f})
	}
	for _, some := range slices.Collect(slices.Chunk(events, 4)) {
		r.send(page.TimelineMsg{No: "26112512300000000000000000555666", Events: some})
		r.nothingHides("timeline")
	}

	r = newRig(t, nil)
	r.typed("12.80").press("enter")
	r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: &flow.SalesSuspendedError{Kind: flow.SuspendedByKey, Why: forged}})
	r.nothingHides("halted")
	r = newRig(t, nil)
	r.typed("12.80").press("enter")
	r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: errors.New(forged)})
	r.nothingHides("a sale that did not begin")
	r = newRig(t, func(o *Options) { o.StoreName, o.Lane, o.Cashier = forged, forged, forged })
	r.nothingHides("the shop's names")
	r.press("f4")
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.nothingHides("the day, small")
}

// Case 52: the screen states that the customer's display is not fed, in its language.
func TestDisplayTakenIsSaid(t *testing.T) {
	for language, says := range map[string]string{"en": "display is not fed", "zh-CN": "顾客显示屏无法连接"} {
		newRig(t, func(o *Options) { o.DisplayTaken, o.Language = true, language }).shows(says)
	}
}
