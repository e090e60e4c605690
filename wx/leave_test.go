package wx

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/secret"
	"facetill/wx/transport"
	"facetill/wx/wire"
)

// hands is a clock whose wall and monotonic time are moved apart.
type hands struct{ at clock.Instant }

func (h *hands) Now() clock.Instant                                    { return h.at }
func (h *hands) Sleep(context.Context, time.Duration, <-chan struct{}) {}

func (h *hands) move(wall, mono time.Duration) {
	h.at.Wall, h.at.Mono = h.at.Wall.Add(wall), h.at.Mono+mono
}

// until is a context with any deadline.
type until struct {
	context.Context
	deadline time.Time
}

func (u until) Deadline() (time.Time, bool) { return u.deadline, true }

// Money rule 1.3: a pay request leaves only while wall and monotonic time, the
// caller's deadline and WeChat's time are inside send_by, at the moment of the
// write.
func TestSendBy(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	sendBy := someTime.Add(8 * time.Second)
	for _, r := range []struct {
		name       string
		ctx        context.Context
		sendBy     time.Time
		date       time.Time // WeChat's, before the call
		wall, mono time.Duration
		blind      bool // nobody keeps WeChat's time
		why        error
	}{
		{name: "in time", sendBy: sendBy, date: someTime, wall: 3 * time.Second, mono: 3 * time.Second},
		{name: "at its end", sendBy: sendBy, date: someTime, wall: 8 * time.Second, mono: 8 * time.Second},
		{name: "a moment late", sendBy: sendBy, date: someTime, wall: 8*time.Second + 1, mono: 8*time.Second + 1, why: context.DeadlineExceeded},
		{name: "long on both clocks, without send_by", date: someTime, wall: time.Hour, mono: time.Hour},
		{name: "nobody keeps WeChat's time", sendBy: sendBy, blind: true, wall: time.Minute, mono: time.Minute},
		{name: "WeChat's time is not known", sendBy: sendBy, why: errNoTime},
		{name: "neither send_by nor a time", wall: time.Second, mono: time.Second},
		{name: "given up", ctx: ended, why: context.Canceled},
		{name: "the deadline is past", ctx: until{t.Context(), time.Now().Add(-time.Second)}, why: context.DeadlineExceeded},
		{name: "the deadline is ahead", ctx: until{t.Context(), time.Now().Add(time.Hour)}},
		{name: "slept for 2 s", wall: 2 * time.Second},
		{name: "slept for longer", wall: 2*time.Second + 1, why: errSlept},
		{name: "set back by 2 s", wall: -2 * time.Second},
		{name: "set back by more", wall: -2*time.Second - 1, why: errSlept},
		{name: "slept a little, after a while", wall: 6 * time.Second, mono: 5 * time.Second},
	} {
		h := &hands{clock.Instant{Wall: someTime}}
		c := &client{cfg: Config{Clock: h}}
		if !r.blind {
			c.cfg.WeChat = clock.NewWeChat(h)
			c.cfg.WeChat.Observe(r.date, h.Now())
		}
		if r.ctx == nil {
			r.ctx = t.Context()
		}
		gate := c.sendBy(r.ctx, r.sendBy)
		h.move(r.wall, r.mono)
		if err := gate(); (err == nil) != (r.why == nil) || !errors.Is(err, r.why) {
			t.Errorf("%s: %v, want %v", r.name, err, r.why)
		}
	}
	// WeChat's time was heard, and the machine slept before the call.
	h := &hands{clock.Instant{Wall: someTime}}
	c := &client{cfg: Config{Clock: h, WeChat: clock.NewWeChat(h)}}
	c.cfg.WeChat.Observe(someTime, h.Now())
	h.move(time.Minute, 0)
	if err := c.sendBy(t.Context(), sendBy)(); !errors.Is(err, errSlept) {
		t.Errorf("after a sleep: %v", err)
	}
}

// apart is a deadline that is so far ahead by each clock, as a wall clock that was
// set leaves it. Package time makes no such time by itself.
func apart(wall, mono time.Duration) time.Time {
	deadline := time.Now().Add(wall)
	(*struct {
		wall uint64
		mono int64
		loc  *time.Location
	})(unsafe.Pointer(&deadline)).mono += int64(mono - wall)
	return deadline
}

// A deadline that is past on one clock alone is past.
func TestSendByAsksBothClocks(t *testing.T) {
	for _, r := range []struct {
		wall, mono time.Duration
		late       bool
	}{
		{time.Hour, time.Hour, false},
		{time.Hour, -time.Hour, true},
		{-time.Hour, time.Hour, true},
	} {
		c := &client{cfg: Config{Clock: &hands{clock.Instant{Wall: someTime}}}}
		deadline := apart(r.wall, r.mono)
		if now := time.Now(); now.Before(deadline) != (r.mono > 0) || now.Round(0).Before(deadline.Round(0)) != (r.wall > 0) {
			t.Fatal("package time keeps its clocks elsewhere now")
		}
		err := c.sendBy(until{t.Context(), deadline}, time.Time{})()
		if errors.Is(err, context.DeadlineExceeded) != r.late || !r.late && err != nil {
			t.Errorf("%v of wall time and %v of monotonic time left: %v", r.wall, r.mono, err)
		}
	}
}

