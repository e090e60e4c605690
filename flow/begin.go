package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"facetill/flow/field"
)

// check refuses what can never be charged, before a number is minted.
func (r *Runner) check(q SaleRequest) error {
	switch {
	case q.TotalFee <= 0 || q.TotalFee > MaxFen:
		return field.NewError("amount", fmt.Sprintf("%s is out of range", q.TotalFee), "give 0.01 to "+MaxFen.Yuan())
	case q.Method == MethodFace && r.ports.Device == nil && q.FaceCode.IsZero():
		return field.NewError("method", "face is not possible: this till has no face device", "scan the customer's payment code")
	case q.Method == MethodFace && r.rules.FaceLimit > 0 && q.TotalFee > r.rules.FaceLimit:
		return field.NewError("amount", fmt.Sprintf("%s is above the limit of a face payment (%s each)", q.TotalFee, r.rules.FaceLimit.Yuan()),
			"scan the customer's payment code (--auth-code -, with the code on stdin)")
	case q.Method == MethodCode:
		if err := field.CheckPaymentCode(q.AuthCode.Reveal()); err != nil {
			return err
		}
	}
	if err := q.checkTexts(); err != nil {
		return err
	}
	if q.Ref != "" {
		if err := CheckRef(q.Ref); err != nil {
			return err
		}
	}
	return r.checkFields(q)
}

// checkFields lets the adapters judge what they would refuse with a customer's
// face in hand (money rule 1.8).
func (r *Runner) checkFields(q SaleRequest) error {
	no := q.OutTradeNo
	if no == "" {
		no = "00000000000000000000000000000000" // as a minted one
	}
	a := Attempt{Order: r.order(q, no)}
	code := q.AuthCode
	if q.Method == MethodFace {
		code = q.FaceCode
	}
	captured := q.Method == MethodFace && !q.FaceCode.IsZero()
	if captured && a.Family == FamilyFacepay && q.OpenID.IsZero() {
		return field.NewError("openid", "is missing: a face code of face_code_type 0 is charged with the openid that came with it",
			"give the whole answer of `device code` on stdin, not the face code alone")
	}
	if err := r.ports.Gateway.CheckPay(PayRequest{Attempt: a, Credential: code, OpenID: q.OpenID}); err != nil {
		return err
	}
	if q.Method == MethodFace && !captured {
		return r.ports.Device.CheckCapture(CaptureRequest{Attempt: a, FaceCodeType: faceCodeType(a.Family),
			Telephone: q.Telephone, OpenID: q.OpenID, Member: q.Member})
	}
	return nil
}

