package journal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"facetill/flow"
)

// column is one field of an attempt in its row, or of what is kept beside it. ptr returns
// where it lives, or what is shared by several fields.
type column[T any] struct {
	name string
	ptr  func(of *T) any
}

// columns are the stored fields, in the order of the table. What an attempt has
// beside them is computed (derived) or lives in memory alone (Live).
var columns = []column[flow.Attempt]{
	{"out_trade_no", func(a *flow.Attempt) any { return (*string)(&a.OutTradeNo) }},
	{"app_id", func(a *flow.Attempt) any { return &a.Merchant.AppID }},
	{"mch_id", func(a *flow.Attempt) any { return &a.Merchant.MchID }},
	{"sub_app_id", func(a *flow.Attempt) any { return &a.Merchant.SubAppID }},
	{"sub_mch_id", func(a *flow.Attempt) any { return &a.Merchant.SubMchID }},
	{"store_id", func(a *flow.Attempt) any { return &a.StoreID }},
	{"sale_device", func(a *flow.Attempt) any { return &a.Sale.DeviceID }},
	{"ref", func(a *flow.Attempt) any { return &a.Sale.Ref }},
	{"ref_minted", func(a *flow.Attempt) any { return &a.RefMinted }},
	{"simulated", func(a *flow.Attempt) any { return &a.Simulated }},
	{"total_fee", func(a *flow.Attempt) any { return &a.TotalFee }},
	{"method", func(a *flow.Attempt) any { return (*string)(&a.Method) }},
	{"family", func(a *flow.Attempt) any { return (*string)(&a.Family) }},
	{"device_id", func(a *flow.Attempt) any { return &a.DeviceID }},
	{"lane", func(a *flow.Attempt) any { return &a.Lane }},
	{"cashier", func(a *flow.Attempt) any { return &a.Cashier }},
	{"body", func(a *flow.Attempt) any { return &a.Body }},
	{"attach", func(a *flow.Attempt) any { return &a.Attach }},
	{"goods_tag", func(a *flow.Attempt) any { return &a.GoodsTag }},
	{"opened_ms", func(a *flow.Attempt) any { return &a.OpenedAt }},
	{"state", func(a *flow.Attempt) any { return (*string)(&a.State) }},
	{"version", func(a *flow.Attempt) any { return &a.Version }},
	{"intent_ms", func(a *flow.Attempt) any { return &a.IntentAt }},
	{"send_by_ms", func(a *flow.Attempt) any { return &a.SendBy }},
	{"expire_ms", func(a *flow.Attempt) any { return &a.TimeExpire }},
	{"confirm_ms", func(a *flow.Attempt) any { return &a.ConfirmBy }},
	{"fence_ms", func(a *flow.Attempt) any { return &a.FenceAt }},
	{"sent_ms", func(a *flow.Attempt) any { return &a.SentAt }},
	{"pay_answer", func(a *flow.Attempt) any { return (*string)(&a.PayAnswer) }},
	{"answer_ms", func(a *flow.Attempt) any { return &a.AnswerAt }},
	{"code", func(a *flow.Attempt) any { return &a.Code }},
	{"message", func(a *flow.Attempt) any { return &a.Message }},
	{"ask_code", func(a *flow.Attempt) any {
		return shared{a.QueryCode + string(a.RefusalAsk), func(text string) { asked(a, text) }}
	}},
	{"reverse_code", func(a *flow.Attempt) any { return &a.ReverseCode }},
	{"transaction_id", func(a *flow.Attempt) any { return &a.TransactionID }},
	{"time_end_ms", func(a *flow.Attempt) any { return &a.TimeEnd }},
	{"cash_fee", func(a *flow.Attempt) any { return &a.CashFee }},
	{"settlement_fee", func(a *flow.Attempt) any { return &a.SettlementFee }},
	{"openid_tag", func(a *flow.Attempt) any { return &a.OpenIDTag }},
	{"refunded_fee", func(a *flow.Attempt) any { return &a.RefundedFee }},
	{"out_refund_no", func(a *flow.Attempt) any { return &a.OutRefundNo }},
	{"unclaimed", func(a *flow.Attempt) any { return &a.Unclaimed }},
	{"told", func(a *flow.Attempt) any { return &a.Shown }},
	{"reopened", func(a *flow.Attempt) any { return &a.Reopened }},
	{"closing", func(a *flow.Attempt) any { return &a.Closing }},
	{"decided_ms", func(a *flow.Attempt) any { return &a.DecidedAt }},
	{"decided_by", func(a *flow.Attempt) any { return &a.DecidedBy }},
	{"reason", func(a *flow.Attempt) any {
		return shared{a.ReasonText(), func(text string) { *a = a.WithReason(text) }}
	}},
	{"reverse_done", func(a *flow.Attempt) any { return &a.ReverseDone }},
	{"reverse_stop", func(a *flow.Attempt) any { return &a.ReverseStop }},
	{"expired", func(a *flow.Attempt) any { return &a.Expired }},
	{"close_tries", func(a *flow.Attempt) any { return &a.CloseTries }},
	{"resolved_as", func(a *flow.Attempt) any { return &a.ResolvedAs }},
	{"resolved_by", func(a *flow.Attempt) any { return &a.ResolvedBy }},
	{"ended_ms", func(a *flow.Attempt) any { return &a.EndedAt }},
	{"wechat", func(a *flow.Attempt) any { return &a.WeChat }},
	{"seq", func(a *flow.Attempt) any { return &a.Seq }},
	{"refunds", func(a *flow.Attempt) any { return (*counted)(&a.Refunds) }},
	{"tender_as", func(a *flow.Attempt) any { return &a.TenderAs }},
	{"tender_by", func(a *flow.Attempt) any { return &a.TenderBy }},
	{"terms", func(a *flow.Attempt) any { return asText(&a.Terms) }},
	{"breakdown", func(a *flow.Attempt) any { return asText(&a.Told) }},
	{"face", func(a *flow.Attempt) any { return asText(&a.Face) }},
}

