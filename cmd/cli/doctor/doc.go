// Package doctor checks a till without money: what stands in the way of a sale, and
// what to try.
//
// What is here: the configuration, and in which sequence the rest is looked at
// (doctor.go), the journal and what is open in it (journal.go), the certificate, the
// hosts, the clock and what WeChat thinks of key and certificate (gateway.go), the
// face device and its library (device.go).
//
// What is not here: how a finding is printed and what the command ends with
// (cmd/cli), what can be judged without opening anything (config check, which is
// wiring's).
//
// Read doctor.go first.
//
// Decisions:
//
//   - A check tells its findings as soon as it has them (2026-11-28). The
//     alternative, a list at the end, would leave a person before an empty screen
//     while a host does not answer.
//   - An adapter is named here to judge what only it knows: a certificate's file
//     (wx), a library's (device/sdk), a terminal's answer (device). Whatever else
//     is asked is asked of what wiring has opened.
package doctor
