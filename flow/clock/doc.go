// Package clock is the time of this machine, and WeChat's.
//
// What is here: wall and monotonic time side by side, as an [Instant], and where a
// process waits (machine.go); WeChat's time out of the Dates of its answers, and
// whether more than one witness stands behind it (wechat.go, money rule 2.3).
//
// What is not here: what hangs on a time. The windows and fences of a sale are the
// flow's, and an adapter brings the Dates.
//
// Read machine.go first, then wechat.go.
//
// Decided on 2026-11-28:
//
//   - A Date is trusted by a second witness: the wall clock, or an answer a minute
//     away. The alternative, NTP, is one more host that a shop's network has to let
//     through, and tells the time of another machine than the one that judges.
//   - A trusted Date that another one contradicts is decided by the wall clock; where
//     that bears out neither, nobody is believed until trust is earned anew.
package clock
