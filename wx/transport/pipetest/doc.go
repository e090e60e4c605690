// Package pipetest is an HTTP server over pipes, for tests of clients in virtual
// time. Only tests import it.
//
// What is here: the [Server] (server.go). What is not here: what it answers.
//
// Read server.go first.
//
// # Decisions
//
//   - 2026-11-28: requests are read here and not by net/http's server, so that a test
//     counts what came and may leave one unanswered. httptest lost: it listens on a
//     socket, and a bubble's clock stands still while a goroutine waits for one.
package pipetest
