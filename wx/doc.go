// Package wx is WeChat Pay v2 over HTTPS: it fills the flow's ports Gateway and
// AuthInfoSource, and offers single calls for people who look.
//
// What is here: the [Gateway] (gateway.go: one method per call; authinfo.go;
// calls.go), what an answer is worth (answer.go: transport, form, sign,
// merchant; read.go and prove.go: compared with the order; classify.go: the
// table of codes), how bytes travel (client.go, line.go, conn.go, dial.go,
// hosts.go) and the client certificate (cert.go).
//
// What is not here: signing, XML, field tables and the names of codes (wx/wire),
// schedules, decisions and anything durable (flow).
//
// Read gateway.go first, then answer.go and read.go, then line.go.
//
// # One request is one write
//
// Nothing in this package sends a request twice. net/http's Transport would: it
// repeats a request on another connection when the one it took from its pool
// turns out to be closed and the body can be had again (Request.GetBody, which
// http.NewRequest sets by itself for byte readers) or nothing was written yet,
// and it does so for a POST too when nothing was written or an Idempotency-Key
// header is there. It does not tell the caller whether bytes left, nor when a
// connection was last used, and it cannot reset one. So connections are our own
// ([net/http.ReadResponse] reads the answers): a conn writes a request with one
// Write and counts, below TLS, the bytes that the kernel took. Only while that
// count has not moved may the request go elsewhere: to a new connection when an
// idle one had died, or to the backup host.
//
// # Decisions
//
//   - A connection carries a request up to 20 s after its last use, by the
//     monotonic and by the wall clock; an older one is reset. It is read all the
//     time, so the end of an idle one is seen at once.
//   - Calls that need the client certificate have connections of their own. A
//     certificate that WeChat refuses then stops neither queries nor the clock.
//   - A host that could not be reached is asked second for three minutes. That
//     chooses where the next request goes and repeats none.
//   - An answer counts only when it is well signed by the request's algorithm,
//     names our appid, mch_id and sub_mch_id, and agrees with the order. All
//     else is [flow.AnswerLost] with a word in Code that says why.
//   - return_code FAIL is believed without a sign, as it comes without one: it
//     proves nothing about the money.
package wx
