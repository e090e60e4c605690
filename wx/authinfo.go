package wx

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
	"facetill/wx/wire"
)

// CallError is a call that brought no good answer. Code is WeChat's or one of
// this package's words for what happened on the way; the text holds no value of
// a request.
type CallError struct {
	API, Code, Message string
	Unsent             bool // not one byte was written
}

func (e *CallError) Error() string {
	if e.Message == "" {
		return e.API + ": " + e.Code
	}
	return fmt.Sprintf("%s: %s: %s", e.API, e.Code, e.Message)
}

// AuthInfo exchanges the device's rawdata for the credential of its face
// screen. The face service has a host of its own, puts PARAM_ERROR, ERROR and
// SYSTEMERROR into return_code, often unsigned, and knows no result_code. The
// error is a *CallError.
func (g *Gateway) AuthInfo(ctx context.Context, r flow.AuthInfoRequest) (flow.AuthInfo, error) {
	q := &request{api: &wire.Authinfo, merchant: r.Merchant, own: []wire.Field{
		{Name: "store_id", Value: r.StoreID},
		{Name: "store_name", Value: r.StoreName},
		{Name: "device_id", Value: r.DeviceID},
		{Name: "attach", Value: g.cfg.Attach},
		{Name: "rawdata", Value: r.RawData.Reveal()},
		{Name: "now", Value: strconv.FormatInt(g.now().Unix(), 10)},
		{Name: "version", Value: "1"},
	}, watch: readsAuthInfo()}
	if q.merchant == (flow.Merchant{}) {
		q.merchant = g.cfg.Merchant
	}
	a := g.send(ctx, q)
	if a.fields == nil {
		return flow.AuthInfo{}, callError(q.api, a)
	}
	seconds, err := strconv.Atoi(a.fields.Get("expires_in"))
	if !a.fields.Has("authinfo") || err != nil || seconds <= 0 || seconds > 7*24*3600 {
		return flow.AuthInfo{}, &CallError{API: q.api.Name, Code: "NO_AUTHINFO", Message: "answer has no authinfo or no expires_in"}
	}
	return flow.AuthInfo{AuthInfo: secret.New(a.fields.Get("authinfo")), Life: time.Duration(seconds) * time.Second}, nil
}

func callError(api *wire.API, a answer) error {
	return &CallError{API: api.Name, Code: a.code, Message: words(a.text, ""), Unsent: a.unsent}
}
