package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/trace"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/walk"
)

// rigClock is the clock of a rig.
type rigClock struct{ r *rig }

func (c rigClock) Now() clock.Instant {
	return clock.Instant{Wall: c.r.now, Mono: c.r.now.Sub(noon)}
}
func (rigClock) Sleep(context.Context, time.Duration, <-chan struct{}) {}

// walker is a till whose calls are watched.
type walker struct {
	*rig
	walk  *trace.Recent
	trace *trace.Trace
}

func watched(t *testing.T, on bool) *walker {
	w := &walker{walk: &trace.Recent{}}
	w.rig = newRig(t, func(o *Options) { o.Walk = w.walk })
	w.walk.Switch(on)
	w.trace = trace.New(rigClock{w.rig}, w.walk)
	return w
}

// call is one that takes a while.
func (w *walker) call(to trace.System, name, order string, took time.Duration, verdict string, p trace.Proof) {
	c := w.trace.Begin(trace.Step{To: to, Name: name, Order: order, Person: name == "getWxpayfaceCode"})
	w.now = w.now.Add(took)
	c.End(verdict, p, nil)
}

// prepared is what the till does before a customer comes.
func (w *walker) prepared() {
	w.call(trace.Device, "initWxpayface", "", 31*time.Millisecond, "SUCCESS", trace.Ready)
	w.call(trace.Device, "getWxpayfaceRawdata", "", 30*time.Millisecond, "SUCCESS", trace.HasRawdata)
	w.call(trace.WeChat, "get_wxpayface_authinfo", "", 124*time.Millisecond, "SUCCESS", trace.HasAuthInfo)
}

// asksForAPassword is a sale up to its second query.
func asksForAPassword(t *testing.T) *walker {
	w := watched(t, true)
	w.prepared()
	w.typed("12.80").press("enter")
	run := w.admit()
	no := string(run.a.OutTradeNo)
	w.call(trace.Device, "getWxpayfaceCode", no, 1230*time.Millisecond, "SUCCESS", trace.HasFaceCode)
	w.becomes(run, flow.Submitting, nil)
	w.call(trace.WeChat, "micropay", no, 310*time.Millisecond, "USERPAYING", "paying")
	w.becomes(run, flow.Confirming, func(a *flow.Attempt) { a.PayAnswer = flow.AnswerPaying })
	for range 2 {
		w.call(trace.WeChat, "orderquery", no, 62*time.Millisecond, "USERPAYING", "paying")
	}
	w.tick(2 * time.Second)
	return w
}

// walkScenes are pages with the walk: beside them where a screen is wide, and as a page.
func walkScenes() map[string]func(t *testing.T) *rig {
	return map[string]func(t *testing.T) *rig{
		"90 walk": func(t *testing.T) *rig { return asksForAPassword(t).rig },
		"91 walk page": func(t *testing.T) *rig {
			w := watched(t, true)
			w.prepared()
			return w.press("f8")
		},
	}
}

// Beside the page on a wide screen: each call with what came of it, the newest in sight,
// and the page with its words as whole as on a screen of its own.
func TestWalkBesideThePage(t *testing.T) {
	w := asksForAPassword(t)
	if strings.Contains(w.screen(), "micropay") {
		t.Error("it stands on a narrow screen")
	}
	w.send(tea.WindowSizeMsg{Width: 140, Height: 40})
	w.shows("initWxpayface", "get_wxpayface_authinfo", "124 ms", "getWxpayfaceCode", "1.2 s", "micropay", "asked about in 5 s", "orderquery", "x2 USERPAYING", "12.80")
	c := w.trace.Begin(trace.Step{To: trace.WeChat, Name: "reverse", Order: string(w.m.Sale.Attempt.OutTradeNo)})
	w.tick(time.Second)
	w.shows("reverse")
	c.End("SUCCESS", "reversed", nil)
	w.tick(time.Second)
	w.shows("a query has to prove it")
	for i := range 30 { // more than there is room for
		w.call(trace.WeChat, "orderquery", string(w.m.Sale.Attempt.OutTradeNo), time.Millisecond, "USERPAYING", "paying")
		w.call(trace.WeChat, "reverse", string(w.m.Sale.Attempt.OutTradeNo), time.Duration(i)*time.Millisecond, "SUCCESS", "reversed")
	}
	w.tick(time.Second)
	w.shows("29 ms")
	if text := w.screen(); strings.Contains(text, "initWxpayface") {
		t.Errorf("the oldest are in sight:\n%s", text)
	}
	w.press("f8")
	if text := w.screen(); strings.Contains(text, "orderquery") || w.walk.Wants() || w.m.Width != 140 {
		t.Errorf("F8 did not end it:\n%s", text)
	}
	w.on(page.KindSale)
}

