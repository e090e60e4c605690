// Package hands is who stands at the keys of a counter: typists, scanners, a key
// that is held down, and what of it comes to a program. They are drawn by dice and
// know nothing of the till, its screen or its pages.
//
// What of money rule 0.1 is here is the proof's own reckoning, not the till's: what
// an amount is worth, which marks tell a scan from a typist, and which code came
// whole.
//
// Not here: what they mean, and who judges it (command counter).
//
// Read keys.go first, then persons.go and scans.go.
package hands
