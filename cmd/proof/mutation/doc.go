// Command mutants plants one bug after another into the till and sees that each
// is caught: by the sweep within 20,000 sales, or by a test with a name. A proof
// that passes whatever the code does proves nothing; this is the control of all
// proofs at once.
//
// A bug is a patch of source text: in this file, this text, which stands there
// exactly once, becomes that text. It is compiled through the overlay of the go
// command, so the tree is never touched, and two bugs can be looked at side by
// side. The alternative, a switch in the product that turns a rule off, was
// refused: a till that charges people must not contain a way to charge them
// twice, be it behind a flag, a build tag or an unexported variable, and a seam
// shows only that the seam matters. The price is that the table goes stale when
// the code moves. A stale row is an error here and in this package's tests,
// never a bug that was caught.
//
// What does not compile is an error, too, and so is a catcher that breaks down
// in a way of its own. The first row of every run is the control of the control:
// the same files through the same overlay with nothing changed, and every
// catcher of the table has to be green on it.
//
// Not here: the catchers. The sweep is the parent folder; the tests lie beside
// what they test.
//
// mutant.go says what a row is, table_*.go are the rows by the chapters of the
// money rules, sample.go draws the rows of a short run, plant.go writes the overlay,
// catch.go builds and runs a catcher.
package main