// With real money nothing is heard before F8; F8 is offered where help is, and a page of
// its own where there is no room beside.
func TestWalkIsOffUntilF8(t *testing.T) {
	w := watched(t, false)
	w.prepared()
	w.send(tea.WindowSizeMsg{Width: 140, Height: 40})
	if len(w.walk.Steps()) != 0 || w.m.Aside != 0 {
		t.Fatal("it is heard before anybody asked")
	}
	w.shows("F8")
	w.press("f8").shows(w.m.Words.WalkTitle, w.m.Words.WalkEmpty)
	w.prepared()
	w.tick(2 * time.Second).shows("getWxpayfaceRawdata")
	w.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	w.press("f8").shows("getWxpayfaceRawdata")
	if w.m.At() != walk.Kind {
		t.Errorf("at %s", w.m.At())
	}
	w.press("esc").on(page.KindAmount)
	w.typed("12.80").press("enter")
	w.admit()
	w.press("f8").on(page.KindSale)
	w.shows("F8", "12.80")
	newRig(t, nil).press("f8").on(page.KindAmount)
}

// Calls of a sale that was left behind are not those of the next one: whatever comes
// late, and what was the terminal's own before it, but for the preparation that serves
// both.
func TestWalkOfTheSaleBefore(t *testing.T) {
	w := asksForAPassword(t)
	before := string(w.m.Sale.Attempt.OutTradeNo)
	w.send(tea.WindowSizeMsg{Width: 140, Height: 40})
	late := w.trace.Begin(trace.Step{To: trace.Device, Name: "releaseWxpayface"})
	w.send(page.OverMsg{ID: w.m.Sale.ID, Attempt: flow.Attempt{State: flow.Refused, Version: 99, Order: w.m.Sale.Attempt.Order}})
	w.after(3 * time.Second)
	w.shows("micropay")
	w.press("enter").after(time.Second)
	w.press("esc")
	w.after(time.Second).typed("5").press("enter")
	w.admit()
	if string(w.m.Sale.Attempt.OutTradeNo) == before {
		t.Fatal("it is the same sale")
	}
	w.call(trace.Device, "updateWxpayfacePayResult", before, time.Millisecond, "SUCCESS", trace.PageClosed)
	w.call(trace.WeChat, "reverse", before, time.Millisecond, "SUCCESS", "reversed")
	late.End("SUCCESS", trace.Released, nil)
	own := string(w.m.Sale.Attempt.OutTradeNo)
	w.trace.Begin(trace.Step{To: trace.Device, Name: "getWxpayfaceCode", Order: own, Person: true})
	w.tick(time.Second)
	w.shows("initWxpayface", "getWxpayfaceRawdata", "get_wxpayface_authinfo", "getWxpayfaceCode", w.m.Words.TracePerson)
	text := w.screen()
	for _, name := range []string{"micropay", "orderquery", "updateWxpayfacePayResult", "reverse", "releaseWxpayface"} {
		if strings.Contains(text, name) {
			t.Errorf("%s of the sale before is shown:\n%s", name, text)
		}
	}
}

