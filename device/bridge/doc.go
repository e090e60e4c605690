// Package bridge carries the face SDK's calls over HTTP: to the child process
// that holds the library, to a till's device on another machine (`facetill
// device serve`), and to a companion app on an Android terminal. Both ends are
// here.
//
// What is here: the contract (this page), Server (server.go) with the life of a
// scan (scan.go), Slot (slot.go), Client (client.go) and how it asks again
// (again.go), NewRemote and the pin (remote.go), other result shapes (flat.go),
// the table of statuses (status.go), Serve over HTTPS (serve.go), certificate
// and token (identity.go), and the limits on what callers hold (crowd.go).
//
// What is not here: which device is served, and the lock that keeps it for one
// process; the command line wires those.
//
// Read server.go first.
//
// # Contract
//
//	POST /v1/call     Authorization: Bearer TOKEN, the SDK's request JSON
//	                  X-Face-Session: a random name of this one call, optional
//	  200  the SDK's answer JSON, unchanged
//	  400  the body is no request, 413 it has more than 64 KiB
//	  401  no token, a wrong one, or one without "Bearer"; 403 a Host that is not ours
//	  409  busy: another command is running, or a till of that machine has the camera
//	  502  the call returned non-zero, X-Face-Rc holds it; or, without it, failed
//	  503  the service or its library is not running
//	  504  no answer in time, or the bridge stopped the scan
//	GET  /v1/answer?session=S&out_trade_no=N
//	  200  and all the others: what the POST of that session and number gave or
//	       would have given; while the scan runs the request waits for its end
//	  404  no such answer is kept
//	GET  /v1/health   {"sdk":"...","version":"...","busy":false}
//
// A simulated camera puts X-Face-Simulated: 1 on everything, and a till that
// charges for real refuses it. Errors carry X-Face-Kind (the wire.Kind) and one
// line of text, so that the caller's CallError is the one that the other end had.
// What looks like a credential in that line of another machine's bridge is masked.
//
// A request has 10 s to send its header and 10 s more for its body. A 401 or 403
// carries Connection: close and ends the connection, whatever was still to come.
// Of connections on which nobody has shown the token yet at most 64 are open: one
// more closes the oldest, so that whoever has the token gets in, and
// GET /v1/health is answered, however many others knock. An answer has to be read
// within 30 s. The time of a scan is in none of these. Failures are logged, one
// line a minute.
//
// Commands run one at a time; stopWxpayface and stopCodeScanner alone may run
// beside one that waits for a customer. A second one is refused with 409, never
// queued: a scan that starts when nobody waits for it any more would be worse than
// an error.
//
// A scan outlives its connection by 20 s when it has a session and an
// out_trade_no: within them its client asks for the answer and is counted as
// there again. Nobody comes: the scan is stopped, the camera freed, and a code
// that came all the same is dropped (money rule 6.4). A scan without a session,
// or one for which a stop was sent before, is stopped at once. The answer of the
// last scan is kept in memory for 60 s, until the next command other than a stop;
// who names another session or number gets 404. A second POST would be a second
// face: it is never sent.
//
// # By hand
//
// `facetill device serve` prints the paths of cert.pem and token.txt. Lines that
// begin with -> are what comes back, in part.
//
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" https://127.0.0.1:17891/v1/health
//	-> 200 {"busy":false}
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" -d '{"cmd":"initWxpayface","version":"1","now":1800000000}' https://127.0.0.1:17891/v1/call
//	-> 200 {"return_code":"SUCCESS"}
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" -d '{"cmd":"getWxpayfaceRawdata","version":"1","now":1800000000}' https://127.0.0.1:17891/v1/call
//	-> 200 {"return_code":"SUCCESS"}
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" -H "X-Face-Session: 6ZK2Q0V4" -d '{"cmd":"getWxpayfaceCode","version":"1","now":1800000000,"appid":"wxapp","mch_id":"1230000109","store_id":"S1","out_trade_no":"20000001","total_fee":"100","face_authtype":"FACEPAY","face_code_type":"1","authinfo":"AUTHINFO"}' https://127.0.0.1:17891/v1/call
//	-> 200 {"return_code":"SUCCESS"}
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" "https://127.0.0.1:17891/v1/answer?session=6ZK2Q0V4&out_trade_no=20000001"
//	-> 200 {"return_code":"SUCCESS"}
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" "https://127.0.0.1:17891/v1/answer?session=6ZK2Q0V4&out_trade_no=20000002"
//	-> 404
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" -d '{"cmd":"stopWxpayface","version":"1","now":1800000000,"appid":"wxapp","mch_id":"1230000109","authinfo":"AUTHINFO"}' https://127.0.0.1:17891/v1/call
//	-> 200 {"return_code":"ERROR"}
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" -d '{"cmd":"updateWxpayfacePayResult","version":"1","now":1800000000,"appid":"wxapp","mch_id":"1230000109","store_id":"S1","authinfo":"AUTHINFO","payresult":"SUCCESS"}' https://127.0.0.1:17891/v1/call
//	-> 200 {"return_code":"SUCCESS"}
//	curl --cacert cert.pem -H "Authorization: Bearer $(cat token.txt)" -d '{"cmd":"releaseWxpayface","version":"1","now":1800000000}' https://127.0.0.1:17891/v1/call
//	-> 200 {"return_code":"SUCCESS"}
//	curl --cacert cert.pem -H "Authorization: Bearer GUESSED" https://127.0.0.1:17891/v1/health
//	-> 401
//
// # A companion on an Android terminal
//
// The app listens, takes one POST, calls the SDK method that cmd names with the
// other fields (less cmd, version and now) as its map of strings, and answers in
// the callback. It keeps to the rules of the contract: token first, one at a
// time with stop beside it, the last answer for 60 s, a scan without its client
// stopped. A terminal on a USB cable is reached through `adb forward`, others by
// HTTPS with a certificate that the till pins.
//
// Any of these bodies is a right answer to POST /v1/call; the client brings them
// into the first form:
//
//	{"return_code":"SUCCESS","return_msg":"SUCCESS","face_code":"130012345678901234"}
//	    the Windows library, and the map of the Android callback as JSON
//	{"return_code":"FAIL","return_msg":"not initialised","err_code":271378620}
//	    Android's second level, a number or a text
//	{"ret":{"status":true,"face_code":"130012345678901234","telephone_used":1},"err":null}
//	    the JavaScript wrapper: status true becomes SUCCESS, the fields move up
//	{"ret":{"status":false},"err":{"errorCode":"USER_CANCEL","msg":"left"}}
//	    its failure: errorCode becomes return_code, msg (number or text) return_msg
//	{"status":false,"err":{"errorCode":271378620,"msg":17}}
//	    ret by itself; an errorCode that is a number is the err_code of a FAIL
//
// A failure without errorCode is an ERROR, and so is a status of true beside an
// errorCode: what is not plainly a success is none.
//
// # Decisions
//
//   - 2026-11-28: over a network there is HTTPS alone, and `device serve` speaks
//     nothing else even on loopback. HTTP without TLS there lost: one way more to leave a
//     face code readable, and the certificate costs nothing where it is made by
//     itself. The child process speaks HTTP without TLS on a loopback port that only its
//     parent knows.
//   - 2026-11-28: the certificate that was pinned counts under any address and date.
//     The usual check lost: an address from the router or a dead clock must not close
//     the camera.
//   - 2026-11-28: an answer is kept until the next command. To drop it when it was
//     sent lost: the server cannot know that it arrived.
//   - 2026-11-28: the client asks for 35 s, the server stops after 20 s (and finds out
//     about a silent connection 9 s later): when a till asks no more, the camera is closed.
//     One limit for both lost: a scan could outlive its till by those 9 s.
//   - 2026-11-28: a bridge is for one till. Two that share one never disturb a scan,
//     but a till that gets ready removes the page of the other's customer, as it
//     would at a terminal of its own. Leases lost: a till that died would keep one.
//   - 2026-11-28: deadlines are for the parts of a request. A timeout for a whole one
//     lost: a customer may take a minute.
//   - 2026-11-28: too many strangers: the oldest goes, not the newest. A cap that
//     refuses whoever comes last lost, because it locks the till out.
//   - 2026-11-28: no Idempotency-Key is ever sent, so net/http repeats no call.
//   - 2026-11-28: the Host header is checked even with a token, against pages in a
//     browser on the same machine that resolve a name of theirs to 127.0.0.1.
package bridge
