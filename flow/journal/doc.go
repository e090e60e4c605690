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
// Only one query text is used, with $n in ascending order and no dialect, so
// that a shared store can speak it too. Times are integer milliseconds, truth
// values 0 and 1. WAL, synchronous FULL: what was acknowledged survives a power
// cut. SQLite older than 3.51.3 is refused, because it can damage a WAL.
//
// PAID that was never told stops a sale of its amount whatever its age: stricter
// than ten minutes, and no clock is asked.
//
// SQLite reads a WAL up to the first frame that does not hold and says nothing. One
// that lost a bit or a sector of what was acknowledged is refused (wal.go), and so
// is one that was cut short, where its index is still there (walindex.go). A WAL
// that was cut and has no index any more looks like an older journal: nothing in
// the file can tell.
//
// A process opens a journal once. On POSIX systems to close a file lets go of all
// that the process has locked of it, and Open looks into the file itself.
//
// Not here: the chain of stores on PostgreSQL.
//
// Read migrations/0001.sql, then open.go and append.go.
package journal