// The walk as a page hides no money: what the sale in hand has come to stands on top, and
// the last row speaks of no sale before it. F8 takes away what it showed, also on the page
// of the keys, and the customer goes on seeing the result.
func TestWalkHidesNoResult(t *testing.T) {
	for _, language := range []string{"en", "zh-CN"} {
		for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 60, Height: 20}, {Width: 40, Height: 12}} {
			w := watched(t, true)
			w.speak(language)
			w.send(page.ListsMsg{Recent: []flow.Attempt{{State: flow.Paid, Shown: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000555666", TotalFee: 300, OpenedAt: noon, Method: flow.MethodFace}}}})
			w.send(size)
			w.typed("900.15").press("enter")
			w.over(w.admit(), flow.Refused, nil)
			w.after(3 * time.Second).on(page.KindResult)
			w.press("f8")
			if w.m.At() != walk.Kind {
				t.Fatalf("at %s", w.m.At())
			}
			w.shows("900.15", w.m.Words.NotCharged)
			if text := w.screen(); strings.Contains(text, "3.00") {
				t.Errorf("%s %v: the sale before it is told of:\n%s", language, size, text)
			}
			if seen := w.m.customerSees(); seen.Fee != 90015 {
				t.Errorf("the customer sees %+v", seen)
			}
			w.press("f8").on(page.KindResult)
			w.press("f1").on(page.KindHelp)
			if text := w.screen(); strings.Contains(text, "3.00") {
				t.Errorf("%s %v: the sale before it is told of:\n%s", language, size, text)
			}
			w.press("f8")
			if w.shows("900.15"); w.m.At() != walk.Kind {
				t.Errorf("F8 on the page of the keys leads to %s", w.m.At())
			}
			w.press("f1", "f8")
			if w.m.At() != walk.Kind {
				t.Errorf("F8 over the walk leads to %s", w.m.At())
			}
			w.send(tea.WindowSizeMsg{Width: 30, Height: 10})
			w.shows("900.15", w.m.Words.NotCharged)
			w.send(size)
			w.press("esc").on(page.KindResult)
		}
	}
}

// While a sale runs the walk is a page, too: with the amount, the sentence and the keys of
// the sale, of which Esc leaves the walk and nothing else, and its end comes into sight.
func TestWalkOverASaleThatRuns(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 60, Height: 20}, {Width: 100, Height: 30}} {
		w := watched(t, true)
		w.send(size)
		w.prepared()
		w.typed("12.80").press("enter")
		run := w.admit()
		no := string(run.a.OutTradeNo)
		w.press("f8").on(page.KindSale)
		w.shows("getWxpayfaceRawdata", "12.80", w.m.Words.SayCapture)
		w.press("esc").on(page.KindSale)
		if text := w.screen(); len(run.cancels) > 0 || w.m.Sale.Stopping != "" || strings.Contains(text, "getWxpayfaceRawdata") {
			t.Fatalf("Esc did something else: %v\n%s", run.cancels, text)
		}
		w.press("f8", "f8")
		if strings.Contains(w.screen(), "getWxpayfaceRawdata") {
			t.Errorf("F8 did not take it away:\n%s", w.screen())
		}
		w.press("f8")
		w.becomes(run, flow.Submitting, nil)
		w.becomes(run, flow.Confirming, func(a *flow.Attempt) { a.PayAnswer = flow.AnswerPaying })
		for i := range 30 { // more than there is room for
			w.call(trace.WeChat, "orderquery", no, time.Millisecond, "USERPAYING", "paying")
			w.call(trace.WeChat, "reverse", no, time.Duration(i)*time.Millisecond, "SUCCESS", "reversed")
		}
		w.tick(time.Second).shows("29 ms", w.m.Words.SayPassword, w.m.Words.DoAsk)
		w.press("pgup")
		if text := w.screen(); strings.Contains(text, "29 ms") {
			t.Errorf("it does not scroll:\n%s", text)
		}
		w.call(trace.WeChat, "orderquery", no, 77*time.Millisecond, "SUCCESS", "paid")
		if w.tick(time.Second); strings.Contains(w.screen(), "77 ms") {
			t.Errorf("a call moves what somebody reads:\n%s", w.screen())
		}
		w.press("pgdown", "pgdown").shows("77 ms")
		w.call(trace.WeChat, "orderquery", no, 78*time.Millisecond, "NOTPAY", "notpaid")
		w.tick(time.Second).shows("78 ms")
		w.over(run, flow.Refused, nil)
		w.on(page.KindResult)
		w.shows(draw.Spaced(w.m.Words.NotCharged))
	}
}

