// Package hands is who stands at the keys of a counter: typists, scanners, a key
// that is held down, and what of it comes to a program. They are drawn by dice and
// know nothing of the till, its screen or its pages.
//
// What of money rule 0.1 is here is the proof's own reckoning, not the till's: what
// an amount is worth, which marks tell a scan from a typist, which code came whole,
// and which presses of a key belong together.
//
// Not here: what they mean, and who judges it (command counter).
//
// Read keys.go first, then persons.go and scans.go; delivery.go is the way of the keys to
// a program, presses.go what can be said of keys that went down.
package hands
