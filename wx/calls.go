package wx

import (
	"context"

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
