package wx

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/golden"
	"facetill/flow/refund"
	"facetill/wx/wire"
)

const testNo = flow.OutTradeNo("26112512000012345678901234567890")

// testAttempt is a sale of 15.00 yuan that began at someTime.
func testAttempt(family flow.Family) flow.Attempt {
	return flow.Attempt{Order: flow.Order{OutTradeNo: testNo, Merchant: testMerchant, TotalFee: 1500, Family: family, Lane: "lane-3"},
		IntentAt: someTime, TimeExpire: someTime.Add(120e9)}
}

func message(pairs ...string) wire.Message {
	var m wire.Message
	for i := 0; i < len(pairs); i += 2 {
		m.Set(pairs[i], pairs[i+1])
	}
	return m
}

// success is a payment that proves itself, with changes.
func success(pairs ...string) wire.Message {
	m := message("result_code", "SUCCESS", "trade_state", "SUCCESS", "out_trade_no", string(testNo), "total_fee", "1500",
		"fee_type", "CNY", "time_end", "20261125120005", "transaction_id", "4200001", "openid", "oPayer", "bank_type", "CCB_DEBIT",
		"trade_type", "MICROPAY", "cash_fee", "1400", "settlement_total_fee", "1490")
	for i := 0; i < len(pairs); i += 2 {
		m.Set(pairs[i], pairs[i+1])
	}
	return m
}

// readAs reads a message as the answer of an API.
func readAs(api *wire.API, m wire.Message) flow.Answer {
	a := testAttempt(flow.FamilyMicropay)
	read := readReverse
	switch {
	case slices.Contains(payCalls, api.Name):
		read = readPay
	case slices.Contains(queryCalls, api.Name):
		read = readQuery
	}
	return ours(api, a, m, read)
}

func apiNamed(t *testing.T, name string) *wire.API {
	for _, a := range wire.APIs() {
		if a.Name == name {
			return &a
		}
	}
	t.Fatalf("no api %q", name)
	return nil
}

// TestTable sends every row of the table through the reader of its calls, and
// holds the whole table in a golden file, where a change shows in review.
func TestTable(t *testing.T) {
	states := map[string]bool{"SUCCESS": true, "REFUND": true, "NOTPAY": true, "USERPAYING": true, "ACCEPT": true, "PAYERROR": true, "CLOSED": true, "REVOKED": true}
	var rows []string
	seen := map[string]bool{}
	check := func(name, code string, kind flow.AnswerKind) {
		if seen[name+" "+code] {
			t.Errorf("%s %s stands twice", name, code)
		}
		seen[name+" "+code] = true
		m := message("result_code", "FAIL", "err_code", code, "err_code_des", "words")
		if slices.Contains(queryCalls, name) && states[code] {
			m = success("trade_state", code, "trade_state_desc", "words")
		}
		if got := readAs(apiNamed(t, name), m); got.Kind != kind || got.Code != code {
			t.Errorf("%s %s: %s %s, want %s", name, code, got.Kind, got.Code, kind)
		}
	}
	for _, r := range table {
		for _, code := range r.codes {
			rows = append(rows, fmt.Sprintf("%-24s %-22s %s\n", strings.Join(r.calls, " "), code, r.kind))
			for _, name := range r.calls {
				check(name, code, r.kind)
			}
		}
	}
	for _, r := range refundTable {
		for _, code := range r.codes {
			rows = append(rows, fmt.Sprintf("%-24s %-22s %s\n", r.calls[0], code, r.kind))
			if seen[r.calls[0]+" "+code] {
				t.Errorf("%s %s stands twice", r.calls[0], code)
			}
			seen[r.calls[0]+" "+code] = true
			if got := refundAs(r.calls[0], code); got.Kind != r.kind || got.Code != code {
				t.Errorf("%s %s: %s %s, want %s", r.calls[0], code, got.Kind, got.Code, r.kind)
			}
		}
	}
	const file = "testdata/codes.golden"
	want, _ := os.ReadFile(file) // in whatever order
	if slices.Sort(rows); !slices.Equal(slices.Sorted(strings.Lines(string(want))), rows) {
		golden.File(t, file, strings.Join(rows, ""))
	}
}

