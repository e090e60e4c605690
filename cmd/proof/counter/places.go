package main

import (
	"maps"
	"slices"
	"strings"
	"time"

	"facetill/cmd/proof/hands"
	"facetill/flow"
	"facetill/flow/refund"
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
	way     string // as goes takes it, behind prepare
}

// goes walks, as somebody who waits for each page, a way of words with blanks between:
// "<f5>" is a press of a key, ">sale" the page that is waited for, "~2s" a time, "scan"
// a payment code, "#24" what is typed where no amount is meant, all else an amount.
func (w *world) goes(way string) {
	for word := range strings.FieldsSeq(way) {
		switch rest := word[1:]; {
		case word == "scan":
			w.reads(hands.Wechat(w.r))
		case word[0] == '<':
			w.press(strings.TrimSuffix(rest, ">"))
		case word[0] == '>':
			w.until(strings.ReplaceAll(rest, "_", " "))
		case word[0] == '~':
			d, err := time.ParseDuration(rest)
			if err != nil {
				panic(err)
			}
			w.run(d)
		case word[0] == '#':
			w.types(1200*time.Millisecond, rest)
			w.judge.seesPart()
		default:
			w.types(aGoodSecond, word)
			if value, ok := hands.Worth(word); ok {
				w.judge.stands(value)
			}
		}
	}
}

// aGoodSecond is how long somebody waits who wants nothing of theirs to be lost.
const aGoodSecond = 1300 * time.Millisecond

// types takes a time before the first key, and some before each other one.
func (w *world) types(first time.Duration, text string) {
	for i, c := range text {
		if i == 0 {
			w.run(first)
		} else {
			w.run(200 * time.Millisecond)
		}
		w.keys.down(hands.Stroke{Text: string(c), By: "cashier"})
	}
}

func (w *world) press(name string) {
	w.run(aGoodSecond)
	w.judge.notes()
	w.keys.down(w.judge.deliberate(name, 0))
}

// until lets time pass until the screen is on a page, a minute at most.
func (w *world) until(page string) {
	for range 1200 {
		if w.v.Page() == page {
			return
		}
		w.run(50 * time.Millisecond)
	}
	w.breaks("0.4", "the page %q did not come in a minute; it is %q", page, w.v.Page())
}

// reads is a quick scanner that was programmed as the till expects it.
func (w *world) reads(code string) {
	s := &hands.Scan{Kind: "WeChat code", Content: code, Suffix: "\r", Speed: 10 * time.Millisecond, Code: code}
	s.Put(w.r, []rune(code+"\r"))
	s.Framed(w.opt.ScanPrefix, w.opt.ScanSuffix)
	w.keys.play((&scanned{s: s, after: time.Second}).strokes(w.judge))
}

// asked is what the sale on the way to a page comes to.
const asked = hands.Fen(1280)

// ends has the sale end so.
func ends(state flow.State, change func(*flow.Attempt)) func(w *world) {
	return func(w *world) { w.till.next.state, w.till.next.change = state, change }
}

func noFunds(a *flow.Attempt)   { a.Code = "NOTENOUGH" }
func unclaimed(a *flow.Attempt) { a.Unclaimed = true }
func ownChoice(a *flow.Attempt) { a.Code, a.EndedBy = "SCAN_PAYMENT", "customer" }
func neverSeen(w *world)        { w.till.next.camera = never }
func certificateIsOld(w *world) {
	w.till.refuse = &flow.SalesSuspendedError{Kind: "certificate", Why: "expired"}
}
func aSaleIsOpen(w *world) { w.till.open = 1 }
func rests(w *world)       { w.opt.IdleAfter = 30 * time.Second }
func limited(w *world)     { w.opt.FaceLimit = 10000 }
func noFace(w *world)      { w.opt.FaceEnabled = false }
func members(w *world)     { w.opt.Members = true }
func trains(w *world)      { w.opt.Training = trainer{w} }
func settings(w *world)    { w.opt.Settings = []tui.Setting{{Name: "ui.language", Value: "en"}} }

func recognised(w *world) {
	members(w)
	w.till.member = till.Member{Nickname: "Li", OpenID: secret.New("openid")}
}

// stopped has another sale of that amount stop the one that begins.
func stopped(state flow.State, change func(*flow.Attempt)) func(w *world) {
	return func(w *world) {
		finds(state, change)(w)
		w.till.refuse = &flow.PossibleDuplicateError{Others: w.till.pending}
	}
}

