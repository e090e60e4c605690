package sim

import (
	"crypto/sha256"
	"encoding/base64"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// authinfoLife is expires_in in seconds.
const authinfoLife = 7200

// authinfo is get_wxpayface_authinfo. Its return_code is not only SUCCESS and
// FAIL, and it has no result_code. Any rawdata is taken: what is in it, only
// the real service knows.
func (s *Server) authinfo(c *call) answer {
	sum := sha256.Sum256([]byte("authinfo" + c.req.Get("device_id") + c.req.Get("rawdata") + stamp(c.now)))
	return answer{noLayer: true, fields: wire.Message{
		{Name: "authinfo", Value: "SIM" + base64.StdEncoding.EncodeToString(sum[:])},
		{Name: "expires_in", Value: itoa(authinfoLife)},
	}}
}

// authcodetoopenid answers who shows a payment code, without charging it.
func (s *Server) authcodetoopenid(c *call) answer {
	code := c.req.Get("auth_code")
	if !micropayCode(code) {
		return refuse(wire.CodeAuthCodeInvalid, "")
	}
	print := book.FingerprintOf(code)
	if s.book.Used(print) {
		return refuse(wire.CodeAuthCodeInvalid, wordCodeUsed)
	}
	return answer{fields: wire.Message{{Name: "openid", Value: print.OpenID()}}}
}

// report takes what a client says of its calls, and keeps nothing. Its answer has no
// sign.
func report(*Server, *call) answer {
	return answer{ret: wire.Success, des: wordOK, fields: wire.Message{{Name: "result_code", Value: wire.Success}}}
}
