// Package sharedfile is what processes of one machine do with a file that they share:
// lock it, and put a new one in its place. It knows nothing of what is in it.
//
// What is here: the [Lock] that a process holds by a file's name (lock.go), the
// system's own lock of an open file (system_unix.go, system_windows.go), and
// [Replace] and [Create], which write a file whole or not at all (replace.go).
//
// What is not here: what is locked or written, and what it means when a lock is
// taken (device, flow/journal/sqlite, wx/sim).
//
// Read lock.go first.
//
// # Decisions
//
//   - 2026-11-28: one room for journal, terminal and simulator, which all had the
//     system's calls in copies. To keep the terminal's lock beside the journal lost:
//     the two have nothing to do with each other.
//   - 2026-11-28: the lock is the kernel's (flock, LockFileEx), which lets it go when
//     its process ends, however it ends. A file with a process id inside lost: it
//     stays behind a process that was killed.
package sharedfile
