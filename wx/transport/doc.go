// Package transport is HTTP/1.1 over connections of our own: it sends a request
// once, with one write, and tells surely unsent from perhaps sent. It knows HTTP
// and TLS, nothing of WeChat.
//
// What is here: a [Pool] of connections to one host (pool.go) over one
// connection (conn.go), the [Dialer] that opens them, through a proxy where one
// is set (dial.go), the [Health] of hosts (health.go) and the two ways to fail,
// [UnsentError] and [LostError] (errors.go).
//
// What is not here: which host to ask, what an answer says, certificates and
// their files (wx).
//
// Read pool.go first, then conn.go.
//
// # Why connections of our own
//
// net/http's Transport shows what is needed to know about a request:
// net/http/httptrace tells whether a connection was idle and for how long, and a
// net.Conn that counts, given to it by DialContext, whether bytes left. What it
// does not let a caller decide is the reason for this package:
//
//   - A request is one Write, and never a second one. Transport repeats a request
//     by itself on another connection, a POST too, when nothing was written yet;
//     and it writes header and body apart when the body is long. Here only the
//     caller of Do and the count of bytes below TLS decide: while the count has
//     not moved the request may go to a new connection, afterwards never.
//   - A connection that was given up is reset. Transport closes it, and the kernel
//     goes on delivering what it holds: a payment could arrive after it was
//     declared not sent.
//   - A connection's age is judged by the wall clock too. IdleConnTimeout is a
//     timer of the monotonic clock, which stands still while a machine sleeps: the
//     first request after it would go into a connection that everybody else has
//     forgotten.
//
// # Decisions
//
//   - 2026-11-28: a connection carries a request up to 20 s after its last use, by
//     the monotonic and by the wall clock; an older one is reset. It is read all
//     the time, so the end of an idle one is seen at once. To try an old one and
//     open another when it fails lost: whether bytes of it arrived would be doubt.
//   - 2026-11-28: a host that could not be reached is asked second for three
//     minutes (WeChat's own SDK stays on its backup as long). That chooses where
//     the next request goes and repeats none. Asking both at once lost: it charges
//     twice.
//   - 2026-11-30: an answer that is passed on as it comes (Request.Into) needs a length
//     or parts: one that ends with its connection could be cut and nobody could tell.
//     What is kept in memory may end so, as its form tells.
//   - 2026-11-28: the Authorization for a proxy is asked by a function, so that no
//     password lies here. A secret type in the Dialer lost: this package then
//     needs nothing of ours.
package transport
