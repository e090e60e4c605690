package print

import (
	"fmt"
	"strconv"
	"strings"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/tui/text"
)

// Record is what lines say of an attempt. `sales`, `status`, `recover` and the
// result line of `pay` use the same names; fields without value are absent.
type Record struct {
	Ref           string `json:"ref,omitempty" doc:"your --ref"`
	OutTradeNo    string `json:"out_trade_no,omitempty" doc:"the number of the attempt"`
	TransactionID string `json:"transaction_id,omitempty" doc:"WeChat's number of the charge"`
	State         string `json:"state,omitempty" is:"state" doc:"where the attempt stands"`
	TotalFee      int64  `json:"total_fee,omitempty" doc:"fen"`
	RefundedFee   int64  `json:"refunded_fee,omitempty" doc:"fen that are back"`
	RefundingFee  int64  `json:"refunding_fee,omitempty" doc:"fen that are on their way back"`
	StuckFee      int64  `json:"stuck_fee,omitempty" doc:"fen that WeChat has and does not bring: a person ends them"`
	RefundableFee int64  `json:"refundable_fee,omitempty" doc:"fen that are left to give back, where some were, in whichever way"`
	OtherwiseFee  int64  `json:"otherwise_fee,omitempty" doc:"fen that its customer got in another way, by a person's word: in no other sum"`
	CashFee       int64  `json:"cash_fee,omitempty" doc:"fen that the payer gave, coupons off; absent where WeChat did not say"`
	SettlementFee int64  `json:"settlement_fee,omitempty" doc:"fen that WeChat settles with the shop; absent where WeChat did not say"`
	CouponFee     int64  `json:"coupon_fee,omitempty" doc:"fen that coupons paid; absent where nobody knows of one"`
	FeeType       string `json:"fee_type,omitempty" is:"fee_type"`
	CashFeeType   string `json:"cash_fee_type,omitempty" doc:"the currency of what the payer gave; absent where WeChat said no amount"`
	Method        string `json:"method,omitempty" is:"method"`
	OpenIDTag     string `json:"openid_tag,omitempty" doc:"a fingerprint of the payer"`
	UnderageState *int   `json:"underage_state,omitempty" doc:"what the terminal said of the face: 1 an adult, 2 a minor, 0 not known; absent where it said nothing"`
	TelephoneUsed *int   `json:"telephone_used,omitempty" doc:"1 where the customer took the telephone that the face screen was given, else 0; absent where the terminal did not say"`
	UnionIDCode   string `json:"unionid_code,omitempty" doc:"of a recognised member: what became of the unionid's ticket, SUCCESS or the terminal's code"`
	UnionIDMsg    string `json:"unionid_msg,omitempty" doc:"the terminal's words for it"`
	Lane          string `json:"lane,omitempty"`
	Cashier       string `json:"cashier,omitempty"`
	ErrCode       string `json:"err_code,omitempty" doc:"WeChat's, the device's or ours"`
	Message       string `json:"message,omitempty" doc:"WeChat's, the device's or ours, for people"`
	Unclaimed     bool   `json:"unclaimed,omitempty" doc:"a charge of which nobody knows whether the goods were given; its outcome is open"`
	ResolvedAs    string `json:"resolved_as,omitempty" is:"resolved" doc:"a person's word"`
	ResolvedBy    string `json:"resolved_by,omitempty" doc:"whose word it is"`
	Tender        string `json:"tender,omitempty" is:"tender" doc:"how else the customer paid, by a person's word, where WeChat charged nothing"`
	TenderBy      string `json:"tender_by,omitempty" doc:"whose word it is"`
	Simulated     bool   `json:"simulated,omitempty" doc:"not real money"`
	BankType      string `json:"bank_type,omitempty" doc:"what paid it, a bank and kind of card in WeChat's word"`
	TradeType     string `json:"trade_type,omitempty" doc:"MICROPAY or FACEPAY, as WeChat has it"`
	Promotion     string `json:"promotion_detail,omitempty" doc:"what was off and who bears it: WeChat's JSON, as text"`
	Odd           string `json:"odd,omitempty" doc:"numbers of WeChat's that cannot be, as it wrote them: no other field has them, and the sale is paid all the same"`
	Terms
	TimeEnd   Stamp `json:"time_end,omitzero" doc:"when WeChat charged"`
	StartedAt Stamp `json:"started_at,omitzero" doc:"this machine's clock"`
	EndedAt   Stamp `json:"ended_at,omitzero" doc:"this machine's clock"`

	Coupons []charge.Coupon `json:"coupons,omitempty" doc:"which coupons paid it, where a query named them"`
	Refunds []RefundRecord  `json:"refunds,omitempty" doc:"each refund of it"`
}

