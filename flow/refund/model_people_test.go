package refund

import (
	"fmt"
	"slices"
	"time"
)

// intent is one refund that somebody wants; presses are repeated until its word is
// heard.
type intent struct {
	ref             string
	heard, declined bool
	beside          []string // what the last list named
	stuck           bool     // ... with one that a person must end
}

// result is how a press ended before anything was sent.
type result string

const (
	begins  result = "begun"
	answers result = "answered" // by the entry of its reference
	stopped result = "stopped"
	tooOld  result = "too old"
	limited result = "limited"
	unasked result = "unasked"
)

// press begins a refund, or sends one again, as the flow does (money rules 4b.2, 4b.3):
// reference, stops, limits, look, and all of it anew, in the list that the append
// compares.
func (a *actor) press(i *intent, again string, beside []string) (result, string) {
	w := a.w
	p := Press{Version: a.s.version, At: a.instant(), Fee: mFee, Ref: i.ref, Beside: beside, Again: again}
	if w.off == "the press has no version" {
		p.Version = 1 << 30
	}
	a.pause(a.slow)
	looked := w.off == "no look before it begins"
	for range 8 {
		l, seen := a.s.l, a.s.version
		if e, known := l.FindRef(trade, i.ref); known && w.off != "a reference answers nothing" {
			return answers, e.Number
		}
		if p.IsTooOld(a.instant()) && w.off != "an old press begins" {
			return tooOld, ""
		}
		if list := w.stops(l, p, a.moment()); len(list) > 0 {
			i.beside, i.stuck = nil, false
			for _, e := range list {
				if i.stuck = i.stuck || e.IsUnsettled(); e.State != Entered {
					i.beside = append(i.beside, e.Number)
				}
			}
			w.note("stopped")
			return stopped, ""
		}
		if again == "" && w.off != "the sum is not checked" && l.Limits(w.total, mFee, t0, t0.Add(w.now+time.Hour)) != nil {
			return limited, ""
		}
		if !looked {
			ans := a.query("")
			a.pause(0)
			if !ans.Kind.IsHeard() {
				return unasked, ""
			}
			looked = true
			for _, f := range a.s.l.Facts(ans, a.running()) {
				a.append(a.s.version, f, false)
			}
			continue
		}
		if w.off == "the version is not compared" {
			a.pause(0)
		}
		if _, mono := a.instant().Sub(p.At); mono > pressFor && w.off == "an old press begins" {
			w.broken("a refund begins %v after its press: nobody is there any more", mono)
		}
		number, f := a.begin(i, p)
		if a.append(seen, f, false) {
			return begins, number
		}
	}
	return unasked, ""
}

// begin is the fact of a press.
func (a *actor) begin(i *intent, p Press) (string, Fact) {
	if p.Again != "" {
		return p.Again, Resent{OutRefundNo: p.Again, By: "Li", At: a.running(), Wall: a.instant().Wall, Trusted: !a.untrusted()}
	}
	a.w.minted++
	number := fmt.Sprintf("%sM%020d", trade, a.w.minted)
	if i.ref != "" && a.w.off != "a reference answers nothing" {
		number = NumberOf(trade, i.ref)
	}
	if a.name == "one more" {
		a.w.others = append(a.w.others, number)
	}
	return number, Begun{OutRefundNo: number, Ref: i.ref, Fee: mFee, By: "Li", Beside: p.Beside, At: a.running(), Wall: a.instant().Wall}
}

// stops is the room's decision, less a clause that was taken away from it.
func (w *world) stops(l List, p Press, m Moment) []Entry {
	stops := l.Stops(w.total, p, m)
	return slices.DeleteFunc(stops, func(e Entry) bool {
		for clause, bend := range map[clause]func(*Entry){
			"ten minutes":           func(e *Entry) { e.BegunAt = time.Time{} },
			"never told":            func(e *Entry) { e.ToldN = max(e.ToldN, 1) },
			"told after":            func(e *Entry) { e.ToldN = min(e.ToldN, p.Version) },
			"by hand stops nothing": func(e *Entry) { e.SettledAs = "" },
			"stuck": func(e *Entry) {
				if e.State == Stuck {
					e.SettledAs = SettledThere
				}
			},
			"refused": func(e *Entry) {
				if e.State == Refused {
					e.State = SettledOtherwise
				}
			},
			"a begun entry blocks nothing": func(e *Entry) {
				if e.State == Entered {
					e.State, e.ToldN, e.BegunAt = Accepted, max(e.ToldN, 1), time.Time{}
				}
			},
		} {
			if w.off == clause {
				bend(&e)
				return len(List{e}.Stops(w.total, p, m)) == 0 && !w.younger(l, p, e)
			}
		}
		switch w.off {
		case "nothing stops":
			return true
		case "named as young as it was sent again":
			for _, named := range l {
				if p.names(named) && named.AgainN > max(e.BegunN, e.AgainN) {
					return len(List{e}.Stops(w.total, p, m)) == 0
				}
			}
		case "younger":
			return len(List{e}.Stops(w.total, p, m)) == 0
		}
		return false
	})
}

