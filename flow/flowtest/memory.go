package flowtest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

// Memory is the disk under any number of processes. It is for one goroutine at
// a time and starts none.
type Memory struct {
	rows      []*record
	byNo      map[flow.OutTradeNo]*record
	dead      map[string]bool
	suspended map[flow.Suspension]string
	beat      time.Time

	// Unfenced takes the compare-and-set away (money rule 1.7), for the control of
	// a test that must fail then: whoever writes last is right.
	Unfenced bool

	// Copy makes it a copy, until Adopt (money rule 5.9): it can be read, and nothing
	// is driven with it.
	Copy bool

	// AdoptedAt is when it was last adopted. Nobody here has a clock: Adopt makes it long
	// ago, and who plays what has to wait behind it sets it after that.
	AdoptedAt refund.Adoption

	adoptions int
	people    []flow.PersonEvent
	lines     []ledger.Line
	closes    []ledger.Close
	passed    map[passedKey]bool // true: a record reported the end

	// Lost is why nobody would find what is written: the place was taken by another
	// file (flow.ErrGone), or another copy was adopted (flow.ErrCopy). What is under
	// way goes on; nothing begins, and nothing is shown (money rule 5.9).
	Lost error
}

type record struct {
	a      flow.Attempt
	owner  string
	events []flow.Event

	// What each round of a recovery asks of each record, found out when it changes: an
	// attempt is 1.6 KB, and a world is mostly rounds.
	unshown   bool    // AsRead changes it
	pending   [2]bool // while nobody drives it, and while a living process does
	refunding bool
}

// changed notes what follows from a record's attempt.
func (r *record) changed() *record {
	r.unshown, r.refunding = r.a.AsRead(true).Live.ToShow, r.a.Refunds.Pending()
	for i := range r.pending {
		driven := i == 1
		a := r.a.AsRead(driven)
		left := (a.State == flow.Opened || a.State == flow.Identified) && !driven
		r.pending[i] = a.Open() || a.State == flow.Refused && a.Closing || left
	}
	return r
}

// own returns an attempt that shares no refund with another, as this disk has it.
func (m *Memory) own(a flow.Attempt) flow.Attempt {
	a.Refunds, a.Adoptions, a.AdoptedAt = slices.Clone(a.Refunds), m.adoptions, m.AdoptedAt
	return a
}

// NewMemory is an empty disk.
func NewMemory() *Memory {
	return &Memory{byNo: map[flow.OutTradeNo]*record{}, dead: map[string]bool{}, suspended: map[flow.Suspension]string{}}
}

// Clone is a copy of all that is on the disk. Nobody drives anything in it, because
// locks are not copied.
func (m *Memory) Clone() *Memory {
	c := NewMemory()
	for _, r := range m.rows {
		row := (&record{a: m.own(r.a), events: slices.Clone(r.events)}).changed()
		c.rows, c.byNo[r.a.OutTradeNo] = append(c.rows, row), row
	}
	c.suspended, c.beat, c.adoptions, c.AdoptedAt, c.people = maps.Clone(m.suspended), m.beat, m.adoptions, m.AdoptedAt, slices.Clone(m.people)
	c.lines, c.closes, c.passed = slices.Clone(m.lines), slices.Clone(m.closes), maps.Clone(m.passed)
	return c
}

// Adopt is a person's word that it is the journal from now on, and no copy.
func (m *Memory) Adopt() {
	m.Copy = false
	m.adoptions++
	m.AdoptedAt = refund.Adoption{Wall: time.UnixMilli(int64(m.adoptions)).UTC()}
}

// Process is the journal as one process sees it.
func (m *Memory) Process(owner string) flow.Journal { return &process{m, owner} }

// Kill ends a process: everybody may claim what it drove.
func (m *Memory) Kill(owner string) { m.dead[owner] = true }

// Revive is a process that was given up and wakes: what nobody has claimed
// meanwhile is still its own.
func (m *Memory) Revive(owner string) { delete(m.dead, owner) }

type process struct {
	*Memory
	me string
}

func (m *Memory) alive(owner string) bool { return owner != "" && !m.dead[owner] }

func (p *process) blocked(a flow.Attempt) bool {
	return a.Blocking() && slices.ContainsFunc(p.rows, func(r *record) bool {
		return r.a.OutTradeNo != a.OutTradeNo && r.a.Sale == a.Sale && r.a.Blocking()
	})
}

