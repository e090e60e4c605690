package flow_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// noting is a WeChat and a device that note what they are asked, and refuse what they
// are told to refuse.
type noting struct {
	*till
	checked, paid    flow.PayRequest
	looked, captured flow.CaptureRequest
	payIs, captureIs error
	duringCapture    func(context.Context)
}

func (w *noting) CheckPay(r flow.PayRequest) error         { w.checked = r; return w.payIs }
func (w *noting) CheckCapture(r flow.CaptureRequest) error { w.looked = r; return w.captureIs }
func (w *noting) Pay(ctx context.Context, r flow.PayRequest) flow.Answer {
	w.paid = r
	return w.till.Pay(ctx, r)
}

func (w *noting) Capture(ctx context.Context, r flow.CaptureRequest) flow.Captured {
	w.captured = r
	if w.duringCapture != nil {
		w.duringCapture(ctx)
	}
	return w.till.Capture(ctx, r)
}

// seller is who sells in these tests.
var seller = flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19", SubMchID: "20"}, StoreID: "S", DeviceID: "D", Lane: "L",
	FaceFamily: flow.FamilyFacepay, Simulated: true, WeChat: "https://a"}

// askedBy lets a till ask w, and no device where there is to be none.
func (p *till) askedBy(w *noting, rules flow.Rules, device bool) *noting {
	w.till = p
	ports := flow.Ports{Gateway: w, Journal: p.j, Clock: p.s, WeChat: p.wx, Random: rand.Reader}
	if device {
		ports.Device = w
	}
	p.Runner = flow.NewRunner(ports, seller, rules)
	return w
}

// What a sale says of itself is what is recorded, what the adapters judge before the
// camera (money rule 1.8), what the camera is shown and what is charged.
func TestWhatASaleSaysOfItself(t *testing.T) {
	code := secret.New("134567890123456789")
	for name, q := range map[string]flow.SaleRequest{
		"a face": {TotalFee: 1280, Method: flow.MethodFace, Member: true, Telephone: secret.New("13800000000"), OpenID: secret.New("o1"),
			Cashier: "Li", Body: "b", Attach: "a", GoodsTag: "g"},
		"a code":         {TotalFee: 1280, Method: flow.MethodCode, AuthCode: code, Ref: "K"},
		"a face brought": {TotalFee: 1280, Method: flow.MethodFace, FaceCode: code, OpenID: secret.New("o1"), OutTradeNo: orphanNo},
	} {
		s := newStage(t)
		p := s.boot()
		w := p.askedBy(&noting{}, s.rules, true)
		a, err := p.begin(q).Run(context.Background())
		if err != nil || a.State != flow.Paid {
			t.Fatalf("%s: %s, %v", name, a.State, err)
		}
		want := flow.Order{OutTradeNo: a.OutTradeNo, Merchant: seller.Merchant, Simulated: true, TotalFee: 1280, Method: q.Method, Family: flow.FamilyMicropay,
			StoreID: "S", DeviceID: "D", Lane: "L", Cashier: q.Cashier, Body: q.Body, Attach: q.Attach, GoodsTag: q.GoodsTag, OpenedAt: began, WeChat: "https://a", Seq: 1,
			Sale: flow.SaleKey{MchID: "19", SubMchID: "20", StoreID: "S", DeviceID: "D", Ref: q.Ref}, RefMinted: q.Ref == ""}
		if q.Ref == "" {
			want.Sale.Ref = string(a.OutTradeNo)
		}
		if q.Method == flow.MethodFace {
			want.Family = flow.FamilyFacepay
		}
		if a.Order != want || w.paid.Attempt.Order != want || q.OutTradeNo != "" && a.OutTradeNo != q.OutTradeNo {
			t.Errorf("%s: recorded %+v\ncharged %+v\nwant %+v", name, a.Order, w.paid.Attempt.Order, want)
		}
		judged := w.checked.Attempt.Order
		if len(judged.OutTradeNo) != 32 {
			t.Errorf("%s: judged under the number %q", name, judged.OutTradeNo)
		}
		judged.OutTradeNo, judged.Sale.Ref, judged.Seq = want.OutTradeNo, want.Sale.Ref, want.Seq
		if judged != want {
			t.Errorf("%s: judged %+v\nwant %+v", name, judged, want)
		}
		credential := code
		camera := name == "a face"
		if camera {
			credential = secret.New("130000000000000000")
			for what, c := range map[string]flow.CaptureRequest{"judged": w.looked, "shown": w.captured} {
				if c.FaceCodeType != "0" || c.Telephone.Reveal() != q.Telephone.Reveal() || c.OpenID.Reveal() != q.OpenID.Reveal() || !c.Member || c.Attempt.TotalFee != 1280 {
					t.Errorf("%s to the camera: %+v", what, c)
				}
			}
		} else if w.looked.Attempt.TotalFee != 0 || w.captured.Attempt.TotalFee != 0 || w.checked.Credential.Reveal() != code.Reveal() {
			t.Errorf("%s: the camera was asked, or its code was not judged", name)
		}
		if w.paid.Credential.Reveal() != credential.Reveal() || w.paid.OpenID.Reveal() != q.OpenID.Reveal() || w.checked.OpenID.Reveal() != q.OpenID.Reveal() {
			t.Errorf("%s: charged with another code or payer", name)
		}
	}
}

