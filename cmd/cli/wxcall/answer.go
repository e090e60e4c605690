package wxcall

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"facetill/flow/field"
	"facetill/wx"
	"facetill/wx/wire"
)

// Line is the answer to a call.
type Line struct {
	Type          string          `json:"type"`
	API           string          `json:"api" doc:"the call, as the documents name it"`
	OutTradeNo    string          `json:"out_trade_no,omitempty" doc:"of the request"`
	TransactionID string          `json:"transaction_id,omitempty" doc:"of the request"`
	OutRefundNo   string          `json:"out_refund_no,omitempty" doc:"of the request"`
	TotalFee      int64           `json:"total_fee,omitempty" doc:"fen, of the request"`
	RefundFee     int64           `json:"refund_fee,omitempty" doc:"fen, of the request"`
	Verified      []string        `json:"verified" doc:"what holds of the answer: sign, merchant, order, amount"`
	Unverified    []string        `json:"unverified,omitempty" doc:"what does not hold, or cannot be known: the same words, and rows, of a bill, which nobody signs"`
	Masked        []string        `json:"masked,omitempty" doc:"fields of the answer that are stars here: a payer's, or a credential"`
	InJournal     bool            `json:"in_journal" doc:"false: no call by hand is in the journal"`
	Answer        json.RawMessage `json:"answer,omitempty" doc:"WeChat's fields as they came, each a text; of a bill its rows"`
	Path          string          `json:"path,omitempty" doc:"the file that has the bill"`
	Rows          int64           `json:"rows,omitempty" doc:"of the bill"`
	More          bool            `json:"more,omitempty" doc:"the bill has more rows than stand here"`
	Simulated     bool            `json:"simulated,omitempty"`

	words wire.Message // of Answer, for people
	ends  string
}

// line is what is known before the answer.
func (c *Call) line(simulated bool) *Line {
	fen := func(name string) int64 { n, _ := strconv.ParseInt(c.given[name], 10, 64); return n }
	return &Line{Type: "answer", API: c.uses().Name, OutTradeNo: c.given["out_trade_no"], TransactionID: c.given["transaction_id"],
		OutRefundNo: c.given["out_refund_no"], TotalFee: fen("total_fee"), RefundFee: fen("refund_fee"), Verified: []string{}, Simulated: simulated}
}

// asked are the fields that a call is made for: there they are no secret.
var asked = map[string][]string{
	"get_wxpayface_authinfo": {"authinfo"},
	"authcodetoopenid":       {"openid", "sub_openid"},
}

// payers are the fields of an answer that stand for a payer, or can be used in their place.
var payers = []string{"openid", "sub_openid", "unionid", "authinfo", "auth_code", "face_code", "rawdata",
	"face_sid", "token", "telephone", "nickname", "code_msg"} // the SDK's, which no answer is known to have

// mask stands for a value.
const mask = "***"

// tell fills in what came.
func (l *Line) tell(c *Call, s wx.Single) {
	if l.ends = s.Code; s.Code == "" {
		l.ends = wire.Success
	}
	l.claims(s)
	if s.Fields == nil {
		l.nothing()
		return
	}
	for _, f := range s.Fields {
		shown := c.shown(f)
		if shown.Value != f.Value {
			l.Masked = append(l.Masked, f.Name)
		}
		l.words = append(l.words, shown)
	}
	l.Answer = object(l.words)
}

// nothing notes every claim as one that does not hold: no answer came that can be read.
func (l *Line) nothing() {
	l.Unverified = []string{string(wx.ClaimSign), string(wx.ClaimMerchant)}
	if l.OutTradeNo+l.TransactionID+l.OutRefundNo != "" {
		l.Unverified = append(l.Unverified, string(wx.ClaimOrder))
	}
	if l.TotalFee+l.RefundFee != 0 {
		l.Unverified = append(l.Unverified, string(wx.ClaimAmount))
	}
}

func (l *Line) claims(s wx.Single) {
	for _, claim := range s.Verified {
		l.Verified = append(l.Verified, string(claim))
	}
	for _, claim := range s.Doubtful {
		l.Unverified = append(l.Unverified, string(claim))
	}
}

// shown is a field as it may be printed: none that is a payer's, and no code of the
// request, wherever it stands.
func (c *Call) shown(f wire.Field) wire.Field {
	if slices.Contains(payers, f.Name) && !slices.Contains(asked[c.api.Name], f.Name) && f.Value != "" {
		f.Value = mask
	}
	for _, name := range []string{"auth_code", "face_code", "rawdata", "openid"} {
		if code := c.given[name]; code != "" {
			f.Value = strings.ReplaceAll(f.Value, code, mask)
		}
	}
	return f
}

// object is a message as JSON, in its own sequence.
func object(m wire.Message) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, f := range m {
		if i > 0 {
			b.WriteByte(',')
		}
		_ = enc.Encode(f.Name) // texts always encode
		b.Truncate(b.Len() - 1)
		b.WriteByte(':')
		_ = enc.Encode(f.Value)
		b.Truncate(b.Len() - 1)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// String is the answer for people.
func (l *Line) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", l.API, field.Plain(l.ends))
	for _, f := range l.words {
		if f.Value != "" && f.Name != "sign" && f.Name != "nonce_str" {
			fmt.Fprintf(&b, "  %-20s %s\n", field.Plain(f.Name), field.Plain(f.Value))
		}
	}
	if l.Path != "" {
		fmt.Fprintf(&b, "  %d rows in %s\n", l.Rows, l.Path)
	} else if l.More {
		fmt.Fprintf(&b, "  the first of %d rows; --to FILE keeps all\n", l.Rows)
	}
	list := func(words []string) string {
		if len(words) == 0 {
			return "nothing"
		}
		return strings.Join(words, ", ")
	}
	fmt.Fprintf(&b, "verified: %s; not verified: %s", list(l.Verified), list(l.Unverified))
	return b.String()
}
