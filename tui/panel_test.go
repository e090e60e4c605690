package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui/page"
	"facetill/tui/page/day"
	"facetill/tui/page/history"
	"facetill/tui/page/office"
	"facetill/tui/page/sale"
	"facetill/tui/page/settle"
)

// needing is a rig with an attempt that needs a person.
func needing(t *testing.T) *rig {
	r := newRig(t, nil)
	r.send(page.ListsMsg{Pending: []flow.Attempt{{State: flow.NeedsPerson, PersonReason: "payerror", QueryCode: "PAYERROR",
		Order: flow.Order{OutTradeNo: "26112512300000000000000000555666", TotalFee: 1280, OpenedAt: noon}}}})
	return r
}

var aDay = []flow.Attempt{
	{State: flow.Paid, Shown: true, TransactionID: "4200002511260000000000000042", Order: flow.Order{OutTradeNo: "26112512300000000000000000000042", TotalFee: 1280, Method: flow.MethodFace, OpenedAt: noon}},
	{State: flow.Refused, Code: "NOTENOUGH", Order: flow.Order{OutTradeNo: "26112512300000000000000000000041", TotalFee: 4200, Method: flow.MethodCode, RefMinted: true, OpenedAt: noon.Add(-time.Minute)}},
	{State: flow.Reversed, Order: flow.Order{OutTradeNo: "26112512300000000000000000000040", TotalFee: 100, Method: flow.MethodFace, Sale: flow.SaleKey{Ref: "POS-77"}, OpenedAt: noon.Add(-time.Hour)}},
}

func withHistory(t *testing.T) *rig {
	r := newRig(t, nil).press("f3")
	r.send(page.HistoryMsg{Day: r.m.Top().(*history.History).Day, List: aDay})
	return r
}

func withTimeline(t *testing.T) *rig {
	r := withHistory(t).press("enter")
	r.send(page.TimelineMsg{No: aDay[0].OutTradeNo, Events: []flow.Event{
		{N: 1, At: noon, Fact: flow.OrderOpened{}, State: flow.Opened},
		{N: 2, At: noon.Add(3 * time.Second), Fact: flow.IntentWritten{}, State: flow.Submitting},
		{N: 3, At: noon.Add(4 * time.Second), Fact: flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING"}, State: flow.Confirming},
		{N: 4, At: noon.Add(9 * time.Second), Fact: flow.ChargeProven{Source: "query"}, State: flow.Paid},
	}})
	return r
}

// The counter of open attempts opens their page; it says what is tried and when
// next, and asks at once when told to.
func TestOpenPanel(t *testing.T) {
	r := newRig(t, nil)
	r.press("f2").on(page.KindAmount) // nothing is open
	r = needing(t)
	r.press("f2").onPanel()
	r.shows("needs a person", "by another program", "last: payment failed", "1 s ago")
	no := flow.OutTradeNo("26112512300000000000000000555666")
	r.m.Tries = map[flow.OutTradeNo]flow.Update{no: {At: r.now, Now: r.now.Add(wxAhead), Step: flow.Wait{Until: r.now.Add(wxAhead + 5*time.Minute)}}}
	r.shows("again in 5 min")
	r.after(6 * time.Minute)
	r.shows("now", "6 min ago")
	r.now = r.m.Now // of the last key
	r.press("r")
	r.shows("WeChat is being asked")
	r.press("esc").on(page.KindAmount)
}

// WeChat is not asked about a charge that waits for a person's word, and the
// page does not say so.
func TestOpenPanelOfAnUnclaimedCharge(t *testing.T) {
	r := newRig(t, nil)
	r.send(page.ListsMsg{Pending: []flow.Attempt{
		{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600, OpenedAt: noon}},
		{State: flow.Reversing, Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100, OpenedAt: noon}}}})
	r.press("f2").onPanel()
	r.shows("Were the goods handed over?", "m "+r.m.Words.DoResolve)
	if first := r.m.bindings()[0]; first.Name != "m" || !first.Next {
		t.Errorf("the key to press next is %q", first.Name)
	}
	if cmd := r.cmd("r"); cmd != nil || r.m.Notice.Text != r.m.Words.KeyNothing || strings.Contains(r.screen(), r.m.Words.OpenSay) {
		t.Errorf("WeChat is said to be asked:\n%s", r.screen())
	}
	r.press("m", "m")
	r.shows(r.m.Words.AsGiven, r.m.Words.AsGiveBack)
	r.press("esc", "down")
	r.shows(r.m.Words.OpenSay, "r "+r.m.Words.DoAskNow)
	if cmd := r.after(time.Second).cmd("r"); cmd == nil || r.m.Notice.Text != r.m.Words.AskedNow {
		t.Error("a reversal is not asked about")
	}
}