// Money rule 1.8: what can be judged before the camera is judged before it, at each
// edge; what is refused is not recorded, and no camera opens.
func TestTheEdgesOfWhatIsRefused(t *testing.T) {
	odd := errors.New("an adapter refuses it")
	face := func(fee flow.Fen) flow.SaleRequest { return flow.SaleRequest{TotalFee: fee, Method: flow.MethodFace} }
	code := func(fee flow.Fen, auth string) flow.SaleRequest {
		return flow.SaleRequest{TotalFee: fee, Method: flow.MethodCode, AuthCode: secret.New(auth)}
	}
	brought := func(openid string) flow.SaleRequest {
		q := flow.SaleRequest{TotalFee: 1, Method: flow.MethodFace, FaceCode: secret.New("134567890123456789"), OutTradeNo: orphanNo}
		if openid != "" {
			q.OpenID = secret.New(openid)
		}
		return q
	}
	const good = "134567890123456789"
	for name, c := range map[string]struct {
		q        flow.SaleRequest
		limit    flow.Fen
		noDevice bool
		w        noting
		field    string // "" begins
	}{
		"nothing":                {q: face(0), field: "amount"},
		"less than nothing":      {q: code(-1, good), field: "amount"},
		"the least":              {q: face(1)},
		"the most":               {q: code(flow.MaxFen, good)},
		"more than that":         {q: code(flow.MaxFen+1, good), field: "amount"},
		"at a face's limit":      {q: face(1000), limit: 1000},
		"above it":               {q: face(1001), limit: 1000, field: "amount"},
		"above it, by a code":    {q: code(1001, good), limit: 1000},
		"a limit of a fen":       {q: face(2), limit: 1, field: "amount"},
		"no code":                {q: code(1, "12"), field: "payment code"},
		"no device":              {q: face(1), noDevice: true, field: "method"},
		"no device and a code":   {q: code(1, good), noDevice: true},
		"no device, a face":      {q: brought("o1"), noDevice: true},
		"a face without openid":  {q: brought(""), field: "openid"},
		"no pay request":         {q: face(1), w: noting{payIs: odd}, field: "odd"},
		"no capture":             {q: face(1), w: noting{captureIs: odd}, field: "odd"},
		"no capture, by a code":  {q: code(1, good), w: noting{captureIs: odd}},
		"no capture, face there": {q: brought("o1"), w: noting{captureIs: odd}},
	} {
		s := newStage(t)
		p := s.boot()
		s.rules.FaceLimit = c.limit
		p.askedBy(&c.w, s.rules, !c.noDevice)
		_, err := p.Begin(context.Background(), c.q, nil)
		e, is := errors.AsType[*field.Error](err)
		switch {
		case c.field == "" && err != nil, c.field == "odd" && !errors.Is(err, odd):
			t.Errorf("%s: %v", name, err)
		case c.field != "" && c.field != "odd" && (!is || e.Field != c.field):
			t.Errorf("%s: %v, want a word about the %s", name, err, c.field)
		}
		if all, _ := p.j.List(context.Background(), flow.Filter{}); (len(all) == 0) != (c.field != "") {
			t.Errorf("%s: %d are recorded", name, len(all))
		}
		if c.q.OutTradeNo == "" {
			s.wasSent("")
		}
	}
}

// failing is a journal of which one call fails.
type failing struct {
	flow.Journal
	of string
}

func (j failing) is(what string) error {
	if j.of == what {
		return errDisk
	}
	return nil
}

