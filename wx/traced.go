package wx

import (
	"errors"
	"strconv"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/trace"
	"facetill/wx/wire"
)

// observed is what a request is about and what its answer is worth, for whoever watches:
// the same reading that the flow gets. It is asked only where somebody does.
type observed struct {
	order flow.OutTradeNo
	worth func(answer) trace.Proof
}

// reads is told of a call about an order.
func reads(api *wire.API, a flow.Attempt, read reader) observed {
	return observed{a.OutTradeNo, func(ans answer) trace.Proof {
		out := reading(api, a, ans, read)
		if api.Cert {
			out = certified(ans, out)
		}
		if out.Kind == flow.AnswerPaid { // a step is told before anything is written down
			return trace.SaysPaid
		}
		return trace.Proof(out.Kind)
	}}
}

// readsRefund is told of a call about money back.
func readsRefund(api *wire.API, a flow.Attempt, read func(wire.Message) refund.Answer) observed {
	return observed{a.OutTradeNo, func(ans answer) trace.Proof {
		if ans.cert {
			return trace.Proof(flow.AnswerCertificate)
		}
		switch kind := readingRefund(api, a, ans, read).Kind; kind {
		case refund.AnswerLost, refund.AnswerRejected, refund.AnswerCertificate: // of any call
			return trace.Proof(kind)
		default:
			return trace.Proof("refund_" + kind)
		}
	}}
}

// begin tells that a request is about to leave.
func (c *client) begin(q *request, m wire.Message) *trace.Call {
	if !c.cfg.Trace.On() {
		return nil
	}
	return c.cfg.Trace.Begin(trace.Step{To: trace.WeChat, Name: q.api.Name, Order: string(q.watch.order), Request: shownFields(m)})
}

// ended tells what came of it.
func (q *request) ended(ans answer) {
	if q.call == nil {
		return
	}
	proof := trace.Answered
	switch {
	case ans.unsent:
		proof = trace.Proof(flow.AnswerNotSent)
	case q.watch.worth != nil:
		proof = q.watch.worth(ans)
	case ans.fields == nil:
		proof = trace.Proof(flow.AnswerLost)
	case ans.fields.Get("result_code") == wire.Fail:
		proof = trace.Failed
	}
	q.call.End(verdictOf(ans), proof, shownFields(ans.fields))
}

// verdictOf is the code that says most: where an answer is no message of WeChat's, why.
func verdictOf(ans answer) string {
	m := ans.fields
	for _, name := range []string{"err_code", "trade_state", "refund_status_0", "result_code", "return_code"} {
		if m.Has(name) {
			return field.Code(m.Get(name))
		}
	}
	return field.Code(ans.code)
}

// shownFields are the fields of a message as they may be seen.
func shownFields(m wire.Message) []trace.Field {
	if len(m) == 0 {
		return nil
	}
	all := make([]trace.Field, len(m))
	for i, f := range m {
		all[i] = trace.Field(f)
	}
	return trace.All(all)
}

// readsAuthInfo is told of get_wxpayface_authinfo, which is about a terminal.
func readsAuthInfo() observed {
	return observed{worth: func(ans answer) trace.Proof {
		seconds, err := strconv.Atoi(ans.fields.Get("expires_in"))
		if !ans.fields.Has("authinfo") || err != nil || seconds <= 0 {
			return trace.Failed
		}
		return trace.HasAuthInfo
	}}
}

// billEnded tells what came of downloadbill, which nobody signs.
func billEnded(call *trace.Call, err error) {
	if call == nil {
		return
	}
	if e, is := errors.AsType[*CallError](err); is {
		call.End(e.Code, billProof(err), shownFields(BillFields(err)))
	} else if err != nil {
		call.End("BROKEN", trace.Failed, nil)
	} else {
		call.End(wire.Success, trace.Unverified, nil)
	}
}

// billProof is what a refusal of downloadbill is worth. No call for a bill charges.
func billProof(err error) trace.Proof {
	switch {
	case errors.Is(err, ErrNoBill):
		return trace.NoBill
	case errors.Is(err, ErrBillNotReady):
		return trace.BillLater
	}
	return trace.Failed
}

// singleWorth is what one call by hand came to.
func singleWorth(s Single) (verdict string, p trace.Proof, answer []trace.Field) {
	if s.Code != "" {
		return s.Code, trace.Failed, shownFields(s.Fields)
	}
	return wire.Success, trace.Answered, shownFields(s.Fields)
}
