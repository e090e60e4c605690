package world

import (
	"time"

	"facetill/flow"
	"facetill/wx"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// Refusal is a while in which WeChat does not take the certificate or the key of the
// shop (money rules 1.6 and 7.3). The face service goes on: nothing would be charged
// without it, and nothing be seen.
type Refusal struct {
	Kind        flow.Suspension // "" for none
	From, Until time.Duration   // since the world began
	Words       bool            // it says so in an answer, and not by a status
}

// Heard is what the last request of a machine brought.
type Heard struct {
	Path    string
	No      flow.OutTradeNo
	At      time.Duration
	Refused flow.Suspension // WeChat refused it
	Own     bool            // well signed, and WeChat's own answer to it
}

// Asks reports whether it was an answer to the question that lifts a stop of a kind.
func (h Heard) Asks(kind flow.Suspension) bool {
	if kind == flow.SuspendedByCertificate {
		return question(h.Path) == "reversal"
	}
	return question(h.Path) == "query"
}

// refused is WeChat's answer to a request that it does not take now.
func (n *network) refused(r wx.DirectRequest) (kind flow.Suspension, reply sim.Reply) {
	w, of := n.w, n.w.Refusal
	if of.Kind == "" || w.Fault.Healed || w.now < of.From || w.now >= of.Until || r.Path == wire.Authinfo.Path ||
		of.Kind == flow.SuspendedByCertificate && !r.Cert {
		return "", reply
	}
	w.Note("%s: WeChat does not take the %s", r.Path, of.Kind)
	w.Stats.Mark("WeChat refuses the " + string(of.Kind))
	if of.Kind == flow.SuspendedByCertificate && !of.Words {
		return of.Kind, w.gate.Handle(sim.Request{Method: "POST", Path: r.Path, Body: r.Body, Cert: sim.BadCert})
	}
	why := "签名错误"
	if of.Kind == flow.SuspendedByCertificate {
		why = "证书已失效"
	}
	m := wire.Message{{Name: "return_code", Value: wire.Fail}, {Name: "return_msg", Value: why}}
	return of.Kind, sim.Reply{Status: 200, Date: w.Time(), Body: m.Append(nil)}
}
