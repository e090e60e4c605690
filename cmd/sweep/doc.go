// Command sweep tries to make the checkout lose money. It plays sales by the
// hundred thousand: the real flow, the real codecs and signatures, the real
// device adapter and both simulators, in one goroutine and in virtual time.
// Requests and replies are lost, late, doubled and forged, customers change
// their minds, machines sleep, and the power fails at any call and any write, a
// third of the time once more while recovery runs. When a sale has come to
// rest, what WeChat's book says is held against what the till says, and both
// against what the cashier was told.
//
// Everything follows from one number: sweep -seed N -n 1 -v plays that sale
// again and tells its story.
//
// Not here: the real journal's file (its suite and the SIGKILL test have it),
// sockets, goroutines. The journal is the one in memory that passes the same
// suite.
//
// Read world.go first, then play.go and check.go.
package main
