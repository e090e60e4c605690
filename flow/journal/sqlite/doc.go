// Package sqlite keeps a [journal.Journal] in SQLite: one file beside the
// configuration, no server. It knows the file, its locks and its place; rows and
// lists are package journal's, the write-ahead log is package wal's.
//
// SQLite has no check of its pages; the sums of package journal are one, and the
// file's header is what it must be (whole.go).
//
// Several processes share the file. Who drives an attempt is an owner: an id for
// which its process holds an operating-system lock (owner.go) that dies with it.
// The locks lie beside the file itself, wherever a link to it lies: a hard link
// or a second mount of its folder would hide them, and is not to be used.
//
// A journal that is gone, empty or without tables beside what shows that there was
// one (locks, ballast, witness, an index that knows of a lost WAL) is not made
// anew (place.go): a till that began from nothing would charge again what is open.
// Judge finds out what lies at a path for every command, and looks at the kind of
// each part first, because a FIFO holds whoever opens it. A file without tables and
// without such signs is being made: who does not make it waits up to 10 seconds while
// it is younger than that, and then finds none there.
//
// # Where it is at home
//
// A journal has its place in meta, under the seal, from the transaction that makes
// it (home.go): path and the file's number. A witness in another folder notes after
// each fact how many there are and their hashes' sum (witness.go): an older state in
// the same file ends before it, one that went its own way has another sum. The
// journal remembers its last eight witnesses (witnesses.go): all that can be read are
// asked, and one has to vouch. Else it is a copy: it is read, and Open, Append, Claim,
// SuspendSales and Beat are flow.ErrCopy, until Adopt writes the new place with who
// and why; close is refused there, because a day has one sum. A backup (backup.go) is marked, so it is at home nowhere.
//
// Decided on 2026-11-28. The path counts although a rename harms nothing by itself:
// two names for one file would have two folders of locks. The number counts and the
// device's does not: that one changes at a restart on LVM, btrfs and NFS, and a till
// must not be refused each morning. FAT and file systems in user space make numbers
// up; there the path and the witness are all. The file's birth was not taken: many
// file systems have none, and a copy over it keeps it. The witness is written after
// every fact and not at each intent alone, because a copy from between the intent and
// its end is the one that reverses; without a sync, because one that lags sees less
// and stops nothing. An adoption is counted, so an older copy of before it is one
// again. A journal without a place is at home where it is first opened.
//
// Decided on 2026-11-28 as well: where none of the witnesses that it had can be
// read whole, a journal is a copy. What lost is to make a new one without a word:
// then an older copy sold again under another HOME or without one, where the
// witness was deleted or emptied, where its disk was not mounted, and on a second
// machine on which the number was equal by chance. So a till whose state folder
// does not last is stopped at each start: in a container [journal] witness names a
// folder on a volume that lasts. A witness is made for a journal that never had
// one, for one that another vouches for, and by adopt; its folder only where it is
// not listed yet, and by adopt. It is synced before the journal lists it, has two
// slots that are written in turn, and is never made again by a process that sells,
// so that neither kill nor power cut leaves a journal that misses it. A journal
// that never had one works; pay, till and doctor warn of it. One that lags vouches,
// too: a user's witness that others cannot write ends with what that user saw.
//
// CIFS without serverino, 9p and an overlay whose layers lie on several disks give a
// file another number at the next mount: there the genuine journal is a copy then.
// What lost is to take the witness's word instead there: without a witness a restored
// file would sell. Put a till's journal on a local disk; its locks want one, too.
//
// A process that is at home asks its witnesses before a sale, an intent, a claim
// and Shown whether a copy was adopted since: then it begins and shows nothing any
// more, and what is under way is written down, because nobody else has it.
//
// A journal also keeps whose world it is of, simulated or real, and the other one is
// refused when nothing is open.
//
// While a process has it open, its names are looked at before a sale, an intent, a
// claim and around Shown (gone.go): SQLite goes on writing into a file and a WAL
// that nobody will find. What is under way goes on there, and is never shown. All
// connections are made at the start, because a later one is made by the path. When
// only the WAL's name is gone, closing still writes it into the file; to leave it
// unwritten lost, because then the sale would be gone, too.
//
// Not seen: a disk or a virtual machine that was set back with its witness, and an
// older copy that is newer than every witness which its user can read.
//
// # Archives
//
// An archive is a backup that is marked as one (archive.go, 2026-11-30): it has the whole
// journal of that moment, and what leaves the journal behind it is there. It is read back,
// all of it, before it gets its name; then facts leave, some sales in one transaction, each
// with the head that the archive has. Whatever ends it in between leaves an archive too many,
// or facts in both places. An archive is never adopted: what left for it would be there, and
// what came since would not. The journal's file does not shrink: what became free in it is
// used by the next sales, and a backup, or the next archive, is as small as what is left. To
// VACUUM the journal in place lost: it wants the file twice, and everybody to wait.
//
// # Disks
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
// A backup is read as it lies (read.go): with SQLite's word that nobody writes, so that
// nothing is made beside it, and as a copy that stays one. What has a WAL or a rollback
// journal beside it is in use, or was not closed whole, and is refused; what was written
// meanwhile is noticed behind the reading. One of an older schema is brought up to date in
// a copy in the folder for temporary files, because a backup of years ago has to be read by
// the till of today. Decided on 2026-11-30; to open it as a journal in place lost: that
// makes -wal, -shm and a folder of locks beside a backup, and needs a folder that can be
// written.
//
// A fact is in the WAL and synced before it is acknowledged: it survives a power cut.
// The engine is a function that opens the file (engine.go), because cmd/proof/powercut
// plays that cut with another build of SQLite on a disk that forgets.
//
// A process opens a journal once. On POSIX systems to close a file lets go of all
// that the process has locked of it, and Open looks into the file itself.
//
// Decided on 2026-11-28: of [journal.Medium], owner and ballast are types of their own,
// which Journal embeds; the refusals of a copy and of a lost file are its methods. What
// lost is a type for those, too: it would need the journal for each question.
//
// Read open.go, then place.go and home.go.
package sqlite