// A person's word is written down only after name, reason and PIN, and what is
// refused stays on the page.
func TestResolvePanel(t *testing.T) {
	r := needing(t)
	r.m.Opt.ManagerPIN = true
	r.press("f2", "m", "m", "1", "1")
	r.shows("Name: 7_")
	r.press("enter", "enter")
	r.shows("Fill this in first")
	r.typed("seen at WeChat").press("enter").typed("2468")
	r.shows("****")
	if r.cmd("enter"); len(r.till.resolved) != 0 {
		t.Fatal("one press of Enter is enough")
	}
	r.shows("Enter again: record it")
	if cmd := r.after(time.Second).cmd("enter"); cmd == nil {
		t.Fatal("nothing is written")
	} else if msg, is := cmd().(page.ResolvedMsg); !is || msg.Err != nil {
		t.Fatalf("%v", msg)
	}
	got := r.till.resolved
	want := flow.Resolution{OutTradeNo: "26112512300000000000000000555666", As: flow.ResolvedPaid, By: "7", Reason: "seen at WeChat"}
	if len(got) != 1 || got[0] != want || r.till.pin != "2468" {
		t.Fatalf("%+v, PIN %q", got, r.till.pin)
	}
	r.send(page.ResolvedMsg{Of: r.m.Top(), Err: errors.New("that is not the manager's PIN")})
	r.onPanel()
	r.shows("not the manager's PIN")
	r.send(page.ResolvedMsg{Of: r.m.Top()})
	r.shows("Unsettled sales")
}

// A payer's code that is scanned into a field is neither kept nor shown.
func TestScanIntoAField(t *testing.T) {
	r := needing(t)
	r.press("f2", "m", "m", "2", "2", "enter")
	r.typed("asked").scan(code)
	if got := r.m.Top().(*settle.Resolve).Field().Text; got != "asked" {
		t.Errorf("the field has %q", got)
	}
	r.shows("the scanned code was not used")
	// Chinese comes in whole words at once.
	r.after(time.Second).send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("已在商户平台核对过了")})
	r.shows("asked已在商户平台核对过了_")
}

// History is narrowed by the end of any number, an amount or a reference.
func TestHistoryPanel(t *testing.T) {
	r := withHistory(t)
	r.shows("1 paid, 12.80 yuan", "..00000042", "not charged", "reversed")
	for text, want := range map[string]int{"0042": 1, "42": 2, "77": 1, "12.8": 1, "9999": 0} {
		r := withHistory(t).typed(text)
		if got := len(r.m.Top().(*history.History).List()); got != want {
			t.Errorf("%q finds %d, want %d", text, got, want)
		}
	}
	r.scan("4200002511260000000000000042")
	if got := len(r.m.Top().(*history.History).List()); got != 1 {
		t.Errorf("a scanned number finds %d", got)
	}
	r.press("delete").after(time.Second)
	for i, c := range code { // no frame has it while it is read, either
		r.after(10 * time.Millisecond).send(key(string(c)))
		if i > 8 && strings.Contains(r.screen(), code[:8]) {
			t.Fatalf("the frame has a payer's code:\n%s", r.screen())
		}
	}
	r.after(10 * time.Millisecond).send(key("enter"))
	if got := r.m.Top().(*history.History).Field().Text; got != "" {
		t.Errorf("the filter has a payer's code: %q", got)
	}
	r.press("right")
	if day := r.m.Top().(*history.History).Day; day.After(r.now) {
		t.Errorf("history of a day to come: %v", day)
	}
	withTimeline(t).shows("12:30:04", "USERPAYING", "charged")
}

