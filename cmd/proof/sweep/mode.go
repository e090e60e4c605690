package main

import (
	"fmt"
	"slices"
	"strings"

	"facetill/cmd/proof/checkout"
	"facetill/cmd/proof/lanes"
	"facetill/cmd/proof/seeds"
	"facetill/cmd/proof/shops"
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
var modes = []mode{{"sweep", playMixed, slices.Concat(world.Wanted, shops.Wanted, checkout.Wanted)},
	{"shops", shops.Play, shops.Wanted}, {"checkout", checkout.Play, checkout.Wanted}, {"lanes", lanes.Play, lanes.Wanted}, {"sqlite", playSQLite, world.Wanted}}

func modeNames() string {
	var names []string
	for _, m := range modes {
		names = append(names, m.name)
	}
	return strings.Join(names, ", ")
}

func modeOf(name string) (mode, error) {
	i := slices.IndexFunc(modes, func(m mode) bool { return m.name == name })
	if i < 0 {
		return mode{}, fmt.Errorf("mode %q is none: say one of %s", name, modeNames())
	}
	return modes[i], nil
}

// one plays the world of a seed. The failure is nil where no rule was broken.
func (m mode) one(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Failure) {
	w, v := m.play(seed, st, tell)
	return w, seeds.Failed(v, "sweep -mode %s -seed %d -n 1", m.name, seed)
}

// Of how many worlds of a sweep one is a shop, and one has a cashier at a screen, which
// costs seven times as much as the others.
const (
	eachShop   = 5
	eachScreen = 33
)

// playMixed plays the world of a seed: one till and one sale, a shop, or a cashier.
func playMixed(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
	switch {
	case seed%eachScreen == 1:
		return checkout.Play(seed, st, tell)
	case seed%eachShop == 0:
		return shops.Play(seed, st, tell)
	}
	return playOne(seed, st, tell)
}

// playOne plays the world of a seed with one till.
func playOne(seed uint64, st *world.Stats, tell bool) (*world.World, *seeds.Violation) {
	w := world.New(seed, st)
	w.Tell = tell
	return w, w.Play()
}
