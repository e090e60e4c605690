package refund

import "time"

// Situation is what a decision looks at besides list and live.
type Situation struct {
	Now       time.Time // WeChat's clock
	Sure      bool      // Now can be relied on
	Trusted   bool      // ... and more than one witness stands behind it
	Adoptions int       // of the journal (money rule 4b.12)
	AskNow    string    // the number that a person wants to know about now
}

// Step is what the refunds of a sale need now.
type Step interface{ step() }

// The steps.
type (
	// Send sends an entry, by [Entry.Send] and within what that says.
	Send struct{ Number string }
	// Ask asks about one entry.
	Ask struct{ Number string }
	// Look asks about the whole order.
	Look struct{}
	// Record appends facts that need no call.
	Record struct{ Facts []Fact }
	// Wait is for a moment; For names what then.
	Wait struct {
		Until time.Time
		For   string
	}
	// SyncClock asks WeChat for the time: it is not known.
	SyncClock struct{}
	// Nothing is left to do, or it is a person's turn.
	Nothing struct{}
)

func (Send) step()      {}
func (Ask) step()       {}
func (Look) step()      {}
func (Record) step()    {}
func (Wait) step()      {}
func (SyncClock) step() {}
func (Nothing) step()   {}

// Send is the fact that must be durable before a send leaves. Which adoption it is under
// the journal fills in.
func (e Entry) Send(s Situation) Sent {
	return Sent{OutRefundNo: e.Number, N: e.Sends + 1, At: s.Now, SendBy: s.Now.Add(sendWithin), Trusted: s.Trusted}
}

// Answer is the fact of this send's answer; false where that ends nothing, and the
// send counts as unanswered (money rule 4b.4).
func (f Sent) Answer(a Answer, at time.Time) (Answered, bool) {
	return Answered{OutRefundNo: f.OutRefundNo, N: f.N, Answer: a.Kind, Code: a.Code, Message: a.Message,
		RefundID: a.RefundID, CashFee: a.CashFee, At: at}, a.Kind.IsAnswered()
}

// Next returns the one step that the refunds of a sale need now: what is begun before
// what WeChat has. It touches nothing.
func Next(l List, v Live, s Situation) Step {
	e, busy := l.Begun()
	if !busy && s.AskNow == "" && !l.UnderWay() {
		return Nothing{} // no clock is needed to have finished: the network may be down
	}
	if !s.Sure {
		return SyncClock{}
	}
	if _, known := l.Find(s.AskNow); known && s.AskNow != "" {
		return Ask{Number: s.AskNow}
	}
	var step Step = Nothing{}
	if busy {
		step = nextBegun(e, v, s)
		if _, waits := step.(Wait); !waits {
			return step
		}
	}
	for _, e := range l {
		if e.isTaken() {
			step = sooner(step, nextMoving(e, v, s))
		}
	}
	return step
}

// nextBegun is for the entry whose acceptance is not known.
func nextBegun(e Entry, v Live, s Situation) Step {
	was := v.asked[e.Number]
	sentAt := e.SentAt
	if sentAt.After(s.Now) { // of a wrong clock: it counts from the takeover
		sentAt = v.Since
	}
	switch {
	case !v.Looked || e.Number == "":
		return at(v, s, v.LookAt.Add(Gap(lookTries(v), e.Number)), Look{})
	case e.IsAdopted(s.Adoptions):
		return at(v, s, was.at.Add(slowGap), Ask{Number: e.Number})
	case e.Sends == 0 || e.Answered == resent:
		return Send{Number: e.Number}
	case e.Answered == AnswerThrottled || e.Answered == again:
		return atLeast(s, sentAt.Add(max(calmGap, Gap(e.Sends, e.Number))), Send{Number: e.Number})
	case was.sends != e.Sends:
		return Ask{Number: e.Number}
	case was.kind != AnswerNone:
		return at(v, s, was.at.Add(Gap(max(1, was.tries), e.Number)), Ask{Number: e.Number})
	case e.Answered == AnswerRefused:
		return nextRefused(e, was, s)
	case was.tooMuch:
		return atLeast(s, sentAt.Add(max(calmGap, Gap(e.Sends, e.Number))), Send{Number: e.Number})
	}
	return at(v, s, sentAt.Add(Gap(e.Sends, e.Number)), Send{Number: e.Number})
}

// lookTries is after how many looks the next one waits: one that was answered, where
// an older journal's refund has no number to be asked by, is a try as well.
func lookTries(v Live) int {
	if v.Looked {
		return len(gaps) + 1
	}
	return v.Looks
}

// nextRefused is for an entry that WeChat refused and does not have. It moved nothing
// once nothing of it can arrive any more, and a query behind that moment says so.
func nextRefused(e Entry, was asked, s Situation) Step {
	until := e.openUntil()
	behind := until.IsZero() || was.trusted && !was.at.Before(until)
	switch {
	case e.OpenDoubt && s.Trusted:
		return Record{[]Fact{Fenced{OutRefundNo: e.Number, At: s.Now}}}
	case behind && !e.OpenDoubt:
		return Record{[]Fact{Denied{OutRefundNo: e.Number, At: s.Now}}}
	case !s.Trusted: // each answer brings a Date, and may make the time trusted
		return atLeast(s, was.at.Add(calmGap+time.Second), Ask{Number: e.Number})
	}
	return atLeast(s, until, Ask{Number: e.Number})
}

// nextMoving is for an entry that WeChat has and has yet to end. It counts from the
// takeover where its own moment tells nothing: one that is yet to come, and one that lies
// before the takeover of who was there, are of a wrong clock, and what an older journal
// has stuck has none.
func nextMoving(e Entry, v Live, s Situation) Step {
	since := e.AcceptedAt
	if since.IsZero() || since.After(s.Now) || v.asked[e.Number].begun && since.Before(v.Since) {
		since = v.Since
	}
	return at(v, s, askAt(since, v.asked[e.Number].at, e.Number), Ask{Number: e.Number})
}

// at is a step once its moment has come, or the network has come back.
func at(v Live, s Situation, moment time.Time, step Step) Step {
	if v.Due {
		return step
	}
	return atLeast(s, moment, step)
}

// atLeast is a step once its moment has come, whatever else there is.
func atLeast(s Situation, moment time.Time, step Step) Step {
	if s.Now.Before(moment) {
		return Wait{Until: moment, For: "refund"}
	}
	return step
}

// sooner is what is due, or the wait that ends first.
func sooner(a, b Step) Step {
	wa, waits := a.(Wait)
	if _, nothing := a.(Nothing); !waits && !nothing {
		return a
	}
	if wb, too := b.(Wait); waits && too && !wb.Until.Before(wa.Until) {
		return a
	}
	return b
}
