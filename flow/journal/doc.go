// Package journal keeps the facts of the checkout in SQLite: one file beside
// the configuration, no server. It fills [flow.Journal].
//
// The append-only event table is the truth. The attempt row is its projection
// and is written in the same transaction, so that lists are fast and the two can
// never differ; Verify rebuilds every row from its events to prove it. Each event
// carries a hash over the one before it.
//
// Three things are refused by the database itself and not only by code: a second
// blocking attempt of a sale (a partial unique index; CHECKs tie the column to
// the state), a second driver (version and epoch are compared in the UPDATE), and
// a change to what happened (triggers on event).
//
// Several processes share the file. Who drives an attempt is an owner: an id for
// which its process holds an operating-system lock (owner.go) that dies with it.
// The locks lie beside the file itself, wherever a link to it lies: a hard link
// or a second mount of its folder would hide them, and is not to be used.
//
// A commit that fails is in doubt, so it is read again, on a connection of its
// own, before Append believes either way.
//
// A bit that flips on the disk is refused by name and never read as a state.
// SQLite has no check of its pages, so each row has a sum over its fields and one
// over its driver (sum.go). A damaged index hides rows, so each set that is
// listed has a tally, and the attempts of a reference stand in two lists
// (tally.go, read.go, list.go); a number is unknown only where it has no events
// either. The tables themselves are under a seal (seal.go), and the file's header
// is what it must be (whole.go). The sums are for accidents, not for forgers. A
// heartbeat has none: it decides about a warning alone.
//
// A journal that is gone or empty beside what shows that there was one is not
// made anew (place.go): a till that began from nothing would charge again what is
// open. An older journal is brought up to date in one transaction, beside a copy
// of it; the rows are made anew from their events, which must be whole (resum.go).
//
// On a full disk 2 MB are thrown out that were kept for that (ballast.go): what a
// running sale comes to is written, claims and stops of new sales are, and no
// sale and no intent is written until they can be set aside again. Where they
// cannot be set aside for another reason, sales go on without.
//
// Where nothing can be written beside the file it is opened for reading, if it
// was not opened to sell: every write is ErrReadOnly (readonly.go). A journal
// that nobody uses is read as it lies; one with a WAL only where the WAL's index
// is there, too.
//
// Only one query text is used, with $n in ascending order and no dialect, so
// that a shared store can speak it too. Times are integer milliseconds, truth
// values 0 and 1. WAL, synced before a fact is acknowledged: it survives a power
// cut. SQLite older than 3.51.3 is refused, because it can damage a WAL.
//
// The engine is a function that opens the file (engine.go), because one thing
// cannot be tried on the till's own: the power cut. Package powercut, a module of
// its own, plays it with another build of SQLite on a disk that forgets, and this
// package's code and statements unchanged.
//
// PAID that was never told stops a sale of its amount whatever its age: stricter
// than ten minutes, and no clock is asked.
//
// SQLite reads a WAL up to the first frame that does not hold and says nothing. One
// that lost a bit or a sector of what was acknowledged is refused (wal.go), and so
// is one that was cut short, where its index is still there (walindex.go). Without
// index a single bit is mended, or refused where two come into question
// (walbit.go). A WAL that was cut and has no index any more looks like an older
// journal: nothing in the file can tell.
//
// A process opens a journal once. On POSIX systems to close a file lets go of all
// that the process has locked of it, and Open looks into the file itself.
//
// Not here: the chain of stores on PostgreSQL.
//
// Read migrations/0001.sql and 0002.sql, then open.go and append.go.
package journal
