package flow_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/flowtest"
	"facetill/flow/refund"
	"facetill/flow/secret"
)

var began = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// stage is a till in virtual time in front of a WeChat that a test scripts. One
// goroutine, so every story has one course.
type stage struct {
	t     *testing.T
	disk  *flowtest.Memory
	rules flow.Rules
	now   time.Duration
	skew  time.Duration // of the wall clock
	nap   time.Duration // slept through: the world's time, in which monotonic time stood still
	lie   time.Duration // how wrong the Date of the next answer is; the ones behind it are right
	life  int

	pay     func() flow.Answer
	query   func(a flow.Attempt) flow.Answer
	reverse func(a flow.Attempt) flow.Answer
	refunds func() refund.Answer               // a look at the order
	refund  func(e refund.Entry) refund.Answer // a send
	asked   func(e refund.Entry) refund.Answer // a question by number
	face    func() flow.Captured
	sync    error
	notYet  error // Ready

	log    []string // what left the till, with its time
	events []event
}

type event struct {
	at time.Duration
	do func()
}

func newStage(t *testing.T) *stage {
	s := &stage{t: t, disk: flowtest.NewMemory(), rules: flow.DefaultRules()}
	s.pay = func() flow.Answer { return paid() }
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotExist, "ORDERNOTEXIST") }
	s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerReversed, "") }
	s.refunds = func() refund.Answer { return seen(refund.StatusSuccess, 1280) }
	s.refund = func(refund.Entry) refund.Answer { return refund.Answer{Kind: refund.AnswerAccepted, Code: "SUCCESS"} }
	s.asked = func(e refund.Entry) refund.Answer { return became(refund.AnswerSuccess, refund.StatusSuccess, e) }
	s.face = func() flow.Captured {
		return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
	}
	return s
}

func answer(k flow.AnswerKind, code string) flow.Answer { return flow.Answer{Kind: k, Code: code} }

// noRefund is what a refundquery says of an order, or number, that has none.
func noRefund() refund.Answer {
	return refund.Answer{Kind: refund.AnswerNone, Code: "REFUNDNOTEXIST"}
}

// seen is a look at an order of which somebody gave so much back at the platform.
func seen(status string, fee flow.Fen) refund.Answer {
	return refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: "platform", Status: status, Fee: fee}}}
}

// became is what a refundquery says of one refund.
func became(kind refund.Kind, status string, e refund.Entry) refund.Answer {
	return refund.Answer{Kind: kind, Code: status, Seen: []refund.Seen{{Number: e.Number, Status: status, Fee: e.Fee}}}
}

func paid() flow.Answer {
	return flow.Answer{Kind: flow.AnswerPaid, Charge: flow.Charge{TransactionID: "42", TimeEnd: began}}
}

// truth is WeChat's time.
func (s *stage) truth() time.Time { return began.Add(s.now + s.nap) }

// The stage is the machine's clock.
func (s *stage) Now() clock.Instant {
	return clock.Instant{Wall: s.truth().Add(s.skew), Mono: s.now}
}

func (s *stage) Sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	for end := s.now + max(d, time.Millisecond); s.now < end && ctx.Err() == nil; {
		select {
		case <-wake:
			return
		default:
		}
		next := end
		for _, e := range s.events {
			if e.at > s.now {
				next = min(next, e.at)
			}
		}
		s.pass(next - s.now)
	}
}

// pass lets time go by and does what is due in it.
func (s *stage) pass(d time.Duration) {
	for end := s.now + d; s.now < end; {
		next := end
		for _, e := range s.events {
			if e.at > s.now {
				next = min(next, e.at)
			}
		}
		s.now = next
		for _, e := range s.events {
			if e.at == s.now {
				e.do()
			}
		}
	}
}

func (s *stage) at(seconds float64, do func()) {
	s.events = append(s.events, event{time.Duration(seconds * 1e9), do})
}

func (s *stage) note(what string) {
	s.log = append(s.log, fmt.Sprintf("%s@%.0f", what, s.now.Seconds()))
}

// sent is what left the till so far, such as "pay@0 query@0 reverse@15".
func (s *stage) sent() string { return strings.Join(s.log, " ") }

// till is one life of the till.
type till struct {
	*flow.Runner
	s    *stage
	name string
	j    flow.Journal
	wx   *clock.WeChat
}

func (s *stage) boot() *till {
	s.life++
	p := &till{s: s, name: fmt.Sprint("till", s.life), wx: clock.NewWeChat(s)}
	p.j = s.disk.Process(p.name)
	p.Runner = flow.NewRunner(flow.Ports{Gateway: p, Device: p, Journal: p.j, Clock: s, WeChat: p.wx, Random: rand.Reader},
		flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "19"}, StoreID: "S", DeviceID: "D", Lane: "L"}, s.rules)
	return p
}

// Settle is a person's word about an unclaimed charge.
func (p *till) Settle(ctx context.Context, no flow.OutTradeNo, given bool, by, reason string) (flow.Attempt, error) {
	as := flow.ResolvedGiveBack
	if given {
		as = flow.ResolvedGiven
	}
	return p.Resolve(ctx, flow.Resolution{OutTradeNo: no, As: as, By: by, Reason: reason})
}