// A sale that begins closes every panel, and none opens over a sale or a PAID
// that was not shown.
func TestPanelsGiveWay(t *testing.T) {
	r, run := selling(t)
	r.press("f3").on(page.KindSale)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Paid, nil)
	r.after(200 * time.Millisecond).send(key("f3"))
	r.on(page.KindResult)
	r.screen()
	r.tick(3 * time.Second).press("f3").on(page.KindResult) // no panel is offered on a result
}

// A camera that is gone says what works all the same, and goes on by itself.
func TestCameraDown(t *testing.T) {
	r := newRig(t, nil)
	r.till.camera = "DEVICE_GONE"
	r.send(r.m.Refresh()())
	r.shows("The camera does not answer: scan a code. Codes and cash", "work; the camera is tried again by itself")
	r.till.camera = ""
	r.m.Refreshing = false
	r.send(r.m.Refresh()())
	if strings.Contains(r.screen(), "Codes and cash") {
		t.Errorf("the camera works again:\n%s", r.screen())
	}
}

// A recognised member pays the next face sale, once, and is forgotten after a
// while; Esc ends the camera.
func TestMemberKey(t *testing.T) {
	members := func(o *Options) { o.Members = true }
	r := newRig(t, members)
	r.press("f5").onPanel()
	p := r.m.Top().(*office.Member)
	r.shows("Ask the customer to look at the camera")
	r.send(page.MemberMsg{Of: p, Member: till.Member{Nickname: "小明", OpenID: secret.New("oOPENID")}, Err: nil})
	r.on(page.KindAmount)
	r.shows(`Member: "小明"`)
	r.after(time.Second).typed("5").press("enter")
	if got := r.m.Sale.Req.OpenID.Reveal(); got != "oOPENID" {
		t.Errorf("the sale has the openid %q", got)
	}
	r.admit()
	if strings.Contains(r.screen(), "oOPENID") || r.m.Member.Stands(r.m.Now) {
		t.Error("the openid is shown, or the member pays twice")
	}
	r = newRig(t, members)
	r.press("f5")
	r.send(page.MemberMsg{Of: r.m.Top(), Member: till.Member{Nickname: "小明", OpenID: secret.New("oOPENID")}})
	r.after(3 * time.Minute).typed("5").press("enter")
	if !r.m.Sale.Req.OpenID.IsZero() {
		t.Error("a member of three minutes ago pays")
	}
	// A member who pays by code is not the next customer, and one who has gone is
	// forgotten by a key.
	for _, forget := range []func(r *rig){
		func(r *rig) { r.typed("5"); sale.BeginCode(r.m.Context, 500, "134567890123456789") },
		func(r *rig) { r.press("esc") },
	} {
		r = newRig(t, members)
		r.press("f5")
		r.send(page.MemberMsg{Of: r.m.Top(), Member: till.Member{Nickname: "小明", OpenID: secret.New("oOPENID")}})
		r.after(time.Second)
		if forget(r); r.m.Member.Stands(r.m.Now) {
			t.Error("the member stands there still")
		}
	}
	r = newRig(t, members)
	stopped := false
	r.press("f5")
	r.m.Top().(*office.Member).Stop = func() { stopped = true }
	r.press("esc").on(page.KindAmount)
	if !stopped {
		t.Error("the camera goes on")
	}
	r.press("f5")
	r.send(page.MemberMsg{Of: r.m.Top().(*office.Member), Member: till.Member{}, Err: nil})
	r.shows("Nobody was recognised")
	newRig(t, nil).press("f5").on(page.KindAmount) // this camera cannot
}

// The receipt from a result is the customer's first, from history a copy.
func TestReceiptKey(t *testing.T) {
	withTimeline(t).press("f6").shows("Receipt, WeChat face payment", "REPRINT", "12.80")
	r, run := selling(t)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Paid, func(a *flow.Attempt) { a.TransactionID = "4200" })
	r.screen()
	r.after(200 * time.Millisecond).send(key("f6"))
	r.on(page.KindResult) // PAID was not shown for its second
	r.tick(3 * time.Second)
	r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: nil})
	r.press("f6").onPanel()
	r.shows("Receipt, WeChat face payment")
	if strings.Contains(r.screen(), "REPRINT") {
		t.Error("the first receipt is a copy")
	}
	r.press("esc").on(page.KindAmount)
}

