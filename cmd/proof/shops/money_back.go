package shops

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/wx/sim/book"
)

// wish is money of a sale that a person means to give back, once. Presses go on until
// its word is heard; several processes may work for it.
type wish struct {
	no     flow.OutTradeNo
	fee    flow.Fen
	all    bool   // the rest, as it was seen
	ref    string // of the caller; "" without one
	seen   int    // the sale's version when the wish came: what was begun by then is another
	beside []string
	number string // of the refund, once a caller has heard it
	again  bool   // that one is to be sent, and no other begun
	over   bool   // it was heard, or nobody wants it any more
	at     time.Duration
}

// cash is what customers got in another way of a sale, and when the last of it went.
type cash struct {
	fee flow.Fen
	at  time.Duration
}

// giveBack is a person who gives money of told sales back: whole, in parts, of one
// amount on purpose, with a reference or without, now and then by two presses at once.
func (s visitor) giveBack() {
	for range 1 + s.w.Rng.IntN(3) {
		w := s.wishes()
		if w == nil {
			return
		}
		s.wishing[w.no] = true
		s.customers.meant[w.no] += w.fee
		s.w.Note("%s of %s are to be given back, reference %q", w.fee, w.no.LastDigits(4), w.ref)
		if s.w.Rng.IntN(3) == 0 {
			s.w.Stats.Mark("two presses give back")
			s.start("give back, too", s.moment(3), func() { visitor{shop: s.shop}.give(w) })
		}
		s.give(w)
		delete(s.wishing, w.no)
		s.start("settle", s.moment(3600), func() { visitor{shop: s.shop}.endsBack(w.no) })
		s.w.Pass(s.moment(150))
	}
}

// wishes waits for a sale of which somebody wants money back; nil where none comes.
func (s visitor) wishes() *wish {
	for range 60 {
		all := s.customers.all
		for i := range all {
			c := all[(i+s.machines)%len(all)]
			a, err := s.customers.read(c.goods)
			rest := a.Refunds.Rest(a.TotalFee)
			if c.goods == "" || c.excused != "" || err != nil || a.State != flow.Paid || !a.Shown || rest == 0 || s.wishing[a.OutTradeNo] {
				continue
			}
			w := &wish{no: a.OutTradeNo, fee: min(rest, []flow.Fen{rest, a.TotalFee / 2, a.TotalFee / 4}[s.w.Rng.IntN(3)]), seen: a.Version, at: s.w.Elapsed()}
			w.all = w.fee == rest && s.w.Rng.IntN(2) == 0
			if s.w.Rng.IntN(3) == 0 {
				s.references++
				w.ref = fmt.Sprintf("B%d", s.references)
			}
			return w
		}
		s.w.Pass(s.moment(10))
	}
	return nil
}

// give presses until the word is heard, or for as long as anybody cares.
func (s visitor) give(w *wish) {
	for range 6 {
		if w.over {
			return
		}
		if !s.process(func(p *world.Till) { s.press(p, w) }) {
			s.w.Stats.Mark("refund killed")
		}
		s.w.Pass(s.moment(40))
	}
}

// press is one `refund`, from its start to its exit code.
func (s visitor) press(p *world.Till, w *wish) {
	ctx := context.Background()
	a, _, err := p.Journal.Read(ctx, w.no)
	if cash := s.customers.cash[w.no].at; w.at < cash && s.w.Elapsed() > cash+9*time.Minute {
		w.over = true // by then everybody has heard of it
	}
	if err != nil || w.over {
		return
	}
	q := flow.RefundRequest{OutTradeNo: w.no, Reason: "return",
		Press: refund.Press{Version: a.Version, At: s.w.Now(), Fee: w.fee, All: w.all, Ref: w.ref, Beside: w.beside}}
	if s.w.Rng.Float64() < s.slow {
		s.w.Pass(s.moment(120))
	}
	s.w.Point("refund pressed")
	e, _ := a.Refunds.Find(w.number)
	begin := s.app(p).Refund
	if e.State == refund.Refused && !e.Final || e.State == refund.Entered && e.IsAdopted(a.Adoptions) {
		s.w.Stats.Mark("refund sent again")
		q.Press.Again, begin = e.Number, s.app(p).SendAgain
	} else if w.again {
		w.over = true // WeChat has it, or somebody has sent it
		return
	}
	_, e, err = begin(ctx, q, s.people.Act(s.opened()))
	stopped, is := errors.AsType[*flow.RefundStoppedError](err)
	switch {
	case err == nil:
		s.follow(p, w, e.Number)
	case is:
		s.stoppedBack(p, w, stopped.Entries)
	default:
		s.notBegun(w, err)
	}
}

