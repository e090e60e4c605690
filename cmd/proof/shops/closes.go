package shops

import (
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow/day"
)

// opensLate is a shop that works past the end of its day, and whose days are closed: by two
// at once now and then, and by force.
func (s *shop) opensLate() {
	w := s.w
	if s.clock == nil {
		skew := w.Fault.Skew(w.Rng)
		s.clock = &skew
	}
	if s.people.Cashiers == nil {
		w.Advance(11*time.Hour + 50*time.Minute + s.moment(600))
	}
	for range 2 + w.Rng.IntN(2) {
		at := s.moment(2400)
		for range 1 + w.Rng.IntN(2) {
			s.start("closes", at, func() { visitor{shop: s}.closeDay() })
		}
	}
}

// closeDay closes the day that is due.
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
	_, err := s.books.Close(s.app(p), day.Request{Force: force})
	if err != nil && !s.displaced(err) && !s.refusedPIN(err) {
		s.w.Broken("4b.11", "a close ended with %v", err)
	}
}

// closesAll closes what is due when all is at rest, a day later. What is open waits for a
// person, who forces it.
func (s *shop) closesAll(p *world.Till) {
	s.w.CrashAt = 0
	s.w.Advance(s.w.Elapsed() + 24*time.Hour)
	for range 4 {
		made, err := s.books.Close(s.app(p), day.Request{Force: true})
		if err != nil && !s.refusedPIN(err) {
			s.w.Broken("4b.11", "a close at rest ended with %v", err)
		}
		if !made {
			break
		}
	}
	s.books.AtRest(s.disk)
}