var someDay = till.Day{Open: make([]flow.Attempt, 1), ByHand: make([]flow.Attempt, 1),
	Sums: []till.Sum{{Method: flow.MethodCode, Cashier: "7", Sales: 3, Charged: 4200, Refunded: 100}, {Method: flow.MethodFace, Cashier: "7", Sales: 9, Charged: 98765}},
	All:  till.Sum{Sales: 12, Charged: 102965, Refunded: 100}, Hours: [24]till.Sum{9: {Charged: 1280}, 10: {Charged: 60000}, 12: {Charged: 41685}}}

// The look at a day: sums, and a bar for each hour between the first and the last.
func TestDayPanel(t *testing.T) {
	r := newRig(t, nil).press("f4")
	p := r.m.Top().(*day.Close)
	r.send(page.DayMsg{Day: p.Day, Sums: someDay})
	r.shows("not over before 11-26 00:00", "1 without a result: the sum is not final", "1 decided by hand", "method sales charged refunded sum", "code 7 3 42.00 1.00 41.00", "face 7 9 987.65 0.00 987.65", "all 12 1029.65 1.00 1028.65", "600.00")
	var lines []string
	for line := range strings.Lines(r.screen()) {
		if hour := strings.TrimSpace(line); len(hour) > 1 && hour[0] >= '0' && hour[0] <= '2' && hour[1] >= '0' && hour[1] <= '9' {
			lines = append(lines, line)
		}
	}
	if len(lines) != 4 {
		t.Fatalf("%d hours: %q", len(lines), lines)
	}
	bars := func(i int) int { return strings.Count(lines[i], r.m.Theme.Block) }
	if bars(0) == 0 || bars(1) <= bars(3) || bars(2) != 0 || bars(3) <= bars(0) {
		t.Errorf("bars of %d, %d, %d, %d", bars(0), bars(1), bars(2), bars(3))
	}
	r.press("right") // not past today
	if !p.Day.Equal(r.m.Top().(*day.Close).Day) {
		t.Error("a day to come")
	}
}

// On the smallest screen the list of sales cuts no word about the money.
func TestHistoryCompact(t *testing.T) {
	r := withHistory(t)
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.shows("12:30", r.m.Words.StatePaid, r.m.Words.StateRefused, r.m.Words.StateReversed, "..0042")
	if strings.Contains(r.screen(), r.m.Theme.Ellipsis) {
		t.Errorf("something is cut:\n%s", r.screen())
	}
}

// What WeChat said last of an unsettled sale is said in words: a cashier cannot
// read its codes.
func TestOpenPanelSpeaksACashiersWords(t *testing.T) {
	for language, want := range map[string]string{"en": "password awaited", "zh-CN": "等待输入密码"} {
		r := newRig(t, func(o *Options) { o.Language = language })
		r.send(page.ListsMsg{Pending: []flow.Attempt{{State: flow.Confirming, PayAnswer: flow.AnswerPaying, Code: "USERPAYING", QueryCode: "USERPAYING",
			Order: flow.Order{OutTradeNo: "26112512300000000000000000555666", TotalFee: 1280, OpenedAt: noon, Method: flow.MethodFace}}}})
		r.press("f2").onPanel()
		r.shows(want)
		if strings.Contains(r.screen(), "USERPAYING") {
			t.Errorf("%s: a raw code:\n%s", language, r.screen())
		}
	}
}

// How else customers paid has a heading of its own, in both languages and on the
// smallest screen, and is in no sum.
func TestDayPanelHasTendersApart(t *testing.T) {
	for language, want := range map[string][]string{"en": {"paid in another way, in no sum:", "cash 2 62.80", "card 1 12.80"}, "zh-CN": {"另行支付，不计入合计：", "现金 2 62.80", "刷卡 1 12.80"}} {
		for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 40, Height: 12}} {
			r := newRig(t, func(o *Options) { o.Language = language }).press("f4")
			r.send(size)
			sums := till.Day{Sums: someDay.Sums, All: someDay.All, Tenders: []till.Tender{{As: "cash", Sales: 2, Fee: 6280}, {As: "card", Sales: 1, Fee: 1280}}}
			r.send(page.DayMsg{Day: r.m.Top().(*day.Close).Day, Sums: sums})
			for range 20 {
				r.press("down")
			}
			r.shows(want...)
		}
	}
}
