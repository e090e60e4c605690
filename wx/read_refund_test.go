package wx

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/wx/wire"
)

// Money rule 4b.4 and 4b.6: what moves nothing is a short list; every other word of a
// well-signed answer leaves a send unanswered.
func TestUnansweredSends(t *testing.T) {
	for _, code := range []string{"SYSTEMERROR", "BIZERR_NEED_RETRY", "INVALID_REQ_TOO_MUCH", "INVALID_REQUEST", "NOAUTH", "A_NEW_CODE", "notenough",
		"SUCCESS", "PROCESSING", "REFUNDCLOSE", "REFUNDNOTEXIST", "TRADE_ERROR", "BANKERROR"} {
		if got := refundAs("refund", code); got.Kind != refund.AnswerLost || got.Kind.IsAnswered() {
			t.Errorf("%s: %+v", code, got)
		}
	}
	for _, code := range []string{"SUCCESS", "PROCESSING", "CHANGE", "REFUNDCLOSE", "ORDERNOTEXIST", "A_NEW_CODE"} {
		m := message("result_code", "FAIL", "err_code", code)
		if got := readAsked(testAttempt(flow.FamilyMicropay), testEntry(), m); got.Kind != refund.AnswerLost || len(got.Seen) > 0 {
			t.Errorf("err_code %s of a query: %+v", code, got)
		}
	}
}

func TestWhatASendIsWorth(t *testing.T) {
	sent := func(pairs ...string) wire.Message {
		return with(message("result_code", "SUCCESS", "out_trade_no", string(testNo), "out_refund_no", "R1", "refund_fee", "500"), pairs...)
	}
	accepted := refund.Answer{Kind: refund.AnswerAccepted, Code: "SUCCESS", RefundID: "5030", CashFee: 350}
	row := refund.Seen{Number: "R1", RefundID: "5030", Status: refund.StatusProcessing, Fee: 700}
	less := row
	less.Fee = 499
	amount, other := refundDoubt("WRONG_AMOUNT", "answer is about another amount"), refundDoubt("WRONG_ORDER", "answer is about another refund")
	for name, r := range map[string]struct {
		m    wire.Message
		want refund.Answer
	}{
		"accepted":              {sent("refund_id", "5030", "cash_refund_fee", "350", "total_fee", "1500"), accepted},
		"least":                 {sent(), refund.Answer{Kind: refund.AnswerAccepted, Code: "SUCCESS"}},
		"our number, other fee": {sent("refund_id", "5030", "refund_fee", "700"), refund.Answer{Kind: refund.AnswerMismatch, Code: "SUCCESS", RefundID: "5030", Seen: []refund.Seen{row}}},
		"our number, less":      {sent("refund_id", "5030", "refund_fee", "499"), refund.Answer{Kind: refund.AnswerMismatch, Code: "SUCCESS", RefundID: "5030", Seen: []refund.Seen{less}}},
		"no fee":                {sent("refund_fee", ""), amount},
		"a fee of nothing":      {sent("refund_fee", "0"), amount},
		"another total":         {sent("total_fee", "1501"), amount},
		"a total that is none":  {sent("total_fee", "x"), amount},
		"another number":        {sent("out_refund_no", "R2"), other},
		"no number":             {sent("out_refund_no", ""), other},
		"no order":              {sent("out_trade_no", ""), other},
		"no result":             {sent("result_code", ""), refundDoubt("NO_RESULT_CODE", "answer has no result_code")},
		"no code":               {message("result_code", "FAIL", "err_code_des", "失败"), refundDoubt("NO_ERR_CODE", "失败")},
		"too little money": {message("result_code", "FAIL", "err_code", "NOTENOUGH", "err_code_des", "基本账户余额不足", "out_refund_no", "R1"),
			refund.Answer{Kind: refund.AnswerRefused, Code: "NOTENOUGH", Message: "基本账户余额不足"}},
		"a certificate's text": {message("result_code", "FAIL", "err_code", "PARAM_ERROR", "err_code_des", "证书已过期"),
			refund.Answer{Kind: refund.AnswerCertificate, Code: "PARAM_ERROR", Message: "证书已过期"}},
	} {
		if got := readSent(testAttempt(flow.FamilyMicropay), testEntry(), r.m); !reflect.DeepEqual(got, r.want) {
			t.Errorf("%s:\n%+v\nwant\n%+v", name, got, r.want)
		}
	}
}

