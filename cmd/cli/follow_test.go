package cli

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/flow/secret"
	"facetill/flow/till"
)

// followed is the journal of a call that follows a reference. Its owner dies before
// the camera while the call waits, and somebody else cancels what it left; then the
// disk fails, by what is told here.
type followed struct {
	flow.Journal
	disk        *flowtest.Memory
	reads       int
	gone        bool
	sale, opens error
	then        func()
}

func (j *followed) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	if j.reads++; j.reads == 3 {
		j.gone = true
		j.disk.Kill("owner")
		other := j.disk.Process("other")
		a, err := other.Claim(ctx, no)
		if err == nil {
			a, err = other.Append(ctx, a, flow.SaleCancelled{By: "restart"})
		}
		if err == nil {
			err = other.Release(ctx, a)
		}
		if err != nil {
			return a, false, err
		}
		if j.then != nil {
			j.then()
		}
	}
	return j.Journal.Read(ctx, no)
}

func (j *followed) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	if j.gone && j.sale != nil {
		return nil, j.sale
	}
	return j.Journal.Sale(ctx, key)
}

func (j *followed) Open(ctx context.Context, first flow.OrderOpened) (flow.Attempt, error) {
	if j.opens != nil {
		return flow.Attempt{}, j.opens
	}
	return j.Journal.Open(ctx, first)
}

// readyWeChat is a WeChat that takes everything and answers no query.
type readyWeChat struct {
	flow.Gateway
	clock *clock.WeChat
	m     clock.Clock
}

func (g readyWeChat) Ready() error                    { return nil }
func (g readyWeChat) CheckPay(flow.PayRequest) error  { return nil }
func (g readyWeChat) KeepWarm(context.Context) func() { return func() {} }
func (g readyWeChat) Query(context.Context, flow.Attempt, flow.Try) flow.Answer {
	return flow.Answer{Kind: flow.AnswerLost}
}
func (g readyWeChat) Sync(context.Context) error {
	at := g.m.Now()
	g.clock.Observe(at.Wall, at)
	return nil
}

// Money rules 5.4 and 7.1: a call followed a reference whose attempt was cancelled
// behind its back, and cannot read, or open, what comes after it. The reference may
// be charged by another call meanwhile: 8, and neither the cancelled one's code nor
// the one that states that no money moved.
func TestFollowedAndUnread(t *testing.T) {
	broken := errors.New("disk I/O error")
	for name, fail := range map[string]func(*followed, *flow.SaleRequest, func()){
		"not read":   func(j *followed, _ *flow.SaleRequest, _ func()) { j.sale = broken },
		"not opened": func(j *followed, _ *flow.SaleRequest, _ func()) { j.opens = broken },
		"file gone":  func(j *followed, _ *flow.SaleRequest, _ func()) { j.opens = flow.ErrGone },
		"a signal":   func(j *followed, _ *flow.SaleRequest, stop func()) { j.then = stop },
		"no network": func(_ *followed, q *flow.SaleRequest, _ func()) { // which the number of a face is asked about by
			q.Method, q.AuthCode, q.FaceCode, q.OutTradeNo = flow.MethodFace, secret.Secret{}, secret.New("130000000000000000"), "1234567890"
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				disk, m := flowtest.NewMemory(), clock.NewMachine()
				j := &followed{Journal: disk.Process("caller"), disk: disk}
				wechat := clock.NewWeChat(m)
				id := flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, Lane: "L"}
				r := flow.NewRunner(flow.Ports{Gateway: readyWeChat{clock: wechat, m: m}, Journal: j, Clock: m, WeChat: wechat}, id, flow.DefaultRules())
				q := flow.SaleRequest{Ref: "K", TotalFee: 1280, Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}
				if _, err := disk.Process("owner").Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: "26112512000012345678901234567890",
					Sale: r.Key("K"), Merchant: id.Merchant, TotalFee: 1280, Method: flow.MethodCode, Family: flow.FamilyMicropay, Lane: "L"}}); err != nil {
					t.Fatal(err)
				}
				fail(j, &q, func() { cancel(errSignal) })
				s, err := till.New(till.Ports{}, id, r).Call(ctx, q, print.NewTextFacts(new(paper)))
				if err != nil {
					t.Fatal(err)
				}
				a, err := s.Run(ctx, nil)
				e := saleEnding(a, err, interrupted(ctx))
				if turnedAway(err) {
					e = endingOf(fromSale(ctx, q), err)
				}
				if !j.gone || e.code != codes.ExitOpen || e.outcome != flow.OutcomeOpen {
					t.Errorf("exit %d, %s, %q", e.code, e.outcome, e.text)
				}
			})
		})
	}
}
