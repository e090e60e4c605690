// Package journal is the text of the journal that every engine has: the schema and
// its migrations, the statements, the rows and their sums, the lists and Verify. It
// fills [flow.Journal] on a database that an engine has opened: package sqlite, one
// file beside the configuration, and for a chain of stores one to come on a server.
//
// The append-only event table is the truth. The attempt row is its projection
// and is written in the same transaction, so that lists are fast and the two can
// never differ; Verify rebuilds every row from its events to prove it. Each event
// carries a hash over the one before it.
//
// Three things are refused by the database itself and not only by code: a second
// blocking attempt of a sale (a partial unique index; CHECKs tie the column to
// the state), a second driver (version and epoch are compared in the UPDATE), and
// a change to what happened (triggers on event). A driver is the id of a process, of
// which the engine knows whether it lives.
//
// A commit that fails is in doubt, so it is read again, on a connection of its
// own, before Append believes either way.
//
// A bit that flips on the disk is refused by name and never read as a state. Not
// every engine checks its pages, so each row has a sum over its fields and one
// over its driver (sum.go). A damaged index hides rows, so each set that is
// listed has a tally, and the attempts of a reference stand in two lists
// (tally.go, rows.go, list.go); a number is unknown only where it has no events
// either. The tables themselves are under a seal (meta.go). The sums are for
// accidents, not for forgers. A heartbeat has none: it decides about a warning alone.
//
// The rows of an older journal are made anew from their events, which must be whole,
// in the transaction that brings the schema up to date (migrate.go, resum.go). Each
// later transaction looks at the schema: where locks do not hold, a newer process may
// have done that beside it.
//
// Only one query text is used, with $n in ascending order and no dialect, so
// that a shared store can speak it too. Times are integer milliseconds, truth
// values 0 and 1.
//
// All attempts stand in one sequence (sequence.go), because the guard of money rule
// 5.3 has to know which of two was opened first, and clocks cannot tell. PAID that was
// never shown stops a sale of its amount whatever its age: stricter than ten minutes,
// and no clock is asked.
//
// The columns ask_code and reason hold several fields of an attempt, of which it never
// has two (columns.go, [flow.Attempt.WithReason], 2026-11-28): each was one field once,
// and its text stays, because sums and journals of before are over it. What lost is a
// column more, which would make every row anew for a word that can be told apart.
//
// Terms, breakdown and face are one text each (2026-11-30): no list asks anything of them. What
// lost: eleven columns, and one more for each field that WeChat adds.
//
// The refunds of an attempt are rows of a table of their own (refunds.go, 2026-11-29),
// written behind its row in the same transaction; its row has their number, and each
// has a sum. What lost is one column of JSON: no list by the day of acceptance, and no
// look-up by a number. Their numbers are no unique index: what WeChat has is written
// down, whatever number it has, and ours are made of the attempt's own.
//
// Each attempt that is read has the number of the journal's adoptions beside it, and the
// facts that begin or send a refund get it as they are appended, as Seq is filled in
// (money rule 4b.12, 2026-11-29). What lost: facts written by whoever adopts, which would
// move every attempt on behind its driver's back.
//
// Beside it is when that was last, from the home that an adoption writes: for a quarter of
// an hour no refund is begun (flow/refund.UntilAdopted). What lost: the number alone, by
// which nobody can tell an adoption of a moment ago from one of last year; and the wall
// clock alone, which ended the wait when somebody set it forward (2026-11-30).
//
// What people do at the tills (person.go, 2026-11-29) is one chain over all lanes. What
// lost: a chain a lane, of which a lost one would never be missed.
//
// The lines of the ledger (lines.go, 2026-11-30) are written beside the facts that make
// them, once: neither a later version nor a later fact changes one, and a record of a day
// that has counted it stays right. A journal of before gets them from its facts, and what
// lies before the day of its newest line is of days that were closed without a number.
// What lost: a view of the facts, which adds up all of them for each day.
//
// The records of business days (closes.go, 2026-11-30) are a chain, made each in one
// transaction with what it says of what is open: a sale that opens meanwhile waits. Their
// text is not the journal's; what it holds them by is the chain, and a digest over the lines
// that each counted. What lost: sums in columns, which a newer version would want to change.
//
// # The seam to an engine
//
// An engine embeds a [Journal] and is its [Medium] (journal.go). It opens and closes
// the *sql.DB, makes and migrates by Bring, and says what a copy, a full disk or a
// lost file refuses. The journal begins every transaction and knows no file, no lock
// and no dialect. A driver's words become errors of flow and of this package in one
// place, Medium.Explain; Commit is the engine's, because it may fail in its own ways.
//
// Decided on 2026-11-28. What lost: an engine that hands out transactions, because
// the fences of a fact and of its row must be of one; and a port for queries of our
// own instead of database/sql, because it would repeat what every driver speaks. A
// connection that must not be shared, after a commit in doubt, is asked for by
// Another. Schema, owner and place are the engine's to check before Open returns.
//
// The tests here play on a medium of their own, without a disk, each of whose calls
// fails once (medium_test.go, 2026-11-29): sqlite's tests, which were all that there
// were, notice a line as well, but take ten times as long and say less of where.
//
// Not here: where a journal lies and whether it is a copy (package sqlite).
//
// # What has left
//
// Facts of sales that ended long ago may leave for an archive, a file that has them whole
// (archive.go, migrations/0007.sql, 2026-11-30). Their events alone leave: attempt, refunds,
// references, lines and records stay, because a number or a reference that was charged must
// be known for ever (money rules 1.3, 5.4), and because sequence, tallies of days, and the
// digests of records are over them. To take the rows as well lost: it needs a stub for each
// of those, which is the row again.
//
// A mark of each names the archive and the head of its chain, which the row has, too. Marks
// and archives are added alone, with sums, a chain and tallies as the rest. The database lets
// go of the facts of what has a mark, gives a mark to what is at its end alone, and takes no
// fact behind one; Append, Claim and Timeline say where the facts are ([flow.ArchivedError]).
// The tally of facts counts them as still there: by it a witness knows an older copy. Verify
// holds a row against its mark, and lines by their sums, tallies and records alone.
//
// A later schema makes rows anew from facts; of what has left it keeps the row, held against
// the sum of the schema before (resum.go; since in sum.go names columns that came later, and
// what an old row has in those is their zero). What lost: the state as one last fact, which
// is the row once more; and to refuse such a migration, which would end a journal's life.
//
// Move takes some sales at a time, each with the head that the archive was seen to have, in
// one transaction. What lost is one for all: a till beside it would wait until its engine
// gives up, in the middle of a sale. Killed between two, the rest is in both places.
//
// Read migrations/0001.sql to migrations/0008.sql, then journal.go and append.go.
package journal