func (p *process) Open(_ context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	a, err := flow.Apply(flow.Attempt{}, first)
	switch {
	case p.Copy:
		return flow.Attempt{}, flow.ErrCopy
	case p.Lost != nil:
		return flow.Attempt{}, p.Lost
	case err != nil:
		return flow.Attempt{}, err
	case p.byNo[a.OutTradeNo] != nil, p.blocked(a):
		return flow.Attempt{}, flow.ErrBlocked
	}
	a.Epoch, a.Seq, a.Adoptions, a.AdoptedAt = 1, int64(len(p.rows))+1, p.adoptions, p.AdoptedAt
	first.Order.Seq = a.Seq
	r := (&record{a: a, owner: p.me, events: []flow.Event{{N: 1, Fact: first, State: a.State}}}).changed()
	p.rows, p.byNo[a.OutTradeNo] = append(p.rows, r), r
	return a, nil
}

func (p *process) Append(_ context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	r := p.byNo[a.OutTradeNo]
	switch {
	case p.Copy:
		return a, flow.ErrCopy
	case p.Lost != nil && slices.ContainsFunc(facts, careful):
		return a, p.Lost
	case r == nil:
		return a, flow.ErrUnknown
	case !p.Unfenced && (r.a.Version != a.Version || r.a.Epoch != a.Epoch || r.owner != p.me):
		return a, flow.ErrFenced
	}
	next, events, lines := a, r.events, []ledger.Line(nil)
	next.Adoptions, next.AdoptedAt = p.adoptions, p.AdoptedAt
	for _, f := range facts {
		f = flow.UnderAdoption(f, p.adoptions)
		was, err := next, error(nil)
		if next, err = flow.Apply(was, f); err != nil {
			return a, err
		}
		if flow.Durable(was, f) {
			lines = append(lines, ledger.Lines(was, next, ledger.Moment(f, next.ListedAt()))...) // nobody here has a clock
			events = append(events, flow.Event{N: next.Version, Fact: f, State: next.State})
		}
	}
	if p.blocked(next) {
		return a, flow.ErrBlocked
	}
	r.a, r.events, p.lines = p.own(next), events, append(p.lines, lines...)
	r.a.Live = flow.Live{}
	r.changed()
	return next, nil
}

// careful reports whether a fact may not be written where nobody would find it.
func careful(f flow.Fact) bool {
	_, begins := f.(flow.IntentWritten)
	_, shown := f.(flow.Shown)
	return begins || shown
}

func (p *process) Claim(_ context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	r := p.byNo[no]
	switch {
	case p.Copy:
		return flow.Attempt{}, flow.ErrCopy
	case r == nil:
		return flow.Attempt{}, flow.ErrUnknown
	case r.owner == p.me:
		return p.own(r.a), nil
	case p.alive(r.owner):
		return flow.Attempt{}, flow.ErrOwned
	case p.Lost != nil:
		return flow.Attempt{}, p.Lost
	}
	r.owner = p.me
	r.a.Epoch++
	return p.own(r.a), nil
}

func (p *process) Release(_ context.Context, a flow.Attempt) error {
	if r := p.byNo[a.OutTradeNo]; r != nil && r.owner == p.me && r.a.Epoch == a.Epoch {
		r.owner = ""
	}
	return nil
}

func (p *process) Read(_ context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	r := p.byNo[no]
	if r == nil {
		return flow.Attempt{}, false, flow.ErrUnknown
	}
	driven := p.alive(r.owner)
	return p.own(r.a.AsRead(driven)), driven, nil
}

// where returns the attempts that a condition picks, oldest first.
func (m *Memory) where(pick func(*record) bool) []flow.Attempt {
	var picked []*record
	for _, r := range m.rows {
		if pick(r) {
			picked = append(picked, r)
		}
	}
	all := make([]flow.Attempt, len(picked))
	for i, r := range picked {
		a := &all[i]
		if *a = r.a; r.unshown {
			*a = a.AsRead(m.alive(r.owner))
		}
		a.Refunds, a.Adoptions, a.AdoptedAt = slices.Clone(a.Refunds), m.adoptions, m.AdoptedAt
	}
	return all
}

func (p *process) Sale(_ context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	return p.where(func(r *record) bool { return r.a.Sale == key }), nil
}

func (p *process) Pending(context.Context) ([]flow.Attempt, error) {
	return p.where(func(r *record) bool {
		if p.alive(r.owner) {
			return r.pending[1]
		}
		return r.pending[0]
	}), nil
}

func (p *process) Refunding(context.Context) ([]flow.Attempt, error) {
	return p.where(func(r *record) bool { return r.refunding }), nil
}

func (p *process) Refunds(_ context.Context, from, to time.Time) ([]flow.Attempt, error) {
	return p.where(func(r *record) bool { return len(r.a.AcceptedIn(from, to)) > 0 }), nil
}

func (p *process) Press(_ context.Context, lane string, fee flow.Fen) (flow.Press, error) {
	now := flow.Press{Seq: int64(len(p.rows))}
	for _, r := range p.rows {
		if inFlight(r.a) && r.a.MayDuplicate(lane, fee) {
			now.InFlight = append(now.InFlight, r.a.OutTradeNo)
		}
	}
	return now, nil
}