// younger reports whether an entry is younger than all that were named.
func (w *world) younger(l List, p Press, e Entry) bool {
	youngest := 0
	for _, named := range l {
		if p.names(named) {
			youngest = max(youngest, named.BegunN)
		}
	}
	return youngest > 0 && e.BegunN > youngest && !p.names(e) && e.State != Entered
}

// drive does the room's steps, for a while, until there is nothing to wait for.
func (a *actor) drive(until time.Duration, accepted bool) {
	w := a.w
	for w.now < until {
		if _, busy := a.s.l.Begun(); !busy && accepted {
			return
		}
		if !a.claim() {
			a.pause(2 * time.Second)
			continue
		}
		switch step := w.decide(a).(type) {
		case Send:
			a.doSend(step)
		case Ask, Look:
			a.doAsk(step)
		case Record:
			a.append(a.s.version, step.Facts[0], true)
		case Wait:
			a.pause(min(step.Until.Sub(a.running()), max(until-w.now, time.Second)))
		case Nothing:
			return
		}
	}
}

// decide is the room's next step, less a clause that was taken away from it.
func (w *world) decide(a *actor) Step {
	e, busy := a.s.l.Begun()
	s, v := a.situation(), a.live
	was := v.asked[e.Number]
	switch {
	case w.off == "begun is forgotten at a restart" && busy && !v.Looked && e.Sends > 0:
		return Nothing{}
	case w.off == "refused without a query" && busy && e.Answered == AnswerRefused && !e.OpenDoubt && !s.Now.Before(e.openUntil()):
		return Record{[]Fact{Denied{OutRefundNo: e.Number, At: s.Now}}}
	case w.off == "the query of before the fence" && busy && e.Answered == AnswerRefused && was.kind == AnswerNone && was.sends == e.Sends:
		if e.OpenDoubt {
			return Next(a.s.l, v, s)
		}
		return atLeast(s, e.openUntil(), Record{[]Fact{Denied{OutRefundNo: e.Number, At: s.Now}}})
	}
	return Next(a.s.l, v, s)
}

func (a *actor) doSend(step Send) {
	w := a.w
	e, _ := a.s.l.Find(step.Number)
	f, noted := e.Send(a.situation()), w.now
	if w.off == "a retry has a number of its own" && e.Sends > 0 {
		f.OutRefundNo = e.Number + fmt.Sprint(e.Sends)
	}
	durable := f
	durable.OutRefundNo = e.Number
	late := w.off == "it leaves before it is durable"
	var ans Answer
	if late {
		ans = a.send(f, e.Fee, noted)
	}
	if !a.append(a.s.version, durable, true) {
		return
	}
	a.pause(0)
	switch l := a.s.l; {
	case late:
	case w.now-noted >= sendWithin && w.off != "it leaves after its time":
		a.live = a.live.Heard(l, step, Answer{Kind: AnswerLost}, a.running(), false)
		return
	default:
		ans = a.send(f, e.Fee, noted)
	}
	l := a.s.l
	a.pause(0)
	if w.off == "no answer is an answer" && ans.Kind == AnswerLost {
		ans.Kind = AnswerRefused
	}
	if fact, ok := durable.Answer(ans, a.running()); ok {
		a.append(a.s.version, fact, true)
	}
	a.live = a.live.Heard(l, step, ans, a.running(), false)
}

func (a *actor) doAsk(step Step) {
	at, trusted, l := a.running(), !a.untrusted(), a.s.l
	number := ""
	if ask, one := step.(Ask); one {
		number = ask.Number
	}
	ans := a.query(number)
	a.pause(0)
	for _, f := range a.s.l.Facts(ans, a.running()) {
		if f.Kind() == "refund_heard" && a.w.off == "what moved after a refusal is passed over" {
			if e, _ := a.s.l.Find(f.refund()); e.State == Refused {
				continue
			}
		}
		a.append(a.s.version, f, true)
	}
	a.live = a.live.Heard(l, step, ans, at, trusted)
}

// tell says the word of an entry to the person and notes that it was said. The entry
// is read right before (money rule 4b.10).
func (a *actor) tell(i *intent, number string) {
	a.pause(0)
	e, _ := a.s.l.Find(number)
	told := func() {
		for range 3 {
			if e, _ := a.s.l.Find(number); e.State == Entered || e.ToldN > 0 || a.append(a.s.version, Told{OutRefundNo: number}, false) {
				return
			}
		}
	}
	if a.w.off == "told before the line" {
		told()
		a.crash()
		a.w.tell(a, i, e)
		return
	}
	a.w.tell(a, i, e)
	a.crash()
	told()
}

// finish drives what a press began for half a minute, and tells.
func (a *actor) finish(i *intent, how result, number string) {
	if how == begins || how == answers {
		a.drive(a.w.now+30*time.Second, true)
		a.tell(i, number)
	}
}