// Terms are what a sale was asked for with, beside its amount.
type Terms struct {
	Body          string `json:"body,omitempty" doc:"what the customer's bill shows, where the sale named it"`
	Attach        string `json:"attach,omitempty" doc:"the text that WeChat returns with the order"`
	GoodsTag      string `json:"goods_tag,omitempty" doc:"WeChat's tag for coupons"`
	Goods         string `json:"goods,omitempty" doc:"the goods in it: detail as WeChat got it, as text"`
	LimitPay      string `json:"limit_pay,omitempty" doc:"no_credit: no credit card could pay it"`
	Receipt       string `json:"receipt,omitempty" doc:"Y: its customer may ask for an invoice at WeChat"`
	ProfitSharing string `json:"profit_sharing,omitempty" doc:"Y: what came in waits to be shared"`
}

// RecordOf returns what lines say of an attempt; of none, nothing.
func RecordOf(a flow.Attempt) Record {
	if a.OutTradeNo == "" {
		return Record{}
	}
	a = a.Plain()
	r := Record{OutTradeNo: string(a.OutTradeNo), TransactionID: a.TransactionID, State: string(a.State),
		TotalFee: int64(a.TotalFee), RefundedFee: int64(a.RefundedFee), CashFee: int64(a.CashFee), SettlementFee: int64(a.SettlementFee), FeeType: "CNY", Method: string(a.Method),
		OpenIDTag: a.OpenIDTag, Lane: a.Lane, Cashier: a.Cashier, ErrCode: a.Code, Message: a.Message,
		Unclaimed: a.Unclaimed, ResolvedAs: a.ResolvedAs, ResolvedBy: a.ResolvedBy, Tender: a.TenderAs, TenderBy: a.TenderBy, Simulated: a.Simulated, TimeEnd: Stamp(a.TimeEnd), StartedAt: Stamp(a.OpenedAt),
		EndedAt: Stamp(a.EndedAt), OtherwiseFee: int64(a.Refunds.Otherwise()), Refunds: RefundsOf(a.Refunds)}
	r.CouponFee, r.Coupons, r.CashFeeType, r.BankType, r.TradeType, r.Promotion, r.Odd = int64(a.Coupon(a.TotalFee, a.CashFee)), a.Coupons.All(), a.CashFeeType, a.BankType, a.TradeType, a.Promotion, a.Odd
	if r.CashFee > 0 {
		r.CashFeeType = "CNY" // of another currency it would be no part of the amount
	}
	r.Terms = Terms{Body: a.Body, Attach: a.Attach, GoodsTag: a.GoodsTag, Goods: a.Detail, LimitPay: a.LimitPay, Receipt: a.Receipt, ProfitSharing: a.ProfitSharing}
	r.UnderageState, r.TelephoneUsed = told(string(a.Face.UnderageState)), told(a.Face.TelephoneUsed)
	r.UnionIDCode, r.UnionIDMsg = a.Face.UnionIDCode, a.Face.UnionIDMsg
	moving, stuck := onTheirWay(a)
	r.RefundingFee, r.StuckFee = int64(moving), int64(stuck)
	if len(a.Refunds) > 0 && a.WasPaid() {
		r.RefundableFee = int64(a.Refunds.Left(a.TotalFee))
	}
	if !a.RefMinted {
		r.Ref = a.Sale.Ref
	}
	if r.Message == "" {
		r.Message = a.ReasonText()
	}
	return r
}

// told is a number that a terminal said; nil where it said nothing.
func told(text string) *int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil
	}
	return &n
}

