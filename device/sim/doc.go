// Package sim is a simulated face terminal with a customer before it: the
// SDK's JSON in, the SDK's JSON out, the documented states, and the kinds of
// customers and faults that a shop meets. No public simulator of face payment
// exists, so it is made for other people's programs too.
//
// What is here: Terminal, a pure state machine over (time, request) (terminal.go,
// capture.go, member.go, rawdata.go), the customers (behaviour.go), the codes they show
// (mint.go), Call, which waits for real (call.go), and Serve, the service behind
// the stand-in C library (serve.go).
//
// What is not here: any charge. The simulated gateway recognises a simulated code
// by its check digits and acts on the behaviour number in it; the two simulators do
// not know each other.
//
// Read terminal.go first.
//
// States: Down (service not running), Idle, Ready, Capturing, Waiting. In
// Waiting the face page spins until updateWxpayfacePayResult says SUCCESS,
// until it is released, or until its own time is over; like the Windows
// service, it ignores ERROR.
//
// Not imitated: the face page's own polling of the order, several customers
// at once, proxies (they are accepted and ignored), and any check of authinfo
// beyond "present, at most 4096 bytes, fresh after a license error, and not made from
// another device's rawdata". A service that starts again is the same device (unconfirmed:
// the reports are of devices that were rebooted).
//
// A simulated code has 18 digits: 13, the behaviour in two digits (00 pays),
// ten serial digits, and as check the first fourteen digits modulo 9973 in
// four. As face_code_type "0" the same digits read f13BB-SSSSSSSSSS-CCCC.
// A face that is taken with out_trade_no and total_fee belongs to them: five of its serial
// digits are made of them, and its check digits are of 4987 more. The simulated gateway
// takes it for nothing else.
package sim