// TestEveryCodeIsInTheTable: an err_code has a name only when a document says
// which of our calls answers it; all else is no news.
func TestEveryCodeIsInTheTable(t *testing.T) {
	tree, err := parser.ParseFile(token.NewFileSet(), "wire/codes.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is || !strings.HasPrefix(spec.Names[0].Name, "Code") {
			return true
		}
		names++
		code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil || !slices.ContainsFunc(table, func(r row[flow.AnswerKind]) bool { return slices.Contains(r.codes, code) }) &&
			!slices.ContainsFunc(refundTable, func(r row[refund.Kind]) bool { return slices.Contains(r.codes, code) }) {
			t.Errorf("%s (%s) is the answer of no call in the table", spec.Names[0].Name, code)
		}
		return true
	})
	if names < 30 {
		t.Errorf("only %d codes were found", names)
	}
}

// TestMoneyRulesWin: what the money rules say of codes, whatever documents say.
func TestMoneyRulesWin(t *testing.T) {
	for _, name := range []string{"micropay", "facepay"} {
		for code, want := range map[string]flow.AnswerKind{
			"SYSTEMERROR": flow.AnswerLost, "BANKERROR": flow.AnswerLost, "USERPAYING": flow.AnswerPaying,
			"ORDERPAID": flow.AnswerDoubt, "OUT_TRADE_NO_USED": flow.AnswerDoubt, "INVALID_REQUEST": flow.AnswerDoubt, "TRADE_ERROR": flow.AnswerDoubt,
			"ACCEPT": flow.AnswerLost, "PAYERROR": flow.AnswerLost, "A_NEW_CODE": flow.AnswerLost, "notenough": flow.AnswerLost, "NOTENOUGH ": flow.AnswerLost,
		} {
			if got := readAs(apiNamed(t, name), message("result_code", "FAIL", "err_code", code)); got.Kind != want {
				t.Errorf("%s %s: %s, want %s", name, code, got.Kind, want)
			}
		}
	}
	for state, want := range map[string]flow.AnswerKind{
		"PAYERROR": flow.AnswerPayError, "REFUND": flow.AnswerRefund, "SYSTEMERROR": flow.AnswerLost, "ORDERNOTEXIST": flow.AnswerLost, "NEW_STATE": flow.AnswerLost,
	} {
		if got := readAs(&wire.Orderquery, success("trade_state", state)); got.Kind != want {
			t.Errorf("trade_state %s: %s, want %s", state, got.Kind, want)
		}
	}
}

// TestProve: each field of money rule 2.1 by itself turns paid into doubt, in
// the answer to a payment and to a query alike.
func TestProve(t *testing.T) {
	rows := []struct {
		field, value, code string
	}{
		{"", "", "SUCCESS"},
		{"fee_type", "", "SUCCESS"},
		{"time_end", "20261125115800", "SUCCESS"}, // two minutes before the intent
		{"time_end", "20261125115759", "WRONG_TIME"},
		{"time_end", "", "WRONG_TIME"},
		{"time_end", "2026-11-25", "WRONG_TIME"},
		{"out_trade_no", "26112512000012345678901234567891", "WRONG_ORDER"},
		{"out_trade_no", "", "WRONG_ORDER"},
		{"total_fee", "1501", "WRONG_AMOUNT"},
		{"total_fee", "", "WRONG_AMOUNT"},
		{"total_fee", "+1500", "WRONG_AMOUNT"},
		{"total_fee", "1500.0", "WRONG_AMOUNT"},
		{"total_fee", "-1500", "WRONG_AMOUNT"},
		{"fee_type", "USD", "WRONG_CURRENCY"},
		{"result_code", "", "NO_RESULT_CODE"},
		{"result_code", "OK", "NO_RESULT_CODE"},
	}
	for _, api := range []*wire.API{&wire.Micropay, &wire.Facepay, &wire.Orderquery, &wire.Facepayquery} {
		for _, r := range rows {
			m := success()
			if r.field != "" {
				m.Set(r.field, r.value)
			}
			got := readAs(api, m)
			if (got.Kind == flow.AnswerPaid) != (r.code == "SUCCESS") || got.Code != r.code {
				t.Errorf("%s %s=%q: %s %s, want %s", api.Name, r.field, r.value, got.Kind, got.Code, r.code)
			}
			if got.Kind != flow.AnswerPaid && got.Kind != flow.AnswerLost {
				t.Errorf("%s %s=%q: kind %s", api.Name, r.field, r.value, got.Kind)
			}
		}
	}
	got := readAs(&wire.Micropay, success()).Charge
	payer := got.Payer
	got.Payer = flow.Payer{}
	want := flow.Charge{TransactionID: "4200001", TimeEnd: got.TimeEnd, CashFee: 1400, SettlementFee: 1490, Told: charge.Told{BankType: "CCB_DEBIT", TradeType: "MICROPAY"}}
	if !reflect.DeepEqual(got, want) || payer.OpenID.Reveal() != "oPayer" || !payer.SubOpenID.IsZero() || !got.TimeEnd.Equal(someTime.Add(5e9)) {
		t.Errorf("charge %+v", got)
	}
}