// Where a code is awaited the walk hides nothing of what it will be charged with.
func TestWalkOverACode(t *testing.T) {
	w := watched(t, true)
	w.typed("1000.01").press("enter").on(page.KindCode)
	if w.press("f8"); w.m.At() != walk.Kind {
		t.Fatalf("at %s", w.m.At())
	}
	w.shows("1000.01")
	if seen := w.m.customerSees(); seen.Fee != 100001 {
		t.Errorf("the customer sees %+v", seen)
	}
	w.press("f8").on(page.KindCode)
}

// A payment code takes over from the camera as it does without the walk, and the mouse
// scrolls it.
func TestWalkOverTheCamera(t *testing.T) {
	w := watched(t, true)
	w.typed("12.80").press("enter")
	run := w.admit()
	w.press("f8")
	for i := range 30 {
		w.call(trace.WeChat, "orderquery", string(run.a.OutTradeNo), time.Duration(i)*time.Millisecond, "USERPAYING", "paying")
		w.call(trace.WeChat, "reverse", string(run.a.OutTradeNo), time.Millisecond, "SUCCESS", "reversed")
	}
	w.tick(time.Second).shows("29 ms")
	for range 20 {
		w.send(tea.MouseMsg{Action: tea.MouseActionPress, Button: tea.MouseButtonWheelUp})
	}
	if strings.Contains(w.screen(), "29 ms") {
		t.Errorf("the wheel does nothing:\n%s", w.screen())
	}
	w.scan(code).after(time.Second)
	if w.m.Sale.Next.IsZero() {
		t.Errorf("the code was not taken:\n%s", w.screen())
	}
	w.send(tea.WindowSizeMsg{Width: 140, Height: 40}) // where it stands beside
	w.shows("29 ms", w.m.Words.SayStoppingForCode)
	w.press("f8")
	w.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	if w.on(page.KindSale); strings.Contains(w.screen(), "29 ms") {
		t.Errorf("F8 did not end it:\n%s", w.screen())
	}
}

// Where no sale is in hand, calls of several stand among each other with their numbers;
// those of one need none.
func TestWalkOfSeveralSales(t *testing.T) {
	w := watched(t, true)
	w.send(tea.WindowSizeMsg{Width: 140, Height: 40})
	w.prepared()
	w.call(trace.WeChat, "reverse", "26113022423941918563514641254919", time.Millisecond, "SUCCESS", "reversed")
	w.tick(time.Second)
	if text := w.screen(); strings.Contains(text, "..254919") {
		t.Errorf("of one sale:\n%s", text)
	}
	w.call(trace.WeChat, "reverse", "26113022444183937676995121474466", time.Millisecond, "SUCCESS", "reversed")
	w.tick(time.Second)
	w.shows("order ..254919", "order ..474466")
}

// The documents' names stand whole beside a page, and the panel begins with a call.
func TestWalkCutsNoName(t *testing.T) {
	for _, width := range []int{110, 120} {
		w := watched(t, true)
		w.send(tea.WindowSizeMsg{Width: width, Height: 20})
		for range 20 {
			w.prepared()
		}
		w.call(trace.Device, "updateWxpayfacePayResult", "", 31*time.Millisecond, "SUCCESS", trace.PageClosed)
		w.tick(time.Second).shows("updateWxpayfacePayResult SUCCESS")
		lines := strings.Split(w.screen(), "\n")
		for i, line := range lines {
			if strings.Contains(line, w.m.Words.WalkTitle) && !strings.Contains(lines[i+1], "SDK ") && !strings.Contains(lines[i+1], "API ") {
				t.Errorf("%d: begins with %q", width, lines[i+1])
			}
		}
	}
}
