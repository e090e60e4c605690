// Command mutation plants one bug after another into the till and sees that each
// is caught: by the sweep within 20,000 sales, or by a test with a name. A proof
// that passes whatever the code does proves nothing; this is the control of all
// proofs at once.
//
// A bug is a patch, testdata/*/*.patch: the money rule that it breaks, what the
// till then does, who has to notice it, and a unified diff with as little beside
// the change as finds its place. Lines are found by their text, which stands in
// the file exactly once, never by their numbers, so that whatever moves beside
// them does not matter. It is compiled through the overlay of the go command: the
// tree is never touched, and two bugs can be looked at side by side. What an
// overlay cannot show, git apply --unidiff-zero plants into a tree.
//
// A patch that does not fit is an error here and in this package's tests, never a
// bug that was caught; -mend finds the lines that moved to another file, and names
// the nearest place of the others. What does not compile is an error, too, and so
// is a catcher that breaks down in a way of its own. The first row of every run is
// the control of the control: the same files through the same overlay with nothing
// changed, and every catcher has to be green on it.
//
// The folders of testdata are by who found the bugs and what they are about:
// answer, device, guard, journal, pay, restart, reversal, window and words by the
// chapters of the money rules; entry is rule 0; people is who stands at the till, closes
// how a day ends, bill is WeChat's bill, and checkout what lies between a screen and the
// flow; case-1 to case-13 in counter were found by a cashier with a scanner. A patch with
// the line "case: 27" was reported by
// callers of the built program, or by whoever owns its files. With -sales those alone
// are looked at: first by the shop, where a world is made of what they change.
//
// Decisions:
//   - 2026-11-28: patches instead of tables of string edits in Go, which nobody
//     could apply, and whose text was quoted twice over.
//   - 2026-11-28: no switch in the product that turns a rule off. A till that
//     charges people must not contain a way to charge them twice, be it behind a
//     flag, a build tag or an unexported variable, and a seam shows only that the
//     seam matters. The price is that patches go stale when the code moves.
//
// Not here: the catchers. The sweep is beside this folder; the tests lie beside
// what they test. The overlay is lab's; bugs that nobody thought of are mutagen's.
//
// Read mutant.go first, then patch.go (how a bug is read), plant.go (how it gets
// into the text) and catch.go (who notices). sample.go draws the bugs of a short
// run, sales.go those that were reported, mend.go writes stale patches anew.
package main
