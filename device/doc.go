// Package device is the face terminal as the flow sees it: take a face and
// give its code, tell the terminal how the payment ended. Below it is one
// Caller that carries the SDK's JSON; which one (library, child process,
// bridge, simulator) makes no difference here.
//
// What is here: Device, which fills the flow's port (device.go); the session,
// that is init, rawdata, authinfo and their repair (session.go,
// credential.go); what is done before a customer comes (keep.go); one capture with
// its stop (capture.go); members (member.go);
// one process at a time (lock.go); single commands for scripts (single.go); what
// a return_code means to a sale (captured.go); the requests of a configuration
// (requests.go); how a payment ended (tell.go).
// What is not here: the JSON itself (device/wire) and any decision about
// money: nothing that the terminal says or does proves a charge or its
// absence. Start reading with device.go.
//
// Decisions taken:
//   - One command at a time, and stopWxpayface beside a capture. The vendor's
//     Android library loses the answer of the first of two commands.
//   - One payment at a time across the processes of a machine (lock.go): the
//     terminal is locked from the first command of a capture until the result
//     was told. A second sale waits 10 s and then fails, surely not charged.
//   - The authinfo is kept in memory and renewed from the middle of its life
//     on by Keep, so that a capture on a warm terminal is a single call.
//   - A code that arrives after a stop was asked for is never returned as a
//     code (money rule 6.4), whatever the terminal answered to the stop.
//   - return_msg is never compared. "AuthInfo License Error" comes as
//     PARAM_ERROR, so one PARAM_ERROR is answered with new rawdata and a new
//     authinfo, and the second is the device's fault.
//   - A session begins with release and init (money rule 6.3), because a till
//     that died may have left a face page open. For the same reason a second
//     SYSTEMERROR of a capture is answered with release and init, once.
package device
