package wx

import (
	"context"
	"errors"
	"strconv"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
	"facetill/wx/transport"
	"facetill/wx/wire"
)

// Gateway is WeChat Pay v2 over HTTPS. It fills [flow.Gateway] and
// [flow.AuthInfoSource] and may be used by several goroutines.
type Gateway struct{ *client }

var (
	_ flow.Gateway        = (*Gateway)(nil)
	_ flow.AuthInfoSource = (*Gateway)(nil)
)

// New checks the configuration and opens nothing. All problems are reported at
// once.
func New(cfg Config) (*Gateway, error) {
	c, err := newClient(cfg)
	if err != nil {
		return nil, err
	}
	return &Gateway{c}, nil
}

// Close resets all connections. Calls in progress end by themselves.
func (g *Gateway) Close() error {
	g.close()
	return nil
}

// Ready returns why nothing may be charged; see [flow.Gateway]. The error is a
// *CertError.
func (g *Gateway) Ready() error {
	if err := g.certProblem(); err != nil {
		return err
	}
	return nil
}

// Sync brings WeChat's time by one HEAD on the pay connection. Where the host
// cannot be reached the other one is asked: a HEAD moves no money.
func (g *Gateway) Sync(ctx context.Context) error {
	var err error
	for _, backup := range g.both() {
		if err = g.head(ctx, backup); err == nil {
			return nil
		}
	}
	return err
}

// KeepWarm opens the pay connection and keeps it fresh until stop is called.
func (g *Gateway) KeepWarm(ctx context.Context) (stop func()) {
	if g.cfg.Direct != nil {
		return func() {} // there is no connection
	}
	ctx, cancel := context.WithCancel(ctx)
	go g.keepWarm(ctx)
	return cancel
}

// CheckPay holds a request that is not sent against the field table. What is still
// to be captured stands in as it would come.
func (g *Gateway) CheckPay(p flow.PayRequest) error {
	if p.Credential.IsZero() {
		p.Credential = secret.New("100000000000000000")
	}
	if p.OpenID.IsZero() {
		p.OpenID = secret.New("openid")
	}
	api, fields, problem := g.sale(p)
	if problem != "" {
		return &field.Error{Field: "payment code", Problem: "does not fit: " + problem}
	}
	_, err := g.message(api, p.Attempt.Merchant, fields)
	if e, is := errors.AsType[*field.Error](err); is {
		e.Of = "" // a cashier asks for no API
	}
	return err
}

// Pay charges, once. The backup host is asked only while not one byte was
// written.
func (g *Gateway) Pay(ctx context.Context, p flow.PayRequest) flow.Answer {
	a := p.Attempt
	notSent := func(code, message string) flow.Answer {
		return flow.Answer{Kind: flow.AnswerNotSent, Code: code, Message: message}
	}
	if err := g.certProblem(); err != nil {
		return notSent(err.Code, err.Error())
	}
	api, fields, problem := g.sale(p)
	if problem != "" {
		return notSent("FIELD", problem)
	}
	q := &request{api: api, merchant: a.Merchant, own: fields, detach: true, gate: g.sendBy(ctx, a.SendBy), watch: reads(api, a, readPay)}
	var ans answer
	for _, q.backup = range g.both() {
		ans = g.send(ctx, q)
		if !ans.unsent || !transport.Unreachable(ans.code) || ctx.Err() != nil {
			break
		}
	}
	if ans.unsent {
		return notSent(ans.code, words(ans.text, a.OutTradeNo))
	}
	return reading(api, a, ans, readPay)
}

// sendBy is asked immediately before the request is written (money rules 1.3, 4b.4). A
// machine that slept must not wake and charge: monotonic time stands still while
// it sleeps and wall time can be set, so both have to be inside.
func (c *client) sendBy(ctx context.Context, by time.Time) func() error {
	begun := c.cfg.Clock.Now()
	deadline, limited := ctx.Deadline()
	return func() error {
		if ctx.Err() != nil {
			return errSendBy("given up before it was sent", context.Cause(ctx))
		}
		now := time.Now()
		if limited && !(now.Before(deadline) && now.Round(0).Before(deadline.Round(0))) {
			return errSendBy("too late to be sent", context.DeadlineExceeded)
		}
		wall, mono := c.cfg.Clock.Now().Sub(begun)
		if d := wall - mono; d > maxDrift || d < -maxDrift {
			return errSendBy("too late to be sent", errSlept)
		}
		if c.cfg.WeChat == nil || by.IsZero() {
			return nil
		}
		switch t, sure := c.cfg.WeChat.Now(); {
		case t.IsZero():
			return errSendBy("not sent", errNoTime)
		case !sure:
			return errSendBy("too late to be sent", errSlept)
		case t.After(by):
			return errSendBy("too late to be sent", context.DeadlineExceeded)
		}
		return nil
	}
}