func (j failing) Press(ctx context.Context, lane string, fee flow.Fen) (flow.Press, error) {
	p, err := j.Journal.Press(ctx, lane, fee)
	return p, errors.Join(err, j.is("press"))
}

func (j failing) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	if err := j.is("read"); err != nil {
		return flow.Attempt{}, false, err
	}
	return j.Journal.Read(ctx, no)
}

func (j failing) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	if err := j.is("sale"); err != nil {
		return nil, err
	}
	return j.Journal.Sale(ctx, key)
}

func (j failing) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	if err := j.is("claim"); err != nil {
		return flow.Attempt{}, err
	}
	return j.Journal.Claim(ctx, no)
}

func (j failing) Timeline(ctx context.Context, no flow.OutTradeNo) ([]flow.Event, error) {
	if err := j.is("timeline"); err != nil {
		return nil, err
	}
	return j.Journal.Timeline(ctx, no)
}

func (j failing) SalesSuspended(ctx context.Context) (map[flow.Suspension]string, error) {
	all, err := j.Journal.SalesSuspended(ctx)
	return all, errors.Join(err, j.is("suspended"))
}

func (j failing) SuspendSales(ctx context.Context, kind flow.Suspension, why string) error {
	if err := j.is("suspend"); err != nil {
		return err
	}
	return j.Journal.SuspendSales(ctx, kind, why)
}

// A journal that cannot be read lets no sale begin, whatever it was asked for: a press,
// a number, a reference, a stop or a charge to repeat.
func TestNoSaleBeginsUnread(t *testing.T) {
	number := byRef
	number.OutTradeNo, number.FaceCode = orphanNo, secret.New("130000000000000000")
	for what, q := range map[string]flow.SaleRequest{"press": byFace, "read": number, "sale": byRef, "suspended": byFace, "suspend": byFace, "claim": byRef} {
		s := newStage(t)
		p := s.boot()
		if what == "claim" {
			s.is(p.ring(q), flow.Paid)
		}
		if what == "suspend" {
			if err := p.j.SuspendSales(context.Background(), flow.SuspendedByKey, "SIGNERROR"); err != nil {
				t.Fatal(err)
			}
		}
		s.log = nil
		p.with(failing{p.j, what}, p)
		if _, err := p.Begin(context.Background(), q, nil); !errors.Is(err, errDisk) {
			t.Errorf("%s: %v", what, err)
		}
		if what != "suspend" { // which asks WeChat first
			s.wasSent("")
		}
	}
}

// Money rules 1.6 and 7.3: a stop is lifted by a well-signed answer alone; no answer,
// and a refusal of our own key or certificate, lift nothing.
func TestWhatLiftsAStop(t *testing.T) {
	ctx := context.Background()
	for _, kind := range []flow.Suspension{flow.SuspendedByCertificate, flow.SuspendedByKey} {
		for answers, lifts := range map[flow.AnswerKind]bool{flow.AnswerLost: false, flow.AnswerRejected: false, flow.AnswerCertificate: false, flow.AnswerNotExist: true, flow.AnswerAgain: true} {
			s := newStage(t)
			p := s.boot()
			if err := p.j.SuspendSales(ctx, kind, "it was found"); err != nil {
				t.Fatal(err)
			}
			var about flow.Attempt
			probe := func(a flow.Attempt) flow.Answer { about = a; return answer(answers, "CODE") }
			s.query, s.reverse = probe, probe
			_, err := p.Begin(ctx, byRef, nil)
			stop, is := errors.AsType[*flow.SalesSuspendedError](err)
			if lifts != (err == nil) || !lifts && (!is || stop.Kind != kind || stop.Why != "it was found") {
				t.Errorf("%s answered by %s: %v", kind, answers, err)
			}
			if all, err := p.j.SalesSuspended(ctx); err != nil || (all[kind] == "") != lifts {
				t.Errorf("%s answered by %s: %v, %v", kind, answers, all, err)
			}
			if about.Merchant.MchID != "19" || about.OutTradeNo == "" || about.Family != flow.FamilyMicropay || about.Method != flow.MethodCode {
				t.Errorf("asked about %+v", about.Order)
			}
		}
	}
}

