package flow_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"facetill/flow"
	"facetill/flow/secret"
)

// What ends a sale at its camera is recorded in the device's own words, on this
// machine's clock, and with who it was: the customer, the camera's time or nobody.
func TestWhatEndsASaleAtItsCamera(t *testing.T) {
	wall := began.Add(time.Minute)
	cancelled := func(by flow.EndedBy, code string) flow.Fact {
		return flow.SaleCancelled{By: by, Code: code, Message: "the screen's words", At: wall}
	}
	for _, c := range []struct {
		kind flow.CaptureKind
		code string
		late bool // it comes with the end of the camera's time
		want flow.Fact
	}{
		{flow.CaptureScan, "SCAN_PAYMENT", false, cancelled(flow.ForScan, "SCAN_PAYMENT")},
		{flow.CaptureCancelled, "USER_CANCEL", false, cancelled(flow.ByCustomer, "USER_CANCEL")},
		{flow.CaptureCancelled, "STOPPED", true, cancelled(flow.ByTimeout, "SCAN_TIMEOUT")},
		{flow.CaptureCode, "SUCCESS", true, cancelled(flow.ByTimeout, "SCAN_TIMEOUT")},
		{flow.CaptureFailed, "DEVICE_GONE", false, flow.NothingSent{Code: "DEVICE_GONE", Message: "the screen's words", At: wall}},
		{flow.CaptureFailed, "DEVICE_GONE", true, flow.NothingSent{Code: "DEVICE_GONE", Message: "the screen's words", At: wall}},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t)
			s.skew = time.Minute
			p := s.boot()
			w := p.askedBy(&noting{}, s.rules, true)
			begin := time.Now()
			w.duringCapture = func(ctx context.Context) {
				if c.late {
					<-ctx.Done()
				}
			}
			s.face = func() flow.Captured {
				return flow.Captured{Kind: c.kind, Code: c.code, Message: "the screen's words", FaceCode: secret.New("130000000000000000")}
			}
			a := p.ring(byFace)
			if took := time.Since(begin); c.late && took != s.rules.ScanTimeout {
				t.Errorf("%s: the camera was stopped after %v", c.code, took)
			}
			if facts := p.facts(a.OutTradeNo); len(facts) != 2 || facts[1] != c.want {
				t.Errorf("%s, late %t: recorded %+v\nwant %+v", c.code, c.late, facts[1:], c.want)
			}
			s.wasSent("camera@0")
		})
	}
}

