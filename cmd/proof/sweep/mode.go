package main

import (
	"fmt"
	"strings"

	"facetill/cmd/proof/lanes"
	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/world"
)

// mode is a kind of world.
type mode struct {
	name string
	// play takes a world from its first call to its last rest. With tell it keeps
	// the world's story.
	play   func(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation)
	wanted []string // marks that some thousand worlds must reach
}

// modes are the kinds of worlds; the first one is meant where none is named.
var modes = []mode{
	{"sweep", playOne, world.Wanted},
	{"lanes", func(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
		return lanes.Play(seed, st, tell, false)
	}, lanes.Wanted},
	{"sqlite", func(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
		return playSQLite(seed, st, tell, false)
	}, world.Wanted},
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

// one plays the world of a seed. The failure is nil where no rule was broken.
func (m mode) one(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Failure) {
	w, v := m.play(seed, st, tell)
	if v == nil {
		return w, nil
	}
	return w, &seeds.Failure{Violation: *v, Replay: fmt.Sprintf("sweep -mode %s -seed %d -n 1", m.name, seed)}
}

// playOne plays the world of a seed with one till.
func playOne(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
	w := world.New(seed, st)
	w.Tell = tell
	v := w.Play()
	w.Done()
	return w, v
}
