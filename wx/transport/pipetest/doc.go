// Package pipetest is a network of pipes, for tests in virtual time, whose clock
// stands still while a goroutine waits for a socket. Only tests import it.
//
// What is here: the HTTP [Server] whose requests are counted and may be left
// unanswered (server.go), and the [Cable] that any server listens on and that can be
// cut (cable.go). What is not here: what is answered.
//
// Read server.go first.
//
// # Decisions
//
//   - 2026-11-28: the Server reads requests itself, so that a test counts what came and
//     may leave one unanswered. net/http's server and httptest lost: they do neither.
package pipetest