func TestWhatAnAskIsWorth(t *testing.T) {
	a, e := testAttempt(flow.FamilyMicropay), testEntry()
	ours := func(pairs ...string) wire.Message {
		return with(with(refundList(2), "total_refund_count", "60", "out_refund_no_1", "R1", "refund_id_1", "5030", "refund_fee_1", "500",
			"refund_status_1", "SUCCESS", "refund_account_1", "REFUND_SOURCE_RECHARGE_FUNDS", "refund_recv_accout_1", "支付用户的零钱",
			"refund_success_time_1", "2026-11-25 12:00:05"), pairs...)
	}
	row := refund.Seen{Number: "R1", RefundID: "5030", Status: "SUCCESS", Account: "REFUND_SOURCE_RECHARGE_FUNDS", Received: "支付用户的零钱", Fee: 500, At: someTime.Add(5 * time.Second)}
	// The second row is ours, and sixty that the order has are no matter.
	got := readAsked(a, e, ours())
	if len(got.Seen) == 1 && got.Seen[0].At.Equal(row.At) {
		got.Seen[0].At = row.At
	}
	if want := (refund.Answer{Kind: refund.AnswerSuccess, Code: "SUCCESS", RefundID: "5030", Seen: []refund.Seen{row}}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant\n%+v", got, want)
	}
	elsewhere := e
	elsewhere.State = refund.Elsewhere
	for name, r := range map[string]struct {
		e    refund.Entry
		m    wire.Message
		kind refund.Kind
		code string
		fee  flow.Fen // of the one row; 0: none
	}{
		"on its way":              {e, ours("refund_status_1", "PROCESSING"), refund.AnswerProcessing, "PROCESSING", 500},
		"a void card":             {e, ours("refund_status_1", "CHANGE"), refund.AnswerChange, "CHANGE", 500},
		"closed":                  {e, ours("refund_status_1", "REFUNDCLOSE"), refund.AnswerClosed, "REFUNDCLOSE", 500},
		"another fee":             {e, ours("refund_fee_1", "501"), refund.AnswerMismatch, "SUCCESS", 501},
		"another fee, on its way": {e, ours("refund_fee_1", "1", "refund_status_1", "PROCESSING"), refund.AnswerMismatch, "PROCESSING", 1},
		"another fee, closed":     {e, ours("refund_fee_1", "501", "refund_status_1", "REFUNDCLOSE"), refund.AnswerClosed, "REFUNDCLOSE", 501},
		"another fee, elsewhere":  {elsewhere, ours("refund_fee_1", "501"), refund.AnswerSuccess, "SUCCESS", 501},
		"a status of tomorrow":    {e, ours("refund_status_1", "NEW_STATUS"), refund.AnswerLost, "NO_REFUND_STATUS", 0},
		"a neighbour's":           {e, ours("refund_status_0", "NEW_STATUS"), refund.AnswerLost, "NO_REFUND_STATUS", 0},
		"no fee":                  {e, ours("refund_fee_1", ""), refund.AnswerLost, "WRONG_AMOUNT", 0},
		"a fee of nothing":        {e, ours("refund_fee_1", "0"), refund.AnswerLost, "WRONG_AMOUNT", 0},
		"not ours":                {e, ours("out_refund_no_1", "R2"), refund.AnswerLost, "WRONG_ORDER", 0},
		"no number":               {e, ours("out_refund_no_1", ""), refund.AnswerLost, "NO_REFUND_STATUS", 0},
		"beyond the count":        {e, ours("refund_count", "1"), refund.AnswerLost, "WRONG_ORDER", 0},
		"no count":                {e, ours("refund_count", ""), refund.AnswerLost, "NO_REFUND_COUNT", 0},
		"count of nothing":        {e, ours("refund_count", "0"), refund.AnswerLost, "NO_REFUND_COUNT", 0},
		"endless count":           {e, ours("refund_count", "101"), refund.AnswerLost, "NO_REFUND_COUNT", 0},
		"another order":           {e, ours("out_trade_no", "26112512000012345678901234567891"), refund.AnswerLost, "WRONG_ORDER", 0},
		"no order":                {e, ours("out_trade_no", ""), refund.AnswerLost, "WRONG_ORDER", 0},
		"another total":           {e, ours("total_fee", "1501"), refund.AnswerLost, "WRONG_AMOUNT", 0},
		"no total":                {e, ours("total_fee", ""), refund.AnswerLost, "WRONG_AMOUNT", 0},
		"not there":               {e, message("result_code", "FAIL", "err_code", "REFUNDNOTEXIST"), refund.AnswerNone, "REFUNDNOTEXIST", 0},
		"not there, in any words": {e, message("result_code", "FAIL", "err_code", "REFUNDNOTEXIST", "err_code_des", "证书"), refund.AnswerNone, "REFUNDNOTEXIST", 0},
		"busy":                    {e, message("result_code", "FAIL", "err_code", "SYSTEMERROR"), refund.AnswerLost, "SYSTEMERROR", 0},
		"no result":               {e, ours("result_code", ""), refund.AnswerLost, "NO_RESULT_CODE", 0},
	} {
		got := readAsked(a, r.e, r.m)
		rows := 0
		if r.fee > 0 {
			rows = 1
		}
		if got.Kind != r.kind || got.Code != r.code || len(got.Seen) != rows || rows == 1 && (got.Seen[0].Fee != r.fee || got.Seen[0].Number != "R1") {
			t.Errorf("%s: %+v, want %s %s %d", name, got, r.kind, r.code, r.fee)
		}
	}
}

