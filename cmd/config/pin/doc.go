// Package pin is the manager's PIN as the configuration keeps it: an argon2id hash.
//
// What is here: how a hash is made, read and held against a PIN (pin.go).
//
// What is not here: where a PIN is asked for (cmd/cli, tui) and what needs one
// (flow/till).
//
// Read pin.go first.
package pin
