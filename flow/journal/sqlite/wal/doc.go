// Package wal reads SQLite's write-ahead log and finds what it has lost.
//
// SQLite reads a WAL up to the first frame whose checksum does not hold, because
// a power cut leaves such a frame of a transaction that nobody was told of. A
// frame that was whole once and then lost a bit looks the same to it, and what
// comes after, acknowledged sales among it, would be gone without a word.
//
// The two can be told apart where the processes' index is still there (index.go):
// it knows how many frames were whole. Where it is gone, every transaction was
// synced before the next one, so a power cut harms the last one alone; and a frame
// that one other bit would make whole is refused. A WAL that was cut between two
// transactions and has no index any more looks like an older one: nothing in the
// file can tell.
//
// Decided on 2026-11-28: a frame that lacks one bit is refused, not given it back.
// What lost wrote into the one file that a person may still want to look at, for a
// damage of which a copy is the remedy anyway.
//
// Not here: writing, which is SQLite's alone, and whether another process writes
// just now, which package sqlite knows by its locks.
//
// Read wal.go, then index.go.
package wal
