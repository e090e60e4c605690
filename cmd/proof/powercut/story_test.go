package powercut

import (
	"fmt"
	"time"

	"facetill/flow"
)

// next is what happens to an attempt now; nothing more to one that has ended.
func next(a flow.Attempt) []flow.Fact {
	at := a.OpenedAt.Add(time.Duration(a.Version) * time.Second)
	reversed := a.TotalFee%3 == 0
	switch a.State {
	case flow.Opened:
		if a.TotalFee%5 == 0 {
			return []flow.Fact{flow.SaleCancelled{By: "customer", Code: "USER_CANCEL", At: at}}
		}
		return []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8e9), TimeExpire: at.Add(120e9), ConfirmBy: at.Add(45e9), FenceAt: at.Add(1200e9)}}
	case flow.Submitting:
		return []flow.Fact{flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING", At: at, SentAt: at}}
	case flow.Confirming:
		if reversed {
			return []flow.Fact{flow.ReversalDecided{Reason: "window", At: at}}
		}
		return []flow.Fact{flow.ChargeProven{TransactionID: fmt.Sprintf("4200009%021d", a.TotalFee), TimeEnd: at, CashFee: a.TotalFee, Source: "query", At: at}}
	case flow.Reversing:
		if !a.ReverseDone {
			return []flow.Fact{flow.ReverseAnswered{Answer: flow.AnswerReversed, At: at}}
		}
		return []flow.Fact{flow.ReversalProven{Proof: flow.AnswerRevoked, At: at}}
	case flow.Paid:
		if !a.Shown {
			return []flow.Fact{flow.Shown{}}
		}
	}
	return nil
}
