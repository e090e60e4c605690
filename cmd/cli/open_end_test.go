package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/flowtest"
)

// Money rules 5.2 and 5.3: a till that ends within the second of its PAID leaves a charge
// that no fact calls shown: 8, with its number.
func TestTillThatEndsBeforePaidIsWrittenDown(t *testing.T) {
	atDesk(t, func(d *desk) {
		d.types("12.80\r")
		d.sees("PAID", 30*time.Second)
		a := d.last()
		d.stop(errSignal)
		err := <-d.end
		d.end <- nil // for whoever tidies up
		if a.State != flow.Paid || a.Shown {
			d.t.Fatalf("it is %s, shown %t", a.State, a.Shown)
		}
		if err == nil {
			d.t.Fatal("it ends with 0")
		}
		if e := endingOf(fromCommand, err); e.code != codes.ExitOpen || !strings.Contains(e.text, string(a.OutTradeNo)) {
			d.t.Errorf("it ends with %d, %q", e.code, e.text)
		}
	})
}

// silent is a WeChat that answers nothing, of no reversal either.
type silent struct{ readyWeChat }

func (silent) Reverse(context.Context, flow.Attempt) flow.Answer {
	return flow.Answer{Kind: flow.AnswerLost}
}

// Money rule 5.2: a person gives a charge back, and WeChat answers nothing. The word is
// taken and the money is not back: 8, so that nobody sends the customer home.
func TestGiveBackThatHasNoEnd(t *testing.T) {
	home := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		disk := flowtest.NewMemory()
		wired := wiring.New(config.Sim(home))
		defer wired.Close()
		now, id := time.Now(), wired.ID
		order := flow.Order{OutTradeNo: "26112512000012345678901234567890", Merchant: id.Merchant, TotalFee: 1280, Method: flow.MethodCode,
			Family: flow.FamilyMicropay, Lane: id.Lane, Simulated: id.Simulated, WeChat: id.WeChat, OpenedAt: now,
			Sale: flow.SaleKey{MchID: id.Merchant.MchID, StoreID: id.StoreID, DeviceID: id.DeviceID, Ref: "R"}}
		owner := disk.Process("owner")
		a, err := owner.Open(t.Context(), flow.OrderOpened{Order: order})
		if err == nil {
			_, err = owner.Append(t.Context(), a, flow.PayerIdentified{},
				flow.IntentWritten{At: now, SendBy: now.Add(8 * time.Second), TimeExpire: now.Add(2 * time.Minute), ConfirmBy: now.Add(45 * time.Second), FenceAt: now.Add(20 * time.Minute)},
				flow.ChargeProven{TransactionID: "4200001234567890", TimeEnd: now, Source: "answer", At: now})
		}
		if err != nil {
			t.Fatal(err)
		}
		disk.Kill("owner")
		wired.Ports.Journal = disk.Process("resolve")
		wired.Ports.Gateway = silent{readyWeChat{clock: wired.Ports.WeChat, m: wired.Ports.Clock}}
		wired.Join()
		var talk bytes.Buffer
		g := &global{s: &stdio{out: &talk, err: &talk, getenv: func(string) string { return "" }}, output: formatText}
		err = runResolve(t.Context(), g, wired, flow.Resolution{OutTradeNo: order.OutTradeNo, As: flow.ResolvedGiveBack, By: "Li", Reason: "gone"})
		if a, _, read := wired.Ports.Journal.Read(t.Context(), order.OutTradeNo); read != nil || a.State != flow.Reversing {
			t.Fatalf("it is %s, %v", a.State, read)
		}
		if e, is := errors.AsType[*ending](err); !is || e.code != codes.ExitOpen || time.Since(now) < giveBackStays {
			t.Errorf("after %s it ends with %v: %s", time.Since(now), err, talk.String())
		}
	})
}
