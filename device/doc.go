// Package device is the face terminal as the flow sees it: take a face and
// give its code, tell the terminal how the payment ended. Below it is one
// Caller that carries the SDK's JSON; which one (library, child process,
// bridge, simulator) makes no difference here.
//
// What is here: Device, which fills the flow's port (device.go); the terminal with
// its session (terminal.go) and the authinfo that is kept (authinfo.go); what is
// done before a customer comes (keep.go); one capture with its repairs and its stop
// (capture.go); members (member.go); one process at a time (lock.go); single
// commands for scripts (script.go); what a return_code means to a sale
// (captured.go); the requests of a configuration (requests.go); how a payment ended
// (tell.go); what whoever watches is told of each command (traced.go).
//
// What is not here: the JSON itself (device/wire) and any decision about
// money: nothing that the terminal says or does proves a charge or its
// absence.
//
// Read device.go first.
//
// # Decisions
//
//   - 2026-11-28: one command at a time, and stopWxpayface beside a capture. To let
//     the library sort them lost: the vendor's on Android loses the answer of the
//     first of two commands.
//   - 2026-11-28: one payment at a time across the processes of a machine (lock.go):
//     the terminal is locked from the first command of a capture until the result
//     was told. A second sale waits 10 s and then fails, surely not charged. A
//     queue lost: its customer would stand before a camera that opens for another.
//   - 2026-11-28: the authinfo is kept in memory and renewed from the middle of its
//     life on by Keep, so that a capture on a warm terminal is a single call. To
//     fetch it at each capture lost: two more calls before the customer's eyes.
//   - 2026-11-28: a code that arrives after a stop was asked for is never returned
//     as a code (money rule 6.4), whatever the terminal answered to the stop. To
//     use it lost: somebody has said that nothing shall be charged.
//   - 2026-11-28: return_msg is never compared. "AuthInfo License Error" comes as
//     PARAM_ERROR, so one PARAM_ERROR is answered with new rawdata and a new
//     authinfo, and the second is the device's fault.
//   - 2026-11-28: a session begins with release and init (money rule 6.3), because a
//     till that died may have left a face page up. For the same reason a second
//     SYSTEMERROR of a capture is answered with release and init, once. To ask the
//     terminal for its state lost: no command does.
//   - 2026-11-30: a face service that has restarted (err_code 271378620, 271378621) is
//     initialised again and asked once more, by every command: a capture begins anew
//     under its number, a result is told again, a release is done. The second restart
//     in one capture is its end, with the library's word and no code. On Android an
//     idle session is looked after each minute by init, which a live one answers at
//     once: the library needs some ten seconds to find out, and without it those are
//     the next customer's. To look on Windows, too, lost: no document lets its
//     init be repeated. To take a capture that was cut off as the customer's no
//     lost: the customer stands there and has said nothing.
//   - 2026-11-30: a member card, the consent to an identity query and the terminal's
//     scanner are commands for scripts (script.go), and no part of a sale. The documents
//     name the openid alone for a card: the ids that every other command has go along.
//   - 2026-11-28: a sale is the wire.Code that will be sent and a capture ends as
//     flow.Captured. Types of this package's own between the two lost: they were
//     copied field by field.
package device
