package world

import (
	"bytes"
	"context"
	"time"

	"facetill/flow"
	"facetill/wx"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// network is the way to WeChat and back.
type network struct {
	w      *World
	heard  []heard         // true answers, the oldest first
	absent map[string]bool // orders of which a query said ORDERNOTEXIST that are there
}

// wire carries one request to WeChat and its answer back, or not.
func (n *network) wire(_ context.Context, r wx.DirectRequest) wx.DirectAnswer {
	w := n.w
	w.Stats.Calls++
	w.Point("before " + r.Method + " " + r.Path)
	ans := n.carry(r)
	ans.Date = w.dated(ans.Date)
	w.Point("after " + r.Method + " " + r.Path)
	return ans
}

func (n *network) carry(r wx.DirectRequest) wx.DirectAnswer {
	w := n.w
	f := w.Course.Fate(r.Path)
	if f != Fine {
		w.Stats.Faults++
	}
	heard := Heard{Path: r.Path}
	defer func() { w.Heard, w.Heard.At = heard, w.now }()
	trip := time.Duration(20+w.Rng.IntN(200)) * time.Millisecond
	if f == Unsent {
		w.Note("%s %s: no connection", r.Method, r.Path)
		w.Pass(time.Duration(w.Rng.IntN(2500)) * time.Millisecond)
		return wx.DirectAnswer{Unsent: true, Code: "CONNECT"}
	}
	left := w.Now() // the first byte is out
	w.Judge.witness(r)
	w.Pass(trip / 2)
	if r.Method == "HEAD" {
		w.Pass(trip / 2)
		if f != Fine {
			return wx.DirectAnswer{}
		}
		return wx.DirectAnswer{Status: 200, Date: w.Time().Truncate(time.Second), At: w.Now()}
	}
	ans, said, delay := n.deliver(r, f)
	if delay > 0 {
		w.Pass(delay)
	}
	w.Pass(trip / 2)
	if _, waited := w.Now().Sub(left); ans.Status == 0 || waited > r.Limit {
		w.Pass(r.Limit - waited)
		w.Note("%s: no answer", r.Path)
		return wx.DirectAnswer{}
	}
	ans.At, heard = w.Now(), said
	return ans
}

// deliver brings the request to WeChat by its fate. delay is what the answer takes
// longer.
func (n *network) deliver(r wx.DirectRequest, f Fate) (ans wx.DirectAnswer, heard Heard, delay time.Duration) {
	w := n.w
	switch f {
	case RequestLost:
		w.Note("%s: lost on the way", r.Path)
		return ans, heard, 0
	case RequestLate:
		in := time.Second << w.Rng.IntN(10) // to the end of a code's life, nine minutes
		w.Note("%s: held up for %v", r.Path, in)
		r.Body = bytes.Clone(r.Body)
		w.Later(in, func() { n.arrive(r) })
		return ans, heard, 0
	case Double:
		n.arrive(r)
	}
	reply, refused := n.arrive(r)
	delay = reply.Delay
	heard = Heard{Path: r.Path, Refused: refused}
	m := wire.Message(nil)
	if f == Foreign || f == NotThere || refused != "" {
		m, _ = wire.Decode(r.Body)
		heard.No = w.Judge.about(m)
	}
	ans = wx.DirectAnswer{Status: reply.Status, Date: reply.Date, Body: reply.Body}
	switch {
	case f == ReplyLost, reply.Fault != sim.Deliver:
		return wx.DirectAnswer{}, Heard{}, delay
	case f == Page:
		ans.Status, ans.Body, heard.Refused = 502, []byte("<html>502</html>"), ""
	case f == Forged:
		ans.Status, ans.Body, heard.Refused = 200, n.forge(reply.Body), ""
	case f == Late:
		late := time.Duration(1+w.Rng.IntN(15)) * time.Second
		delay += late
		ans.Date = ans.Date.Add(late) // it is WeChat that takes its time
		w.Stats.Mark("late answer")
		heard.Own = refused == ""
	default:
		other := n.inItsPlace(r.Path, m.Get("out_refund_no"), heard, f)
		if other != nil {
			ans.Body = other
		}
		heard.Own = refused == "" && other == nil
	}
	return ans, heard, delay
}

// inItsPlace is a signed answer that comes instead of WeChat's, nil where none does:
// what it refuses, it refuses.
func (n *network) inItsPlace(path, refund string, h Heard, f Fate) (body []byte) {
	switch {
	case h.No == "" || h.Refused != "":
		return nil
	case f == Foreign:
		return n.swapped(path, string(h.No), refund)
	case f == NotThere:
		return n.notThere(path, string(h.No))
	}
	return nil
}

// arrive is a request at WeChat's.
func (n *network) arrive(r wx.DirectRequest) (reply sim.Reply, refused flow.Suspension) {
	w := n.w
	if refused, reply = n.refused(r); refused != "" {
		return reply, refused
	}
	reply = w.gate.Do(r.Path, r.Body, r.Cert)
	w.Judge.arrived(r)
	if w.Liar {
		reply.Body = n.lie(r, reply.Body)
	} else if w.Fault.foreign > 0 {
		n.keep(r, reply.Body)
	}
	if w.Tell {
		m, _ := wire.Decode(reply.Body)
		w.Note("%s → %s %s %s %s", r.Path, m.Get("return_code"), m.Get("result_code"), m.Get("err_code"), m.Get("trade_state"))
	}
	return reply, ""
}

// forge changes an answer as an attacker without the key would: to good news.
func (n *network) forge(body []byte) []byte {
	m, err := wire.Decode(body)
	if err != nil {
		return body
	}
	switch n.w.Rng.IntN(3) {
	case 0:
		m.Set("result_code", "SUCCESS")
		m.Set("trade_state", "SUCCESS")
	case 1:
		m.Set("trade_state", "REVOKED")
	case 2:
		m.Set("sign", "")
	}
	if n.w.Rng.IntN(2) == 0 {
		m.Set("total_fee", "1")
	}
	m.Set("transaction_id", "4200000000000000000000000000")
	return m.Append(nil)
}

// lie is the control of the whole sweep: a WeChat that says REVOKED of what it
// charged, with its own signature. No till can be right with it, so a sweep that
// finds nothing then proves nothing.
func (n *network) lie(r wx.DirectRequest, body []byte) []byte {
	m, err := wire.Decode(body)
	if err != nil || m.Get("trade_state") == "" {
		return body
	}
	m.Set("trade_state", "REVOKED")
	m.Set("sign", key.Sign(m, wire.HMACSHA256))
	return m.Append(nil)
}
