package cli

import (
	"fmt"
	"strings"

	"facetill/flow"
	"facetill/tui/text"
)

// record is what lines say of an attempt. `sales`, `status`, `recover` and the
// result line of `pay` use the same names; fields without value are absent.
type record struct {
	Ref           string `json:"ref,omitempty"`
	OutTradeNo    string `json:"out_trade_no,omitempty"`
	TransactionID string `json:"transaction_id,omitempty"`
	State         string `json:"state,omitempty"`
	TotalFee      int64  `json:"total_fee,omitempty"` // fen
	RefundedFee   int64  `json:"refunded_fee,omitempty"`
	FeeType       string `json:"fee_type,omitempty"`
	Method        string `json:"method,omitempty"`
	OpenIDTag     string `json:"openid_tag,omitempty"`
	Lane          string `json:"lane,omitempty"`
	Cashier       string `json:"cashier,omitempty"`
	ErrCode       string `json:"err_code,omitempty"`
	Message       string `json:"message,omitempty"`
	Unclaimed     bool   `json:"unclaimed,omitempty"`
	ResolvedAs    string `json:"resolved_as,omitempty"`
	ResolvedBy    string `json:"resolved_by,omitempty"`
	Simulated     bool   `json:"simulated,omitempty"`
	TimeEnd       stamp  `json:"time_end,omitzero"`
	StartedAt     stamp  `json:"started_at,omitzero"`
	EndedAt       stamp  `json:"ended_at,omitzero"`
}

func recordOf(a flow.Attempt) record {
	if a.OutTradeNo == "" {
		return record{}
	}
	r := record{OutTradeNo: string(a.OutTradeNo), TransactionID: a.TransactionID, State: string(a.State),
		TotalFee: int64(a.TotalFee), RefundedFee: int64(a.RefundedFee), FeeType: "CNY", Method: string(a.Method),
		OpenIDTag: a.OpenIDTag, Lane: a.Lane, Cashier: a.Cashier, ErrCode: a.Code, Message: a.Message,
		Unclaimed: a.Unclaimed, ResolvedAs: a.ResolvedAs, ResolvedBy: a.ResolvedBy, Simulated: a.Simulated, TimeEnd: stamp(a.TimeEnd), StartedAt: stamp(a.OpenedAt),
		EndedAt: stamp(a.EndedAt)}
	if !a.RefMinted {
		r.Ref = a.Sale.Ref
	}
	if r.Message == "" {
		r.Message = a.Reason
	}
	return r
}

// result is the last line.
type result struct {
	Type     string `json:"type"`
	Outcome  string `json:"outcome,omitempty"`
	ExitCode int    `json:"exit_code"`
	record
	Replayed bool   `json:"replayed,omitempty"`
	Hint     string `json:"hint,omitempty"`
	// Wechat is what a query said just now (status).
	Wechat     string `json:"wechat,omitempty"`
	WechatCode string `json:"wechat_code,omitempty"`
}

// resultOf is the line of a command that has nothing better to say.
func resultOf(e *ending) result {
	r := result{Outcome: string(e.outcome), ExitCode: int(e.code), record: recordOf(e.attempt), Hint: strings.Join(e.hints, "; ")}
	r.Replayed = e.code == exitFinished
	if r.OutTradeNo == "" || r.Message == "" {
		r.Message = e.text
	}
	return r
}

// money are the three words (money rule 7.2), and no fourth.
func money(w *text.Words, outcome flow.Outcome) string {
	switch outcome {
	case flow.OutcomePaid:
		return w.Paid
	case flow.OutcomeOpen:
		return w.Checking
	}
	return w.NotCharged
}

// sayResult is the result line for people.
func sayResult(w *text.Words, r result) string {
	var b strings.Builder
	b.WriteString(money(w, flow.Outcome(r.Outcome)))
	if r.OutTradeNo == "" {
		if r.Message != "" {
			fmt.Fprintf(&b, "  %s", strings.ReplaceAll(r.Message, "\n", "; "))
		}
		return b.String()
	}
	fmt.Fprintf(&b, "  %s  %s  %s", flow.Fen(r.TotalFee), r.OutTradeNo, r.State)
	for _, part := range []string{r.TransactionID, r.ErrCode} {
		if part != "" {
			b.WriteString("  " + part)
		}
	}
	if r.RefundedFee > 0 {
		fmt.Fprintf(&b, "  %s refunded", flow.Fen(r.RefundedFee))
	}
	if r.Replayed {
		b.WriteString("  replayed")
	}
	if r.Simulated {
		b.WriteString("  simulated")
	}
	return b.String()
}
