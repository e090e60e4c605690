package sim

import (
	"fmt"
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// What the documents say of reverse: not before 15 s after the pay request
// (remarked in the order's notes, as the real thing does not refuse it), and
// for 7 days.
const (
	reverseNotBefore = 15 * time.Second
	reverseFor       = 7 * 24 * time.Hour
)

// reversed is the answer of a reverse that says it worked.
func reversed() answer { return notReversed("", "", wire.RecallNo) }

// notReversed is the answer of a reverse that says it did not work. USERPAYING
// says enough without recall.
func notReversed(code, des, recall string) answer {
	ans := refuse(code, des)
	if recall != "" {
		ans.fields = wire.Message{{Name: "recall", Value: recall}}
	}
	return ans
}

// reverse is reverse and facepayreverse: the number is closed for ever, and a
// charge goes back to the customer. Doing it again changes nothing.
func (s *Server) reverse(c *call) answer {
	o := s.lookUp(c)
	if o == nil || o.State(c.now) == book.Absent && o.Family == "" {
		return s.reverseUnknown(c, o)
	}
	o.Reverses++
	s.book.Changed(o)
	if o.End != book.Absent {
		return reversed()
	}
	if early := reverseNotBefore - c.now.Sub(o.CreatedAt); early > 0 {
		o.Notes = append(o.Notes, fmt.Sprintf("reversed %s after the pay request; wait %s", (reverseNotBefore-early).Round(time.Second), reverseNotBefore))
	}
	if ans, stop := s.reverseRefused(c, o); stop {
		return ans
	}
	if c.now.Sub(o.CreatedAt) > s.reverseFor(o, c.now) {
		return notReversed(wire.CodeReverseExpire, "", wire.RecallNo)
	}
	switch o.State(c.now) {
	case book.Refunded:
		return notReversed(wire.CodeTradeError, wordHasRefund, wire.RecallNo)
	case book.Closed:
		return reversed()
	}
	o.End, o.EndAt = book.Revoked, c.now
	ans := reversed()
	if a := orderAct(o); a.reverse == reverseLost && o.Reverses <= a.times {
		ans.damage = lost
	}
	return ans
}

// reverseFor is how long an order can be reversed.
func (s *Server) reverseFor(o *book.Order, now time.Time) time.Duration {
	if s.cfg.ReverseFor > 0 && o.Charged(now) {
		return s.cfg.ReverseFor
	}
	return reverseFor
}

// reverseRefused lets the sale's scenario stand in the way.
func (s *Server) reverseRefused(c *call, o *book.Order) (ans answer, stop bool) {
	a := orderAct(o)
	switch {
	case a.reverse == reverseUserPaying && c.now.Before(s.after(o.CreatedAt, reversePayingFor)):
		return notReversed(wire.CodeUserPaying, wordPayingNow, ""), true
	case a.reverse == reverseExpired:
		return notReversed(wire.CodeReverseExpire, "", wire.RecallNo), true
	case o.Reverses > a.times:
		return answer{}, false
	case a.reverse == reverseFails:
		return notReversed(wire.CodeTradeError, wordReverseFails, wire.RecallNo), true
	case a.reverse == reverseRecall:
		return notReversed(wire.CodeSystemError, wordAgain, wire.RecallYes), true
	case a.reverse == reverseLies:
		return reversed(), true
	}
	return answer{}, false
}

// reverseUnknown reverses a number that never arrived, or that belongs to the
// other family. o is what an earlier reverse left behind.
func (s *Server) reverseUnknown(c *call, o *book.Order) answer {
	no := c.req.Get("out_trade_no")
	if other := s.book.Find(c.merchant.mchID, "", no); other != nil && other.Family != "" {
		return notReversed(wire.CodeInvalidRequest, wordOtherFamily, wire.RecallNo)
	}
	if no == "" || c.req.Has("transaction_id") {
		return notReversed(wire.CodeInvalidTransactionID, "", wire.RecallNo)
	}
	switch s.cfg.UnknownReverse {
	case ReverseRecalls:
		return notReversed(wire.CodeSystemError, wordAgain, wire.RecallYes)
	case ReverseForgets:
		return reversed()
	}
	if o == nil {
		o = &book.Order{Serial: s.book.Next(), AppID: c.merchant.appID, MchID: c.merchant.mchID, CreatedAt: c.now}
		keep(o, c.req)
		if s.cfg.UnknownReverse == ReverseCloses {
			o.End, o.EndAt = book.Revoked, c.now
		}
		s.book.Add(o)
	}
	o.Reverses++
	s.book.Changed(o)
	return reversed()
}

// closeorder closes nothing: every order here was made by a code, and WeChat lets those
// be reversed only. Which code its refusal has no document tells.
func closeorder(s *Server, c *call) answer {
	if o := s.book.Find(c.merchant.mchID, "", c.req.Get("out_trade_no")); o == nil || o.State(c.now) == book.Absent {
		return refuse(wire.CodeOrderNotExist, "")
	}
	return refuse(wire.CodeInvalidRequest, wordOnlyReverse)
}
