package sim

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"facetill/flow/field"
	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// route is one path of the payment host or the face host.
type route struct {
	api    *wire.API
	family string // of pay, query and reverse
	handle func(*Server, *call) answer
}

// routes by path. Every API of package wire is here; a test sees to it.
var routes = map[string]*route{
	wire.Micropay.Path:         {&wire.Micropay, book.Micropay, (*Server).pay},
	wire.Facepay.Path:          {&wire.Facepay, book.Facepay, (*Server).pay},
	wire.Orderquery.Path:       {&wire.Orderquery, book.Micropay, (*Server).query},
	wire.Facepayquery.Path:     {&wire.Facepayquery, book.Facepay, (*Server).query},
	wire.Reverse.Path:          {&wire.Reverse, book.Micropay, (*Server).reverse},
	wire.Facepayreverse.Path:   {&wire.Facepayreverse, book.Facepay, (*Server).reverse},
	wire.Refund.Path:           {&wire.Refund, "", (*Server).refund},
	wire.Refundquery.Path:      {&wire.Refundquery, "", (*Server).refundquery},
	wire.Downloadbill.Path:     {&wire.Downloadbill, "", (*Server).downloadbill},
	wire.Authcodetoopenid.Path: {&wire.Authcodetoopenid, "", (*Server).authcodetoopenid},
	wire.Authinfo.Path:         {&wire.Authinfo, "", (*Server).authinfo},
}

// pays reports whether the route charges a customer.
func (r *route) pays() bool { return r.api == &wire.Micropay || r.api == &wire.Facepay }

// call is one request that was found to be well-formed and well-signed.
type call struct {
	*route
	req      wire.Message
	merchant *merchant
	sign     wire.SignType
	now      time.Time
	scenario *Scenario // nil: nothing special
	room     []byte    // where the answer is written
}

// act is what the call's scenario does.
func (c *call) act() *act { return c.scenario.actOf() }

// Do answers one POST request. cert: it came with a client
// certificate of this simulator. Nothing but the clock, the book and the
// request go into the reply, and nobody waits: what a client sees late or never
// is said in the Reply. Do is for one goroutine at a time, and not beside
// ServeHTTP; in memory it takes no lock and does no I/O.
func (s *Server) Do(path string, body []byte, cert bool) Reply {
	c, bad := s.check(path, body, cert)
	if bad != nil {
		return *bad
	}
	c.room = make([]byte, 0, usualAnswer)
	return s.perform(c)
}

// usualAnswer is room for most answers, in bytes.
const usualAnswer = 1280

// perform carries out a call that was checked, in the book.
func (s *Server) perform(c *call) Reply {
	if err := s.book.Begin(); err != nil {
		return s.broken(err)
	}
	s.choose(c)
	ans := s.answer(c)
	if err := s.book.End(); err != nil {
		return s.broken(err)
	}
	r := s.reply(c, ans)
	r.Date = c.now
	s.log(c, ans)
	return r
}

// answer lets the API answer, or the scenario in its stead.
func (s *Server) answer(c *call) answer {
	if c.pays() {
		return s.pay(c)
	}
	a := c.act()
	if a.absent || c.scenario != nil && !a.charges() {
		return answer{code: a.code}
	}
	ans := c.handle(s, c)
	if a.wire == twice {
		ans = c.handle(s, c)
	}
	if a.code != "" {
		ans = answer{code: a.code}
	}
	return ans
}

// broken is the reply when the book's file cannot be used. It is this program's
// own trouble and does not pretend to be WeChat's.
func (s *Server) broken(err error) Reply {
	if s.cfg.Log != nil {
		s.cfg.Log.Error("book", "error", err)
	}
	return Reply{Status: http.StatusInternalServerError, ContentType: typeText, Body: []byte("facetill sim: " + err.Error() + "\n"), Date: s.cfg.Now()}
}

// check finds the route, decodes and verifies the request. It touches no state.
func (s *Server) check(path string, body []byte, cert bool) (*call, *Reply) {
	now := s.cfg.Now()
	r := routes[path]
	var bad Reply
	switch {
	case r == nil:
		bad = page(http.StatusNotFound, "404 Not Found")
	case r.api.Cert && !cert && !s.cfg.SkipCert:
		bad = page(http.StatusBadRequest, wordNoCert)
	case len(body) == 0:
		bad = returnFailure(r, wordEmpty)
	default:
		c, word := s.read(r, body)
		if word == "" {
			c.now = now
			return c, nil
		}
		bad = returnFailure(r, word)
	}
	bad.Date = now
	return nil, &bad
}

// read decodes a body. The word is WeChat's for what is wrong with it.
func (s *Server) read(r *route, body []byte) (*call, string) {
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
	m := s.keys[req.Get("mch_id")]
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

// log writes what a support log may hold of one call.
func (s *Server) log(c *call, ans answer) {
	if s.cfg.Log == nil {
		return
	}
	number := 0
	if c.scenario != nil {
		number = c.scenario.Number
	}
	s.cfg.Log.Info("call", "api", c.api.Name, "out_trade_no", c.req.Get("out_trade_no"),
		"total_fee", c.req.Get("total_fee"), "err_code", ans.code, "scenario", number)
}
