package world

import (
	"context"
	"slices"
	"strconv"

	"facetill/flow"
	"facetill/wx"
	"facetill/wx/wire"
)

// subMchID is whom the tills of some worlds sell for (money rule 2.1).
const subMchID = "1900000200"

// heard is an answer that WeChat signed, and the request that it belongs to.
type heard struct {
	path          string
	request, body []byte
}

// kept is how many of its own earlier answers may still be played to a till.
const kept = 24

// keep remembers a true answer of WeChat's.
func (n *network) keep(r wx.DirectRequest, body []byte) {
	if len(n.heard) == kept {
		n.heard = slices.Delete(n.heard, 0, 1)
	}
	n.heard = append(n.heard, heard{r.Path, r.Body, body})
}

// swapped is a well-signed answer that is not this request's; nil where there is
// none. Only what a till has to take for doubt is played (money rules 2.1 and 2.3),
// or what is no news: what an attacker could do with answers that name no order, TLS
// alone keeps out (wx/doc.go).
func (n *network) swapped(path, no, refund string) (body []byte) {
	if n.w.Rng.IntN(2) == 0 {
		body = n.earlier(path, no)
	}
	if body == nil {
		body = n.almost(path, no, refund)
	}
	return body
}

// question is what a request asks for, whichever family its order is of.
func question(path string) string {
	switch path {
	case wire.Micropay.Path, wire.Facepay.Path:
		return "payment"
	case wire.Orderquery.Path, wire.Facepayquery.Path:
		return "query"
	case wire.Reverse.Path, wire.Facepayreverse.Path:
		return "reversal"
	}
	return path
}

// earlier is one of the till's own earlier answers.
func (n *network) earlier(path, no string) []byte {
	before := len(n.heard) - 1 // the last one is this request's
	if before < 1 {
		return nil
	}
	old := n.heard[n.w.Rng.IntN(before)]
	m, err := wire.Decode(old.body)
	asked, _ := wire.Decode(old.request)
	whose, what := string(n.w.Judge.about(asked)), ""
	switch other := whose != no; {
	case err != nil || m.Get("return_code") != wire.Success || whose == "":
	case other && m.Get("out_trade_no") == "": // whose it is has to be said, or TLS alone knows
		m.Set("out_trade_no", whose)
		m.Set("sign", key.Sign(m, wire.HMACSHA256))
		what = "of another order, which it names"
	case other:
		what = "of another order"
	case question(old.path) != question(path) && !refuses(path, m):
		what = "to another question"
	case question(old.path) == question(path) && n.noNews(path, m):
		what = "of before"
	}
	if what == "" {
		return nil
	}
	n.w.Note("%s: the answer is an earlier one %s", path, what)
	n.w.Stats.Mark("own answer " + what)
	return m.Append(nil)
}

// refuses reports whether an answer to another call would be a refusal as one to a
// payment: those of a refund have the same codes.
func refuses(path string, m wire.Message) bool {
	return question(path) == "payment" && m.Get("result_code") == wire.Fail && !m.Has("recall") && m.Get("err_code") != wire.CodeOrderNotExist
}

// noNews reports whether an earlier answer to the same question says nothing that may
// have changed to the customer's loss or ours.
func (n *network) noNews(path string, m wire.Message) bool {
	switch question(path) {
	case wire.Refund.Path: // one number is one refund, so a query says what became of it
		return true
	case wire.Refundquery.Path:
		return n.w.Judge.stillSo(m)
	case "query":
		state := m.Get("trade_state")
		return state != "" && state != wire.TradeNotPay
	case "reversal":
		return m.Get("recall") == wire.RecallYes || m.Get("err_code") == wire.CodeUserPaying
	}
	return false
}

// almost is an answer that a till would act upon at once, and that is another's by one
// of its fields.
func (n *network) almost(path, no, refund string) []byte {
	m, charged := n.tempting(path, no, refund)
	if m == nil {
		return nil
	}
	what := n.w.spoil(&m, charged)
	m.Set("sign", key.Sign(m, wire.HMACSHA256))
	n.w.Note("%s: the answer is %s", path, what)
	n.w.Stats.Mark("answer " + what)
	return m.Append(nil)
}

