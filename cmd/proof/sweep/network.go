package main

import (
	"bytes"
	"context"
	"time"

	"facetill/wx"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// wire carries one request to WeChat and its answer back, or not.
func (w *world) wire(_ context.Context, r wx.DirectRequest) wx.DirectAnswer {
	w.stats.calls++
	w.point("before " + r.Method + " " + r.Path)
	ans := w.carry(r)
	ans.Date = w.dated(ans.Date)
	w.point("after " + r.Method + " " + r.Path)
	return ans
}

func (w *world) carry(r wx.DirectRequest) wx.DirectAnswer {
	f := w.fate(r.Path)
	if f != fateFine {
		w.stats.faults++
	}
	trip := time.Duration(20+w.rng.IntN(200)) * time.Millisecond
	if f == fateUnsent {
		w.note("%s %s: no connection", r.Method, r.Path)
		w.pass(time.Duration(w.rng.IntN(2500)) * time.Millisecond)
		return wx.DirectAnswer{Unsent: true, Code: "CONNECT"}
	}
	left := w.Now() // the first byte is out
	w.witness(r)
	w.pass(trip / 2)
	if r.Method == "HEAD" {
		w.pass(trip / 2)
		if f != fateFine {
			return wx.DirectAnswer{}
		}
		return wx.DirectAnswer{Status: 200, Date: w.time().Truncate(time.Second), At: w.Now()}
	}
	ans, reply := w.deliver(r, f)
	if reply.Delay > 0 {
		w.pass(reply.Delay)
	}
	w.pass(trip / 2)
	if _, waited := w.Now().Sub(left); ans.Status == 0 || waited > r.Limit {
		w.pass(r.Limit - waited)
		w.note("%s: no answer", r.Path)
		return wx.DirectAnswer{}
	}
	ans.At = w.Now()
	return ans
}

func (w *world) fate(path string) fate {
	if w.script != nil {
		return w.script.fate()
	}
	return w.fault.fate(w.rng, path)
}

// deliver brings the request to WeChat by its fate.
func (w *world) deliver(r wx.DirectRequest, f fate) (wx.DirectAnswer, sim.Reply) {
	switch f {
	case fateRequestLost:
		w.note("%s: lost on the way", r.Path)
		return wx.DirectAnswer{}, sim.Reply{}
	case fateRequestLate:
		in := time.Second << w.rng.IntN(10) // to the end of a code's life, nine minutes
		w.note("%s: held up for %v", r.Path, in)
		r.Body = bytes.Clone(r.Body)
		w.later(in, func() { w.arrive(r) })
		return wx.DirectAnswer{}, sim.Reply{}
	case fateDouble:
		w.arrive(r)
	}
	reply := w.arrive(r)
	switch {
	case f == fateReplyLost, reply.Fault != sim.Deliver:
		return wx.DirectAnswer{}, reply
	case f == fatePage:
		return wx.DirectAnswer{Status: 502, Date: reply.Date, Body: []byte("<html>502</html>")}, reply
	case f == fateForged:
		return wx.DirectAnswer{Status: 200, Date: reply.Date, Body: w.forge(reply.Body)}, reply
	case f == fateForeign && w.stale[r.Path] != nil:
		return wx.DirectAnswer{Status: 200, Date: reply.Date, Body: w.stale[r.Path]}, reply
	}
	return wx.DirectAnswer{Status: reply.Status, Date: reply.Date, Body: reply.Body}, reply
}

// arrive is a request at WeChat's.
func (w *world) arrive(r wx.DirectRequest) sim.Reply {
	reply := w.gate.Do(r.Path, r.Body, r.Cert)
	if w.liar {
		reply.Body = w.lie(r, reply.Body)
	}
	if w.tell {
		m, _ := wire.Decode(reply.Body)
		w.note("%s → %s %s %s %s", r.Path, m.Get("return_code"), m.Get("result_code"), m.Get("err_code"), m.Get("trade_state"))
	}
	return reply
}

// forge changes an answer as an attacker without the key would: to good news.
func (w *world) forge(body []byte) []byte {
	m, err := wire.Decode(body)
	if err != nil {
		return body
	}
	switch w.rng.IntN(3) {
	case 0:
		m.Set("result_code", "SUCCESS")
		m.Set("trade_state", "SUCCESS")
	case 1:
		m.Set("trade_state", "REVOKED")
	case 2:
		m.Set("sign", "")
	}
	if w.rng.IntN(2) == 0 {
		m.Set("total_fee", "1")
	}
	m.Set("transaction_id", "4200000000000000000000000000")
	return m.Append(nil)
}

// lie is the control of the whole sweep: a WeChat that says REVOKED of what it
// charged, with its own signature. No till can be right with it, so a sweep that
// finds nothing then checks nothing.
func (w *world) lie(r wx.DirectRequest, body []byte) []byte {
	m, err := wire.Decode(body)
	if err != nil || m.Get("trade_state") == "" {
		return body
	}
	m.Set("trade_state", "REVOKED")
	m.Set("sign", key.Sign(m, wire.HMACSHA256))
	return m.Append(nil)
}

// plantForeign prepares answers that are well signed and about somebody else.
func (w *world) plantForeign() {
	base := func() wire.Message {
		return wire.Message{{Name: "return_code", Value: "SUCCESS"}, {Name: "result_code", Value: "SUCCESS"}, {Name: "appid", Value: appID},
			{Name: "mch_id", Value: mchID}, {Name: "nonce_str", Value: "n"}, {Name: "out_trade_no", Value: "26112400000000000000000000000001"}}
	}
	sign := func(m wire.Message) []byte {
		m.Set("sign", key.Sign(m, wire.HMACSHA256))
		return m.Append(nil)
	}
	paid := append(base(), wire.Field{Name: "trade_state", Value: "SUCCESS"}, wire.Field{Name: "total_fee", Value: "1280"},
		wire.Field{Name: "openid", Value: "oX"}, wire.Field{Name: "time_end", Value: "20261125120001"}, wire.Field{Name: "transaction_id", Value: "42"})
	revoked := append(base(), wire.Field{Name: "trade_state", Value: "REVOKED"})
	w.stale[wire.Micropay.Path], w.stale[wire.Facepay.Path] = sign(paid), sign(paid)
	q := revoked
	if w.rng.IntN(2) == 0 {
		q = paid
	}
	w.stale[wire.Orderquery.Path], w.stale[wire.Facepayquery.Path] = sign(q), sign(q)
}