// asText is a column that has several texts and numbers as one JSON object, "" for none:
// nobody looks an attempt up by one of them, and one more needs no column.
func asText[T comparable](of *T) shared {
	s := shared{set: func(text string) { _ = json.Unmarshal([]byte(text), of) }} // what does not read fails the row's sum
	if *of != *new(T) {
		text, _ := json.Marshal(of) // texts and numbers alone cannot fail
		s.text = string(text)
	}
	return s
}

// shared is a column that several fields have together, of which an attempt never
// has two: their text, and what tells them apart again when the others are read.
type shared struct {
	text string
	set  func(text string)
}

// asked tells WeChat's code of the last query from the kind of the one that bore a
// refusal out: WeChat's words are in capitals.
func asked(a *flow.Attempt, text string) {
	switch kind := flow.AnswerKind(text); kind {
	case flow.AnswerNotPay, flow.AnswerClosed, flow.AnswerRevoked, flow.AnswerNotExist:
		a.RefusalAsk = kind
	default:
		a.QueryCode = text
	}
}

// value is what the row has of a column: a string, or an int64.
func (c column[T]) value(of *T) any {
	switch p := c.ptr(of).(type) {
	case *string:
		return *p
	case shared:
		return p.text
	case *counted:
		return int64(len(*p))
	case *bool:
		return bit(*p)
	case *int:
		return int64(*p)
	case *int64:
		return *p
	case *flow.Fen:
		return int64(*p)
	case *time.Time:
		return millis(*p)
	default:
		panic(fmt.Sprintf("column %s has a field of type %T", c.name, p))
	}
}

// moment is a time as a row has it, in milliseconds; 0 is none.
type moment time.Time

// Scan reads it.
func (m *moment) Scan(from any) error {
	ms, is := from.(int64)
	if !is {
		return fmt.Errorf("a time is a %T", from)
	}
	if ms != 0 {
		*m = moment(time.UnixMilli(ms).UTC())
	}
	return nil
}

// derivedNames follow from the fields; lists and indexes need them.
var derivedNames = []string{"blocking", "pending", "tail", "tail_tx", "sold_ms", "refund_pending"}

