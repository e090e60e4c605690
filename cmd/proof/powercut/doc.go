// Package powercut plays power cuts under the real journal: the same Go code and
// the same statements, on a build of SQLite whose files can be taken away. It is
// a module of its own because the product needs none of it, and has tests alone.
//
// disk_test.go is a disk with a volatile cache. What was written since the last
// sync of a file lies in sectors of 512 bytes; when the power goes, each of them
// is there, not there, or torn, by a seeded die, and so are the new size of a
// file, its name when it was never synced, and a removal. Every write, sync,
// truncation and removal can be the last one. What survives lies in real files,
// which the journal looks at before SQLite does.
//
// life_test.go is a till on that disk: sales whose facts are noted outside once
// they are acknowledged. After each cut the journal is opened on what survived:
// every noted fact reads back, Verify finds nothing, and the one fact that was
// under way is there as a whole or not at all. Then it goes on, to the next cut.
//
// cuts_test.go counts. The pragmas are those of the product, asked of it, in its order:
// a setting that forgets loses lives here. The controls must lose acknowledged facts, too:
// SQLite with synchronous NORMAL, and a disk that says it synced and did not.
//
// full_test.go fills the disk at every write of a sale's last fact.
//
// SQLite has no shared memory here, so it holds the journal for itself alone
// (locking_mode EXCLUSIVE) and keeps the WAL's index in the process: what
// flow/journal/sqlite/wal reads is tried by killed processes in cmd/e2e instead.
package powercut
