package flow_test

import (
	"context"
	"errors"
	"testing"

	"facetill/flow"
	"facetill/flow/secret"
)

// suspending is a journal that writes no stop for a call that is over.
type suspending struct{ flow.Journal }

func (j suspending) SuspendSales(ctx context.Context, kind flow.Suspension, why string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return j.Journal.SuspendSales(ctx, kind, why)
}

// Money rule 1.6: a signal comes while a reverse is under way, whose answer is that
// the certificate is not taken. New sales stop all the same.
func TestAStopIsWrittenBehindASignal(t *testing.T) {
	s := newStage(t)
	s.pay = func() flow.Answer { return answer(flow.AnswerLost, "SYSTEMERROR") }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotPay, "NOTPAY") }
	ctx, cancel := context.WithCancel(context.Background())
	s.reverse = func(flow.Attempt) flow.Answer {
		cancel()
		return answer(flow.AnswerCertificate, "CERT_EXPIRED")
	}
	p := s.boot()
	p.with(suspending{p.j}, p)
	sale := p.begin(byRef)
	sale.Patient()
	if a, err := sale.Run(ctx); !errors.Is(err, context.Canceled) || !a.Open() {
		t.Errorf("%s, %v", a.State, err)
	}
	if stops, err := p.j.SalesSuspended(context.Background()); err != nil || stops[flow.SuspendedByCertificate] == "" {
		t.Errorf("stopped by %v, %v; sent: %s", stops, err, s.sent())
	}
}

// Money rules 1.5 and 5.8: a signal before anything was submitted ends the sale, at
// the camera and behind it. Nobody is charged, and nobody has to look.
func TestASignalEndsWhatIsNotSubmitted(t *testing.T) {
	for _, code := range []bool{false, true} {
		s := newStage(t)
		ctx, cancel := context.WithCancel(context.Background())
		s.face = func() flow.Captured {
			cancel()
			if code {
				return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
			}
			return flow.Captured{Kind: flow.CaptureCancelled, Code: "STOPPED"}
		}
		p := s.boot()
		a, err := p.begin(byRef).Run(ctx)
		if err != nil || a.State != flow.Cancelled || a.EndedBy != flow.BySignal || a.Open() {
			t.Errorf("a code came %t: %s by %q, %v", code, a.State, a.EndedBy, err)
		}
		if b := p.read(a.OutTradeNo); b.State != flow.Cancelled {
			t.Errorf("a code came %t: recorded as %s", code, b.State)
		}
		s.wasSent("camera@0")
	}
}

// Money rule 6.1: the terminal is told by the process that captured: of a code that
// was scanned, or of a face that came with the call, it hears nothing.
func TestWithoutACaptureTheDeviceIsNotTold(t *testing.T) {
	scanned := flow.SaleRequest{Method: flow.MethodCode, AuthCode: secret.New("134567890123456789"), Ref: "1"}
	brought := flow.SaleRequest{FaceCode: secret.New("130000000000000000"), Ref: "2"}
	for _, q := range []flow.SaleRequest{scanned, brought} {
		s := newStage(t)
		var sale *flow.Sale
		s.is(s.boot().ring(q, func(begun *flow.Sale) { sale = begun }), flow.Paid)
		sale.TellDevice(context.Background())
		s.wasSent("pay@0")
	}
}

// Money rule 5.4: a reference that could be read as another is refused for a code as
// it is for a face, and nothing is recorded.
func TestAReferenceIsCheckedWhateverTheMethod(t *testing.T) {
	p := newStage(t).boot()
	for _, q := range []flow.SaleRequest{byFace, {TotalFee: 1280, Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}} {
		for _, ref := range []string{" K", "K ", "K\n", "票"} {
			q.Ref = ref
			if _, err := p.Begin(context.Background(), q, nil); err == nil {
				t.Errorf("%s under %q begins", q.Method, ref)
			}
		}
	}
	if all, err := p.j.List(context.Background(), flow.Filter{}); err != nil || len(all) != 0 {
		t.Errorf("%d were opened, %v", len(all), err)
	}
}
