package wx

import (
	"bytes"
	"context"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/wx/wire"
)

// Call makes one call of any API but downloadbill and returns the fields of a
// well-signed answer to us, as they came. What they say is not judged: it is
// for looking, not for deciding about money. Fields that every call has are
// added. The error is a *CallError; a well-signed FAIL comes with its fields.
func (g *Gateway) Call(ctx context.Context, api *wire.API, own ...wire.Field) (wire.Message, error) {
	a := g.send(ctx, &request{api: api, merchant: g.cfg.Merchant, own: own})
	if a.fields == nil {
		return nil, callError(api, a)
	}
	if a.fields.Get("result_code") == wire.Fail {
		return a.fields, &CallError{API: api.Name, Code: field.Code(a.fields.Get("err_code")), Message: words(a.fields.Get("err_code_des"), "")}
	}
	return a.fields, nil
}

const (
	maxBill     = 64 << 20 // bytes
	billTimeout = time.Minute
)

// Bill fetches the bill of one day in Beijing, all trades: WeChat's text table,
// ready after 10:00 of the next day and for three months. The error is a
// *CallError whose Message is WeChat's text ("No Bill Exist"). Bills are not
// signed.
func (g *Gateway) Bill(ctx context.Context, day time.Time) ([]byte, error) {
	q := &request{api: &wire.Downloadbill, merchant: g.cfg.Merchant, limit: billTimeout, max: maxBill, own: []wire.Field{
		{Name: "bill_date", Value: day.In(flow.Beijing).Format("20060102")},
		{Name: "bill_type", Value: "ALL"},
	}}
	r, bad := g.transmit(ctx, q)
	if bad == nil {
		bad = httpStatus(r)
	}
	if bad != nil {
		return nil, callError(q.api, *bad)
	}
	if !bytes.HasPrefix(r.body, []byte("<xml>")) {
		return r.body, nil
	}
	m, err := wire.Decode(r.body)
	if err != nil {
		return nil, &CallError{API: q.api.Name, Code: string(wire.NotXML), Message: err.Error()}
	}
	return nil, &CallError{API: q.api.Name, Code: field.Code(m.Get("return_code")), Message: words(m.Get("return_msg"), "")}
}
