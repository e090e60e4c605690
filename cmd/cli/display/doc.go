// Package display is the socket between a till and its customer's displays.
//
// What is here: the end of the till and the end of a display (feed.go), the newest state
// for each of so many displays (newest.go), where they find each other, and whether that
// place is this user's (place.go), and whom the system says the other end to be
// (peer_linux.go and its neighbours).
//
// What is not here: the words of what a display is told (flow/till), how it looks (tui).
//
// Read feed.go first, then place.go.
//
// Decisions:
//
//   - The socket hangs in a 0700 folder of the user's own, not beside the journal:
//     that folder may be others' to write (2026-11-28). A place that somebody else has
//     is told and left alone, because removing what is not ours could be what they
//     want.
//   - Each display has room for one state, the newest; one that does not read is
//     dropped after two seconds, in a goroutine of its own.
package display
