// Package turns lets several work in one world of the proof, side by side and in one
// goroutine: each is a coroutine, and exactly one has the turn, which it lets go of
// wherever it waits. So a shop of tills and calls is as much its seed's as a single sale.
//
// What is here: the course of such a world (Turns), and who works in it (Hand), with the
// machine that they work at and how they are killed.
//
// Not here: what a world is made of (package world), who works in one and what is judged
// of them (package shops), lanes that are suspended in the middle of a call (lanes).
//
// Decision, 2026-11-29: a room of its own, and not a file of package world. A world knows
// nothing of turns but its [world.Course]; the alternative, to move the judge or the
// network out, would have opened the world's insides to them.
//
// Read turns.go.
package turns
