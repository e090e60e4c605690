package wx

import (
	"bufio"
	"bytes"
	"testing"

	"facetill/flow"
	"facetill/wx/wire"
)

// FuzzAnswer: whatever bytes a server sends as an HTTP answer, nothing panics,
// the limits hold, and what counts is well signed and ours.
func FuzzAnswer(f *testing.F) {
	body := signed(f, success()...)
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<xml></xml>"))
	f.Add(append([]byte("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), body...))
	f.Add([]byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<xml>\r\n0\r\n\r\n"))
	key := testKey(f)
	c := &client{cfg: Config{Key: key, SignType: wire.HMACSHA256}}
	f.Fuzz(func(t *testing.T, wireBytes []byte) {
		x := &exchange{max: wire.MaxBody}
		cn := &conn{br: bufio.NewReader(bytes.NewReader(wireBytes))}
		if _, err := cn.read(x); err != nil {
			if a := lost(&lostError{err, false}); a.fields != nil || a.code == "" {
				t.Fatalf("%+v", a)
			}
			return
		}
		if len(x.raw.body) > wire.MaxBody {
			t.Fatalf("%d bytes of body", len(x.raw.body))
		}
		a := c.judge(&wire.Micropay, testMerchant, x.raw)
		if a.fields == nil && a.code == "" {
			t.Fatalf("%+v", a)
		}
		if a.fields != nil && (key.VerifyAs(a.fields, wire.HMACSHA256) != nil || a.fields.Get("mch_id") != testMerchant.MchID) {
			t.Fatalf("counts: %v", a.fields)
		}
		reading(testAttempt(flow.FamilyMicropay), a, func(m wire.Message) flow.Answer {
			return readPay(&wire.Micropay, testAttempt(flow.FamilyMicropay), m)
		})
	})
}