// asked is a Gateway with two hosts that answer by a function, and what each was
// asked.
func asked(t *testing.T, answer func(DirectRequest) DirectAnswer) (g *Gateway, requests *[]DirectRequest) {
	machine := clock.NewMachine()
	requests = &[]DirectRequest{}
	return testGateway(t, Config{Merchant: testMerchant, Key: testKey(t), Cert: testCert(t), ClientIP: "127.0.0.1", BackupURL: BackupURL, Clock: machine,
		Direct: func(_ context.Context, r DirectRequest) DirectAnswer {
			*requests = append(*requests, r)
			a := answer(r)
			a.At = machine.Now()
			return a
		}}), requests
}

func hosts(requests []DirectRequest) (all string) {
	for _, r := range requests {
		all += r.Host + " "
	}
	return strings.TrimSpace(all)
}

// Which host is asked, how often, and what stops: money rules 1.5 and 2.4.
func TestWhoIsAsked(t *testing.T) {
	unsent := func(code string) DirectAnswer { return DirectAnswer{Unsent: true, Code: code} }
	page := func(status int, body []byte) DirectAnswer { return DirectAnswer{Status: status, Body: body} }
	rejected := page(200, []byte("<xml><return_code>FAIL</return_code></xml>"))
	pay := func(ctx context.Context, g *Gateway) flow.Answer { return g.Pay(ctx, payRequest()) }
	query := func(try flow.Try) func(context.Context, *Gateway) flow.Answer {
		return func(ctx context.Context, g *Gateway) flow.Answer {
			return g.Query(ctx, testAttempt(flow.FamilyMicropay), try)
		}
	}
	both, one := flow.Try{Backup: true}, flow.Try{}
	for _, r := range []struct {
		name  string
		make  func(context.Context, *Gateway) flow.Answer
		first DirectAnswer // the second host always answers
		ends  bool         // the caller gives up with the first answer
		asked string
		kind  flow.AnswerKind
	}{
		{"pay: no connection", pay, unsent("CONNECT"), false, "main backup", flow.AnswerPaid},
		{"pay: no handshake", pay, unsent("TLS"), false, "main backup", flow.AnswerPaid},
		{"pay: too late", pay, unsent("SEND_BY"), false, "main", flow.AnswerNotSent},
		{"pay: no connection, given up", pay, unsent("CONNECT"), true, "main", flow.AnswerNotSent},
		{"pay: no answer", pay, DirectAnswer{}, false, "main", flow.AnswerLost},
		{"pay: a page", pay, page(502, nil), false, "main", flow.AnswerLost},
		{"pay: rejected", pay, rejected, false, "main", flow.AnswerRejected},
		{"query: no connection", query(both), unsent("CONNECT"), false, "main backup", flow.AnswerPaid},
		{"query: no answer", query(both), DirectAnswer{}, false, "main backup", flow.AnswerPaid},
		{"query: no answer, one host", query(one), DirectAnswer{}, false, "main", flow.AnswerLost},
		{"query: no answer, given up", query(both), DirectAnswer{}, true, "main", flow.AnswerLost},
		{"query: rejected", query(both), rejected, false, "main", flow.AnswerRejected},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		g, requests := asked(t, func(q DirectRequest) DirectAnswer {
			if q.Host == "main" {
				if r.ends {
					cancel()
				}
				return r.first
			}
			return page(200, signed(t, success()...))
		})
		if got := r.make(ctx, g); got.Kind != r.kind || hosts(*requests) != r.asked || got.Kind == flow.AnswerNotSent && got.Code != r.first.Code {
			t.Errorf("%s: %s %s, asked %q, want %s of %q", r.name, got.Kind, got.Code, hosts(*requests), r.kind, r.asked)
		}
		cancel()
	}
	// What does not leave asks nobody, and what is too large is no answer.
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	g, requests := asked(t, func(DirectRequest) DirectAnswer { return page(200, make([]byte, wire.MaxBody+1)) })
	if got := g.Pay(ended, payRequest()); got.Kind != flow.AnswerNotSent || got.Code != "SEND_BY" || len(*requests) != 0 {
		t.Errorf("%+v, asked %q", got, hosts(*requests))
	}
	if got := g.Pay(t.Context(), payRequest()); got.Kind != flow.AnswerLost || got.Code != "TOO_LARGE" {
		t.Errorf("%+v", got)
	}
	three, _ := asked(t, func(DirectRequest) DirectAnswer { return page(200, []byte("abc")) })
	for max, want := range map[int64]error{2: transport.ErrTooLarge, 3: nil} {
		if _, err := three.direct(t.Context(), three.main.plain, &transport.Request{Max: max}); !errors.Is(err, want) {
			t.Errorf("three bytes where %d are allowed: %v", max, err)
		}
	}
	// Where there is one host it is the only one, whatever it did.
	g, requests = asked(t, func(DirectRequest) DirectAnswer { return unsent("CONNECT") })
	g.backup = host{}
	g.Pay(t.Context(), payRequest())
	g.Query(t.Context(), testAttempt(flow.FamilyMicropay), both)
	g.Reverse(t.Context(), testAttempt(flow.FamilyMicropay))
	if err := g.Sync(t.Context()); err == nil || hosts(*requests) != "main main main main" {
		t.Errorf("%v, asked %q", err, hosts(*requests))
	}
	// A host that cannot be reached is asked second, by a reversal and a refund too.
	g, requests = asked(t, func(q DirectRequest) DirectAnswer {
		if q.Host == "main" {
			return unsent("DNS")
		}
		return DirectAnswer{}
	})
	g.Query(t.Context(), testAttempt(flow.FamilyMicropay), one)
	g.Reverse(t.Context(), testAttempt(flow.FamilyMicropay))
	g.SendRefund(t.Context(), testAttempt(flow.FamilyMicropay), testEntry())
	g.AskRefund(t.Context(), testAttempt(flow.FamilyMicropay), testEntry())
	g.LookRefunds(t.Context(), testAttempt(flow.FamilyMicropay))
	if hosts(*requests) != "main backup backup backup backup" {
		t.Errorf("asked %q", hosts(*requests))
	}
}

