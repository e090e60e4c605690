package shops

import (
	"time"

	"facetill/cmd/proof/world"
)

// opensLate is a shop that works past the end of its business day, whenever that begins, and
// whose days are closed: by two at once now and then, and by force.
func (s *shop) opensLate() {
	w := s.w
	if s.clock == nil {
		skew := w.Fault.Skew(w.Rng)
		s.clock = &skew
	}
	s.books.Begins([]time.Duration{0, 0, 4 * time.Hour, 12 * time.Hour}[w.Rng.IntN(4)])
	if s.people.Cashiers == nil {
		w.Advance(11*time.Hour + 50*time.Minute + s.books.Starts + s.moment(600))
	}
	for range 2 + w.Rng.IntN(2) {
		at := s.moment(2400)
		for range 1 + w.Rng.IntN(2) {
			s.start("closes", at, func() { visitor{shop: s}.closeDay() })
		}
	}
}

// closeDay closes the day that is due, or one that somebody names.
func (s visitor) closeDay() {
	force := s.w.Rng.IntN(2) == 0
	s.process(func(p *world.Till) { s.closesOn(p, force) })
}

func (s visitor) closesOn(p *world.Till, force bool) {
	s.closing++
	defer func() { s.closing-- }()
	if s.closing > 1 {
		s.w.Stats.Mark("closed by two at once")
	}
	_, err := s.books.Close(s.app(p), s.books.Asks(force))
	if err != nil && !s.displaced(err) && !s.refusedPIN(err) {
		s.w.Broken("4b.11", "a close ended with %v", err)
	}
}

// closesAll closes what is due when all is at rest, a day later. What is open waits for a
// person, who forces it.
func (s *shop) closesAll(p *world.Till) {
	s.w.CrashAt = 0
	s.w.Advance(s.w.Elapsed() + 24*time.Hour)
	for n := range 6 {
		r := s.books.Asks(true)
		if n > 1 {
			r.Day = time.Time{}
		}
		made, err := s.books.Close(s.app(p), r)
		if err != nil && !s.refusedPIN(err) {
			s.w.Broken("4b.11", "a close at rest ended with %v", err)
		}
		if !made && n > 1 {
			break
		}
	}
	s.books.AtRest(s.disk)
}