// What a platform calls a refund is a text from outside, and a hundred are read.
func TestRefundRowsArePlain(t *testing.T) {
	m := with(refundList(100), "out_refund_no_99", "P\u202e9"+strings.Repeat("x", 70), "refund_id_99", "503-\u009b1", "refund_account_99", "A\u009bB", "refund_recv_accout_99", "零钱\n\u2028")
	rows, bad := refundRows(testAttempt(flow.FamilyMicropay), m)
	if bad != nil || len(rows) != 100 {
		t.Fatalf("%d rows, %+v", len(rows), bad)
	}
	r := rows[99]
	if text := r.Number + r.RefundID + r.Account + r.Received; !field.IsPlain(text) || len(r.Number) != 64 || r.RefundID != "5031" || !strings.HasPrefix(r.Received, "零钱") {
		t.Errorf("%+q", r)
	}
}

// pages answers a look from a list of so many refunds, so many a page; total is what
// each page says of how many there are, change what else is done to a page.
func pages(t *testing.T, n, each int, total func(page int) string, change func(page int, m wire.Message) DirectAnswer) (refund.Answer, []string) {
	t.Helper()
	page := 0
	g, requests := asked(t, func(r DirectRequest) DirectAnswer {
		offset, err := strconv.Atoi(decode(t, r.Body).Get("offset"))
		if err != nil {
			t.Error(err)
		}
		m := message("result_code", "FAIL", "err_code", "REFUNDNOTEXIST")
		if offset < n {
			m = refundPage(offset, min(each, n-offset))
			m.Set("total_refund_count", total(page))
		}
		out := DirectAnswer{Status: 200, Date: someTime, Body: signed(t, m...)}
		if change != nil {
			out = change(page, m)
		}
		page++
		return out
	})
	got := g.LookRefunds(t.Context(), testAttempt(flow.FamilyMicropay))
	var offsets []string
	for _, r := range *requests {
		offsets = append(offsets, decode(t, r.Body).Get("offset"))
	}
	return got, offsets
}

