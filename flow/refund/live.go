package refund

import (
	"maps"
	"time"
)

// Live is what only the process that drives a sale's refunds knows. It is never
// stored: after a restart it is empty, and that is what makes every begun entry be
// asked about before it is sent again (money rules 4b.3, 4b.4). It is a value.
type Live struct {
	Since  time.Time // when this process took the refunds over
	Looked bool      // the whole order was asked about, and answered
	LookAt time.Time // the last look
	Looks  int       // without an answer, in a row
	Due    bool      // the network came back: nothing waits for a gap
	asked  map[string]asked
}

// asked is what a driver knows of one entry.
type asked struct {
	at      time.Time // of the last query, before it left; zero without one
	trusted bool      // at can tell that a fence is past
	kind    Kind
	sends   int  // how often it had been sent by then
	tries   int  // without an answer, in a row
	tooMuch bool // the last send was one too many in its minute
	begun   bool // WeChat's having it was not known before this process asked or sent
}

// codeTooMuch is WeChat's word for a second part within its minute.
const codeTooMuch = "INVALID_REQ_TOO_MUCH"

// Heard notes the answer of a step that was done for a list: its own, before any fact
// of the answer. at is the time before the call left, trusted whether it can tell that
// a fence is past.
func (v Live) Heard(l List, step Step, a Answer, at time.Time, trusted bool) Live {
	v.Due = false
	was := v.asked
	v.asked = maps.Clone(was)
	if v.asked == nil {
		v.asked = map[string]asked{}
	}
	switch step := step.(type) {
	case Look:
		if v.LookAt = at; !a.Kind.IsHeard() {
			v.Looks++
			return v
		}
		v.Looked, v.Looks = true, 0
		for _, r := range a.Seen { // what is not in the list is found
			v.asked[r.Number] = asked{at: at, trusted: trusted, kind: AnswerListed, begun: true}
		}
		for _, e := range l {
			v.asked[e.Number] = asked{at: at, trusted: trusted, kind: a.kindOf(e.Number), sends: e.Sends, begun: was[e.Number].begun || e.State == Entered}
		}
	case Ask:
		e, _ := l.Find(step.Number)
		was := was[step.Number]
		now := asked{at: at, trusted: trusted, kind: a.Kind, sends: e.Sends, tooMuch: was.tooMuch, begun: was.begun || e.State == Entered}
		if !a.Kind.IsHeard() {
			now.tries = was.tries + 1
		}
		v.asked[step.Number] = now
	case Send:
		v.asked[step.Number] = asked{at: v.asked[step.Number].at, sends: -1, tooMuch: a.Code == codeTooMuch, begun: true}
	}
	return v
}

// NotAfter moves what lies in the future to now. A moment of this process is never
// ahead of its time, unless a wrong Date was corrected meanwhile: then nobody may wait
// for it (money rule 5.1).
func (v Live) NotAfter(now time.Time) Live {
	v.LookAt, v.asked = earlier(v.LookAt, now), maps.Clone(v.asked)
	for number, was := range v.asked {
		was.at = earlier(was.at, now)
		v.asked[number] = was
	}
	return v
}

// kindOf is what a look says of one number.
func (a Answer) kindOf(number string) Kind {
	for _, r := range a.Seen {
		if r.Number == number {
			return AnswerListed
		}
	}
	return AnswerNone
}
