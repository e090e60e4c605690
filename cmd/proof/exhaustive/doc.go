// Package exhaustive plays every combination of up to two faults and two power
// cuts over a sale's first calls and steps: no dice, so nothing is missed for being
// rare. A plan says what goes wrong and where; it is played, and wherever its course
// passed a call or a point at which one more thing could have gone wrong, a longer
// plan follows. Two plans that differ have different courses or the same end. A
// plan that fails is played again by its name.
//
// Not here: what a world is made of (package world). Read exhaustive.go.
package exhaustive
