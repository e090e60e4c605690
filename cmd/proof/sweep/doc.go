// Command sweep tries to make the checkout lose money. It plays sales by the
// hundred thousand: the real flow, the real codecs and signatures, the real
// device adapter and both simulators, in one goroutine and in virtual time.
// Requests and replies are lost, late, doubled and forged, customers change
// their minds, machines sleep, and the power fails at any call and any write, a
// third of the time once more while recovery runs. When a sale has come to
// rest, what WeChat's book says is held against what the till says, and both
// against what the cashier was told.
//
// With -mode exhaustive nothing is left to chance: every combination of up to
// two faults and two power cuts over a sale's first calls and steps is played,
// and a plan that fails is played again by its name (-plan).
//
// With -mode lanes several tills and recoverers share one journal and one book.
// They take turns in one loop, and any of them may be suspended at any call of a
// port, past its lease and past send_by, killed, given up, and woken: what it
// does then, the others have done already. Its control takes the journal's
// compare-and-set away, and must find rules broken. A third of these worlds sell
// one amount without a reference: of two presses of which neither was made after
// the other's end was known, one is charged at most.
//
// With -mode sqlite the journal is the real one: a file on a disk in memory. A
// power cut leaves a copy of what lay there at that moment, and the next life
// opens it; everything that was acknowledged must read back, and at the end each
// row is rebuilt from its events. Its control loses the WAL. A world takes the
// same course there as in memory.
//
// Everything follows from one number: sweep -mode M -seed N -n 1 -v plays that
// world again and tells its story.
//
// Not here: sockets, goroutines that race, a disk that loses what it has not
// synced (powercut beside this folder). Without -mode sqlite the journal is the one in
// memory that passes the same suite as the real one.
//
// The lanes are less strict than one till in three places. A lane that is woken
// inside send_by may still pay when another has begun to ask, and one woken in
// the middle of a reversal may send one more reverse; neither is possible for an
// attempt that is final. And a refusal that was true when WeChat was asked may be
// told after the suspension in which it ceased to be: the closing of its number
// finds the charge.
//
// Read world.go first, then play.go and check.go; for lanes lanes.go,
// lanes_pause.go and lanes_play.go; for the real journal sqlite.go.
package main