// SaleResult is the last line of a command about one sale.
type SaleResult struct {
	Type     string `json:"type"`
	Command  string `json:"command,omitempty"`
	Outcome  string `json:"outcome,omitempty" is:"outcome" doc:"what may be said of the sale now"`
	ExitCode int    `json:"exit_code" doc:"the code of the process; where the two differ, the code of the process counts: paid, and the telling of it could not be recorded, is 8"`
	Record
	OpenID    string `json:"openid,omitempty" doc:"the payer; only where this call heard it from WeChat; in no record of a sale, but in WeChat's kept bills"`
	SubOpenID string `json:"sub_openid,omitempty" doc:"the payer under sub_appid; as openid"`
	FaceSID   string `json:"face_sid,omitempty" doc:"the ticket for a query of who the payer is, where the terminal gave one: only where this call took the face; in no record"`
	// ApprovedBy is of resolve and reverse.
	ApprovedBy string   `json:"approved_by,omitempty" doc:"the manager who approved the word (resolve, reverse); manager where the PIN was the till's own"`
	Detail     string   `json:"detail,omitempty" doc:"the code as the device or WeChat's host gave it, where err_code is a class of them"`
	Replayed   bool     `json:"replayed,omitempty" doc:"the answer of an earlier call of this reference"`
	Hint       string   `json:"hint,omitempty" doc:"what to try"`
	StoppedBy  []Record `json:"stopped_by,omitempty" doc:"the sales of which a person has to say that this is another customer: err_code POSSIBLE_DUPLICATE"`
	// StoppedByRefunds are of a sale, and of reverse.
	StoppedByRefunds []RefundRecord `json:"stopped_by_refunds,omitempty" doc:"the refunds of it of which a person has to say that this is one more (reverse): err_code POSSIBLE_DUPLICATE"`
	Wechat           string         `json:"wechat,omitempty" doc:"what a query said just now (status)"`
	WechatCode       string         `json:"wechat_code,omitempty" doc:"its code"`
	Archive          string         `json:"archive,omitempty" doc:"the file that has its facts, where they left the journal (status): WeChat is not asked"`
	Count            int            `json:"count,omitempty" doc:"where several are meant (status): how many attempt lines stand before this one"`
}

// ageText is what the terminal said of the customer's age, where it has to be heard: of a
// minor, and where it is why nothing was charged.
func ageText(w *text.Words, r Record) string {
	switch {
	case r.ErrCode == flow.CodeUnderage || r.ErrCode == flow.CodeAgeUnknown:
		return w.WhyFace[r.ErrCode]
	case r.UnderageState != nil && flow.AgeOf(strconv.Itoa(*r.UnderageState)) == flow.Minor:
		return w.FactMinor
	}
	return ""
}

// SayResult is the result line for people.
func SayResult(w *text.Words, r SaleResult) string {
	var b strings.Builder
	b.WriteString(w.Money(text.Say(flow.Outcome(r.Outcome)).Money))
	if r.OutTradeNo == "" {
		if r.Message != "" {
			fmt.Fprintf(&b, "  %s", strings.ReplaceAll(r.Message, "\n", "; "))
		}
		return b.String()
	}
	state := r.State
	if flow.State(state) == flow.Paid && !r.Unclaimed && len(r.Refunds) > 0 {
		state = r.Outcome // it stays a paid sale for the books; a person reads that it is none
	}
	fmt.Fprintf(&b, "  %s  %s  %s", flow.Fen(r.TotalFee), r.OutTradeNo, state)
	for _, part := range []string{r.TransactionID, r.ErrCode} {
		if part != "" {
			b.WriteString("  " + part)
		}
	}
	if why := ageText(w, r.Record); why != "" {
		b.WriteString("  " + why)
	}
	if text := couponText(flow.Fen(r.TotalFee), flow.Fen(r.CouponFee), flow.Fen(r.SettlementFee)); text != "" {
		b.WriteString("  " + text)
	}
	if r.Odd != "" {
		fmt.Fprintf(&b, "  "+w.ResultOdd, r.Odd)
	}
	if r.RefundedFee > 0 {
		fmt.Fprintf(&b, "  "+w.ResultBack, flow.Fen(r.RefundedFee))
	}
	if r.Tender != "" {
		fmt.Fprintf(&b, "  %s: %s", w.FactTender, w.Tender(r.Tender))
	}
	if r.RefundingFee > 0 {
		fmt.Fprintf(&b, "  "+w.ResultOnWay, flow.Fen(r.RefundingFee))
	}
	if r.StuckFee > 0 {
		fmt.Fprintf(&b, "  "+w.ResultStuck, flow.Fen(r.StuckFee))
	}
	if r.OtherwiseFee > 0 {
		fmt.Fprintf(&b, "  %s %s", w.RefundSettled, flow.Fen(r.OtherwiseFee))
	}
	if r.Replayed {
		b.WriteString("  " + w.ResultReplayed)
	}
	if r.Simulated {
		b.WriteString("  " + w.ResultSimulated)
	}
	return b.String()
}