// die ends a life as a power cut does.
func (p *till) die() { p.s.disk.Kill(p.name) }

func (p *till) date() {
	p.wx.Observe(p.s.truth().Add(p.s.lie).Truncate(time.Second), p.s.Now())
	p.s.lie = 0
}

func (p *till) Ready() error { return p.s.notYet }

func (p *till) Sync(context.Context) error {
	if p.s.sync == nil {
		p.date()
	}
	return p.s.sync
}

func (p *till) KeepWarm(context.Context) func() { return func() {} }

// lost lets the time of a lost answer pass.
func (p *till) lost(a flow.Answer, after time.Duration) flow.Answer {
	if a.Kind == flow.AnswerLost && a.Code == "TIMEOUT" {
		p.s.pass(after)
	} else {
		p.date()
	}
	return a
}

func (p *till) Pay(context.Context, flow.PayRequest) flow.Answer {
	p.s.note("pay")
	sent := p.s.Now()
	a := p.lost(p.s.pay(), 10*time.Second)
	a.SentAt = sent
	return a
}

func (p *till) Query(_ context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	p.s.note("query")
	limit := try.Limit
	if limit == 0 {
		limit = 10 * time.Second
	}
	return p.lost(p.s.query(a), limit)
}

func (p *till) Reverse(_ context.Context, a flow.Attempt) flow.Answer {
	p.s.note("reverse")
	return p.lost(p.s.reverse(a), 10*time.Second)
}

func (p *till) CheckRefund(flow.Attempt, refund.Entry) error { return nil }

func (p *till) SendRefund(_ context.Context, _ flow.Attempt, e refund.Entry) refund.Answer {
	p.s.note("refund")
	return p.ofRefund(p.s.refund(e))
}

func (p *till) AskRefund(_ context.Context, _ flow.Attempt, e refund.Entry) refund.Answer {
	p.s.note("askrefund")
	return p.ofRefund(p.s.asked(e))
}

func (p *till) LookRefunds(context.Context, flow.Attempt) refund.Answer {
	p.s.note("refundquery")
	return p.ofRefund(p.s.refunds())
}

// ofRefund is an answer about refunds, which brings a Date where there is one.
func (p *till) ofRefund(a refund.Answer) refund.Answer {
	p.lost(answer(flow.AnswerKind(a.Kind), a.Code), 10*time.Second)
	return a
}

func (p *till) CheckPay(flow.PayRequest) error { return nil }

func (p *till) CheckCapture(flow.CaptureRequest) error { return nil }

func (p *till) Prepare(context.Context, flow.Merchant) error { return nil }

func (p *till) Capture(context.Context, flow.CaptureRequest) flow.Captured {
	p.s.note("camera")
	return p.s.face()
}

func (p *till) Tell(_ context.Context, _ flow.OutTradeNo, ok bool) error {
	p.s.note(fmt.Sprintf("tell(%t)", ok))
	return nil
}

// ring is one sale by face, under a reference or a minted one.
func (p *till) ring(q flow.SaleRequest, more ...func(*flow.Sale)) flow.Attempt {
	p.s.t.Helper()
	if q.TotalFee == 0 {
		q.TotalFee = 1280
	}
	if q.Method == "" {
		q.Method = flow.MethodFace
	}
	s, err := p.Begin(context.Background(), q, nil)
	if err != nil {
		p.s.t.Fatalf("the sale was refused: %v", err)
	}
	for _, m := range more {
		m(s)
	}
	a, err := s.Run(context.Background())
	if err != nil {
		p.s.t.Fatalf("the sale ended with %v", err)
	}
	return a
}

// keep lets the background work for a time, or until nothing is open.
func (p *till) recover(atMost time.Duration) {
	end := p.s.now + atMost
	_ = p.NewRecovery(nil).Run(context.Background(), func(open int) bool {
		all, _ := p.j.Pending(context.Background())
		back, _ := p.j.Refunding(context.Background())
		return p.s.now >= end || len(all)+len(back) == 0
	})
}

func (p *till) read(no flow.OutTradeNo) flow.Attempt {
	a, _, err := p.j.Read(context.Background(), no)
	if err != nil {
		p.s.t.Fatal(err)
	}
	return a
}

// facts are the durable facts of an attempt.
func (p *till) facts(no flow.OutTradeNo) (all []flow.Fact) {
	p.s.t.Helper()
	events, err := p.j.Timeline(context.Background(), no)
	if err != nil {
		p.s.t.Fatal(err)
	}
	for _, e := range events {
		all = append(all, e.Fact)
	}
	return all
}

func (s *stage) is(a flow.Attempt, state flow.State) {
	s.t.Helper()
	if a.State != state {
		s.t.Errorf("the attempt is %s (%s %s), want %s; sent: %s", a.State, a.Code, a.ReasonText(), state, s.sent())
	}
}

func (s *stage) wasSent(want string) {
	s.t.Helper()
	if got := s.sent(); got != want {
		s.t.Errorf("sent %q\nwant %q", got, want)
	}
}

// code is a face that was recognised.
func code() flow.Captured {
	return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000")}
}
