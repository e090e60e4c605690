package wx

import (
	"facetill/flow"
	"facetill/flow/field"
	"facetill/wx/wire"
)

// reader returns what a well-signed message is worth to an attempt. Whether it
// belongs to another order or call was asked before.
type reader func(api *wire.API, a flow.Attempt, m wire.Message) flow.Answer

// reading turns what a call came to into the flow's Answer: how the transport
// failed, what return_code said, or what a well-signed message is worth.
func reading(api *wire.API, a flow.Attempt, ans answer, read reader) flow.Answer {
	var out flow.Answer
	switch {
	case ans.fields != nil:
		out = ours(api, a, ans.fields, read)
		out.Message = words(out.Message, a.OutTradeNo)
	case ans.failed && ans.code == wire.Fail:
		out = flow.Answer{Kind: flow.AnswerRejected, Code: ans.code, Message: words(ans.text, a.OutTradeNo)}
	default:
		out = doubt(ans.code, words(ans.text, a.OutTradeNo))
	}
	out.SentAt = ans.sentAt
	return out
}

// ours reads a message unless it says by itself that it is none of this call.
func ours(api *wire.API, a flow.Attempt, m wire.Message, read reader) flow.Answer {
	if out, foreign := elsewhere(api, a, m); foreign {
		return out
	}
	return read(api, a, m)
}

// failure reads result_code FAIL by the table.
func failure(api *wire.API, m wire.Message) flow.Answer {
	if m.Get("result_code") != wire.Fail {
		return doubt("NO_RESULT_CODE", "answer has no result_code")
	}
	code := m.Get("err_code")
	if code == "" {
		return doubt("NO_ERR_CODE", m.Get("err_code_des"))
	}
	kind, _ := classify(api, code)
	return flow.Answer{Kind: kind, Code: field.Code(code), Message: m.Get("err_code_des")}
}

func readPay(api *wire.API, a flow.Attempt, m wire.Message) flow.Answer {
	if m.Get("result_code") == wire.Success {
		return prove(a, m)
	}
	return failure(api, m)
}

func readQuery(api *wire.API, a flow.Attempt, m wire.Message) flow.Answer {
	if m.Get("result_code") != wire.Success {
		return failure(api, m)
	}
	if m.Get("out_trade_no") != string(a.OutTradeNo) {
		return doubt("WRONG_ORDER", "answer is about another order")
	}
	state := m.Get("trade_state")
	if state == "" {
		return doubt("NO_TRADE_STATE", "answer has no trade_state")
	}
	kind, _ := classify(api, state)
	// ORDERNOTEXIST and the like are err_codes; as trade_state nobody knows them.
	if kind == flow.AnswerNotExist {
		kind = flow.AnswerLost
	}
	if kind == flow.AnswerPaid {
		return prove(a, m)
	}
	if fee, ok := fen(m.Get("total_fee")); m.Has("total_fee") && (!ok || fee != a.TotalFee) {
		return doubt("WRONG_AMOUNT", "answer is about another amount")
	}
	return flow.Answer{Kind: kind, Code: field.Code(state), Message: m.Get("trade_state_desc")}
}

// readReverse: USERPAYING and REVERSE_EXPIRE say more than recall; recall=Y says
// to call again whatever else is there. Any other well-signed FAIL but
// SYSTEMERROR is AnswerStopped: it shows that the certificate was taken, and
// after ten of them a person looks.
func readReverse(api *wire.API, a flow.Attempt, m wire.Message) flow.Answer {
	recall := m.Get("recall")
	if m.Get("result_code") == wire.Success {
		switch recall {
		case wire.RecallNo:
			return flow.Answer{Kind: flow.AnswerReversed, Code: wire.Success}
		case wire.RecallYes:
			return flow.Answer{Kind: flow.AnswerAgain, Code: wire.Success}
		}
		return doubt("NO_RECALL", "answer has no recall")
	}
	out := failure(api, m)
	if m.Get("result_code") != wire.Fail {
		return out
	}
	if certText(out.Message) {
		out.Kind = flow.AnswerCertificate
		return out
	}
	_, known := classify(api, m.Get("err_code"))
	switch {
	case out.Kind == flow.AnswerPaying || out.Kind == flow.AnswerExpired:
	case recall == wire.RecallYes:
		out.Kind = flow.AnswerAgain
	case !known: // with recall=N, or without any
		out.Kind = flow.AnswerStopped
	}
	return out
}
