package sim

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// authinfoLife is expires_in in seconds.
const authinfoLife = 7200

// authinfo is get_wxpayface_authinfo. Its return_code is not only SUCCESS and
// FAIL, and it has no result_code. Any rawdata is taken: whose it is, only the device
// knows. So a mark of its first 22 characters, which are the device's own, is behind a dot in
// the authinfo, and the simulated device refuses another one's. What the real thing refuses
// as "invalid RawData" is told nowhere.
func (s *Server) authinfo(c *call) answer {
	raw := c.req.Get("rawdata")
	sum := sha256.Sum256([]byte("authinfo" + c.req.Get("device_id") + raw + stamp(c.now)))
	mark := sha256.Sum256([]byte("authinfo of " + raw[:min(len(raw), 22)]))
	return answer{noLayer: true, fields: wire.Message{
		{Name: "authinfo", Value: "SIM" + base64.StdEncoding.EncodeToString(sum[:]) + "." + hex.EncodeToString(mark[:8])},
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
