package wx

import (
	"testing"

	"facetill/flow"
	"facetill/wx/wire"
)

// FuzzAnswer: whatever a server sends as status and body, nothing panics, and
// what counts is well signed and ours.
func FuzzAnswer(f *testing.F) {
	f.Add(200, []byte("<xml></xml>"))
	f.Add(200, signed(f, success()...))
	f.Add(302, []byte(nil))
	key := testKey(f)
	c := &client{cfg: Config{Key: key, SignType: wire.HMACSHA256}}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		a := c.judge(&wire.Micropay, testMerchant, received{status: status, body: body})
		if a.fields == nil && a.code == "" {
			t.Fatalf("%+v", a)
		}
		if a.fields != nil && (key.VerifyAs(a.fields, wire.HMACSHA256) != nil || a.fields.Get("mch_id") != testMerchant.MchID) {
			t.Fatalf("counts: %v", a.fields)
		}
		reading(&wire.Micropay, testAttempt(flow.FamilyMicropay), a, readPay)
	})
}
