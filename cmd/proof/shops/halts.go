package shops

import (
	"context"
	"time"

	"facetill/cmd/proof/turns"
	"facetill/cmd/proof/world"
	"facetill/flow"
)

// halts is what is judged of the stops of new sales (money rules 1.6 and 7.3): the
// journal has them, every process reads them before a sale, and WeChat's own answer
// alone lifts them.
type halts struct {
	w       *world.World
	turns   *turns.Turns
	since   map[standing]time.Duration
	tried   map[standing]time.Duration    // to be written, the last time
	pressed map[*turns.Hand]time.Duration // when the press under way was made
}

// standing is a stop in a journal: of several, each has its own.
type standing struct {
	disk world.Disk
	kind flow.Suspension
}

func (h *halts) at(kind flow.Suspension) standing { return standing{h.w.Opened(), kind} }

func newHalts(w *world.World, course *turns.Turns) *halts {
	return &halts{w: w, turns: course, since: map[standing]time.Duration{}, tried: map[standing]time.Duration{},
		pressed: map[*turns.Hand]time.Duration{}}
}

// plan is whether WeChat refuses something of this shop's for a while.
func (h *halts) plan() {
	r := h.w.Rng
	if r.IntN(4) != 0 {
		return
	}
	kind := []flow.Suspension{flow.SuspendedByCertificate, flow.SuspendedByKey}[r.IntN(2)]
	from := time.Duration(r.IntN(300)) * time.Second
	h.w.Refusal = world.Refusal{Kind: kind, From: from, Until: from + time.Duration(1+r.IntN(20))*time.Minute, Words: r.IntN(2) == 0}
}

// rule is the money rule of a stop.
func rule(kind flow.Suspension) string {
	if kind == flow.SuspendedByKey {
		return "7.3"
	}
	return "1.6"
}

// wrote is a stop that was written, or lifted.
func (h *halts) wrote(kind flow.Suspension, why string) {
	h.w.Stats.Checks++
	if why != "" {
		h.w.Note("sales stop: %s", why)
		h.w.Stats.Mark("sales stop: " + string(kind))
		h.since[h.at(kind)] = h.w.Elapsed()
		return
	}
	if got := h.w.Heard; !got.Own || !got.Asks(kind) || got.At != h.w.Elapsed() {
		h.w.Broken(rule(kind), "the stop by the %s was lifted, and WeChat's answer to %q was not its own", kind, got.Path)
	}
	h.w.Note("sales go on")
	h.w.Stats.Mark("sales go on")
	delete(h.since, h.at(kind))
}

// opened is a sale that begins: no stop stood when it was asked for.
func (h *halts) opened(a flow.Attempt) {
	h.w.Stats.Checks++
	at, asked := h.pressed[h.turns.Turn()]
	for _, kind := range []flow.Suspension{flow.SuspendedByCertificate, flow.SuspendedByKey} {
		if since, stands := h.since[h.at(kind)]; stands && asked && since <= at {
			h.w.Broken(rule(kind), "%s was opened while sales are stopped by the %s", a.OutTradeNo, kind)
		}
	}
}

// refused is a sale that is stopped: then whoever stopped it asked, and WeChat did not
// answer well.
func (h *halts) refused(e *flow.SalesSuspendedError) {
	h.w.Stats.Checks++
	switch got := h.w.Heard; {
	case got.Own && got.Asks(e.Kind):
		h.w.Broken(rule(e.Kind), "sales stay stopped by the %s, although WeChat takes it: %s", e.Kind, e.Why)
	case got.Refused != "":
		h.w.Stats.Mark("a probe is refused")
	default:
		h.w.Stats.Mark("a probe gets no answer")
	}
}

// reversed sees that a certificate which WeChat refused has stopped the sales before
// anything else is written down.
func (h *halts) reversed(facts []flow.Fact) {
	_, stands := h.since[h.at(flow.SuspendedByCertificate)]
	for _, f := range facts {
		if _, is := f.(flow.ReverseAnswered); is && h.w.Heard.Refused == flow.SuspendedByCertificate && !stands {
			h.w.Broken("1.6", "WeChat refuses the certificate of a reverse, and sales go on")
		}
	}
}

// asking sees that a key which WeChat refused, of a payment and then of the query about
// it, has stopped the sales before anything else is asked.
func (s *shop) asking() {
	got := s.w.Heard
	if got.Refused != flow.SuspendedByKey || !got.Asks(flow.SuspendedByKey) {
		return
	}
	a, _, err := s.opened().Process("witness").Read(context.Background(), got.No)
	if at, is := s.halts.tried[s.halts.at(flow.SuspendedByKey)]; err == nil && a.PayAnswer == flow.AnswerRejected && (!is || at < got.At) {
		s.w.Broken("7.3", "WeChat refuses the key of the payment and of a query of %s, and sales go on", got.No)
	}
}

// Fate is decided by dice; whoever asks has done what the last answer wanted.
func (s *shop) Fate(path string) world.Fate {
	s.asking()
	return s.Alone.Fate(path)
}

// Wrote is what the journal took.
func (s *shop) Wrote(no flow.OutTradeNo, facts []flow.Fact) {
	s.halts.reversed(facts)
	s.adopted.wrote(s.opened(), facts, s.clock != nil)
	s.people.Wrote(s.opened(), no, facts)
}

func (j openings) SuspendSales(ctx context.Context, kind flow.Suspension, why string) error {
	j.s.halts.tried[j.s.halts.at(kind)] = j.s.w.Elapsed()
	err := j.Journal.SuspendSales(ctx, kind, why)
	if err == nil {
		j.s.halts.wrote(kind, why)
	}
	return err
}

// probe is a till's question at its start, whether WeChat takes its certificate.
func (t *tillAt) probe(p *world.Till) {
	if t.probed == p || p.Identity.Simulated {
		return
	}
	t.probed = p
	t.s.w.Stats.Mark("the certificate is asked about at the start")
	t.s.app(p).ProbeCertificate(context.Background())
}

// goesOn is one customer more when all is at rest: a stop does not stay for ever.
func (s *shop) goesOn(p *world.Till) {
	if s.w.Refusal.Kind == "" {
		return
	}
	sale, err := p.Begin(flow.SaleRequest{TotalFee: 1, Ref: "the last one", Method: flow.MethodFace})
	if err != nil {
		s.w.Broken(rule(s.w.Refusal.Kind), "WeChat takes the %s again, and sales do not go on: %v", s.w.Refusal.Kind, err)
	}
	sale.Cancel("cashier")
	if a, err := sale.Run(context.Background()); err != nil || a.State != flow.Cancelled {
		s.w.Broken("5.8", "a sale that was ended before the camera is %s (%v)", a.State, err)
	}
	s.w.Stats.Mark("the last customer")
}