// stoppedBack is a person's look at what stopped a press: what this wish has begun is
// asked about, and all else is named with the next press.
func (s visitor) stoppedBack(p *world.Till, w *wish, list []refund.Entry) {
	own := func(e refund.Entry) bool {
		return e.State != refund.Elsewhere && max(e.BegunN, e.AgainN) > w.seen && !(e.State == refund.Refused && e.Final)
	}
	if i := slices.IndexFunc(list, own); i >= 0 {
		s.w.Stats.Mark("double press stopped")
		if list[i].State == refund.Entered || !s.customers.mistaken() {
			s.follow(p, w, list[i].Number)
			return
		}
		s.w.Stats.Mark("a person gives back twice")
		s.customers.meant[w.no] += w.fee
		w.seen = max(list[i].BegunN, list[i].AgainN)
	}
	w.beside = nil
	for _, e := range list {
		if e.State != refund.Entered {
			w.beside = append(w.beside, e.Number)
		}
	}
	s.w.Stats.Mark("one more beside")
}

// notBegun sees that nothing was begun for a known reason.
func (s visitor) notBegun(w *wish, err error) {
	s.w.Note("nothing is given back: %v", err)
	limit, limited := errors.AsType[*refund.LimitError](err)
	_, late := errors.AsType[*flow.TooLateError](err)
	_, unasked := errors.AsType[*flow.RefundUnaskedError](err)
	_, refused := errors.AsType[*field.Error](err)
	switch {
	case limited && limit.Limit == refund.LimitMinute:
		s.w.Stats.Mark("a minute between two parts")
		s.w.Pass(limit.Left)
	case limited && limit.Limit == refund.LimitAdopted:
		s.w.Stats.Mark("too soon behind an adoption")
		s.w.Pass(min(limit.Left, 20*time.Minute))
	case late:
		s.w.Stats.Mark("press too old")
	case unasked:
		s.w.Stats.Mark("refunds were not told")
	case limited || refused:
		s.w.Stats.Mark("refund refused by the till")
		w.over = true
	case !s.refusedPIN(err) && !s.taken(err) && !s.displaced(err):
		s.w.Broken("4b.2", "a press for %s of %s ended with %v", w.fee, w.no, err)
	}
}

// endsBack asks later what became of the refunds of a sale, and ends those that wait for
// a person, now and then.
func (s visitor) endsBack(no flow.OutTradeNo) {
	a, err := s.customers.read(no)
	waits := func(e refund.Entry) bool { return e.IsUnsettled() || e.State == refund.Refused }
	under := func(e refund.Entry) bool { return waits(e) || e.IsMoving() }
	if err != nil || !slices.ContainsFunc(a.Refunds, under) || s.w.Rng.IntN(3) == 0 {
		return
	}
	s.process(func(p *world.Till) {
		until := s.w.Elapsed() + statusDrives
		_ = p.Runner.NewRecovery(nil).Run(context.Background(), func(int) bool { return s.w.Elapsed() >= until })
		a, _, err := p.Journal.Read(context.Background(), no)
		for _, e := range a.Refunds {
			if err == nil && waits(e) && !s.opened().Copy {
				s.endBack(p, a, e)
			}
		}
	})
}

