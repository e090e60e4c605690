// Package lab is where a changed program is looked at: files are put in the place
// of the real ones through the overlay of the go command, so that the tree is never
// touched and two changes can be looked at side by side; what is built and run in
// it has the change, also where a test builds the program by itself.
//
// Decision, 2026-11-29: one lab for the bugs that somebody thought of (mutation)
// and those drawn at random (mutagen). A second one beside it would have to agree
// with it on what a catcher that breaks down is.
//
// Not here: what is changed, and what counts as caught. Read lab.go.
package lab
