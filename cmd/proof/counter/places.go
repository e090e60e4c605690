package main

import (
	"maps"
	"slices"
	"strings"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/flow"
	"facetill/flow/secret"
	"facetill/flow/till"
	"facetill/tui"
	"facetill/tui/page"
)

// place is a page in a state, and how a cashier gets there.
type place struct {
	name    string
	page    string // where they are then; "" is any but the amount
	amounts bool   // a typed amount begins the next sale there
	field   bool   // words or a code are typed there
	fresh   bool   // it has come this moment: what is typed may have been meant for the page before
	options func(w *world)
	prepare func(w *world)
}

// asked is what the sale on the way to a page comes to.
const asked = hands.Fen(1280)

// faces begins a face sale of 12.80.
func (w *world) faces() {
	w.clean("12.80")
	w.press("enter")
}

// ends is a face sale of 12.80 that ended so.
func ends(state flow.State, change func(*flow.Attempt)) func(w *world) {
	return func(w *world) {
		w.till.next.state, w.till.next.change = state, change
		w.faces()
		w.until("result")
		if state == flow.Paid {
			w.stands()
		}
	}
}

// late is the same, when the page has stood for some seconds.
func late(f func(w *world)) func(w *world) {
	return func(w *world) {
		f(w)
		w.run(4 * time.Second)
	}
}

func noFunds(a *flow.Attempt) { a.Code = "NOTENOUGH" }

// openAttempt is one of the background.
func (w *world) openAttempt(state flow.State, change func(*flow.Attempt)) flow.Attempt {
	a := flow.Attempt{State: state, Version: 5, Order: flow.Order{OutTradeNo: w.till.number(), TotalFee: flow.Fen(asked), Method: flow.MethodFace, OpenedAt: opening}}
	a.Live.ToShow = true // paid, unless it is changed to unclaimed
	if change != nil {
		change(&a)
	}
	return a
}

func unclaimed(a *flow.Attempt) { a.Unclaimed = true }

// stopped is a sale of 12.80 that another one of that amount stops.
func stopped(state flow.State, change func(*flow.Attempt), byCode bool) func(w *world) {
	return func(w *world) {
		other := w.openAttempt(state, change)
		w.till.pending = []flow.Attempt{other}
		w.till.refuse, w.till.refused = &flow.PossibleDuplicateError{Others: []flow.Attempt{other}}, 1
		w.sells(byCode)
		w.until("stopped")
	}
}

// sells begins a sale of 12.80.
func (w *world) sells(byCode bool) {
	if !byCode {
		w.faces()
		return
	}
	w.clean("12.80")
	w.run(1500 * time.Millisecond)
	w.reads(hands.Wechat(w.r))
}

// reads is a quick scanner that was programmed as the till expects it.
func (w *world) reads(code string) {
	s := &hands.Scan{Kind: "WeChat code", Content: code, Suffix: "\r", Speed: 10 * time.Millisecond, Code: code}
	s.Put(w.r, []rune(code+"\r"))
	s.Framed(w.opt.ScanPrefix, w.opt.ScanSuffix)
	w.playAll((&scanned{s: s, after: time.Second}).strokes(w))
}

func suspends(byCode bool) func(w *world) {
	return func(w *world) {
		w.till.refuse, w.till.refused = &flow.SalesSuspendedError{Kind: "certificate", Why: "expired"}, 1
		w.sells(byCode)
		w.until("suspended")
	}
}

// finds has attempts in the background from the start.
func finds(state flow.State, change func(*flow.Attempt)) func(w *world) {
	return func(w *world) { w.till.pending = []flow.Attempt{w.openAttempt(state, change)} }
}

func limited(w *world) { w.opt.FaceLimit = 10000 }
func noFace(w *world)  { w.opt.FaceEnabled = false }
func members(w *world) { w.opt.Members = true }
func recognised(w *world) {
	members(w)
	w.till.member = till.Member{Nickname: "Li", OpenID: secret.New("openid")}
}

func trains(w *world) { w.opt.Training = trainer{w} }

func settings(w *world) { w.opt.Settings = []tui.Setting{{Name: "ui.language", Value: "en"}} }

// trainer notes who is told to come.
type trainer struct{ w *world }

func (t trainer) Customer(l page.Lesson) error {
	if l != page.LessonPays {
		t.w.decided("a lesson was chosen", "lesson", 1)
	}
	return nil
}

func (t trainer) Code(page.Lesson) string {
	code := hands.Wechat(t.w.r)
	t.w.codes[code]++
	return code
}

func (t trainer) PowerCut() {}

// types is a text, then the next page.
func (w *world) opens(page string, keys ...string) {
	for _, k := range keys {
		w.press(k)
	}
	w.until(page)
}

