// Package flags is what cobra and its flag package refuse of a call, in our words, and
// what they let pass and we do not.
//
// What is here: wrong flags, arguments and commands, each with the page of help that
// explains it (refuse.go), what a shell may offer (offer.go), what a hint
// carries of a call (carry.go).
//
// What is not here: what the value of a flag means and which exit code a refusal has
// (cmd/cli).
//
// Read refuse.go first.
//
// Decisions:
//
//   - An empty value is no value that was left out: it is wrong usage in every
//     flag and argument.
//   - 2026-11-28: a refusal is an [Error] of its own, not an ending of the command
//     line: it was the only part of it that knows nothing of sales. The alternative,
//     cobra's texts, repeat values, which may be codes.
package flags
