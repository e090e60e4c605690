// Command mutagen changes the till at random and sees whether its tests notice:
// what nobody thought of, beside the bugs of mutation that somebody did. A test
// that passes whatever a line does proves nothing about the line.
//
// A mutant is one small change: a condition flipped, or one half of it, or a half
// left out; a comparison shifted; a statement, a field or an element of a list
// dropped; a number, a word or a duration changed; another constant of the same
// type; a result that is none. Changes are found by the type checker, so that every
// mutant compiles, and drawn by a seed. It is killed by the tests of its package,
// then, where flow decides, by a sweep of 20,000 sales; one of flow/journal by its own
// tests, then by those of sqlite, then by a sweep of 500 worlds on the file. Tests that
// do not end within ten times what they take by themselves have noticed it, too. Those
// of sqlite wait for a disk: TMPDIR on one in memory halves their time.
//
// What survives is a test that is missing, or a mutant that behaves as the till
// does. The latter stand in testdata/equivalent.txt, each with the reason; they
// are run with all others, and an entry that is killed, or whose line is gone, is
// an error. -only PACKAGE or FILE with -n 0 tries every mutant that there is.
//
// Of the others one in twenty may survive; -most says how many instead. make check
// draws twenty by the tree's hash and allows three: where 95 of 100 are killed, four
// survivors among twenty come once in sixty trees, two once in four. Each is
// printed, and is worth a test. .ci/long draws six hundred, of which thirty may.
//
// Decisions:
//   - 2026-11-29: a mutator of our own. By what is written of gremlins and
//     go-mutesting, neither draws by a seed, kills by a sweep behind the tests of a
//     package, or knows the constants of a type; neither was tried.
//   - 2026-11-29: wx and wx/wire are measured by their own tests alone, although a
//     sweep plays them: what a word of WeChat's means is to be read in a test that
//     names it. wx/transport is measured by those of wx as well.
//   - 2026-11-29: what stands beside an error that is returned is not changed: nobody
//     reads it. Listing each as equivalent lost.
//   - 2026-11-29: the unchanged tree is built into a temporary cache, of which each
//     mutant gets a copy of links that ends with it. The go command's own cache lost:
//     it keeps each mutant for days, and had grown to 49 GB. So did a cache of each
//     mutant's own (it builds the standard library) and GOCACHEPROG (its program
//     would have to read the format of the cache below).
//
// Not here: the overlay, which is lab's. Read mutant.go first, then change.go (what
// is changed), load.go (packages and types), look.go (who notices), limit_unix.go
// (how much memory it may take) and equivalent.go.
package main
