package book

import "time"

// TradeState is the trade_state of orderquery and facepayquery.
type TradeState string

// The states that the real thing knows. Absent is none of them: the book then
// holds no more than the promise never to accept the number.
const (
	Absent     TradeState = ""
	Success    TradeState = "SUCCESS"
	Refunded   TradeState = "REFUND"
	NotPay     TradeState = "NOTPAY"
	Closed     TradeState = "CLOSED"
	Revoked    TradeState = "REVOKED"
	UserPaying TradeState = "USERPAYING"
	PayError   TradeState = "PAYERROR"
	Accept     TradeState = "ACCEPT"
)

// The two families of pay, query and reverse, which do not mix.
const (
	Micropay = "micropay"
	Facepay  = "facepay"
)

// Order is one out_trade_no in the book. Amounts are in fen. The code that paid
// is kept as a fingerprint only.
type Order struct {
	// Serial is the order's place in the book; transaction_id ends with it.
	Serial        uint64 `json:"serial"`
	OutTradeNo    string `json:"out_trade_no"`
	TransactionID string `json:"transaction_id,omitempty"`
	// Family is Micropay or Facepay; empty for a number that was only ever
	// reversed.
	Family     string `json:"family,omitempty"`
	AppID      string `json:"appid"`
	MchID      string `json:"mch_id"`
	SubAppID   string `json:"sub_appid,omitempty"`
	SubMchID   string `json:"sub_mch_id,omitempty"`
	DeviceInfo string `json:"device_info,omitempty"`
	Body       string `json:"body,omitempty"`
	Attach     string `json:"attach,omitempty"`
	// OpenID is the payer as facepay's request names them; micropay's is told by
	// the code.
	OpenID    string    `json:"openid,omitempty"`
	TotalFee  int64     `json:"total_fee,omitempty"`
	CouponFee int64     `json:"coupon_fee,omitempty"` // the part of it that a coupon of the shop pays
	Scenario  int       `json:"scenario,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	// Code is the fingerprint of the code that was used for it.
	Code Fingerprint `json:"code,omitzero"`
	// ExpireAt is time_expire: nothing settles later. Zero: never.
	ExpireAt time.Time `json:"expire_at,omitzero"`
	// Plan is what becomes of the order when nobody reverses it, at absolute
	// times: WeChat's side needs no timer to keep its word. It is empty for a
	// sale that was charged at once.
	Plan []Change `json:"plan,omitempty"`
	// End is REVOKED or CLOSED once the number was reversed or closed, for ever.
	End   TradeState `json:"end,omitempty"`
	EndAt time.Time  `json:"end_at,omitzero"`

	Deliveries  int      `json:"deliveries,omitempty"` // pay requests that arrived
	Queries     int      `json:"queries,omitempty"`    // counted while a scenario needs it
	Reverses    int      `json:"reverses,omitempty"`
	RefundCalls int      `json:"refund_calls,omitempty"` // counted while a scenario needs it
	Refunds     []Refund `json:"refunds,omitempty"`
	// Notes say what a real merchant's support would remark: a reverse that came
	// too early and the like.
	Notes []string `json:"notes,omitempty"`
}

// Change is one step of an order's plan.
type Change struct {
	At    time.Time  `json:"at"`
	State TradeState `json:"state"`
}

// State is the trade_state at a time.
func (o *Order) State(now time.Time) TradeState {
	if o.End != Absent {
		return o.End
	}
	st := o.planned(now)
	if st == Success && len(o.Refunds) > 0 {
		return Refunded
	}
	return st
}

// planned is the state by the plan alone.
func (o *Order) planned(now time.Time) TradeState {
	if len(o.Plan) == 0 && o.Family != "" {
		return Success
	}
	st := Absent
	for i := range o.Plan {
		if o.Plan[i].At.After(now) {
			break
		}
		st = o.Plan[i].State
	}
	return st
}

// ChargedAt is when the customer was or will be charged: time_end. It is zero
// when that never happens.
func (o *Order) ChargedAt() time.Time {
	if len(o.Plan) == 0 && o.Family != "" {
		return o.CreatedAt
	}
	for i := range o.Plan {
		if o.Plan[i].State != Success {
			continue
		}
		if o.End != Absent && o.Plan[i].At.After(o.EndAt) {
			break
		}
		return o.Plan[i].At
	}
	return time.Time{}
}

// Charged reports whether the customer had been charged at a time, whatever
// happened to the money afterwards.
func (o *Order) Charged(now time.Time) bool {
	at := o.ChargedAt()
	return !at.IsZero() && !at.After(now)
}

// Held is the money in fen that the merchant holds of this order at a time:
// charged, less what a reversal gave back, less the refunds that arrived.
func (o *Order) Held(now time.Time) int64 {
	if o.End != Absent && !o.EndAt.After(now) || !o.Charged(now) {
		return 0
	}
	held := o.TotalFee
	for i := range o.Refunds {
		if o.Refunds[i].Status(now) == RefundSuccess {
			held -= o.Refunds[i].RefundFee
		}
	}
	return held
}

// Payer is the openid of who pays.
func (o *Order) Payer() string {
	if o.OpenID != "" {
		return o.OpenID
	}
	return o.Code.OpenID()
}

// Expire cuts from the plan what time_expire forbids: the password page of an
// expired order cannot charge any more, and a bank's late yes is turned down.
// A zero time never comes.
func (o *Order) Expire(at time.Time) {
	if o.ExpireAt = at; at.IsZero() {
		return
	}
	plan := o.Plan
	for i := range plan {
		if plan[i].At.After(at) {
			plan = plan[:i]
			break
		}
	}
	if n := len(plan); n > 0 && (plan[n-1].State == UserPaying || plan[n-1].State == Accept) {
		plan = append(plan, Change{at, NotPay})
	}
	o.Plan = plan
}
