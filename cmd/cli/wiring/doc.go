// Package wiring makes a till of a configuration: the one place that names the
// adapters behind the ports of the flow.
//
// What is here: what a till consists of and in which sequence its parts are opened
// (till.go), the journal, WeChat's gateway and the face device (journal.go,
// gateway.go, device.go), the gateway for calls by hand and whether it can reach
// nothing but a simulator (single.go), the customer of training (training.go), this machine's
// device as a server for a till elsewhere (served.go, camera.go), the simulators as a
// product of their own (simulators.go), what the parts
// think of a configuration without opening anything (check.go), and the seams of a
// test's own build (clock_on.go, crash_on.go).
//
// What is not here: where the configuration comes from (cmd/config), what a command
// does with its till, how it ends and what it prints (cmd/cli).
//
// Read till.go first, then problem.go.
//
// Decisions:
//
//   - What cannot be had is a [Problem]: a kind, a sentence, what to try. It has no
//     exit code, which depends on what the command was asked (2026-11-28). The
//     alternative, an error that carries its code, made every code a matter of two
//     places.
//   - What a command does not need is not opened: a till recovers its open sales
//     while its camera library is missing.
package wiring