// finds has an attempt in the background.
func finds(state flow.State, change func(*flow.Attempt)) func(w *world) {
	return func(w *world) { w.till.pending = []flow.Attempt{w.till.attempt(state, change)} }
}

// toAPersonsWord opens the form for it.
func toAPersonsWord(w *world) {
	w.goes("<f2> >open <m>")
	if w.v.Page() == "open" {
		w.press("m")
	}
	w.until("resolve")
}

// trainer notes who is told to come.
type trainer struct{ w *world }

func (t trainer) Customer(l page.Lesson) error {
	if l != page.LessonPays {
		t.w.judge.decided("a lesson was chosen", "lesson", 1)
	}
	return nil
}

func (t trainer) Code(page.Lesson) string {
	code := hands.Wechat(t.w.r)
	t.w.judge.comes(code)
	return code
}

func (t trainer) PowerCut() {}

// The ways to a sale of the day.
const toTimeline, toRefund, toBill = "<f3> >history <enter> >timeline ", "<f3> >history <f7> >refund ", "<f4> >day <b> >bill "

// places are every page, in every state that its keys know.
var places = []place{
	{name: "empty amount", page: "amount", amounts: true, way: "~1s"},
	{name: "typed amount", page: "amount", amounts: true, way: "12.80"},
	{name: "half an amount", page: "amount", amounts: true, way: "12."},
	{name: "a sum that goes on", page: "amount", amounts: true, way: "12.80+"},
	{name: "kept amount of a refusal", page: "amount", amounts: true, prepare: ends(flow.Refused, noFunds), way: "12.80 <enter> >result ~2s <enter> >amount"},
	{name: "kept amount of a cancelled sale", page: "amount", amounts: true, prepare: neverSeen, way: "12.80 <enter> <esc> >amount"},
	{name: "amount of a member", page: "amount", amounts: true, options: recognised, way: "<f5> >amount 12.80"},
	{name: "amount above the face limit", page: "amount", amounts: true, options: limited, way: "512.80"},
	{name: "amount without a camera", page: "amount", amounts: true, options: noFace, way: "12.80"},
	{name: "code awaited", page: "code", field: true, way: "12.80 <s> >code"},
	{name: "code awaited above the face limit", page: "code", field: true, options: limited, way: "512.80 <enter> >code"},
	{name: "half a code typed", page: "code", field: true, way: "12.80 <s> >code #13450"},
	{name: "code, the customer's choice", page: "code", field: true, prepare: ends(flow.Cancelled, ownChoice), way: "12.80 <enter> >code ~2s"},
	{name: "sale that is admitted", page: "sale", prepare: func(w *world) { w.till.next.admit = 5 * time.Second }, way: "12.80 <enter>"},
	{name: "camera", page: "sale", prepare: func(w *world) { w.till.next.camera = 20 * time.Second }, way: "12.80 <enter> ~1s"},
	{name: "camera that is slow to stop", page: "sale", prepare: func(w *world) {
		w.till.next.camera, w.till.next.stop = never, 4*time.Second
	}, way: "12.80 <enter> <esc>"},
	{name: "submitted", page: "sale", prepare: func(w *world) {
		w.till.next.camera, w.till.next.answer = time.Second, 20*time.Second
	}, way: "12.80 <enter> ~2s"},
	{name: "password awaited", page: "sale", prepare: ends(flow.Confirming, nil), way: "12.80 <enter> ~6s"},
	{name: "window about to be ended", page: "sale", prepare: ends(flow.Confirming, nil), way: "12.80 <enter> ~6s <esc>"},
	{name: "paid, this moment", page: "result", amounts: true, fresh: true, prepare: ends(flow.Paid, nil), way: "12.80 <enter> >result"},
	{name: "paid", page: "result", amounts: true, prepare: ends(flow.Paid, nil), way: "12.80 <enter> >result ~4s"},
	{name: "not charged, this moment", page: "result", amounts: true, fresh: true, prepare: ends(flow.Refused, noFunds), way: "12.80 <enter> >result"},
	{name: "not charged", page: "result", amounts: true, prepare: ends(flow.Refused, noFunds), way: "12.80 <enter> >result ~4s"},
	{name: "checking, this moment", page: "result", amounts: true, fresh: true, prepare: ends(flow.Reversing, nil), way: "12.80 <enter> >result"},
	{name: "checking", page: "result", amounts: true, prepare: ends(flow.Reversing, nil), way: "12.80 <enter> >result ~4s"},
	{name: "a person is needed", page: "result", amounts: true, prepare: ends(flow.NeedsPerson, nil), way: "12.80 <enter> >result ~4s"},
	{name: "charged, and nobody was there", page: "result", amounts: true, prepare: ends(flow.Paid, unclaimed), way: "12.80 <enter> >result ~4s"},
	{name: "stopped by an open sale", page: "stopped", prepare: stopped(flow.Confirming, nil), way: "12.80 <enter> >stopped"},
	{name: "stopped by a paid sale", page: "stopped", prepare: stopped(flow.Paid, nil), way: "12.80 <enter> >stopped"},
	{name: "stopped by an unclaimed charge", page: "stopped", prepare: stopped(flow.Paid, unclaimed), way: "12.80 <enter> >stopped"},
	{name: "stopped, with a code in hand", page: "stopped", prepare: stopped(flow.Confirming, nil), way: "12.80 ~1.5s scan >stopped"},
	{name: "stopped, and free again", page: "stopped", prepare: func(w *world) {
		stopped(flow.Confirming, nil)(w)
		w.goes("12.80 <enter> >stopped")
		free := w.till.pending[0]
		free.State, free.Version = flow.Reversed, 9
		w.till.pending, w.till.recent = nil, []flow.Attempt{free}
	}, way: "~6s"},
	{name: "sales are stopped", page: "suspended", prepare: certificateIsOld, way: "12.80 <enter> >suspended"},
	{name: "sales are stopped, with a code in hand", page: "suspended", prepare: certificateIsOld, way: "12.80 ~1.5s scan >suspended"},
	{name: "unclaimed charge, looked for", page: "claims", options: finds(flow.Paid, unclaimed), prepare: func(w *world) {
		w.goes("12.80 <u> >claims")
		w.judge.behind = maps.Clone(w.judge.standing)
		w.judge.stands()
	}},
	{name: "unclaimed charge, asked by itself", page: "claims", options: finds(flow.Paid, unclaimed), way: ">claims"},
	{name: "unclaimed charge, one press made", page: "claims", options: finds(flow.Paid, unclaimed), prepare: func(w *world) {
		w.goes(">claims <" + hands.OneOf(w.r, "g", "b") + ">")
	}},
	{name: "open attempts", page: "open", options: finds(flow.Reversing, nil), way: "<f2> >open"},
	{name: "open attempts, a person is needed", page: "open", options: finds(flow.NeedsPerson, nil), way: "<f2> >open"},
	{name: "a word by hand, to choose", page: "resolve", options: finds(flow.NeedsPerson, nil), prepare: toAPersonsWord},
	{name: "a word by hand, its reason", page: "resolve", field: true, options: finds(flow.NeedsPerson, nil), prepare: toAPersonsWord, way: "<1> <1> <enter>"},
	{name: "history", page: "history", field: true, way: "<f3> >history"},
	{name: "timeline", page: "timeline", prepare: sold, way: toTimeline},
	{name: "refund card", page: "refund", prepare: sold, way: toRefund},
	{name: "amount of a refund", page: "giveback", field: true, prepare: sold, way: toRefund + "<p> >giveback"},
	{name: "half an amount of a refund", page: "giveback", field: true, prepare: sold, way: toRefund + "<p> >giveback #2."},
	{name: "reason of a refund", page: "giveback", field: true, prepare: sold, way: toRefund + "<a> <a> >giveback"},
	{name: "all of a sale, to be confirmed", page: "giveback", prepare: sold, way: toRefund + "<a> <a> >giveback <1> <enter>"},
	{name: "note of a refund", page: "giveback", field: true, prepare: sold, way: toRefund + "<a> <a> >giveback <1>"},
	{name: "PIN for a refund", page: "giveback", field: true, options: wantsPIN, prepare: sold, way: toRefund + "<a> <a> >giveback <1> <enter> #24"},
	{name: "stopped by a refund", page: "beside", prepare: stopsRefunds(1), way: toRefund + "<a> <a> >giveback <1> <enter> <enter> <enter> >beside"},
	{name: "a part stopped by a refund", page: "beside", prepare: stopsRefunds(2), way: toRefund + "<p> >giveback #2.5 <enter> <1> <enter> <enter> <enter> >beside"},
	{name: "stopped by many refunds", page: "beside", prepare: stopsRefunds(20), way: toRefund + "<a> <a> >giveback <1> <enter> <enter> <enter> >beside"},
	{name: "stopped by a refund, a PIN is set", page: "beside", options: wantsPIN, prepare: stopsRefunds(1), way: toRefund + "<a> <a> >giveback <1> <enter> #2468 <enter> <enter> <enter> >beside"},
	{name: "refund that was refused", page: "refund", prepare: gaveBack(refund.Refused), way: toRefund},
	{name: "refund to be sent again", page: "giveback", prepare: gaveBack(refund.Refused), way: toRefund + "<s> <s> >giveback"},
	{name: "refund to be sent from the balance", page: "giveback", prepare: gaveBack(refund.Refused), way: toRefund + "<l> <l> >giveback <enter>"},
	{name: "who ends a refund", page: "settling", field: true, prepare: gaveBack(refund.Stuck), way: toRefund + "<t> <t> >settling"},
	{name: "how a refund was ended", page: "settling", field: true, prepare: gaveBack(refund.Refused), way: toRefund + "<w> <w> >settling <enter> #gone"},
	{name: "another way to pay, to choose", page: "tender", prepare: unsold, way: toTimeline + "<t> <t> >tender"},
	{name: "another way to pay, its note", page: "tender", field: true, prepare: unsold, way: toTimeline + "<t> <t> >tender <1>"},
	{name: "day", page: "day", way: "<f4> >day"},
	{name: "day with an open sale", page: "day", options: aSaleIsOpen, way: "<f4> >day"},
	{name: "PIN for a day", page: "day", field: true, options: func(w *world) { aSaleIsOpen(w); w.opt.ManagerPIN = true }, way: "<f4> >day <f> <f> #24"},
	{name: "row of a bill", page: "bill", options: withBills, way: toBill},
	{name: "charge of a bill, its reason", page: "bill word", field: true, options: withBills, way: toBill + "<i> <i> >bill_word <enter>"},
	{name: "PIN for a row of a bill", page: "bill word", field: true, options: func(w *world) { wantsPIN(w); withBills(w) }, way: toBill + "<a> <a> >bill_word <enter> #seen <enter> #24"},
	{name: "settings", page: "settings", options: settings, way: "<f9> >settings"},
	{name: "member before the camera", page: "member", options: members, way: "<f5> >member"},
	{name: "lessons", page: "lessons", options: trains, way: "<f10> >lessons"},
	{name: "help over an amount", page: "help", way: "12.80 <f1> >help"},
	{name: "help over a result", page: "help", prepare: ends(flow.Refused, noFunds), way: "12.80 <enter> >result ~4s <f1> >help"},
	{name: "receipt", page: "slip", prepare: ends(flow.Paid, nil), way: "12.80 <enter> >result ~4s <f6> >slip"},
	{name: "locked", page: "lock", field: true, options: signedIn, way: "~1s"},
	{name: "nobody is signed in", page: "lock", field: true, options: people, way: "~1s"},
	{name: "locked, an amount kept", page: "lock", field: true, options: signedIn, way: "12.80 <enter>"},
	{name: "locked, a code kept", page: "lock", field: true, options: signedIn, way: "12.80 <enter> ~1s scan ~1s"},
	{name: "a shift to end", page: "end shift", field: true, options: signedIn, way: "<m> <m> >end_shift"},
	{name: "change of cashier", page: "people", field: true, options: signedIn, way: "#0707 <enter> >amount 12.80 <f9> >people"},
	{name: "handover", page: "handover", options: leaves, way: "#0707 <enter> >amount 12.80 <f9> >people #12*1212 <enter> >handover"},
	{name: "amount of who signed in", page: "amount", amounts: true, options: signedIn, way: "#0707 <enter> >amount 12.80"},
	{name: "rest", page: "rest", amounts: true, options: rests, way: "~40s"},
}

// A panel that no place above opens is one, as its key opens it.
func init() {
	const above = "f2 f3 f4 f5 f9 f10"
	for _, key := range tui.PanelKeys() {
		if !slices.Contains(strings.Fields(above), key) {
			places = append(places, place{name: "what " + key + " opens", way: "<" + key + ">"})
		}
	}
	for i := range places {
		if round = append(round, &places[i]); places[i].amounts {
			round = append(round, &places[i], &places[i])
		}
	}
}

// round is how entries go through the places, one each. Where a typed amount begins a sale
// they come three times: money rule 0.5 wants the share of these, and most places have none.
var round []*place