// What is no amount was not told: no caller hears a number that WeChat never said.
func TestAmountOutOfRangeIsNone(t *testing.T) {
	for _, text := range []string{"", "-5", "+5", "5.0", "1000000000", "4611686018427387903", "999999999999999999999"} {
		got := readAs(&wire.Micropay, success("cash_fee", text, "settlement_total_fee", text))
		if got.Kind != flow.AnswerPaid || got.Charge.CashFee != 0 || got.Charge.SettlementFee != 0 {
			t.Errorf("cash_fee %q: %s %+v", text, got.Kind, got.Charge)
		}
	}
}

func TestOtherOrdersRefusalIsDoubt(t *testing.T) {
	m := message("result_code", "FAIL", "err_code", "NOTENOUGH", "out_trade_no", "12345678901")
	if got := readAs(&wire.Micropay, m); got.Kind != flow.AnswerLost || got.Code != "WRONG_ORDER" {
		t.Errorf("%+v", got)
	}
	for _, api := range []*wire.API{&wire.Orderquery, &wire.Reverse} {
		if got := readAs(api, message("result_code", "SUCCESS", "recall", "N", "trade_state", "NOTPAY", "out_trade_no", "12345678901")); got.Code != "WRONG_ORDER" {
			t.Errorf("%s: %+v", api.Name, got)
		}
	}
	if got := readAs(&wire.Orderquery, message("result_code", "SUCCESS", "trade_state", "NOTPAY")); got.Code != "WRONG_ORDER" {
		t.Errorf("%+v", got)
	}
}

func TestReverseAnswers(t *testing.T) {
	for _, r := range []struct {
		result, code, recall, des string
		want                      flow.AnswerKind
	}{
		{"SUCCESS", "", "N", "", flow.AnswerReversed},
		{"SUCCESS", "", "Y", "", flow.AnswerAgain},
		{"SUCCESS", "", "", "", flow.AnswerLost},
		{"SUCCESS", "", "n", "", flow.AnswerLost},
		{"FAIL", "SYSTEMERROR", "Y", "", flow.AnswerAgain},
		{"FAIL", "SYSTEMERROR", "N", "", flow.AnswerLost},
		{"FAIL", "SYSTEMERROR", "", "", flow.AnswerLost},
		{"FAIL", "USERPAYING", "Y", "", flow.AnswerPaying},
		{"FAIL", "USERPAYING", "", "", flow.AnswerPaying},
		{"FAIL", "REVERSE_EXPIRE", "N", "", flow.AnswerExpired},
		{"FAIL", "", "N", "", flow.AnswerStopped},
		{"FAIL", "A_NEW_CODE", "N", "", flow.AnswerStopped},
		{"FAIL", "A_NEW_CODE", "Y", "", flow.AnswerAgain},
		{"FAIL", "A_NEW_CODE", "", "", flow.AnswerStopped},
		{"FAIL", "ORDERNOTEXIST", "", "", flow.AnswerStopped},
		{"FAIL", "TRADE_ERROR", "", "", flow.AnswerStopped},
		{"FAIL", "INVALID_REQUEST", "N", "请使用正确的证书", flow.AnswerCertificate},
		{"", "", "N", "", flow.AnswerLost},
	} {
		got := readAs(&wire.Reverse, message("result_code", r.result, "err_code", r.code, "recall", r.recall, "err_code_des", r.des))
		if got.Kind != r.want {
			t.Errorf("%+v: %s %s", r, got.Kind, got.Code)
		}
	}
}

// TestWordsHideThePayer: WeChat's words without what may be a payer's.
func TestWordsHideThePayer(t *testing.T) {
	for text, want := range map[string]string{
		"余额不足":                                         "余额不足",
		"phone 13812345678 and " + markedCode:          "phone *** and ***",
		"openid oUpF8uN95-Ptaags6E_roPHg7AG0 mismatch": "openid *** mismatch",
		"order " + string(testNo) + " exists":          "order " + string(testNo) + " exists",
		"line\nbreak\x1b[31m\u202e":                    "line break[31m",
		"SYSTEMERROR_LONG_WORD":                        "SYSTEMERROR_LONG_WORD",
		strings.Repeat("长", 200):                       strings.Repeat("长", 128),
	} {
		if got := words(text, testNo); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
