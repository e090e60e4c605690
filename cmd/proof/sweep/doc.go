// Command sweep tries to make the checkout lose money. It plays sales by the
// hundred thousand in the virtual world (package world): the real flow, codecs and
// device adapter, and both simulators, in one goroutine, with faults everywhere and
// power cuts at any call and any write, a third of the time once more while recovery
// runs. When a sale has come to rest, what WeChat's book says is held against what
// the till says, and both against what the cashier heard.
//
// One world of five is a shop (package shops): several customers on one lane. In one of
// 33 a cashier types at the real screen (package checkout). With -mode shops, and with
// -mode checkout, all are.
//
// With -mode exhaustive nothing is left to chance (package exhaustive), with -mode
// lanes several tills share one journal and are suspended anywhere (package lanes).
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
// Not here: sockets, goroutines that race (vtime), a disk that loses what it has not
// synced (powercut). Without -mode sqlite the journal is the one in memory that
// passes the same suite as the real one.
//
// Read main.go first, then mode.go; for the real journal sqlite.go.
package main
