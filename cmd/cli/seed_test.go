package cli

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/flow/secret"
	"facetill/flow/till"
)

// stuck is a journal that answers no claim for as long as the test likes.
type stuck struct {
	flow.Journal
	until chan bool
}

func (j stuck) Claim(context.Context, flow.OutTradeNo) (flow.Attempt, error) {
	<-j.until
	return flow.Attempt{}, flow.ErrOwned
}

// Money rule 5.8: a call that follows a reference is stopped before it heard
// anything of it, while the journal is slow. Its last line names what it followed:
// open, 8.
func TestStoppedBeforeAnythingWasHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		disk, m := flowtest.NewMemory(), clock.NewMachine()
		wechat := clock.NewWeChat(m)
		id := flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, Lane: "L"}
		j := stuck{disk.Process("caller"), make(chan bool)}
		r := flow.NewRunner(flow.Ports{Gateway: readyWeChat{clock: wechat, m: m}, Journal: j, Clock: m, WeChat: wechat}, id, flow.DefaultRules())
		owner := disk.Process("owner")
		a, err := owner.Open(ctx, flow.OrderOpened{Order: flow.Order{OutTradeNo: "26112512000012345678901234567890",
			Sale: r.Key("K"), Merchant: id.Merchant, TotalFee: 1280, Method: flow.MethodCode, Family: flow.FamilyMicropay, Lane: "L"}})
		if err == nil {
			now := m.Now().Wall
			a, err = owner.Append(ctx, a, flow.PayerIdentified{}, flow.IntentWritten{At: now, SendBy: now.Add(8 * time.Second), TimeExpire: now.Add(2 * time.Minute),
				ConfirmBy: now.Add(45 * time.Second), FenceAt: now.Add(20 * time.Minute), Trusted: true})
		}
		if err != nil {
			t.Fatal(err)
		}
		s, err := till.New(till.Ports{}, id, r).Call(ctx, flow.SaleRequest{Ref: "K", TotalFee: 1280, Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}, print.NewTextFacts(new(paper)))
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { cancel(errSignal) })
		got, err := s.Run(ctx, nil)
		e := saleEnding(got, err, interrupted(ctx))
		if !errors.Is(err, errSignal) || e.code != codes.ExitOpen || e.outcome != flow.OutcomeOpen || e.attempt.OutTradeNo != a.OutTradeNo {
			t.Errorf("exit %d, %s of %q, %v", e.code, e.outcome, e.attempt.OutTradeNo, err)
		}
		close(j.until)
	})
}
