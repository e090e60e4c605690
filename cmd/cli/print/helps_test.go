package print

import (
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// What is named to a person about a sale that no rule can end is a word that it takes, or
// what its refund takes.
func TestWhatHelpsAPerson(t *testing.T) {
	decided := time.Date(2026, 11, 29, 4, 0, 0, 0, time.UTC)
	refused := refund.Entry{Number: "R1", Fee: 1280, State: refund.Refused, Purpose: refund.Reversal, BegunAt: decided, ToldN: 9}
	for want, a := range map[string]flow.Attempt{
		"resolve 1 --as paid (or not-charged) ":     {},
		"resolve 1 --as paid --by":                  {TransactionID: "42"},
		"resolve 1 --as not-charged ":               {DecidedAt: decided},
		"status 1, when a person has given it back": {DecidedAt: decided, TransactionID: "42"},
		"refund 1 --reason TEXT":                    {DecidedAt: decided, TransactionID: "42", Expired: true},
		"resolve 1 --as not-charged --by NAME --reason TEXT, when a person has looked at WeChat's merchant platform and it shows no payment; else facetill refund 1 --reason": {DecidedAt: decided, Expired: true},
		"and it shows no payment; else facetill refund 1 --send-again R1": {DecidedAt: decided, Expired: true, Refunds: refund.List{refused}},
		"--send-again R1, or --settled R1 --as otherwise --":              {DecidedAt: decided, TransactionID: "42", Expired: true, Refunds: refund.List{refused}},
	} {
		a.OutTradeNo, a.State, a.TotalFee = "1", flow.NeedsPerson, 1280
		if got := WhatHelps(a); !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
