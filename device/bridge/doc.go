// Package bridge carries the face SDK's calls over HTTP: to the child process
// that holds the library, to a till's device on another machine, and to a
// companion app on an Android terminal. Both ends are here.
//
//	POST /v1/call     Authorization: Bearer TOKEN, the SDK's request JSON
//	  200  the SDK's answer JSON, unchanged
//	  400  the body is no request, 413 it is too long
//	  401  no token or a wrong one, 403 a Host that is not ours
//	  409  busy: another command is running
//	  502  the call returned non-zero, X-Face-Rc holds it; or, without it, failed
//	  503  the service or its library is not running
//	  504  no answer in time
//	GET  /v1/health   {"sdk":"...","version":"...","busy":false}
//
// Errors carry X-Face-Kind and one line of text, so that the caller's
// CallError is the one that the other end had.
//
// What is here: Handler (server.go), Client (client.go), the table of statuses
// (status.go). What is not here: TLS and listening; the callers bring their
// listener. Start reading with server.go.
//
// Decisions taken:
//   - One command at a time, stopWxpayface beside an interactive one. A second
//     command is refused, never queued: a capture that starts when nobody
//     waits for it any more would be worse than an error.
//   - The server sets no write timeout: a customer may take a minute.
//   - No Idempotency-Key is ever sent, so net/http repeats no call.
//   - The Host header is checked even with a token, against pages in a browser
//     on the same machine that resolve a name of theirs to 127.0.0.1.
package bridge
