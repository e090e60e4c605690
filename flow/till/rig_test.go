package till_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/flow/secret"
	"facetill/flow/till"
)

var _ till.People = (*flowtest.Memory)(nil)

// noon is a moment of the day that the tests play on.
var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, flow.Beijing)

// rig is a till over a journal in memory, and what stands behind its ports.
type rig struct {
	*testing.T
	*till.Till
	disk  *flowtest.Memory
	id    flow.Identity
	ports till.Ports
	n     int
}

// newRig is a till at its start. change puts other ports in its place.
func newRig(t *testing.T, change ...func(*flow.Ports)) *rig {
	r := &rig{T: t, disk: flowtest.NewMemory(),
		id: flow.Identity{Merchant: flow.Merchant{MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "L", WeChat: "wechat"}}
	r.ports.Journal, r.ports.Clock = r.disk.Process("till"), clock.NewMachine()
	for _, c := range change {
		c(&r.ports.Ports)
	}
	if r.ports.WeChat == nil {
		r.ports.WeChat = clock.NewWeChat(r.ports.Clock)
	}
	return r.anew(func(*till.Ports) {})
}

// anew is the till started anew, with other ports of its own.
func (r *rig) anew(change func(*till.Ports)) *rig {
	change(&r.ports)
	r.ports.Ledger = r.disk
	r.Till = till.New(r.ports, r.id, flow.NewRunner(r.ports.Ports, r.id, flow.DefaultRules()))
	return r
}

// order is a sale of 12.80 that was opened at a moment.
func order(at time.Time, change ...func(*flow.Order)) flow.Order {
	o := flow.Order{TotalFee: 1280, Method: flow.MethodCode, Family: flow.FamilyMicropay, Lane: "L", Cashier: "7", OpenedAt: at,
		Merchant: flow.Merchant{MchID: "19"}, WeChat: "wechat"}
	for _, c := range change {
		c(&o)
	}
	return o
}

// leave writes an attempt as a process left it that is gone. Its time is that of the
// order.
func (r *rig) leave(o flow.Order, facts ...flow.Fact) flow.Attempt {
	r.Helper()
	r.n++
	o.OutTradeNo = flow.OutTradeNo(fmt.Sprintf("26112512000000000000000000%06d", r.n))
	if o.Sale.Ref == "" {
		o.RefMinted, o.Sale.Ref = true, string(o.OutTradeNo)
	}
	j := r.disk.Process("gone")
	a, err := j.Open(r.Context(), flow.OrderOpened{Order: o})
	if err == nil && len(facts) > 0 {
		a, err = j.Append(r.Context(), a, facts...)
	}
	if err != nil {
		r.Fatal(err)
	}
	if err := j.Release(r.Context(), a); err != nil {
		r.Fatal(err)
	}
	return a
}

// The ways to some states, of an order whose intent was at a moment.
func submitted(at time.Time) []flow.Fact {
	return []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8 * time.Second), TimeExpire: at.Add(2 * time.Minute),
		ConfirmBy: at.Add(45 * time.Second), FenceAt: at.Add(20 * time.Minute), Trusted: true}}
}

func charged(at time.Time, more ...flow.Fact) []flow.Fact {
	return append(append(submitted(at), flow.ChargeProven{TransactionID: "42", TimeEnd: at, At: at}), more...)
}

func needsPerson(at time.Time) []flow.Fact {
	return append(submitted(at), flow.PayAnswered{Answer: flow.AnswerPaying, At: at}, flow.PersonNeeded{Reason: "refund_part"})
}

func refused(at time.Time) []flow.Fact {
	return append(submitted(at), flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: at},
		flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay})
}

// weChat takes every request, and pays. What it answers to the others is told here,
// an answer a call, the last one for all that follow; nothing is lost.
type weChat struct {
	flow.Gateway
	ports             *flow.Ports
	queries, reverses []flow.Answer
	asked, backwards  atomic.Int32
	reversed          flow.Order // the last one
}

func withWeChat(g *weChat) func(*flow.Ports) {
	return func(p *flow.Ports) { g.ports, p.Gateway, p.WeChat = p, g, clock.NewWeChat(p.Clock) }
}

// answers are those of some kinds, in turn.
func answers(kinds ...flow.AnswerKind) (all []flow.Answer) {
	for _, k := range kinds {
		all = append(all, flow.Answer{Kind: k})
	}
	return all
}

func (g *weChat) Ready() error                    { return nil }
func (g *weChat) CheckPay(flow.PayRequest) error  { return nil }
func (g *weChat) KeepWarm(context.Context) func() { return func() {} }
func (g *weChat) Sync(context.Context) error {
	at := g.ports.Clock.Now()
	g.ports.WeChat.Observe(at.Wall, at)
	return nil
}

func (g *weChat) Pay(context.Context, flow.PayRequest) flow.Answer {
	return flow.Answer{Kind: flow.AnswerPaid, Charge: flow.Charge{TransactionID: "42", TimeEnd: g.ports.Clock.Now().Wall}}
}

func (g *weChat) Query(context.Context, flow.Attempt, flow.Try) flow.Answer {
	return inTurn(g.queries, &g.asked)
}

func (g *weChat) Reverse(_ context.Context, a flow.Attempt) flow.Answer {
	g.reversed = a.Order
	return inTurn(g.reverses, &g.backwards)
}

func inTurn(all []flow.Answer, n *atomic.Int32) flow.Answer {
	if i := int(n.Add(1)); len(all) > 0 {
		return all[min(i, len(all))-1]
	}
	return flow.Answer{Kind: flow.AnswerLost}
}

// byCode is the request of a sale by a scanned code.
func byCode(change ...func(*flow.SaleRequest)) flow.SaleRequest {
	q := flow.SaleRequest{TotalFee: 1280, Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}
	for _, c := range change {
		c(&q)
	}
	return q
}

// mute hears and says nothing.
type mute struct{}

func (mute) Observe(flow.Update) {}
