package checkout

import (
	"time"

	"facetill/flow"
)

// result is the cashier reading what became of the sale in hand.
func (s *checkout) result(c *customer) {
	w, r := s.w, s.reads()
	w.Note("the screen says %s", r)
	w.Stats.Mark(r.word + " was read")
	w.Stats.Checks++
	said, known := s.ended[r.no]
	switch out := said.Outcome(); {
	case r.word == "" || !known || s.payer[r.no] != c && r.word != "PAID":
		w.Broken("7.2", "the screen says %s to %s, whose sale it is not:\n%s", r, c.name, s.course.v.View())
	case r.word == "PAID":
		if out != flow.OutcomePaid {
			w.Broken("7.2", "the screen says %s, which ended %s", r, out)
		}
		s.handOver(c, r.no)
		s.paid = r.no
		s.served(c)
	case r.word == "NOT CHARGED":
		if !s.notCharged(r.no) {
			w.Broken("7.2", "NOT CHARGED is said of %s, of which %s are held", r.no, w.Judge.Held(r.no))
		}
		s.tryAgain(c, r.no)
	default:
		s.checking(c)
	}
}

// served is a customer with whom the cashier is done; the page stands as it is.
func (s *checkout) served(c *customer) {
	c.goes()
	s.running, s.meant = false, ""
	switch s.w.Rng.IntN(12) {
	case 0:
		s.pass(2 * time.Second)
		s.leaves()
	case 1, 2, 3: // the next one is there at once
		s.pass(s.moment(1500))
	default:
		s.pass(1300*time.Millisecond + s.moment(20_000))
	}
}

// cancelled is a sale that left no result: the screen went back to its amount, or to the
// scanner.
func (s *checkout) cancelled(c *customer) {
	s.running = false
	if !s.notCharged(c.numbers[len(c.numbers)-1]) {
		s.w.Broken("7.2", "the screen lets go of a sale of %s's as not charged: %q\n%s", c.name, s.course.v.Notice(), s.course.v.View())
	}
	s.w.Stats.Mark("cancelled without a result")
}

// tryAgain goes on with a customer who was not charged for a sale. A scan that a sleeping
// machine held up may have begun another meanwhile: its result is to be read first.
func (s *checkout) tryAgain(c *customer, of flow.OutTradeNo) {
	s.pass(300*time.Millisecond + s.moment(3000))
	if s.course.v.Page() != "result" || s.reads().no != of {
		return
	}
	switch n := s.w.Rng.IntN(4); {
	case n == 0 || c.tries >= tried:
		s.served(c)
	case n == 1:
		c.code, c.tries = true, c.tries+1
		s.scans()
	default:
		s.running = false
		s.press("enter", 0)
		s.pass(900 * time.Millisecond)
	}
}

// checking is STILL CHECKING: the cashier looks for a while, lets the customer go, or
// tries the same customer again.
func (s *checkout) checking(c *customer) {
	switch n := s.w.Rng.IntN(12); {
	case n < 8:
		s.pass(time.Second + s.moment(9000))
	case n < 11:
		s.served(c)
	default:
		s.running = false
		s.clears()
	}
}

// stopped is the question whether another sale of the amount is the same customer's.
func (s *checkout) stopped(c *customer) {
	s.pass(time.Second + s.moment(2000))
	if s.course.v.Page() != "stopped" {
		return
	}
	r := s.reads()
	owner := s.payer[r.no]
	switch {
	case owner == nil || owner.fee != c.fee:
		s.w.Broken("5.3", "a sale of %s is stopped by %q", c.fee, r.digits)
	case r.free:
		s.w.Stats.Mark("what stopped a sale took no money")
		s.meant = s.asked.Method
		s.press("enter", 0)
		s.pass(time.Second)
	case owner != c:
		s.w.Stats.Mark("another customer")
		s.named = append(s.named, r.no)
		s.meant = s.asked.Method
		s.twice("n")
	default:
		s.w.Stats.Mark("the same customer")
		s.press("esc", 0)
		s.pass(time.Second + s.moment(30_000))
	}
}

// found is the question what became of a charge that was found.
func (s *checkout) found(c *customer) {
	s.pass(time.Second + s.moment(2000))
	r := s.reads()
	if s.course.v.Page() != "claims" || r.no == "" {
		s.press("esc", 0)
		s.pass(time.Second)
		return
	}
	owner := s.payer[r.no]
	if owner == c && c.goods == "" && !c.done {
		s.handOver(c, r.no)
		c.goes()
	}
	key := "b"
	if owner.goods == r.no {
		key = "g"
	}
	s.word = &word{r.no, key == "g"}
	s.twice(key)
	s.word = nil
}

// lastLook is what a cashier saw before the power failed: PAID that is written down as
// shown has stood there for a second.
func (s *checkout) lastLook() {
	c := s.serving
	if !s.running || c.goods != "" || s.course.v.Page() != "result" {
		return
	}
	r := s.reads()
	if a, err := s.now(r.no); r.word == "PAID" && err == nil && a.Shown {
		s.handOver(c, r.no)
		c.goes()
	}
}

// leaves ends the screen, as a cashier does at the end of a shift: not where there is
// something new to read.
func (s *checkout) leaves() {
	v := s.course.v
	page := v.Page()
	if s.press("ctrl+c", 0); page == v.Page() {
		s.pass(1100 * time.Millisecond)
	}
	if page == v.Page() {
		s.press("ctrl+c", 0)
	}
	for range 50 { // a camera has to stop
		if !v.Left() {
			s.pass(100 * time.Millisecond)
		}
	}
}
