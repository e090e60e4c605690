package sim

import (
	"net/http"
	"time"

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
	wire.Downloadbill.Path:     {&wire.Downloadbill, "", downloadbill},
	wire.Authcodetoopenid.Path: {&wire.Authcodetoopenid, "", (*Server).authcodetoopenid},
	wire.Closeorder.Path:       {&wire.Closeorder, "", closeorder},
	wire.Report.Path:           {&wire.Report, "", report},
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
}

// act is what the call's scenario does.
func (c *call) act() *act { return c.scenario.actOf() }

// Cert is what client certificate a request came with.
type Cert uint8

const (
	NoCert Cert = iota
	BadCert
	GoodCert // of this simulator
)

// Request is one HTTP request.
type Request struct {
	Method, Path string
	Body         []byte // not kept
	Cert         Cert
}

// Do is [Server.Handle] of a POST request. cert: it came with a client certificate
// of this simulator.
func (s *Server) Do(path string, body []byte, cert bool) Reply {
	r := Request{Method: http.MethodPost, Path: path, Body: body}
	if cert {
		r.Cert = GoodCert
	}
	return s.Handle(r)
}

// Handle returns WeChat's answer to a request. Nothing but the clock, the book and
// the request go into the reply, and nobody waits: what a client sees late or never
// is said in the Reply. In memory it does no I/O.
func (s *Server) Handle(req Request) Reply {
	now := s.cfg.Now()
	c, refused := s.receive(req) // signatures side by side, the book in turns
	if c == nil {
		refused.Date = now
		return refused
	}
	c.now = now
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.book.Begin(); err != nil {
		return s.broken(err)
	}
	c.scenario = s.faults.choose(c)
	ans := s.answer(c)
	if err := s.book.End(); err != nil {
		return s.broken(err)
	}
	r := s.writer.reply(c, ans)
	r.Date = now
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
	return Reply{Status: http.StatusInternalServerError, ContentType: typeText, Body: []byte("facetill sim: " + err.Error() + "\n"), Date: s.cfg.Now()}
}