// maxDrift between wall and monotonic time is taken for a sleep or a clock that
// was set.
const maxDrift = 2 * time.Second

var (
	errSlept  = errors.New("this machine slept or its clock was set")
	errNoTime = errors.New("WeChat's time is not known")
)

// sale is the request of one charge. The problem never holds the credential.
func (g *Gateway) sale(p flow.PayRequest) (api *wire.API, fields []wire.Field, problem string) {
	a, cfg := p.Attempt, &g.cfg
	body := a.Body
	if body == "" {
		body = cfg.Body
	}
	fields = []wire.Field{
		{Name: "device_info", Value: a.Lane},
		{Name: "body", Value: body},
		{Name: "detail", Value: a.Detail},
		{Name: "attach", Value: a.Attach},
		{Name: "out_trade_no", Value: string(a.OutTradeNo)},
		{Name: "total_fee", Value: strconv.FormatInt(int64(a.TotalFee), 10)},
		{Name: "fee_type", Value: "CNY"},
		{Name: "spbill_create_ip", Value: cfg.ClientIP},
		{Name: "goods_tag", Value: a.GoodsTag},
		{Name: "limit_pay", Value: a.LimitPay},
		{Name: "time_start", Value: stamp(a.IntentAt)},
		{Name: "time_expire", Value: stamp(a.TimeExpire)},
	}
	code, version := p.Credential.Reveal(), ""
	if a.Detail != "" { // by it WeChat knows that the goods are for single-item discounts
		version = "1.0"
	}
	switch a.Family {
	case flow.FamilyFacepay:
		return &wire.Facepay, append(fields,
			wire.Field{Name: "openid", Value: p.OpenID.Reveal()},
			wire.Field{Name: "face_code", Value: code}), ""
	case flow.FamilyMicropay:
		if !field.IsPaymentCode(code) {
			return nil, nil, "the code is not 18 digits that begin with 10 to 15; a face code with hyphens needs face_code_type 0"
		}
		return &wire.Micropay, append(fields,
			wire.Field{Name: "version", Value: version},
			wire.Field{Name: "receipt", Value: a.Receipt},
			wire.Field{Name: "profit_sharing", Value: a.ProfitSharing},
			wire.Field{Name: "auth_code", Value: code},
			wire.Field{Name: "scene_info", Value: cfg.Store.sceneInfo()}), ""
	}
	return nil, nil, "the attempt's family is neither micropay nor facepay"
}

// Query asks for the state of an order: once, or once more on the other host
// where try.Backup allows it and the first gave no answer.
func (g *Gateway) Query(ctx context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	api := &wire.Orderquery
	if a.Family == flow.FamilyFacepay {
		api = &wire.Facepayquery
	}
	limit := try.Limit
	if limit == 0 {
		limit = g.cfg.Timeout
	}
	q := &request{api: api, merchant: a.Merchant, own: order(a), limit: limit, watch: reads(api, a, readQuery)}
	var ans answer
	for _, q.backup = range g.both() {
		one, cancel := context.WithTimeoutCause(ctx, limit, transport.ErrTimeout)
		ans = g.send(one, q)
		cancel()
		if ans.fields != nil || ans.failed || !try.Backup || ctx.Err() != nil {
			break
		}
	}
	return reading(api, a, ans, readQuery)
}

// order names an order by our number alone: it is the one that is known in all
// cases.
func order(a flow.Attempt) []wire.Field {
	return []wire.Field{{Name: "out_trade_no", Value: string(a.OutTradeNo)}}
}

// Reverse undoes or closes an order, with one request.
func (g *Gateway) Reverse(ctx context.Context, a flow.Attempt) flow.Answer {
	api := &wire.Reverse
	if a.Family == flow.FamilyFacepay {
		api = &wire.Facepayreverse
	}
	ans := g.send(ctx, &request{api: api, merchant: a.Merchant, own: order(a), backup: g.first(), watch: reads(api, a, readReverse)})
	return certified(ans, reading(api, a, ans, readReverse))
}

// certified tells a certificate that was not taken from other failures.
func certified(ans answer, out flow.Answer) flow.Answer {
	if ans.cert {
		out.Kind = flow.AnswerCertificate
	}
	return out
}
