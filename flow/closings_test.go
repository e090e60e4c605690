package flow_test

import (
	"context"
	"testing"
	"time"

	"facetill/flow"
)

// leave puts an attempt of that age and WeChat into the journal.
func (p *till) leave(no flow.OutTradeNo, age time.Duration, wechat string, facts ...flow.Fact) flow.OutTradeNo {
	p.s.t.Helper()
	ctx := context.Background()
	o := flow.Order{OutTradeNo: no, WeChat: wechat, RefMinted: true, Sale: flow.SaleKey{MchID: "19", Ref: string(no)}, TotalFee: 1280,
		Method: flow.MethodFace, Family: flow.FamilyMicropay, Lane: "L", OpenedAt: p.s.Now().Wall.Add(-age)}
	a, err := p.j.Open(ctx, flow.OrderOpened{Order: o})
	if err == nil {
		a, err = p.j.Append(ctx, a, append([]flow.Fact{flow.PayerIdentified{}}, facts...)...)
	}
	if err == nil {
		err = p.j.Release(ctx, a)
	}
	if err != nil {
		p.s.t.Fatal(err)
	}
	return no
}

// Money rule 2.5: what is still to be closed behind refusals, by whichever process,
// and until when. What is open is no closing, nor is what is closed or another
// WeChat's; fences that have not begun may take as long as if they began now.
func TestWhatIsStillToBeClosed(t *testing.T) {
	p := newStage(t).bootAt("https://a")
	refused := func(i flow.IntentWritten, more ...flow.Fact) []flow.Fact {
		return append([]flow.Fact{i, flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: i.At},
			flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}}, more...)
	}
	is := func(n int, until time.Time) {
		t.Helper()
		got, end, err := p.Closings(context.Background())
		if err != nil || got != n || !end.Equal(until) {
			t.Errorf("%d until %v, %v; want %d until %v", got, end, err, n, until)
		}
	}
	is(0, time.Time{})
	later := intent()
	later.FenceAt = later.FenceAt.Add(time.Minute)
	p.leave("elsewhere", 0, "https://b", refused(later)...)
	p.leave("closed", 0, "https://a", refused(later, flow.NumberClosed{Proof: flow.AnswerClosed})...)
	p.leave("reopened", 0, "https://a", refused(later, flow.RefusalReopened{Answer: flow.AnswerPaid, At: began})...)
	p.leave("open", 0, "https://a", later)
	is(0, time.Time{})
	p.leave("later", 0, "https://a", refused(later)...)
	p.leave("first", 0, "https://a", refused(intent())...)
	is(2, later.FenceAt)
	unbegun := intent()
	unbegun.FenceAt, unbegun.Trusted = time.Time{}, false
	p.leave("not begun", 0, "https://a", refused(unbegun)...)
	p.s.pass(5 * time.Minute)
	is(3, began.Add(25*time.Minute))
}