// The whole list or nothing of it, however long a page is (money rule 4b.3).
func TestLookReadsEachPage(t *testing.T) {
	says := func(text string) func(int) string { return func(int) string { return text } }
	good := func(m wire.Message) DirectAnswer {
		return DirectAnswer{Status: 200, Date: someTime, Body: signed(t, m...)}
	}
	for name, r := range map[string]struct {
		n, each int
		total   func(int) string
		change  func(page int, m wire.Message) DirectAnswer
		code    string // SUCCESS: the list came
		offsets string
	}{
		"one":                       {1, 20, says("1"), nil, "SUCCESS", "0"},
		"a full page":               {20, 20, says("20"), nil, "SUCCESS", "0"},
		"60 parts, 20 a page":       {60, 20, says("60"), nil, "SUCCESS", "0 20 40"},
		"60 parts, 10 a page":       {60, 10, says("60"), nil, "SUCCESS", "0 10 20 30 40 50"},
		"50 parts of no count":      {50, 10, says(""), nil, "SUCCESS", "0 10 20 30 40 50"},
		"7 parts of no count":       {7, 20, says(""), nil, "SUCCESS", "0 7"},
		"pages of three":            {60, 3, says("60"), nil, "LONG_LIST", "0 3 6 9 12 15"},
		"no count, no end":          {60, 10, says(""), nil, "LONG_LIST", "0 10 20 30 40 50"},
		"half a list":               {20, 20, says("60"), nil, "HALF_LIST", "0 20"},
		"more than it says":         {20, 20, says("19"), nil, "HALF_LIST", "0"},
		"a count that is none":      {20, 20, says("x"), nil, "HALF_LIST", "0"},
		"a count that changes":      {40, 20, func(page int) string { return []string{"40", "41"}[page] }, nil, "HALF_LIST", "0 20"},
		"a count that goes missing": {40, 20, func(page int) string { return []string{"40", ""}[page] }, nil, "HALF_LIST", "0 20"},
		"a count that comes late":   {40, 20, func(page int) string { return []string{"", "40"}[page] }, nil, "HALF_LIST", "0 20"},
		"a lost page": {60, 20, says("60"), func(page int, m wire.Message) DirectAnswer {
			if page == 1 {
				return DirectAnswer{}
			}
			return good(m)
		}, "TIMEOUT", "0 20"},
		"an unsigned page": {60, 20, says("60"), func(page int, m wire.Message) DirectAnswer {
			if page == 2 {
				return DirectAnswer{Status: 200, Date: someTime, Body: with(m, "return_code", "SUCCESS", "appid", "wx1", "mch_id", "1900000109").Append(nil)}
			}
			return good(m)
		}, "UNSIGNED", "0 20 40"},
		"a page of another order": {60, 20, says("60"), func(page int, m wire.Message) DirectAnswer {
			if page == 1 {
				m.Set("out_trade_no", "26112512000012345678901234567891")
			}
			return good(m)
		}, "WRONG_ORDER", "0 20"},
		"a page twice": {60, 20, says("60"), func(page int, m wire.Message) DirectAnswer {
			if page == 1 {
				m.Set("out_refund_no_19", "P0")
			}
			return good(m)
		}, "HALF_LIST", "0 20"},
		"a busy page": {60, 20, says("60"), func(page int, m wire.Message) DirectAnswer {
			if page == 1 {
				m = message("result_code", "FAIL", "err_code", "SYSTEMERROR")
			}
			return good(m)
		}, "SYSTEMERROR", "0 20"},
	} {
		got, offsets := pages(t, r.n, r.each, r.total, r.change)
		if asked := strings.Join(offsets, " "); asked != r.offsets || got.Code != r.code {
			t.Errorf("%s: %s %s, asked at %s, want %s at %s", name, got.Kind, got.Code, asked, r.code, r.offsets)
		}
		if r.code != "SUCCESS" {
			if got.Kind != refund.AnswerLost || got.Seen != nil {
				t.Errorf("%s: %s with %d rows", name, got.Kind, len(got.Seen))
			}
			continue
		}
		if got.Kind != refund.AnswerListed || len(got.Seen) != r.n || got.SentAt.IsZero() {
			t.Errorf("%s: %s with %d rows, sent %v", name, got.Kind, len(got.Seen), got.SentAt)
		}
		for i, row := range got.Seen {
			if want := (refund.Seen{Number: fmt.Sprint("P", i), RefundID: fmt.Sprint("503", i), Status: "SUCCESS", Fee: 1}); row != want {
				t.Errorf("%s, row %d: %+v", name, i, row)
			}
		}
	}
	if got, offsets := pages(t, 0, 20, says(""), nil); got.Kind != refund.AnswerNone || len(offsets) != 1 {
		t.Errorf("no refund: %+v, asked at %v", got, offsets)
	}
}