func (p *process) PossibleDuplicates(_ context.Context, lane string, fee flow.Fen, since flow.Press) (all []flow.PossibleDuplicate, err error) {
	for _, r := range slices.Backward(p.rows) {
		young := r.a.Seq > since.Seq || slices.Contains(since.InFlight, r.a.OutTradeNo)
		if r.a.MayDuplicate(lane, fee) && (young || inFlight(r.a)) {
			driven := p.alive(r.owner)
			all = append(all, flow.PossibleDuplicate{Attempt: p.own(r.a.AsRead(driven)), Driven: driven})
		}
	}
	return all, nil
}

// inFlight reports whether the end of an attempt is not known or not shown.
func inFlight(a flow.Attempt) bool { return a.State != flow.Paid || !a.Shown }

func newestFirst(all []flow.Attempt) []flow.Attempt {
	slices.Reverse(all)
	return all
}

func (p *process) Find(_ context.Context, text string) ([]flow.Attempt, error) {
	exact := p.where(func(r *record) bool {
		return string(r.a.OutTradeNo) == text || r.a.TransactionID == text && text != "" || !r.a.RefMinted && r.a.Sale.Ref == text
	})
	exact = newestFirst(exact)
	ending := newestFirst(p.where(func(r *record) bool {
		is := slices.ContainsFunc(exact, func(a flow.Attempt) bool { return a.OutTradeNo == r.a.OutTradeNo })
		return !is && len(text) >= 4 && (strings.HasSuffix(string(r.a.OutTradeNo), text) || strings.HasSuffix(r.a.TransactionID, text))
	}))
	if found := append(exact, ending[:min(len(ending), 20)]...); len(found) > 0 || text == "" {
		return found, nil
	}
	return newestFirst(p.where(func(r *record) bool { return hasRefund(r.a, text) })), nil
}

// hasRefund reports whether a number is that of a refund of an attempt, or one that we
// make for it.
func hasRefund(a flow.Attempt, number string) bool {
	return refund.IsOurs(string(a.OutTradeNo), number) || slices.ContainsFunc(a.Refunds, func(e refund.Entry) bool {
		return e.Number == number || e.RefundID == number
	})
}

func (p *process) List(_ context.Context, f flow.Filter) ([]flow.Attempt, error) {
	all := newestFirst(p.where(func(r *record) bool {
		at := r.a.ListedAt()
		return !at.Before(f.From) && (f.To.IsZero() || at.Before(f.To)) &&
			(f.State == "" || f.State == r.a.State) && (f.Lane == "" || f.Lane == r.a.Lane) &&
			(f.Cashier == "" || f.Cashier == r.a.Cashier) && (!f.Resolved || r.a.ByHand()) && (!f.Refunded || r.a.AnyBack()) &&
			(f.RefundsFrom.IsZero() || r.a.Refunds.AnySince(f.RefundsFrom))
	}))
	if f.Limit > 0 {
		all = all[:min(len(all), f.Limit)]
	}
	return all, nil
}

func (p *process) Timeline(_ context.Context, no flow.OutTradeNo) ([]flow.Event, error) {
	r := p.byNo[no]
	if r == nil {
		return nil, flow.ErrUnknown
	}
	return slices.Clone(r.events), nil
}

func (p *process) SuspendSales(_ context.Context, kind flow.Suspension, why string) error {
	if p.Copy {
		return flow.ErrCopy
	}
	if why == "" {
		delete(p.suspended, kind)
	} else {
		p.suspended[kind] = why
	}
	return nil
}

func (p *process) SalesSuspended(context.Context) (map[flow.Suspension]string, error) {
	return p.suspended, nil
}

func (p *process) Beat(_ context.Context, now time.Time) error {
	if p.Copy {
		return flow.ErrCopy
	}
	p.beat = now
	return nil
}

func (p *process) LastBeat(context.Context) (time.Time, error) { return p.beat, nil }

// Note writes down what a person did at a till.
func (m *Memory) Note(_ context.Context, e flow.PersonEvent) error {
	if m.Copy {
		return flow.ErrCopy
	}
	e.N = len(m.people) + 1
	m.people = append(m.people, e)
	return nil
}

// PersonEvents returns what people did on a lane, "" is all lanes, newest first.
func (m *Memory) PersonEvents(_ context.Context, lane string, limit int) (all []flow.PersonEvent, err error) {
	for _, e := range slices.Backward(m.people) {
		if (e.Lane == lane || lane == "") && (limit <= 0 || len(all) < limit) {
			all = append(all, e)
		}
	}
	return all, nil
}
