package shops

import (
	"context"
	"errors"
	"slices"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/flowtest"
	"facetill/flow/refund"
)

// keepers are persons who copy the journal, put a copy in its place or adopt one (money
// rule 5.9).
var keepers = []actor{{"copy", visitor.workOnCopy}, {"backup", visitor.putBack}, {"adopt", visitor.adoptBeside}}

// lies is what lies where the shop's processes open their journal.
func (s *shop) lies() *flowtest.Memory { return s.w.Disk.(*flowtest.Memory) }

// opened is what the process at work has open.
func (s *shop) opened() *flowtest.Memory { return s.w.Opened().(*flowtest.Memory) }

// boot starts a process with a journal that may lie elsewhere.
func (s *shop) boot(m *flowtest.Memory) *world.Till {
	had := s.w.Disk
	s.w.Disk = m
	defer func() { s.w.Disk = had }()
	return s.w.Boot()
}

// displaced reports whether an error is that the journal is a copy, or not where it
// was. It may be one only there.
func (s *shop) displaced(err error) bool {
	if !flow.Displaced(err) {
		return false
	}
	if m := s.opened(); errors.Is(err, flow.ErrCopy) {
		s.w.Stats.Mark("refused: a copy")
	} else if s.w.Stats.Mark("refused: the journal is gone"); m.Copy {
		s.w.Broken("5.9", "a copy says that it is gone: %v", err)
	}
	return true
}

// still is a gateway that moves no money while its process has a copy open.
type still struct {
	flow.Gateway
	s    *shop
	open *flowtest.Memory
}

func (g still) Pay(ctx context.Context, p flow.PayRequest) flow.Answer {
	g.judge("pay request", p.Attempt)
	return g.Gateway.Pay(ctx, p)
}

func (g still) Reverse(ctx context.Context, a flow.Attempt) flow.Answer {
	if g.s.customers.payer[a.OutTradeNo] != nil { // else it asks with a fresh number whether the certificate is taken
		g.judge("reverse", a)
	}
	return g.Gateway.Reverse(ctx, a)
}

func (g still) SendRefund(ctx context.Context, a flow.Attempt, e refund.Entry) refund.Answer {
	g.judge("refund", a)
	g.s.adopted.sends(g.open, e.Number)
	return g.Gateway.SendRefund(ctx, a, e)
}

func (g still) judge(what string, a flow.Attempt) {
	if g.s.w.Stats.Checks++; g.s.copies[g.open] {
		g.s.w.Broken("5.9", "a copy of the journal sends a %s of %s", what, a.OutTradeNo)
	}
}

// whileOpen waits until something is open, or a refund of a told sale, some minutes at
// most, and returns the journal as it lies then.
func (s visitor) whileOpen() *flowtest.Memory {
	refunds := s.backs && s.w.Rng.IntN(2) == 0
	for range 200 {
		if busy, _ := s.w.Judge.Left(); !refunds && len(busy) > 0 || refunds && s.beginsBack() {
			s.w.Stats.Mark("copied while open")
			break
		}
		s.w.Pass(s.moment(3))
	}
	return s.lies()
}

// copied is a copy of the journal, with its stopped sales.
func (s visitor) copied(of *flowtest.Memory) *flowtest.Memory {
	c := of.Clone()
	c.Copy, s.copies[c] = !s.unmarked, true
	for fee, stopped := range s.stopsOf(of).all {
		s.stopsOf(c).all[fee] = slices.Clone(stopped)
	}
	return c
}

// workOnCopy starts this and that with a copy that lies beside the journal, which goes
// on: it moves no money, and its status says nothing that is not so.
func (s visitor) workOnCopy() {
	s.on = s.copied(s.whileOpen())
	s.w.Note("the journal is copied")
	for range 1 + s.w.Rng.IntN(4) {
		do := []func(visitor){visitor.status, visitor.recover, visitor.resolve, visitor.sellNothing, visitor.driveNothing, visitor.closeDay}
		do[s.w.Rng.IntN(len(do))](s)
		s.w.Pass(s.moment(120))
	}
	s.w.Stats.Mark("work on a copy")
}

// sellNothing presses where nothing can be sold.
func (s visitor) sellNothing() {
	s.process(func(p *world.Till) {
		q := s.w.Request()
		q.Ref = ""
		sale, err := s.app(p).Call(context.Background(), q, flow.Observer(s.w.Judge))
		if err == nil {
			_, err = p.Sell(sale.Sale)
		}
		if !s.displaced(err) {
			s.refused(err)
		}
	})
}

// driveNothing is a till that stays open with it.
func (s visitor) driveNothing() {
	s.process(func(p *world.Till) {
		until := s.w.Elapsed() + time.Minute
		err := p.Recovery.Run(context.Background(), func(int) bool { return s.w.Elapsed() > until || s.closed })
		if err != nil && !s.displaced(err) {
			s.w.Broken("5.9", "a till drives a copy until %v", err)
		}
	})
}

// putBack puts a backup of before in the journal's place. Then somebody has either the
// journal again, or adopts the backup: what the journal learned since is lost.
func (s visitor) putBack() {
	backup := s.copied(s.whileOpen())
	s.w.Pass(s.moment(600))
	was := s.lies()
	was.Lost = flow.ErrGone
	s.w.Disk = backup
	s.w.Note("a backup lies in the journal's place")
	s.w.Pass(s.moment(300))
	if s.w.Rng.IntN(2) == 0 {
		s.w.Note("the journal is in its place again")
		s.w.Stats.Mark("the journal is back")
		was.Lost, s.w.Disk = nil, was
		return
	}
	s.w.Stats.Mark("a backup is adopted")
	s.adopt(backup)
}

// adoptBeside adopts a copy while the journal still works, in which what is under way
// goes on and nothing begins.
func (s visitor) adoptBeside() {
	c := s.copied(s.whileOpen())
	s.w.Pass(s.moment(60))
	was := s.lies()
	was.Lost = flow.ErrCopy // so its witness says
	s.w.Stats.Mark("a copy is adopted beside the journal")
	s.adopt(c)
	s.on = was
	s.sellNothing()
	s.driveNothing()
}
