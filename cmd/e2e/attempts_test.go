package e2e

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
	"facetill/flow/refund"
	"facetill/wx/sim"
)

// left puts an attempt into the journal as an earlier process would have left it.
// Real ways to some of these states take minutes or days.
func (m *till) left(state, ref string, fee int64) {
	m.t.Helper()
	if err := leave(m.journalPath(), "", state, ref, fee); err != nil {
		m.t.Fatal(err)
	}
}

// leftAll puts attempts into it, each with its state as reference.
func (m *till) leftAll(states ...string) {
	m.t.Helper()
	for i, state := range states {
		m.left(state, state, int64(5000+i))
	}
}

// leave puts an attempt into a journal, which is made where there is none. It
// mints a number where none is given.
func leave(path string, no flow.OutTradeNo, state, ref string, fee int64) (err error) {
	if no == "" {
		if no, err = flow.MintOutTradeNo(time.Now(), rand.Reader); err != nil {
			return err
		}
	}
	ctx, merchant := context.Background(), flow.Merchant{AppID: sim.DefaultAppID, MchID: sim.DefaultMchID}
	j, err := sqlite.Open(ctx, path, sqlite.Options{Create: true, Merchant: merchant, Simulated: true})
	if err != nil {
		return err
	}
	defer j.Close()
	facts, ok := waysTo[state]
	if !ok {
		return fmt.Errorf("no way to state %q is known", state)
	}
	now := time.Now()
	o := flow.Order{OutTradeNo: no, Merchant: merchant, Simulated: true, TotalFee: flow.Fen(fee), Method: flow.MethodCode,
		Family: flow.FamilyMicropay, StoreID: "SIM-1", DeviceID: "SIM-TILL-1", Lane: "SIM-TILL-1", OpenedAt: now,
		Sale: flow.SaleKey{MchID: merchant.MchID, StoreID: "SIM-1", DeviceID: "SIM-TILL-1", Ref: ref}}
	if ref == "minted" {
		o.RefMinted, o.Sale.Ref = true, string(no)
	}
	a, err := j.Open(ctx, flow.OrderOpened{Order: o})
	if err != nil {
		return err
	}
	for _, f := range facts(now) {
		if a, err = j.Append(ctx, a, f); err != nil {
			return fmt.Errorf("%s: %w", f.Kind(), err)
		}
	}
	return nil
}

func intent(at time.Time) []flow.Fact {
	return []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8 * time.Second), TimeExpire: at.Add(2 * time.Minute),
		ConfirmBy: at.Add(45 * time.Second), FenceAt: at.Add(20 * time.Minute), Trusted: true}}
}

func charge(at time.Time, unclaimed bool) []flow.Fact {
	return append(intent(at), flow.ChargeProven{TransactionID: "4200000000000000000000000001", TimeEnd: at, Source: "query", Unclaimed: unclaimed, At: at})
}

func reversing(at time.Time, by string) []flow.Fact {
	return append(intent(at), flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING", At: at, SentAt: at},
		flow.ReversalDecided{Reason: "window", By: by, At: at})
}

// waysTo are the facts that lead to a state.
var waysTo = map[string]func(now time.Time) []flow.Fact{
	"opened":     func(time.Time) []flow.Fact { return nil },
	"cancelled":  func(time.Time) []flow.Fact { return []flow.Fact{flow.SaleCancelled{By: flow.ByRestart}} },
	"confirming": func(now time.Time) []flow.Fact { return reversing(now, "")[:3] },
	"paid":       func(now time.Time) []flow.Fact { return append(charge(now, false), flow.Shown{}) },
	"untold":     func(now time.Time) []flow.Fact { return charge(now, false) },
	"unclaimed":  func(now time.Time) []flow.Fact { return charge(now, true) },
	"paid-yesterday": func(now time.Time) []flow.Fact {
		return append(charge(now.AddDate(0, 0, -1), false), flow.Shown{})
	},
	"unclaimed-yesterday":  func(now time.Time) []flow.Fact { return charge(now.AddDate(0, 0, -1), true) },
	"unclaimed-for-a-week": func(now time.Time) []flow.Fact { return charge(now.AddDate(0, 0, -8), true) },
	"reversed": func(now time.Time) []flow.Fact {
		return append(reversing(now, ""), flow.ReversalProven{Proof: flow.AnswerRevoked, At: now})
	},
	"reversing-by-hand": func(now time.Time) []flow.Fact { return reversing(now, "manager") },
	"reversed-by-hand": func(now time.Time) []flow.Fact {
		return append(reversing(now, "manager"), flow.ReversalProven{Proof: flow.AnswerRevoked, At: now})
	},
	"refunded": func(now time.Time) []flow.Fact {
		return append(charge(now, false), flow.Shown{}, flow.RefundBegun{OutRefundNo: "R1", Fee: 1280, By: "manager"},
			flow.RefundEnded{RefundedFee: 1280, At: now})
	},
	"refund-begun": func(now time.Time) []flow.Fact {
		return append(charge(now, false), flow.Shown{}, flow.RefundBegun{OutRefundNo: "R2", Fee: 500, Reason: "return", By: "Li", At: now, Wall: now})
	},
	"refund-closed": func(now time.Time) []flow.Fact { // WeChat had taken it, and so it was told
		return append(charge(now, false), flow.Shown{}, flow.RefundBegun{OutRefundNo: "R3", Fee: 500, Reason: "return", By: "Li", At: now, Wall: now},
			flow.RefundHeard{OutRefundNo: "R3", Status: refund.StatusProcessing, Fee: 500, At: now}, flow.RefundTold{OutRefundNo: "R3"},
			flow.RefundHeard{OutRefundNo: "R3", Status: refund.StatusClosed, Fee: 500, At: now})
	},
	"needs_person": func(now time.Time) []flow.Fact {
		return append(reversing(now, ""), flow.PersonNeeded{Reason: "reverse refused"})
	},
	"undecided": func(now time.Time) []flow.Fact { // a part of it is back, and nobody had decided that
		return append(intent(now), flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING", At: now, SentAt: now}, flow.PersonNeeded{Reason: "refund_part"})
	},
}