// Money rule 6.4: who asks for the end in the moment before the camera opens keeps
// it closed.
func TestTheCashierIsFasterThanTheCamera(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	var sale *flow.Sale
	sale, err := p.Begin(context.Background(), byRef, hears(func(u flow.Update) {
		if _, is := u.Step.(flow.Capture); is {
			sale.Cancel("cashier")
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	if a, err := sale.Run(context.Background()); err != nil || a.State != flow.Cancelled || a.EndedBy != "cashier" {
		t.Errorf("%s by %q, %v", a.State, a.EndedBy, err)
	}
	s.wasSent("")
}

// The openid that comes with a face goes with its code (money rule 1.8), also where
// the customer was known by another one before. A face that brings none is charged
// with that.
func TestTheOpenIDOfAFaceGoesWithItsCode(t *testing.T) {
	for brings, want := range map[string]string{"o2": "o2", "": "o1"} {
		s := newStage(t)
		p := s.boot()
		w := p.askedBy(&noting{}, s.rules, true)
		s.face = func() flow.Captured {
			c := flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
			if brings != "" {
				c.OpenID = secret.New(brings)
			}
			return c
		}
		q := byFace
		q.OpenID = secret.New("o1")
		if s.is(p.ring(q), flow.Paid); w.paid.OpenID.Reveal() != want {
			t.Errorf("charged with the openid %q, want %q", w.paid.OpenID.Reveal(), want)
		}
	}
}

// warming is a WeChat whose pay connection is kept warm, and a camera that looks
// whether it is.
type warming struct {
	*till
	warm context.Context
}

func (w *warming) KeepWarm(ctx context.Context) func() {
	w.s.note("warm")
	w.warm = ctx
	return func() { w.s.note("cool") }
}

// Money rule 1.4: the pay connection is kept warm from before the camera until the
// answer, though the caller hangs up, and lets go where nothing is sent. A code that
// is there already needs none.
func TestTheConnectionIsWarmWhileTheCameraRuns(t *testing.T) {
	for name, c := range map[string]struct {
		q    flow.SaleRequest
		hang bool
		face flow.CaptureKind
		want string
	}{
		"paid":      {byRef, false, flow.CaptureCode, "warm@0 camera@0 pay@3 cool@3 query@8"},
		"cancelled": {byRef, false, flow.CaptureCancelled, "warm@0 camera@0 cool@3"},
		"hung up":   {byRef, true, flow.CaptureCode, "warm@0 camera@0 cool@3"},
		"by a code": {flow.SaleRequest{TotalFee: 1280, Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}, false, "", "pay@0 query@5"},
	} {
		s := newStage(t)
		s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
		s.query = func(flow.Attempt) flow.Answer { return paid() }
		p := s.boot()
		w := &warming{till: p}
		p.with(p.j, w)
		ctx, cancel := context.WithCancel(context.Background())
		s.face = func() flow.Captured {
			s.pass(3 * time.Second)
			if c.hang {
				cancel()
			}
			return flow.Captured{Kind: c.face, FaceCode: secret.New("130000000000000000")}
		}
		if _, err := p.begin(c.q).Run(ctx); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if w.warm != nil && w.warm.Err() != nil {
			t.Errorf("%s: it cooled down with the caller", name)
		}
		s.wasSent(c.want)
		cancel()
	}
}

// The camera's own context ends with it: what the adapter hung upon it is let go of.
func TestTheCamerasTimeEndsWithIt(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	w := p.askedBy(&noting{}, s.rules, true)
	var of context.Context
	w.duringCapture = func(ctx context.Context) { of = ctx }
	if s.is(p.ring(byFace), flow.Paid); !errors.Is(of.Err(), context.Canceled) {
		t.Errorf("afterwards it is %v", of.Err())
	}
}

// Money rule 5.3: a guard that cannot look, before the camera or before the intent,
// ends the call there: no camera, or no charge.
func TestWhereTheGuardCannotLookNothingGoesOn(t *testing.T) {
	for look, sent := range map[int]string{2: "", 3: "camera@0"} {
		s := newStage(t)
		p := s.boot()
		p.with(&blind{Journal: p.j, at: look}, p)
		if a, err := p.begin(byFace).Run(context.Background()); !errors.Is(err, errDisk) || a.State != flow.Opened {
			t.Errorf("blind at look %d: %s, %v", look, a.State, err)
		}
		s.wasSent(sent)
	}
}

// blind is a journal that cannot be read at the guard's n-th look.
type blind struct {
	flow.Journal
	n, at int
}

func (j *blind) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, p flow.Press) ([]flow.PossibleDuplicate, error) {
	if j.n++; j.n == j.at {
		return nil, errDisk
	}
	return j.Journal.PossibleDuplicates(ctx, lane, fee, p)
}

// A face of micropay is asked for as face_code_type 1.
func TestWhatTheCameraIsAskedFor(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	w := &noting{till: p}
	p.Runner = flow.NewRunner(flow.Ports{Gateway: w, Device: w, Journal: p.j, Clock: s, WeChat: p.wx}, flow.Identity{Lane: "L"}, s.rules)
	if s.is(p.ring(byFace), flow.Paid); w.looked.FaceCodeType != "1" || w.captured.FaceCodeType != "1" {
		t.Errorf("judged by %q, shown by %q", w.looked.FaceCodeType, w.captured.FaceCodeType)
	}
}
