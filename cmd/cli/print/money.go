package print

import (
	"fmt"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/ledger"
	"facetill/tui/text"
)

// Money is a line of the ledger: what a fact did to the shop's money.
type Money struct {
	Type        string `json:"type"`
	Kind        string `json:"kind" is:"money" doc:"sold, refunded, refused_after_all (a refund that was counted before and moved nothing), undone (a sale that was counted before and is none)"`
	At          Stamp  `json:"at" doc:"by which it belongs to a day"`
	OutTradeNo  string `json:"out_trade_no" doc:"the number of the attempt"`
	OutRefundNo string `json:"out_refund_no,omitempty" doc:"the number of the refund, where it is one"`
	Fee         int64  `json:"fee" doc:"fen; what leaves the shop is below zero"`
	Method      string `json:"method" is:"method"`
	Cashier     string `json:"cashier,omitempty" doc:"who sold it, or gave it back; absent on the merchant platform"`
	Lane        string `json:"lane,omitempty"`
}

// MoneyOf is a line as it is printed.
func MoneyOf(l ledger.Line) Money {
	p := field.Plain
	return Money{"money", string(l.Kind), Stamp(l.At), p(string(l.OutTradeNo)), p(l.OutRefundNo), int64(l.Fee), string(l.Method), p(l.Who), p(l.Lane)}
}

// Text is the same for people.
func (m Money) Text(w *text.Words) string {
	line := fmt.Sprintf("%s  %10s  %s  %s", minute(m.At), flow.Fen(m.Fee), m.OutTradeNo, w.MoneyLines[m.Kind])
	for _, more := range []string{m.OutRefundNo, m.Cashier} {
		if more != "" {
			line += "  " + more
		}
	}
	return line
}