// endBack is one word: what is stuck is ended on the merchant platform first, and of what
// was refused the customer gets cash, but for what stops that. One who is mistaken there
// gives more than was meant.
func (s visitor) endBack(p *world.Till, a flow.Attempt, e refund.Entry) {
	w := flow.RefundWord{OutTradeNo: a.OutTradeNo, Number: e.Number, As: refund.SettledElse, Reason: "looked", Version: a.Version}
	if e.IsUnsettled() {
		w.As = refund.SettledThere
		if !s.w.EndsThere(e.Number) {
			return // it is on its way again, or back
		}
	}
	_, err := s.app(p).SettleRefund(context.Background(), w, s.people.Act(s.opened()))
	if stopped, is := errors.AsType[*flow.RefundStoppedError](err); is {
		if s.w.Stats.Mark("cash stopped"); !s.customers.mistaken() {
			return
		}
		s.customers.meant[a.OutTradeNo] += e.Amount()
		for _, other := range stopped.Entries {
			w.Beside = append(w.Beside, other.Number)
		}
		_, err = s.app(p).SettleRefund(context.Background(), w, s.people.Act(s.opened()))
		if _, again := errors.AsType[*flow.RefundStoppedError](err); again {
			return // by what moved meanwhile, or has no end
		}
	}
	s.w.Note("Li settles %s %s: %v", e.Number, w.As, err)
	if err == nil {
		s.w.Stats.Mark("settled " + w.As)
		if w.As == refund.SettledElse && e.Purpose == refund.ByHand {
			s.customers.cash[a.OutTradeNo] = cash{s.customers.cash[a.OutTradeNo].fee + e.Amount(), s.w.Elapsed()}
		}
	}
	if _, unasked := errors.AsType[*flow.RefundUnaskedError](err); !unasked || s.adopted.in == nil { // else of what mayMove
		s.word(a, err)
	}
}

// refundDrives is how long a call waits for its refund to be accepted.
const refundDrives = 30 * time.Second

// follow drives a refund for a while and says its word, as it is read right before
// (money rule 4b.10).
func (s visitor) follow(p *world.Till, w *wish, number string) {
	ctx, until := context.Background(), s.w.Elapsed()+refundDrives
	read := func() (refund.Entry, bool) {
		a, _, err := p.Journal.Read(ctx, w.no)
		e, known := a.Refunds.Find(number)
		return e, known && err == nil
	}
	_ = p.Runner.NewRecovery(nil).Run(ctx, func(int) bool {
		e, known := read()
		return !known || e.State != refund.Entered || s.w.Elapsed() >= until
	})
	e, known := read()
	if !known || s.opened().Copy || s.w.Judge.Aged[w.no] {
		return
	}
	s.saysBack(w.no, e)
	heard := s.w.Fault.Healed || s.w.Rng.Float64() >= s.deaf
	s.w.Note("refund says %s of %s, heard: %t", e.Outcome(), number, heard)
	s.w.Point("the refund's line")
	switch w.over = w.over || heard && e.IsClaimed() && !e.IsUnsettled(); {
	case !heard:
		s.w.Stats.Mark("a refund, and nobody heard")
		return
	case e.State == refund.Refused && s.w.Rng.IntN(3) == 0:
		w.over = true // nobody wants it any more
	}
	w.number = number
	if e.State == refund.Entered {
		return
	}
	if _, err := s.app(p).RefundTold(ctx, w.no, e); err != nil && !s.taken(err) && !s.displaced(err) {
		s.w.Broken("4b.10", "that %s was told was not written: %v", number, err)
	}
	s.w.Stats.Mark("refund told")
}

// saysBack judges the word of a refund as its caller hears it (money rule 4b.10).
func (s visitor) saysBack(no flow.OutTradeNo, e refund.Entry) {
	r, known := s.w.Judge.InBook(no, e.Number)
	status := r.Status(s.w.Time())
	s.w.Stats.Checks++
	wrong := false
	switch e.Outcome() {
	case refund.OutcomeRefunding:
		wrong = !known
	case refund.OutcomeRefunded:
		wrong = status != book.RefundSuccess
	case refund.OutcomeDeclined:
		wrong = known && status != book.RefundClosed
	}
	if wrong {
		s.w.Broken("4b.10", "%s is said of %s, and WeChat has %q", e.Outcome(), e.Number, status)
	}
}

// arriving is what has left a sale and is held all the same: a day counts it as given
// back once WeChat has taken it (money rules 4b.5, 4b.11), and until it hears that WeChat
// has closed it.
func (s visitor) arriving(a flow.Attempt) (sum flow.Fen) {
	for _, e := range a.Refunds {
		r, moved := s.w.Judge.InBook(a.OutTradeNo, e.Number)
		if status := r.Status(s.w.Time()); moved && e.IsClaimed() && status != book.RefundSuccess {
			sum += flow.Fen(r.RefundFee)
		}
	}
	return sum
}

// GivesBack counts what a person gives back of a charge that nobody claimed.
func (s *shop) GivesBack(no flow.OutTradeNo, rest flow.Fen) { s.customers.meant[no] += rest }