// places are every page, in every state that its keys know.
var places = []place{
	{name: "empty amount", page: "amount", amounts: true, prepare: func(w *world) { w.run(time.Second) }},
	{name: "typed amount", page: "amount", amounts: true, prepare: func(w *world) { w.clean("12.80") }},
	{name: "half an amount", page: "amount", amounts: true, prepare: func(w *world) { w.clean("12.") }},
	{name: "a sum that goes on", page: "amount", amounts: true, prepare: func(w *world) { w.clean("12.80+") }},
	{name: "kept amount of a refusal", page: "amount", amounts: true, prepare: func(w *world) {
		ends(flow.Refused, noFunds)(w)
		w.run(2 * time.Second)
		w.opens("amount", "enter")
	}},
	{name: "kept amount of a cancelled sale", page: "amount", amounts: true, prepare: func(w *world) {
		w.till.next.camera = never
		w.faces()
		w.opens("amount", "esc")
	}},
	{name: "amount of a member", page: "amount", amounts: true, options: recognised, prepare: func(w *world) {
		w.opens("amount", "f5")
		w.clean("12.80")
	}},
	{name: "amount above the face limit", page: "amount", amounts: true, options: limited, prepare: func(w *world) { w.clean("512.80") }},
	{name: "amount without a camera", page: "amount", amounts: true, options: noFace, prepare: func(w *world) { w.clean("12.80") }},
	{name: "code awaited", page: "code", field: true, prepare: func(w *world) {
		w.clean("12.80")
		w.opens("code", "s")
	}},
	{name: "code awaited above the face limit", page: "code", field: true, options: limited, prepare: func(w *world) {
		w.clean("512.80")
		w.opens("code", "enter")
	}},
	{name: "half a code typed", page: "code", field: true, prepare: func(w *world) {
		w.clean("12.80")
		w.opens("code", "s")
		w.digits("13450")
	}},
	{name: "code, the customer's choice", page: "code", field: true, prepare: func(w *world) {
		w.till.next.state, w.till.next.change = flow.Cancelled, func(a *flow.Attempt) { a.Code, a.EndedBy = "SCAN_PAYMENT", "customer" }
		w.faces()
		w.until("code")
		w.run(2 * time.Second)
	}},
	{name: "sale that is admitted", page: "sale", prepare: func(w *world) {
		w.till.next.admit = 5 * time.Second
		w.faces()
	}},
	{name: "camera", page: "sale", prepare: func(w *world) {
		w.till.next.camera = 20 * time.Second
		w.faces()
		w.run(time.Second)
	}},
	{name: "camera that is slow to stop", page: "sale", prepare: func(w *world) {
		w.till.next.camera, w.till.next.stop = never, 4*time.Second
		w.faces()
		w.press("esc")
	}},
	{name: "submitted", page: "sale", prepare: func(w *world) {
		w.till.next.camera, w.till.next.answer = time.Second, 20*time.Second
		w.faces()
		w.run(2 * time.Second)
	}},
	{name: "password awaited", page: "sale", prepare: func(w *world) {
		w.till.next.state = flow.Confirming
		w.faces()
		w.run(6 * time.Second)
	}},
	{name: "window about to be ended", page: "sale", prepare: func(w *world) {
		w.till.next.state = flow.Confirming
		w.faces()
		w.run(6 * time.Second)
		w.press("esc")
	}},
	{name: "paid, this moment", page: "result", amounts: true, fresh: true, prepare: ends(flow.Paid, nil)},
	{name: "paid", page: "result", amounts: true, prepare: late(ends(flow.Paid, nil))},
	{name: "not charged, this moment", page: "result", amounts: true, fresh: true, prepare: ends(flow.Refused, noFunds)},
	{name: "not charged", page: "result", amounts: true, prepare: late(ends(flow.Refused, noFunds))},
	{name: "checking, this moment", page: "result", amounts: true, fresh: true, prepare: ends(flow.Reversing, nil)},
	{name: "checking", page: "result", amounts: true, prepare: late(ends(flow.Reversing, nil))},
	{name: "a person is needed", page: "result", amounts: true, prepare: late(ends(flow.NeedsPerson, nil))},
	{name: "charged, and nobody was there", page: "result", amounts: true, prepare: late(ends(flow.Paid, unclaimed))},
	{name: "stopped by an open sale", page: "stopped", prepare: stopped(flow.Confirming, nil, false)},
	{name: "stopped by a paid sale", page: "stopped", prepare: stopped(flow.Paid, nil, false)},
	{name: "stopped by an unclaimed charge", page: "stopped", prepare: stopped(flow.Paid, unclaimed, false)},
	{name: "stopped, with a code in hand", page: "stopped", prepare: stopped(flow.Confirming, nil, true)},
	{name: "stopped, and free again", page: "stopped", prepare: func(w *world) {
		stopped(flow.Confirming, nil, false)(w)
		free := w.till.pending[0]
		free.State, free.Version = flow.Reversed, 9
		w.till.pending, w.till.recent = nil, []flow.Attempt{free}
		w.run(6 * time.Second)
	}},
	{name: "sales are stopped", page: "suspended", prepare: suspends(false)},
	{name: "sales are stopped, with a code in hand", page: "suspended", prepare: suspends(true)},
	{name: "unclaimed charge, looked for", page: "claims", options: finds(flow.Paid, unclaimed), prepare: func(w *world) {
		w.clean("12.80")
		w.opens("claims", "u")
		w.behind = maps.Clone(w.standing)
		w.stands()
	}},
	{name: "unclaimed charge, asked by itself", page: "claims", options: finds(flow.Paid, unclaimed), prepare: func(w *world) { w.until("claims") }},
	{name: "unclaimed charge, one press made", page: "claims", options: finds(flow.Paid, unclaimed), prepare: func(w *world) {
		w.until("claims")
		w.press(hands.OneOf(w.r, "g", "b"))
	}},
	{name: "open attempts", page: "open", options: finds(flow.Reversing, nil), prepare: func(w *world) { w.opens("open", "f2") }},
	{name: "open attempts, a person is needed", page: "open", options: finds(flow.NeedsPerson, nil), prepare: func(w *world) { w.opens("open", "f2") }},
	{name: "a word by hand, to choose", page: "resolve", options: finds(flow.NeedsPerson, nil), prepare: func(w *world) { w.resolves() }},
	{name: "a word by hand, its reason", page: "resolve", field: true, options: finds(flow.NeedsPerson, nil), prepare: func(w *world) {
		w.resolves()
		w.press("1")
		w.press("1")
		w.press("enter")
	}},
	{name: "history", page: "history", field: true, prepare: func(w *world) { w.opens("history", "f3") }},
	{name: "timeline", page: "timeline", prepare: func(w *world) {
		w.till.recent = []flow.Attempt{w.openAttempt(flow.Paid, nil)}
		w.opens("history", "f3")
		w.opens("timeline", "enter")
	}},
	{name: "day", page: "day", prepare: func(w *world) { w.opens("day", "f4") }},
	{name: "day that is withheld", page: "day", options: func(w *world) { w.till.open = 1 }, prepare: func(w *world) { w.opens("day", "f4") }},
	{name: "PIN for a day", page: "day", field: true, options: func(w *world) { w.till.open, w.opt.ManagerPIN = 1, true }, prepare: func(w *world) {
		w.opens("day", "f4")
		w.press("f")
		w.press("f")
		w.digits("24")
	}},
	{name: "settings", page: "settings", options: settings, prepare: func(w *world) { w.opens("settings", "f9") }},
	{name: "member before the camera", page: "member", options: members, prepare: func(w *world) { w.opens("member", "f5") }},
	{name: "lessons", page: "lessons", options: trains, prepare: func(w *world) { w.opens("lessons", "f10") }},
	{name: "help over an amount", page: "help", prepare: func(w *world) {
		w.clean("12.80")
		w.opens("help", "f1")
	}},
	{name: "help over a result", page: "help", prepare: func(w *world) {
		late(ends(flow.Refused, noFunds))(w)
		w.opens("help", "f1")
	}},
	{name: "receipt", page: "slip", prepare: func(w *world) {
		late(ends(flow.Paid, nil))(w)
		w.opens("slip", "f6")
	}},
	{name: "rest", page: "rest", amounts: true, options: func(w *world) { w.opt.IdleAfter = 30 * time.Second }, prepare: func(w *world) { w.run(40 * time.Second) }},
}

// A panel that no place above opens is one, as its key opens it.
func init() {
	const above = "f2 f3 f4 f5 f9 f10"
	for _, key := range tui.PanelKeys() {
		if !slices.Contains(strings.Fields(above), key) {
			places = append(places, place{name: "what " + key + " opens", prepare: func(w *world) { w.press(key) }})
		}
	}
}

// resolves opens the form for a person's word.
func (w *world) resolves() {
	w.opens("open", "f2")
	w.press("m")
	if w.v.Page() == "open" {
		w.press("m")
	}
	w.until("resolve")
}

// digits are typed where no amount is meant.
func (w *world) digits(text string) {
	for i, c := range text {
		if i == 0 {
			w.run(time.Second)
		}
		w.run(200 * time.Millisecond)
		w.down(hands.Stroke{Text: string(c), By: "cashier"})
	}
}