// CheckRef refuses a reference that could be read as another: 1 to 64 printable
// ASCII characters, no blank at either end.
func CheckRef(ref string) error {
	e := &field.Error{Field: "reference", Try: "give 1 to 64 printable ASCII characters without a blank at either end"}
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

// salesSuspended refuses new sales while something is wrong that only shows on a
// reversal or on every call. Whoever finds the stop asks anew first (1.6, 7.3).
func (r *Runner) salesSuspended(ctx context.Context) error {
	if err := r.ports.Gateway.Ready(); err != nil {
		return &SalesSuspendedError{Kind: SuspendedByCertificate, Why: err.Error()}
	}
	suspended, err := r.ports.Journal.SalesSuspended(ctx)
	if err != nil {
		return err
	}
	for _, kind := range []Suspension{SuspendedByCertificate, SuspendedByKey} {
		why := suspended[kind]
		if why == "" {
			continue
		}
		if err := r.Probe(ctx, kind); err != nil {
			return &SalesSuspendedError{Kind: kind, Why: why}
		}
		if err := r.ports.Journal.SuspendSales(ctx, kind, ""); err != nil {
			return err
		}
	}
	return nil
}

// Probe asks whether WeChat takes our certificate or our key, by reversing or
// querying a fresh number that was never used. nil: a well-signed answer came.
func (r *Runner) Probe(ctx context.Context, kind Suspension) error {
	no, err := MintOutTradeNo(r.ports.Clock.Now().Wall, r.ports.Random)
	if err != nil {
		return err
	}
	a := Attempt{Order: r.order(SaleRequest{Method: MethodCode}, no)}
	var ans Answer
	if kind == SuspendedByCertificate {
		ans = r.ports.Gateway.Reverse(ctx, a)
	} else {
		ans = r.ports.Gateway.Query(ctx, a, Try{})
	}
	switch ans.Kind {
	case AnswerLost, AnswerCertificate, AnswerRejected:
		return errors.New(plainAnswer(ans))
	}
	return nil
}

func (r *Runner) order(q SaleRequest, no OutTradeNo) Order {
	o := Order{OutTradeNo: no, Sale: r.Key(q.Ref), Merchant: r.id.Merchant, Simulated: r.id.Simulated, TotalFee: q.TotalFee,
		Method: q.Method, Family: FamilyMicropay, StoreID: r.id.StoreID, DeviceID: r.id.DeviceID, Lane: r.id.Lane,
		Cashier: q.Cashier, Body: q.Body, Attach: q.Attach, GoodsTag: q.GoodsTag, Terms: r.id.Terms, OpenedAt: r.ports.Clock.Now().Wall, WeChat: r.id.WeChat}
	if q.Ref == "" {
		o.RefMinted, o.Sale.Ref = true, string(no)
	}
	o.Detail = q.Detail
	if q.Method == MethodFace {
		o.Family = r.id.FaceFamily
	}
	if o.Family == FamilyFacepay { // which knows neither
		o.Receipt, o.ProfitSharing = "", ""
	}
	return o
}

// unused asks WeChat whether the number that a request brings is still nobody's.
// A minted one cannot have been used; a brought one may be an order of another
// till, or of before: an answer about that order would then be heard as one about
// this sale (money rules 1.3, 2.1), and a reversal would take back that one's
// money. Two journals that bring one number within a second of each other are not
// kept apart by it.
func (r *Runner) unused(ctx context.Context, q SaleRequest) error {
	switch ans := r.ports.Gateway.Query(ctx, Attempt{Order: r.order(q, q.OutTradeNo)}, Try{Limit: freshTry, Backup: true}); ans.Kind {
	case AnswerNotExist:
		return nil
	case AnswerClosed, AnswerRevoked: // one answer ends a reversal by it (4.2); behind PAYERROR there may be a charge (2.3)
		return field.NewError("out_trade_no", fmt.Sprintf("%s is an order at WeChat already, and not of this journal (%s)", q.OutTradeNo, plainAnswer(ans)),
			"take the face under a number of its own")
	default:
		return &UnaskedError{OutTradeNo: q.OutTradeNo, Answer: ans}
	}
}

// start writes the first fact of a new attempt. A stop is for new sales alone: a
// reference that has an outcome gets it.
func (r *Runner) start(ctx context.Context, q SaleRequest, watch Observer) (*Sale, error) {
	if err := r.salesSuspended(ctx); err != nil {
		return nil, err
	}
	no, err := q.OutTradeNo, error(nil)
	if no == "" {
		no, err = MintOutTradeNo(r.ports.Clock.Now().Wall, r.ports.Random)
	} else {
		err = r.unused(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	leave := r.hands.take(no)
	first := OrderOpened{Order: r.order(q, no)}
	a, err := r.ports.Journal.Open(ctx, first)
	if err != nil {
		leave()
		return nil, err
	}
	s := r.sale(q, a, watch, leave)
	d := s.d
	d.openID, d.phone, d.member, d.face = q.OpenID, q.Telephone, q.Member, q.Face
	if d.code = q.AuthCode; d.code.IsZero() {
		d.code = q.FaceCode
	}
	if q.Ref == "" { // the guard has let it through, and is asked again
		d.press, d.beside = q.Press, q.New
	}
	d.a.Live.Mine, d.a.Live.HasCode, s.q.opened = true, !d.code.IsZero(), true
	d.tell(Update{Fact: first, Kept: true})
	return s, nil
}
