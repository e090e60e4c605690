// Package certificates is the simulator's own authority: it signs the server's
// certificate for the names of WeChat's hosts and the client certificate of a
// merchant. Nobody but whoever tests against the simulator trusts it.
//
// What is here: the [Set] of a simulator, in memory ([New]) or in a folder that
// clients and other processes share ([Load]) (certificates.go), and the authority
// with what it signs (authority.go).
//
// What is not here: connections, and what WeChat answers to a wrong certificate
// (wx/sim).
//
// Read certificates.go first.
//
// # Decisions
//
//   - 2026-11-28: a room of its own, because it needs no word of WeChat's: certificates
//     are made, kept and checked the same way whatever is sent behind them. To leave
//     it in wx/sim lost: that room was the largest of the adapters.
package certificates
