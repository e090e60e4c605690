package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/settle"
)

// A word that could not be written settles nothing: the question stays, with its charge,
// and the next press says it again.
func TestClaimThatCannotBeWritten(t *testing.T) {
	r := newRig(t, nil)
	lost := flow.Attempt{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}
	r.send(page.ListsMsg{Pending: []flow.Attempt{lost}})
	r.press("u", "g", "g")
	r.send(page.ClaimedMsg{No: lost.OutTradeNo, Err: errors.New("disk full")})
	r.on(page.KindClaims)
	r.shows("111222", r.m.Words.ClaimSay)
	if strings.Contains(r.screen(), r.m.Words.ClaimDone) || len(r.m.Unclaimed()) != 1 {
		t.Errorf("settled by a word that nobody has:\n%s", r.screen())
	}
	r.press("g", "g")
	if r.m.Base.(*settle.Claims).Busy != lost.OutTradeNo {
		t.Error("it cannot be said again")
	}
}

// orphan is a till that found a charge of nobody, on the page that asks about it.
func orphan(t *testing.T, change func(*Options), refunds ...refund.Entry) *rig {
	r := newRig(t, change)
	a := flow.Attempt{State: flow.Paid, Unclaimed: true, Version: 6, Refunds: refunds, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 1280}}
	r.till.fakeRefunds.a = a
	r.send(page.ListsMsg{Pending: []flow.Attempt{a}})
	return r.press("u")
}

// To give a charge of nobody back wants the manager's PIN where one is set: it may be a
// refund, or become one (money rule 4b.9). That the goods were given wants none.
func TestGiveBackOfAClaimWantsTheManager(t *testing.T) {
	r := orphan(t, func(o *Options) { o.ManagerPIN = true })
	r.press("b", "b").after(time.Second)
	if len(r.till.reversed) > 0 {
		t.Fatal("given back by a cashier alone")
	}
	r.press("enter").typed("left the shop").press("enter").shows(r.m.Words.ResolvePIN)
	r.till.reverseErr = till.ErrPIN
	r.typed("1111").press("enter")
	r.do(r.after(time.Second).cmd("enter"))
	r.shows("not the manager's PIN")
	r.till.reverseErr = nil
	r.after(time.Second).typed("2468").press("enter")
	r.do(r.after(time.Second).cmd("enter"))
	if n := len(r.till.reversed); n == 0 || r.till.pin != "2468" {
		t.Fatalf("%d times, by %q", n, r.till.pin)
	}
	q := r.till.reversed[len(r.till.reversed)-1]
	if q.Note != "left the shop" || q.Press.Version != 6 || q.By == "" || q.Reason != r.m.Words.RefundReasons["cancelled"] {
		t.Errorf("%+v", q)
	}
	r = orphan(t, func(o *Options) { o.ManagerPIN = true })
	r.press("g", "g")
	if r.do(r.last); !r.till.claimed["26112512300000000000000000111222"] {
		t.Error("that the goods were given waits for the manager")
	}
	// Where it may have gone back already, that is asked on its card, behind a PIN, too.
	r = orphan(t, func(o *Options) { o.ManagerPIN = true }, isBack)
	r.till.reverseErr = &flow.RefundStoppedError{OutTradeNo: r.till.fakeRefunds.a.OutTradeNo, Entries: []refund.Entry{isBack}}
	r.press("b", "b").after(time.Second).press("enter").typed("left the shop").press("enter").typed("2468").press("enter")
	if r.do(r.after(time.Second).cmd("enter")); r.m.Top().Kind() != "refund" {
		t.Errorf("the page is %q", r.m.Top().Kind())
	}
}

// Where it goes back as a refund, its card tells what becomes of it; and where it may have
// gone back already, that is asked there.
func TestGiveBackOfAClaimIsARefund(t *testing.T) {
	for _, stopped := range []bool{false, true} {
		r := orphan(t, nil, isBack)
		r.till.reverseAs = refund.Entry{Number: refundNo(9), Fee: 980, State: refund.Entered}
		if stopped {
			r.till.reverseErr = &flow.RefundStoppedError{OutTradeNo: r.till.fakeRefunds.a.OutTradeNo, Entries: []refund.Entry{isBack}}
		}
		r.press("b", "b")
		r.do(r.last)
		if q := r.till.reversed; len(q) != 1 || q[0].By == "" || q[0].Press.Version != 6 {
			t.Fatalf("%+v", q)
		}
		if r.m.Top().Kind() != "refund" {
			t.Fatalf("the page is %q", r.m.Top().Kind())
		}
		if stopped {
			r.shows("it may have been given back already")
			r.send(page.AttemptMsg{No: r.till.fakeRefunds.a.OutTradeNo, Attempt: r.till.fakeRefunds.a})
			r.press("a").shows("a again") // one more, beside it
		}
	}
}
