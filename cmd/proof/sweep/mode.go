package main

import (
	"fmt"
	"strings"
)

// mode is a kind of world.
type mode struct {
	name string
	// play takes a world from its first call to its last rest. With tell it keeps
	// the world's story.
	play   func(seed uint64, st *stats, tell bool) (*world, *violation)
	wanted []string // marks that some thousand worlds must reach
}

// modes are the kinds of worlds; the first one is meant where none is named.
var modes = []mode{
	{"sweep", playOne, wanted},
	{"lanes", func(seed uint64, st *stats, tell bool) (*world, *violation) { return playLanes(seed, st, tell, false) }, wantedLanes},
	{"sqlite", func(seed uint64, st *stats, tell bool) (*world, *violation) { return playSQLite(seed, st, tell, false) }, wanted},
}

func modeNames() string {
	names := make([]string, len(modes))
	for i, m := range modes {
		names[i] = m.name
	}
	return strings.Join(names, ", ")
}

func modeOf(name string) (mode, error) {
	for _, m := range modes {
		if m.name == name {
			return m, nil
		}
	}
	return mode{}, fmt.Errorf("mode %q is none: say one of %s", name, modeNames())
}

// failure is a world that broke a rule, and how to see it again.
type failure struct {
	mode  string
	seed  uint64
	plan  string // of the exhaustive mode, which has no seeds
	v     violation
	story []string
}

func (f failure) String() string {
	if f.plan != "" {
		return fmt.Sprintf("rule %s: %s\n  replay: go run ./cmd/proof/sweep -mode exhaustive -plan %q -v", f.v.rule, f.v.what, f.plan)
	}
	return fmt.Sprintf("rule %s: %s\n  replay: go run ./cmd/proof/sweep -mode %s -seed %d -n 1 -v", f.v.rule, f.v.what, f.mode, f.seed)
}

// one plays the world of a seed. nil: no rule was broken, and no story asked for.
func (m mode) one(seed uint64, st *stats, tell bool) *failure {
	w, v := m.play(seed, st, tell)
	if v == nil {
		if tell {
			return &failure{seed: seed, story: w.story}
		}
		return nil
	}
	return &failure{mode: m.name, seed: seed, v: *v, story: w.story}
}

// playOne plays the world of a seed with one till.
func playOne(seed uint64, st *stats, tell bool) (*world, *violation) {
	w := newWorld(seed, st)
	w.tell = tell
	v := w.play()
	st.worlds++
	st.hours += w.now.Hours()
	return w, v
}
