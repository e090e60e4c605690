package main

import (
	"fmt"
	"io"
	"time"
)

// stats is what a run did, for its closing line.
type stats struct {
	entries, keys, scans, codes, prefixed, decisions, nobodys int
	typists, first                                            int // sales of typists, and those that began at the first try
	places                                                    map[string]int
	missed                                                    []uint64 // entries whose sale did not begin at the first try
}

func newStats() *stats { return &stats{places: map[string]int{}} }

func (s *stats) typist(w *world, began bool, a *typed) {
	s.typists++
	if began {
		s.first++
		return
	}
	w.tell("   (%q did not begin at the first try; %s)", a.text, w.screen())
	if len(s.missed) < 20 {
		s.missed = append(s.missed, w.seed)
	}
}

// Add joins what was counted beside it.
func (s *stats) Add(o *stats) {
	s.entries, s.keys, s.scans = s.entries+o.entries, s.keys+o.keys, s.scans+o.scans
	s.codes, s.prefixed, s.decisions = s.codes+o.codes, s.prefixed+o.prefixed, s.decisions+o.decisions
	s.nobodys, s.typists, s.first = s.nobodys+o.nobodys, s.typists+o.typists, s.first+o.first
	for name, n := range o.places {
		s.places[name] += n
	}
	s.missed = append(s.missed, o.missed...)
}

// share is how many of the typists' sales began at the first try.
func (s *stats) share() float64 { return 100 * float64(s.first) / float64(max(s.typists, 1)) }

// fewest is the page that was visited least.
func (s *stats) fewest() (n int) {
	n = s.places[places[0].name]
	for _, p := range places {
		n = min(n, s.places[p.name])
	}
	return n
}

func (s *stats) print(w io.Writer, wrong int, took time.Duration) {
	fmt.Fprintf(w, "counter: %d entries, %d pages and states (%d each at least), %d keys, %d scans, %d codes charged, %d decisions, %d typists' sales, %.3f%% at the first try, %d wrong, %v\n",
		s.entries, len(places), s.fewest(), s.keys, s.scans, s.codes, s.decisions, s.typists, s.share(), wrong, took.Round(time.Millisecond))
}
