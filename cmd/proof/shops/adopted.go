package shops

import (
	"context"
	"slices"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/refund"
)

// adopted is what is judged of a journal that a person adopted (money rule 4b.12): what
// was begun before is asked about alone until a person sends it, and for a quarter of an
// hour no refund is begun: the original may live on, and WeChat take what it sent.
type adopted struct {
	w    *world.World
	in   *flowtest.Memory // nil: none was
	at   time.Duration
	held map[string]bool // refunds that were begun before, and that nobody has sent again
}

// adoptedRests is how long nothing is begun behind it: what the original sent can arrive.
const adoptedRests = 15*time.Minute + 8*time.Second

// begins keeps what the journal has begun when it is adopted.
func (d *adopted) begins(in *flowtest.Memory) {
	d.in, d.at, d.held = in, d.w.Elapsed(), map[string]bool{}
	all, _ := in.Process("witness").Refunding(context.Background())
	for _, a := range all {
		if e, open := a.Refunds.Begun(); open {
			d.held[e.Number] = true
			d.w.Stats.Mark("a refund is held")
		}
	}
}

// sends judges a refund's request of a process.
func (d *adopted) sends(open *flowtest.Memory, number string) {
	if d.w.Stats.Checks++; d.in != nil && open == d.in && d.held[number] {
		d.w.Broken("4b.12", "%s was begun before the journal was adopted, and is sent by nobody's word", number)
	}
}

// wrote judges what a process writes down. oneClock is a shop whose machines agree.
func (d *adopted) wrote(open *flowtest.Memory, facts []flow.Fact, oneClock bool) {
	if d.in == nil || open != d.in {
		return
	}
	for _, f := range facts {
		byHand := false
		switch f := f.(type) {
		case flow.RefundBegun:
			byHand = f.Purpose == refund.ByHand
		case flow.RefundResent:
			byHand = true
			if d.held[f.OutRefundNo] {
				d.w.Stats.Mark("held, and sent by a person")
			}
			delete(d.held, f.OutRefundNo)
		case flow.RefundHeard:
			if d.held[f.OutRefundNo] {
				d.w.Stats.Mark("held, and WeChat has it")
			}
			delete(d.held, f.OutRefundNo)
		}
		if behind := d.w.Elapsed() - d.at; byHand && oneClock && behind < adoptedRests {
			d.w.Broken("4b.12", "a refund is begun %v behind the adoption of the journal", behind)
		}
	}
}

// beginsBack reports whether a refund of a told sale is begun.
func (s *shop) beginsBack() bool {
	all, _ := s.lies().Process("witness").Refunding(context.Background())
	return slices.ContainsFunc(all, func(a flow.Attempt) bool { return a.Shown && a.OpenRefund() })
}

// adopt is a person's word that a copy is the journal from now on. Who adopts an older
// one answers for what it does not know, or has open beside others.
func (s visitor) adopt(c *flowtest.Memory) {
	was := s.disk
	c.Adopt()
	c.AdoptedAt = refund.Adoption{Wall: s.w.Now().Wall}
	delete(s.copies, c)
	s.w.Disk, s.disk, s.customers.disk = c, c, c
	s.w.Note("a copy is adopted")
	for no, who := range s.customers.payer {
		before, _, _ := was.Process("witness").Read(context.Background(), no)
		now, _, err := c.Process("witness").Read(context.Background(), no)
		if err != nil || now.Version != before.Version && !knows(now, before) || now.Open() && now.State != flow.Paid {
			s.w.Judge.Aged[no] = true
			who.excuse("a person adopted a journal that is older than this sale")
		}
	}
	s.adopted.begins(c)
	if len(s.adopted.held) > 0 {
		s.start("sends held", s.moment(1200), func() { visitor{shop: s.shop}.sendsHeld() })
	}
}

// knows reports whether an older journal has a told sale with all refunds that the later
// one has of it, and each person's word about them: how far those have come WeChat tells.
func knows(older, later flow.Attempt) bool {
	told := func(a flow.Attempt) bool { return a.State == flow.Paid && a.Shown || a.State == flow.Refunded }
	return told(older) && told(later) && !slices.ContainsFunc(later.Refunds, func(e refund.Entry) bool {
		was, known := older.Refunds.Find(e.Number)
		return !known || was.SettledAs != e.SettledAs
	})
}

// mayMove: its original may have sent again, behind the adopted copy, what is refused there.
func (s *shop) mayMove(a flow.Attempt) bool {
	return s.adopted.in != nil && slices.ContainsFunc(a.Refunds, func(e refund.Entry) bool { return e.State == refund.Refused })
}

// Rechecks is a look at the refunds that were refused: the original may have sent one again
// behind the copy, which is opened again once WeChat shows that it has moved (money rules
// 4b.6, 4b.12). In a journal that nobody adopted none may need it.
func (s *shop) Rechecks(p *world.Till) {
	if s.adopted.in == nil {
		return
	}
	if _, _, err := s.app(p).RecheckAll(context.Background()); err != nil && !s.taken(err) && !s.displaced(err) {
		s.w.Broken("5.7", "what persons said is not held against WeChat: %v", err)
	}
}

// sendsHeld is a person who looks at what is held, and sends it or leaves it.
func (s visitor) sendsHeld() {
	all, _ := s.disk.Process("witness").Refunding(context.Background())
	for _, a := range all {
		if e, open := a.Refunds.Begun(); open && s.adopted.held[e.Number] && s.w.Rng.IntN(4) > 0 {
			s.give(&wish{no: a.OutTradeNo, fee: e.Fee, seen: a.Version, number: e.Number, again: true})
		}
	}
}
