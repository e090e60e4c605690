package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// check refuses what can never be charged, before a number is minted.
func (r *Runner) check(q SaleRequest) error {
	switch {
	case q.Fee <= 0 || q.Fee > MaxFen:
		return &FieldError{"amount", fmt.Sprintf("%s is out of range", q.Fee), "give 0.01 to 9999999.99 yuan"}
	case q.Method == MethodFace && r.ports.Device == nil && q.FaceCode.IsZero():
		return &FieldError{"method", "face is not possible: this till has no face device", "scan the customer's payment code"}
	case q.Method == MethodFace && r.rules.FaceLimit > 0 && q.Fee > r.rules.FaceLimit:
		return &FieldError{"amount", fmt.Sprintf("%s is above the limit of a face payment (%s yuan each)", q.Fee, r.rules.FaceLimit),
			"scan the customer's payment code (--auth-code)"}
	case q.Method == MethodCode:
		if err := CheckAuthCode(q.AuthCode.Reveal()); err != nil {
			return err
		}
	}
	if q.Ref == "" {
		return nil
	}
	return CheckRef(q.Ref)
}

// CheckRef refuses a reference that could be read as another: 1 to 64 printable
// ASCII characters, no blank at either end.
func CheckRef(ref string) error {
	e := &FieldError{Field: "reference", Try: "give 1 to 64 printable ASCII characters without a blank at either end"}
	switch {
	case ref == "":
		e.Problem = "is empty"
	case len(ref) > 64:
		e.Problem = fmt.Sprintf("has %d characters", len(ref))
	case strings.TrimSpace(ref) != ref:
		e.Problem = "begins or ends with a blank"
	case strings.ContainsFunc(ref, func(c rune) bool { return c < ' ' || c > '~' }):
		e.Problem = "has a character that is not printable ASCII"
	default:
		return nil
	}
	return e
}

// CheckAuthCode refuses what is not a WeChat payment code: 18 digits that begin
// with 10 to 15. A code of another wallet is named; no digit of it is repeated.
func CheckAuthCode(code string) error {
	e := &FieldError{Field: "payment code", Try: "scan the 18-digit WeChat payment code (it begins with 10 to 15)"}
	wallet := Wallet(code)
	switch {
	case code == "":
		e.Problem = "is empty"
	case !digits(code):
		e.Problem = "has characters that are not digits"
	case wallet == WalletWeChat:
		return nil
	case wallet != "":
		e.Problem = "is one of " + string(wallet)
	case len(code) != 18:
		e.Problem = fmt.Sprintf("has %d digits", len(code))
	default:
		e.Problem = "does not begin with 10 to 15"
	}
	return e
}

// WalletName is whose payment code was scanned.
type WalletName string

// Wallets that are told apart by their codes' published prefixes.
const (
	WalletWeChat   WalletName = "WeChat"
	WalletAlipay   WalletName = "Alipay"
	WalletUnionPay WalletName = "UnionPay"
)

// Wallet names the wallet of a scanned code, "" where the digits tell nothing.
func Wallet(code string) WalletName {
	if len(code) < 16 || len(code) > 24 || !digits(code) {
		return ""
	}
	switch prefix := code[:2]; {
	case len(code) == 18 && prefix >= "10" && prefix <= "15":
		return WalletWeChat
	case prefix >= "25" && prefix <= "30":
		return WalletAlipay
	case prefix == "62" && len(code) == 19:
		return WalletUnionPay
	}
	return ""
}

// halted refuses new sales while something is wrong that only shows on a
// reversal or on every call. Whoever finds the stop asks anew first (1.6, 7.3).
func (r *Runner) halted(ctx context.Context) error {
	if err := r.ports.Gateway.Ready(); err != nil {
		return &HaltedError{Kind: HaltCertificate, Why: err.Error()}
	}
	halts, err := r.ports.Journal.Halts(ctx)
	if err != nil {
		return err
	}
	for _, kind := range []HaltKind{HaltCertificate, HaltKey} {
		why := halts[kind]
		if why == "" {
			continue
		}
		if err := r.Probe(ctx, kind); err != nil {
			return &HaltedError{Kind: kind, Why: why}
		}
		if err := r.ports.Journal.Halt(ctx, kind, ""); err != nil {
			return err
		}
	}
	return nil
}

// Probe asks whether WeChat takes our certificate or our key, by reversing or
// querying a fresh number that was never used. nil: a well-signed answer came.
func (r *Runner) Probe(ctx context.Context, kind HaltKind) error {
	no, err := MintOutTradeNo(r.ports.Clock.Now().Wall, r.ports.Random)
	if err != nil {
		return err
	}
	a := Attempt{Order: r.order(SaleRequest{Method: MethodCode}, no)}
	var ans Answer
	if kind == HaltCertificate {
		ans = r.ports.Gateway.Reverse(ctx, a)
	} else {
		ans = r.ports.Gateway.Query(ctx, a, Try{})
	}
	switch ans.Kind {
	case AnswerLost, AnswerCertificate, AnswerRejected:
		return errors.New(plain(ans))
	}
	return nil
}

func (r *Runner) order(q SaleRequest, no OutTradeNo) Order {
	o := Order{OutTradeNo: no, Sale: r.key(q.Ref), Merchant: r.id.Merchant, Simulated: r.id.Simulated, TotalFee: q.Fee,
		Method: q.Method, Family: FamilyMicropay, StoreID: r.id.StoreID, DeviceID: r.id.DeviceID, Lane: r.id.Lane,
		Cashier: q.Cashier, Body: q.Body, Attach: q.Attach, GoodsTag: q.GoodsTag, OpenedAt: r.ports.Clock.Now().Wall}
	if q.Ref == "" {
		o.RefMinted, o.Sale.Ref = true, string(no)
	}
	if q.Method == MethodFace {
		o.Family = r.id.FaceFamily
	}
	return o
}

// open writes the first fact of a new attempt. A stop is for new sales alone: a
// reference that has an answer gets it.
func (r *Runner) open(ctx context.Context, q SaleRequest, watch Observer) (*Sale, error) {
	if err := r.halted(ctx); err != nil {
		return nil, err
	}
	no := q.OutTradeNo
	if no == "" {
		var err error
		if no, err = MintOutTradeNo(r.ports.Clock.Now().Wall, r.ports.Random); err != nil {
			return nil, err
		}
	}
	leave := r.take(no)
	first := OrderOpened{Order: r.order(q, no)}
	a, err := r.ports.Journal.Open(ctx, first)
	if err != nil {
		leave()
		return nil, err
	}
	a.Live.Mine = true
	d := &drive{r: r, a: a, ctl: newControl(), watch: watch, openID: q.OpenID, phone: q.Telephone, member: q.Member}
	switch {
	case !q.AuthCode.IsZero():
		d.code = q.AuthCode
	case !q.FaceCode.IsZero():
		d.code = q.FaceCode
	}
	d.a.Live.HasCode = !d.code.IsZero()
	d.tell(first, nil)
	return &Sale{r: r, d: d, leave: leave}, nil
}