// Money rule 1.3: whether a brought number is nobody's has to be known. What may be charged
// under it by somebody else is not called uncharged.
func TestABroughtNumberIsAskedAbout(t *testing.T) {
	q := byRef
	q.OutTradeNo, q.FaceCode = orphanNo, secret.New("130000000000000000")
	const unknown, elsewhere, ended = "unknown", "elsewhere", "ended"
	for kind, want := range map[flow.AnswerKind]string{flow.AnswerLost: unknown, flow.AnswerRejected: unknown, flow.AnswerNotPay: elsewhere,
		flow.AnswerPaying: elsewhere, flow.AnswerPaid: elsewhere, flow.AnswerDoubt: elsewhere, flow.AnswerRefund: elsewhere, flow.AnswerPayError: elsewhere,
		flow.AnswerClosed: ended, flow.AnswerRevoked: ended} {
		s := newStage(t)
		p := s.boot()
		var about flow.OutTradeNo
		s.query = func(a flow.Attempt) flow.Answer { about = a.OutTradeNo; return answer(kind, "CODE") }
		_, err := p.Begin(context.Background(), q, nil)
		got := "another error"
		if e, is := errors.AsType[*flow.UnaskedError](err); is && e.OutTradeNo == orphanNo && e.Answer.Kind == kind {
			got = map[bool]string{false: unknown, true: elsewhere}[e.Used()]
		} else if _, is := errors.AsType[*field.Error](err); is {
			got = ended
		}
		if got != want || about != orphanNo {
			t.Errorf("%s about %s: %v", kind, about, err)
		}
		s.wasSent("query@0")
	}
}

// A charge of another amount under that number is somebody's, too.
func TestABroughtNumberThatHasAnotherAmount(t *testing.T) {
	for code, used := range map[string]bool{"WRONG_AMOUNT": true, "WRONG_CURRENCY": true, flow.CodeWrongTime: true, "WRONG_MERCHANT": false, "TIMEOUT": false} {
		if e := (&flow.UnaskedError{Answer: answer(flow.AnswerLost, code)}); e.Used() != used {
			t.Errorf("%s: %s", code, e)
		}
	}
}

// Money rule 6.4: who ends a sale at its camera ends the camera, too.
func TestTheCashierEndsTheCamera(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	w := p.askedBy(&noting{}, s.rules, true)
	sale := p.begin(byRef)
	w.duringCapture = func(ctx context.Context) {
		if sale.Cancel("cashier"); ctx.Err() == nil {
			t.Error("the camera goes on")
		}
	}
	a, err := sale.Run(context.Background())
	if err != nil || a.State != flow.Cancelled || a.EndedBy != "cashier" {
		t.Errorf("%s by %q, %v", a.State, a.EndedBy, err)
	}
}

// Money rule 1.3: 8 s after its intent, and not a moment less, nothing is sent any more,
// by either clock.
func TestNothingIsSentFromEightSecondsOn(t *testing.T) {
	for _, c := range []struct {
		passes, skew time.Duration
		sent         bool
	}{
		{7999 * time.Millisecond, 0, true}, {8 * time.Second, 0, false},
		{time.Second, 7 * time.Second, false}, {8 * time.Second, -time.Second, false}, {time.Second, -2 * time.Second, false},
	} {
		s := newStage(t)
		p := s.boot()
		p.with(&looks{Journal: p.j, behind: func(n int) {
			if n == 3 {
				s.pass(c.passes)
				s.skew += c.skew
			}
		}}, p)
		if a := p.ring(flow.SaleRequest{}); (a.State == flow.Paid) != c.sent || !c.sent && a.State != flow.NotSent {
			t.Errorf("%v later, the wall clock set by %v: %s", c.passes, c.skew, a.State)
		}
	}
}

// Money rules 2.3 and 5.4: a paid reference is repeated while its intent is less than
// half an hour old, and not where it was stamped more than 5 min ahead.
func TestTheEdgesOfAReplay(t *testing.T) {
	for _, c := range []struct {
		age, lie time.Duration
		again    bool
	}{{30*time.Minute - time.Second, 0, true}, {30 * time.Minute, 0, false}, {time.Minute, 5 * time.Minute, true}, {time.Minute, 6 * time.Minute, false}, {time.Minute, 7 * time.Minute, false}} {
		s := newStage(t)
		s.lie = c.lie
		p := s.boot()
		a := p.ring(byRef)
		if _, err := p.Shown(context.Background(), a); err != nil {
			t.Fatal(err)
		}
		p.die()
		s.pass(c.age)
		_, err := s.boot().Begin(context.Background(), byRef, nil)
		if _, finished := errors.AsType[*flow.FinishedError](err); finished == c.again || !finished && err != nil {
			t.Errorf("%v old, stamped %v ahead: %v", c.age, c.lie, err)
		}
	}
}
