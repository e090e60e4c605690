// Package support gathers what somebody needs who helps from afar: one archive, without
// a secret.
//
// What is here: an archive of parts that is whole or not there (bundle.go), and what the
// parts are (gather.go).
//
// What is not here: how configuration, findings, facts and log lines leave their secrets
// out (cmd/config, cmd/cli/doctor, cmd/cli/print, cmd/cli/wiring). Nothing is masked here:
// only what may be shown is taken.
//
// Read gather.go first.
//
// Decisions, of 2026-11-30:
//
//   - A part that cannot be had is told in its place, and the others are there: who
//     needs help has a journal that does not open or a configuration that does not load.
//   - The last facts are the lines of `status --timeline -o json`: no stored body goes out,
//     so a payer is a fingerprint, and a new field is as safe as on stdout.
package support