// tempting is the answer by which a question would be over, without its sign: charged,
// or certainly not; nil for other questions.
func (n *network) tempting(path, no, refund string) (m wire.Message, charged bool) {
	w := n.w
	m = wire.Message{{Name: "return_code", Value: wire.Success}, {Name: "result_code", Value: wire.Success}, {Name: "appid", Value: appID},
		{Name: "mch_id", Value: mchID}, {Name: "nonce_str", Value: "n"}}
	m.Set("sub_mch_id", w.Merchant.SubMchID)
	refusal := func(code string) { m.Set("result_code", wire.Fail); m.Set("err_code", code) }
	charge := func() {
		fee := Fee
		if a, _, err := w.Opened().Process("witness").Read(context.Background(), flow.OutTradeNo(no)); err == nil {
			fee = a.TotalFee
		}
		m.Set("out_trade_no", no)
		m.Set("total_fee", strconv.FormatInt(int64(fee), 10))
		m.Set("openid", "oX")
		m.Set("time_end", w.Time().In(flow.Beijing).Format("20060102150405"))
		m.Set("transaction_id", "42")
	}
	charged = w.Rng.IntN(2) == 0
	switch question(path) {
	case wire.Refund.Path, wire.Refundquery.Path:
		return append(m, backAll(w, flow.OutTradeNo(no), refund)...), false
	case "payment":
		if charged {
			charge()
		} else {
			refusal(wire.CodeNotEnough)
		}
	case "query":
		switch state := []string{wire.TradeRevoked, wire.TradeClosed, wire.TradeNotPay, ""}[w.Rng.IntN(4)]; {
		case charged:
			charge()
			m.Set("trade_state", wire.TradeSuccess)
		case state == "":
			refusal(wire.CodeOrderNotExist)
		default:
			m.Set("out_trade_no", no)
			m.Set("trade_state", state)
		}
	case "reversal":
		charged = false
		m.Set("recall", wire.RecallNo)
	default:
		return nil, false
	}
	return m, charged
}

// spoil makes one field of an answer another's, and says which.
func (w *World) spoil(m *wire.Message, charged bool) (what string) {
	order := [3]string{"of another order", "out_trade_no", "26112400000000000000000000000001"}
	ways := [][3]string{order, order, order, {"of another merchant", "mch_id", "1900000999"}, {"of another app", "appid", "wx0000000000000000"}}
	if w.Merchant.SubMchID != "" {
		ways = append(ways, [3]string{"of another sub-merchant", "sub_mch_id", "1900000201"}, [3]string{"without its sub-merchant", "sub_mch_id", ""})
	}
	if m.Has("out_refund_no") {
		ways = append(ways, [3]string{"of another refund", "out_refund_no", "26112400000000000000000000000001R"})
	}
	if charged {
		ways = append(ways, [3]string{"of another amount", "total_fee", "1"}, [3]string{"in another currency", "fee_type", "USD"})
	}
	way := ways[w.Rng.IntN(len(ways))]
	m.Set(way[1], way[2])
	return way[0]
}

// notThere is a query's answer from where the order has not arrived yet, once for a
// number; nil where WeChat's own is given. Nothing ends by one ORDERNOTEXIST (money
// rules 2.3 and 4.2), but a refusal that it agrees with, and what is too old to be
// reversed.
func (n *network) notThere(path, no string) []byte {
	if question(path) != "query" || n.absent[no] {
		return nil
	}
	a, _, err := n.w.Opened().Process("witness").Read(context.Background(), flow.OutTradeNo(no))
	if err != nil || a.Expired || a.PayAnswer == flow.AnswerRefused && a.State == flow.Confirming || !slices.Contains(doubtful, a.State) {
		return nil
	}
	m := wire.Message{{Name: "return_code", Value: wire.Success}, {Name: "appid", Value: appID}, {Name: "mch_id", Value: mchID},
		{Name: "nonce_str", Value: "n"}, {Name: "result_code", Value: wire.Fail}, {Name: "err_code", Value: wire.CodeOrderNotExist}}
	m.Set("sub_mch_id", n.w.Merchant.SubMchID)
	m.Set("sign", key.Sign(m, wire.HMACSHA256))
	n.absent[no] = true
	n.w.Note("%s: asked where the order has not arrived", path)
	n.w.Stats.Mark("one ORDERNOTEXIST, " + string(a.State))
	return m.Append(nil)
}

// doubtful are the states in which an order is asked about that may be charged.
var doubtful = []flow.State{flow.Submitting, flow.Confirming, flow.Reversing, flow.NeedsPerson}
