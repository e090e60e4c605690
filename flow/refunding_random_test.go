package flow_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// counterPlay is one person who wants one part of a sale back, at two tills that die now
// and then, before a WeChat that answers by dice.
type counterPlay struct {
	s     *stage
	dice  *rand.Rand
	tills [2]*till
	no    flow.OutTradeNo
	book  map[string]refund.Seen // WeChat's
	calm  bool                   // nothing goes wrong any more
	inner bool
}

func (c *counterPlay) chance(percent int) bool { return !c.calm && c.dice.IntN(100) < percent }

// disturbs lets the other till work, or time pass, or the power fail, in the middle of a
// call.
func (c *counterPlay) disturbs() {
	if c.inner {
		return
	}
	if c.chance(10) {
		c.s.pass(time.Duration(c.dice.IntN(70)) * time.Second)
	}
	if c.chance(20) {
		c.inner = true
		c.tills[1].recover(time.Second)
		c.inner = false
	}
	if c.chance(8) {
		panic(powerCut{})
	}
}

func (c *counterPlay) listed() refund.Answer {
	c.disturbs()
	if c.chance(20) {
		return refund.Answer{Kind: refund.AnswerLost, Code: "TIMEOUT"}
	}
	a := refund.Answer{Kind: refund.AnswerListed}
	for _, r := range c.book {
		a.Seen = append(a.Seen, r)
	}
	if len(a.Seen) == 0 {
		return noRefund()
	}
	return a
}

func (c *counterPlay) asked(e refund.Entry) refund.Answer {
	c.disturbs()
	r, is := c.book[e.Number]
	switch {
	case c.chance(20):
		return refund.Answer{Kind: refund.AnswerLost, Code: "TIMEOUT"}
	case !is:
		return noRefund()
	case c.dice.IntN(3) == 0:
		r.Status = refund.StatusSuccess
		c.book[e.Number] = r
		return became(refund.AnswerSuccess, refund.StatusSuccess, e)
	}
	return became(refund.AnswerProcessing, r.Status, e)
}

func (c *counterPlay) send(e refund.Entry) refund.Answer {
	c.disturbs()
	arrives := func() {
		if _, is := c.book[e.Number]; !is {
			c.book[e.Number] = refund.Seen{Number: e.Number, Status: refund.StatusProcessing, Fee: e.Fee}
		}
	}
	switch {
	case c.chance(20):
		return refusedRefund(e)
	case c.chance(10):
		return refund.Answer{Kind: refund.AnswerThrottled, Code: "FREQUENCY_LIMITED"}
	case c.chance(15): // it arrives later
		c.s.at(c.s.now.Seconds()+float64(c.dice.IntN(14*60)+1), arrives)
		return lostRefund(e)
	}
	arrives()
	c.disturbs()
	if c.chance(25) {
		return lostRefund(e)
	}
	return acceptedRefund(e)
}

// cut does something at the first till, which may die of it: then it is started anew.
func (c *counterPlay) cut(do func(p *till)) {
	defer func() {
		c.inner = false
		if r := recover(); r != nil {
			if r != (powerCut{}) {
				panic(r)
			}
			c.tills[0].die()
			c.tills[0] = c.s.boot()
		}
	}()
	do(c.tills[0])
}

// press is one press of that person, who names nothing, and what came of it.
func (c *counterPlay) press() (heard bool) {
	c.cut(func(p *till) {
		q := p.wish(c.no, 300)
		c.disturbs()
		var e refund.Entry
		var err error
		for _, had := range p.read(c.no).Refunds { // what they were told was refused they send again
			if had.State == refund.Refused && had.ToldN > 0 {
				q.Press.Again = had.Number
			}
		}
		if q.Press.Again != "" {
			_, e, err = p.SendAgain(context.Background(), q)
		} else {
			_, e, err = p.BeginRefund(context.Background(), q)
		}
		if stopped, is := errors.AsType[*flow.RefundStoppedError](err); is {
			for _, e := range stopped.Entries {
				heard = heard || e.IsClaimed()
			}
			return
		}
		if err != nil {
			return
		}
		p.recover(30 * time.Second)
		if e = p.entry(c.no, e.Number); e.State == refund.Entered || c.chance(20) {
			return
		}
		heard = e.IsClaimed() // the line is said
		c.disturbs()
		if _, err := p.RefundTold(context.Background(), c.no, e); err != nil && !errors.Is(err, flow.ErrFenced) && !errors.Is(err, flow.ErrOwned) {
			c.s.t.Error(err)
		}
	})
	return heard
}

// Money rule 4b as it is played: whoever wants one refund and presses until they hear of
// it gets one, whatever dies, is lost or comes late, and nothing stays begun.
func TestOneWishOneRefund(t *testing.T) {
	heard := 0
	for seed := range uint64(600) {
		s, p, no := sold(t)
		c := &counterPlay{s: s, dice: rand.New(rand.NewPCG(seed, 0)), tills: [2]*till{p, s.boot()}, no: no, book: map[string]refund.Seen{}}
		s.refunds, s.asked, s.refund = c.listed, c.asked, c.send
		done := false
		for range 6 {
			if done = done || c.press(); done {
				heard++
				break
			}
			s.pass(time.Duration(c.dice.IntN(1200)) * time.Second)
		}
		c.calm = true
		for end := s.now + 2*time.Hour; s.now < end && p.read(no).OpenRefund(); { // what one has, the other lets be
			c.tills[0].recover(time.Minute)
			c.tills[1].recover(time.Minute)
			s.pass(time.Second)
		}
		a := p.read(no)
		if n := len(c.book); n > 1 || done && n == 0 {
			t.Errorf("seed %d: heard %t, WeChat has %v; %+v", seed, done, c.book, a.Refunds)
		}
		if a.OpenRefund() || a.Refunds.Claimed() != flow.Fen(300*len(c.book)) {
			t.Errorf("seed %d: %s claimed, WeChat has %v; %+v", seed, a.Refunds.Claimed(), c.book, a.Refunds)
		}
	}
	if heard < 300 {
		t.Error(fmt.Sprint(heard, " of 600 were heard of: too little is played"))
	}
}