// What leaves of a reversal and a query, with which limit and certificate.
func TestWhatLeaves(t *testing.T) {
	g, requests := asked(t, func(DirectRequest) DirectAnswer { return DirectAnswer{} })
	a := testAttempt(flow.FamilyMicropay)
	g.Reverse(t.Context(), a)
	g.Query(t.Context(), a, flow.Try{Limit: 2 * time.Second})
	g.Sync(t.Context())
	common := []string{"appid", "wx1", "mch_id", "1900000109"}
	for i, want := range []struct {
		call   string
		limit  time.Duration
		fields []string
	}{
		{"POST /secapi/pay/reverse true", 10 * time.Second, append(common, "out_trade_no", string(testNo))},
		{"POST /pay/orderquery false", 2 * time.Second, append(common, "out_trade_no", string(testNo))},
		{"HEAD / false", 2500 * time.Millisecond, nil},
	} {
		r := (*requests)[i]
		if call := fmt.Sprint(r.Method, " ", r.Path, " ", r.Cert); call != want.call || r.Limit != want.limit {
			t.Errorf("%s within %v, want %s within %v", call, r.Limit, want.call, want.limit)
		}
		if want.fields == nil {
			continue
		}
		m := decode(t, r.Body)
		if err := testKey(t).VerifyAs(m, wire.HMACSHA256); err != nil {
			t.Error(err)
		}
		for _, name := range []string{"nonce_str", "sign_type", "sign"} {
			m.Set(name, "")
		}
		if !reflect.DeepEqual(m, message(want.fields...)) {
			t.Errorf("%s: %q", want.call, m)
		}
	}
}

// What only a look at the field table tells is told before a face is taken; what
// is still to be captured counts as good.
func TestCheckPay(t *testing.T) {
	g, requests := asked(t, func(DirectRequest) DirectAnswer { return DirectAnswer{} })
	for _, r := range []struct {
		family       flow.Family
		code, openid string
		problem      string
	}{
		{flow.FamilyMicropay, "", "", ""},
		{flow.FamilyMicropay, markedCode, "", ""},
		{flow.FamilyMicropay, "160000000000001234", "", "does not fit: the code is not 18 digits"},
		{flow.FamilyFacepay, "", "", ""},
		{flow.FamilyFacepay, "f1-2", "oPayer", ""},
		{flow.FamilyFacepay, "f1 2", "oPayer", "has a blank or a character beyond ascii at byte 2"},
		{flow.FamilyFacepay, "f1-2", "o中", "has a blank or a character beyond ascii at byte 1"},
		{"", "", "", "does not fit: the attempt's family is neither"},
	} {
		p := flow.PayRequest{Attempt: testAttempt(r.family), Credential: secret.New(r.code), OpenID: secret.New(r.openid)}
		p.Attempt.Body = "coffee"
		err := g.CheckPay(p)
		e, is := errors.AsType[*field.Error](err)
		if is != (r.problem != "") || is && (!strings.HasPrefix(e.Problem, r.problem) || e.Of != "" || e.Field == "") {
			t.Errorf("%s %q %q: %#v, want %q", r.family, r.code, r.openid, err, r.problem)
		}
	}
	if len(*requests) != 0 {
		t.Errorf("%d requests left", len(*requests))
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
}
