package sim

import (
	"errors"
	"net/http"
	"strings"

	"facetill/flow/field"
	"facetill/wx/wire"
)

// merchant is one of the accounts.
type merchant struct {
	mchID, appID string
	key          *wire.Key
}

// accounts are the merchants by mch_id: what a request is held against before it
// reaches the book.
type accounts map[string]*merchant

// receive finds the route, decodes and verifies a request. A nil call has the reply
// that refuses it.
func (s *Server) receive(req Request) (*call, Reply) {
	r := routes[req.Path]
	switch {
	case r == nil:
		return nil, page(http.StatusNotFound, "404 Not Found")
	case req.Method != http.MethodPost:
		return nil, returnFailure(r, wordPost)
	case r.api.Cert && req.Cert == BadCert && !s.cfg.SkipCert:
		return nil, page(http.StatusBadRequest, wordBadCert)
	case r.api.Cert && req.Cert == NoCert && !s.cfg.SkipCert:
		return nil, page(http.StatusBadRequest, wordNoCert)
	case len(req.Body) == 0:
		return nil, returnFailure(r, wordEmpty)
	}
	c, word := s.accounts.read(r, req.Body)
	if word != "" {
		return nil, returnFailure(r, word)
	}
	return c, Reply{}
}

// read decodes a body. The word is WeChat's for what is wrong with it.
func (a accounts) read(r *route, body []byte) (*call, string) {
	req, err := wire.Decode(body)
	if err != nil {
		if de, ok := errors.AsType[*wire.DecodeError](err); ok && de.Reason == wire.NotUTF8 {
			return nil, wordUTF8
		}
		return nil, wordXML
	}
	if err := r.api.Check(req); err != nil {
		fe, _ := errors.AsType[*field.Error](err)
		word := wordFormat
		if strings.HasPrefix(fe.Problem, "is missing") || strings.HasSuffix(fe.Problem, " are allowed") {
			word = wordLength
		}
		name, _, _ := strings.Cut(fe.Field, " or ")
		return nil, name + word
	}
	m := a[req.Get("mch_id")]
	if m == nil {
		return nil, wordMch
	}
	if req.Get("appid") != m.appID {
		return nil, wordAppID
	}
	sign := wire.MD5
	if !r.api.MD5Only && req.Get("sign_type") == string(wire.HMACSHA256) {
		sign = wire.HMACSHA256
	}
	// The algorithm is the one that sign_type names, whatever the sign's length.
	if req.Get("sign") != m.key.Sign(req, sign) {
		return nil, wordSign
	}
	return &call{route: r, req: req, merchant: m, sign: sign}, ""
}

// returnFailure is an answer of the communication layer: it has no sign. The
// face service puts other words into return_code than the payment host.
func returnFailure(r *route, word string) Reply {
	code := wire.Fail
	if r.api.FaceHost {
		code = wire.CodeParamError
		if word == wordSign {
			word = wordAuthinfoSign
		} else {
			word = wordAuthinfoForm
		}
	}
	m := wire.Message{{Name: "return_code", Value: code}, {Name: "return_msg", Value: word}}
	return Reply{Status: http.StatusOK, ContentType: typeXML, Body: appendCDATA(nil, m)}
}
