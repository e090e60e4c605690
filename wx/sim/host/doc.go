// Package host serves the simulated WeChat Pay of wx/sim over HTTP: the payment
// host and the face host in one, for other people's clients, in any language.
//
// What is here: [Serve], one port that speaks HTTPS and, to clients that honour
// HTTPS_PROXY, CONNECT (serve.go, proxy.go); the [New] handler that does on a real
// connection what a [sim.Reply] says (handler.go); the control endpoint /_sim/ for
// whoever has the token: faults to come, the book, what a person does at the merchant
// platform (control.go).
//
// What is not here: what is answered (wx/sim), and who signs the certificates
// (wx/sim/certificates).
//
// Read serve.go first, then handler.go.
//
// # Decisions
//
//   - 2026-11-28: any certificate is let through the handshake, so that the answer to
//     a wrong one is a page, as the real thing's, and not a riddle. To refuse it in the
//     handshake lost.
//   - 2026-11-29: serving is a room of its own and no part of wx/sim. One room for both
//     lost: a call to add would have stood among sockets, and a method of the server
//     could have been a rule of WeChat's or of net/http's.
package host
