package wx

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"facetill/flow/field"
	"facetill/wx/wire"
)

// Single is what one call came to, for people who look at it. Nothing may be decided by
// it: what has a meaning for the money is flow.Answer.
type Single struct {
	Fields   wire.Message // that came, as they came; nil: none that can be read
	Verified []Claim      // what holds of them
	Doubtful []Claim      // what does not, or cannot be known
	// Code is why the call did not do what it was asked for: WeChat's, or a word of this
	// package's; "" where it did. Message has no value of a request.
	Code, Message string
	Unsent        bool // not one byte was written
}

// Claim is one thing that an answer is held against.
type Claim string

// The claims.
const (
	ClaimSign     Claim = "sign"     // WeChat wrote it, or who else has the API key
	ClaimMerchant Claim = "merchant" // appid, mch_id and sub_mch_id are ours
	ClaimOrder    Claim = "order"    // the numbers of the request
	ClaimAmount   Claim = "amount"   // and its amounts
	ClaimRows     Claim = "rows"     // of a bill, which nobody signs
)

// Claims are all of them.
func Claims() []Claim {
	return []Claim{ClaimSign, ClaimMerchant, ClaimOrder, ClaimAmount, ClaimRows}
}

// CheckSingle holds the fields of a call against its table, before anything is sent.
// The error is a *field.Error.
func (g *Gateway) CheckSingle(api *wire.API, own []wire.Field) error {
	_, err := g.message(api, g.cfg.Merchant, own)
	return err
}

// Usual is what the configuration or the clock has for a field that a request must have;
// "" where nothing has.
func (g *Gateway) Usual(name string) string {
	switch name {
	case "body":
		return g.cfg.Body
	case "spbill_create_ip", "user_ip":
		return g.cfg.ClientIP
	case "store_id":
		return g.cfg.Store.ID
	case "store_name":
		return g.cfg.Store.Name
	case "fee_type":
		return "CNY"
	case "interface_url":
		return MainURL + "/pay/batchreport/micropay/total"
	case "now":
		return strconv.FormatInt(g.now().Unix(), 10)
	case "version":
		return "1"
	}
	return ""
}

// Single makes one call of any API but downloadbill: one request, to one host.
func (g *Gateway) Single(ctx context.Context, api *wire.API, own []wire.Field) Single {
	q := &request{api: api, merchant: g.cfg.Merchant, own: own}
	s := g.single(ctx, q)
	q.call.End(singleWorth(s))
	return s
}

func (g *Gateway) single(ctx context.Context, q *request) Single {
	api, own := q.api, q.own
	r, bad := g.transmit(ctx, q)
	if bad == nil {
		bad = httpStatus(r)
	}
	if bad != nil {
		return Single{Code: bad.code, Message: words(bad.text, ""), Unsent: bad.unsent}
	}
	m, err := wire.Decode(r.body)
	if err != nil {
		e, _ := errors.AsType[*wire.DecodeError](err)
		return Single{Code: string(e.Reason), Message: e.Error()}
	}
	unsigned := wire.ErrUnsigned
	if !api.Unsigned {
		unsigned = g.cfg.Key.VerifyAs(m, g.signType(api))
	}
	s := Single{Fields: m}
	s.claim(ClaimSign, unsigned == nil)
	foreign := foreign(m, g.cfg.Merchant)
	s.claim(ClaimMerchant, unsigned == nil && foreign == "")
	number := s.compare(ClaimOrder, unsigned == nil, own, "out_trade_no", "transaction_id", "out_refund_no", "refund_id")
	foreignMoney := m.Has("fee_type") && m.Get("fee_type") != "CNY" // its fen are no fen
	amount := s.compare(ClaimAmount, unsigned == nil && !foreignMoney, own, "total_fee", "refund_fee")
	switch refusal, text := refused(api, m); {
	case m.Get("return_code") != wire.Success:
		s.fail(cmp.Or(field.Code(m.Get("return_code")), "NO_RETURN_CODE"), m.Get("return_msg"))
	case unsigned != nil && !api.Unsigned:
		s.fail(signProblem(unsigned), unsigned.Error())
	case foreign != "" && !api.Unsigned:
		s.fail("WRONG_MERCHANT", "answer is for another "+foreign)
	case number == differs:
		s.fail("WRONG_ORDER", "answer is about another order")
	case otherCall(api, m):
		s.fail("WRONG_CALL", "answer belongs to another call")
	case refusal != "":
		s.fail(refusal, text)
	case number == silent && names(api, own):
		s.fail("WRONG_ORDER", "answer names no order")
	case amount == differs || amount == silent:
		s.fail("WRONG_AMOUNT", "answer is about another amount")
	case foreignMoney:
		s.fail("WRONG_CURRENCY", "answer is about another currency")
	case m.Get("recall") == wire.RecallYes:
		s.fail("RECALL", "not reversed yet: call again in 5 seconds")
	}
	return s
}

// refused is the code of an answer that did not do what was asked for, "" for none. The
// face service has no result_code.
func refused(api *wire.API, m wire.Message) (code, text string) {
	switch {
	case api.FaceHost && !m.Has("authinfo"):
		return "NO_AUTHINFO", "answer has no authinfo"
	case api.FaceHost, m.Get("result_code") == wire.Success:
		return "", ""
	case m.Get("result_code") == wire.Fail:
		return cmp.Or(field.Code(m.Get("err_code")), "NO_ERR_CODE"), m.Get("err_code_des")
	}
	return "NO_RESULT_CODE", "answer has no result_code"
}

// signProblem is the word for a sign that was not taken.
func signProblem(err error) string {
	for word, is := range map[string]error{"UNSIGNED": wire.ErrUnsigned, "WEAK_SIGN": wire.ErrDowngrade} {
		if errors.Is(err, is) {
			return word
		}
	}
	return "BAD_SIGN"
}

// names reports whether a success has to name the order that the request names. That of
// a reverse names none, nor does that of a query by WeChat's number alone.
func names(api *wire.API, own wire.Message) bool {
	switch {
	case slices.Contains(reverseCalls, api.Name), api.Name == wire.Closeorder.Name:
		return false
	case slices.Contains(queryCalls, api.Name):
		return own.Has("out_trade_no")
	}
	return true
}

// agreement is what an answer has to say of some fields of its request.
type agreement int

const (
	unasked agreement = iota // the request has none of them
	silent                   // the answer has none of them
	agrees
	differs
)

// compare holds fields of the answer against those of the request: of a refund also those
// with a number behind the name.
func (s *Single) compare(c Claim, signed bool, own wire.Message, fields ...string) (found agreement) {
	for _, name := range fields {
		want := own.Get(name)
		if want == "" {
			continue
		}
		found = max(found, silent)
		var got []string
		for _, f := range s.Fields {
			rest, is := strings.CutPrefix(f.Name, name)
			if is && f.Value != "" && (rest == "" || rest[0] == '_' && field.IsDigits(rest[1:])) {
				got = append(got, f.Value)
			}
		}
		if slices.Contains(got, want) {
			found = max(found, agrees)
		} else if len(got) > 0 {
			found = differs
		}
	}
	if found != unasked {
		s.claim(c, signed && found == agrees)
	}
	return found
}

func (s *Single) claim(c Claim, holds bool) {
	if holds {
		s.Verified = append(s.Verified, c)
	} else {
		s.Doubtful = append(s.Doubtful, c)
	}
}

// fail notes why the call did not do what it was asked for.
func (s *Single) fail(code, message string) { s.Code, s.Message = code, words(message, "") }