func derived(a flow.Attempt) []any {
	return []any{bit(a.Blocking()), bit(pending(a)), reversed(string(a.OutTradeNo)), reversed(a.TransactionID), millis(a.ListedAt()), bit(a.Refunds.Pending())}
}

// pending reports whether somebody has to look after it.
func pending(a flow.Attempt) bool {
	switch a.State {
	case flow.Opened, flow.Identified, flow.Refunding: // the last one also when it is on its way
		return true
	}
	return a.Open() || a.State == flow.Paid && !a.Shown || a.State == flow.Refused && a.Closing
}

// bind returns the values of a row, columns first and then the derived ones.
func bind(a flow.Attempt) []any {
	values := make([]any, 0, len(columns)+len(derivedNames))
	for _, c := range columns {
		values = append(values, c.value(&a))
	}
	return append(values, derived(a)...)
}

// stored is a row: an attempt, who holds it, the head of its events, its sums.
type stored struct {
	a         flow.Attempt
	owner     string
	head      string
	sum, held int64
}

// scanned reads a row that was selected with selectRow, and holds it against its
// sums.
func scanned(scan func(...any) error) (stored, error) {
	s, err := scannedAsIs(scan)
	if err == nil && (s.sum != rowSum(s.a, s.head) || s.held != heldSum(s.a.OutTradeNo, s.a.Epoch, s.owner)) {
		return stored{}, Damaged("the row of attempt %s does not fit its sum", quoted(s.a.OutTradeNo))
	}
	return s, err
}

// quoted shows a number that may be no number any more.
func quoted(no flow.OutTradeNo) string {
	text := strconv.QuoteToASCII(string(no))
	return text[1 : len(text)-1]
}

func scannedAsIs(scan func(...any) error) (s stored, err error) {
	a := &s.a
	into := make([]any, 0, len(columns)+5)
	var last []func() // what is shared is told apart by the others
	for _, c := range columns {
		_ = c.value(a) // knows all types
		switch p := c.ptr(a).(type) {
		case shared:
			last = append(last, func() { p.set(p.text) })
			into = append(into, &p.text)
		case *time.Time:
			into = append(into, (*moment)(p))
		default:
			into = append(into, p)
		}
	}
	if err := scan(append(into, &a.Epoch, &s.owner, &s.head, &s.sum, &s.held)...); err != nil {
		return stored{}, err
	}
	for _, set := range last {
		set()
	}
	a.Sale.MchID, a.Sale.SubMchID, a.Sale.StoreID = a.Merchant.MchID, a.Merchant.SubMchID, a.StoreID
	return s, nil
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// reversed is how "the last digits" become the first ones of an index.
func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b[:min(len(b), tailDigits)])
}

// tailDigits is how many last digits can be asked for; a longer text is looked
// up whole.
const tailDigits = 12

func names() []string {
	all := make([]string, 0, len(columns)+len(derivedNames))
	for _, c := range columns {
		all = append(all, c.name)
	}
	return append(all, derivedNames...)
}

// The statements that name every column, built once.
var (
	selectRow = "SELECT " + strings.Join(names()[:len(columns)], ", ") + ", epoch, owner, head, sum, held FROM attempt "
	insertRow = insertText()
	updateRow = updateText([]string{"head", "sum"}, "version", "epoch", "owner") // compared: the fence against a second driver
	resumRow  = updateText([]string{"sum", "held"})
)

func insertText() string {
	all := append(names(), "epoch", "owner", "head", "sum", "held")
	return "INSERT INTO attempt (" + strings.Join(all, ", ") + ") VALUES (" + numbered(all, "$%[2]d", ", ", 1) + ")"
}

// updateText sets every column but the number, and more, of the row that has this
// number and what is compared.
func updateText(more []string, compared ...string) string {
	set := append(names()[1:], more...)
	where := append([]string{"out_trade_no"}, compared...)
	return "UPDATE attempt SET " + numbered(set, "%s = $%d", ", ", 1) + " WHERE " + numbered(where, "%s = $%d", " AND ", len(set)+1)
}

// numbered writes each name with the number of its parameter, which go up from first.
func numbered(names []string, format, between string, first int) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf(format, name, first+i)
	}
	return strings.Join(parts, between)
}
