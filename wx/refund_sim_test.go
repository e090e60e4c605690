package wx

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/refund"
	"facetill/wx/sim"
	"facetill/wx/wire"
)

// shopDays is a gateway at a simulator of its own, on a clock that a test moves.
type shopDays struct {
	*testing.T
	*Gateway
	*hands
	server *sim.Server
}

func newShopDays(t *testing.T) *shopDays {
	h := &hands{clock.Instant{Wall: someTime}}
	server, err := sim.New(sim.Config{Now: func() time.Time { return h.at.Wall }})
	if err != nil {
		t.Fatal(err)
	}
	key, err := wire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		t.Fatal(err)
	}
	direct := func(_ context.Context, r DirectRequest) DirectAnswer {
		reply := server.Do(r.Path, r.Body, r.Cert)
		if reply.Fault != sim.Deliver {
			return DirectAnswer{}
		}
		return DirectAnswer{Status: reply.Status, Date: reply.Date, Body: reply.Body, At: h.Now()}
	}
	weChat := clock.NewWeChat(h)
	weChat.Observe(someTime, h.Now())
	return &shopDays{t, testGateway(t, Config{Merchant: simMerchant, Key: key, ClientIP: "127.0.0.1", Clock: h, WeChat: weChat, Direct: direct,
		Cert: certFor(t, someTime.Add(-time.Hour), someTime.AddDate(2, 0, 0))}), h, server}
}

func (s *shopDays) after(d time.Duration) { s.move(d, d) }

// sold is a paid sale of 15.00 that acts a scenario.
func (s *shopDays) sold(scenario int) flow.Attempt {
	s.Helper()
	p := simSale(flow.FamilyMicropay, scenario)
	p.Attempt.SendBy = s.at.Wall.Add(8 * time.Second)
	p.Attempt.IntentAt, p.Attempt.TimeExpire = s.at.Wall, s.at.Wall.Add(2*time.Minute)
	if got := s.Pay(s.Context(), p); got.Kind != flow.AnswerPaid {
		s.Fatalf("scenario %d: %+v", scenario, got)
	}
	return p.Attempt
}

// entry is one that is written down now.
func (s *shopDays) entry(number string, fee flow.Fen) refund.Entry {
	return refund.Entry{Number: number, Fee: fee, State: refund.Entered, Reason: "退货", SendBy: s.at.Wall.Add(8 * time.Second)}
}

// Each scenario of a refund: what each send is worth, and each question behind it.
func TestRefundScenarios(t *testing.T) {
	const day = 24 * time.Hour
	for n, want := range map[int]string{
		0:  "send accepted SUCCESS, ask success SUCCESS",
		57: "send accepted SUCCESS, ask processing PROCESSING, 61 ask success SUCCESS",
		58: "send accepted SUCCESS, ask change CHANGE",
		61: "send accepted SUCCESS, ask success SUCCESS",
		62: "send refused NOTENOUGH, ask none REFUNDNOTEXIST, send accepted SUCCESS",
		63: "send accepted SUCCESS, ask processing PROCESSING, days ask success SUCCESS",
		64: "send accepted SUCCESS, ask processing PROCESSING, days ask closed REFUNDCLOSE",
		65: "send lost TIMEOUT, ask success SUCCESS, send accepted SUCCESS",
		66: "send lost SYSTEMERROR, ask success SUCCESS, send accepted SUCCESS",
		67: "send lost BIZERR_NEED_RETRY, ask none REFUNDNOTEXIST, send lost BIZERR_NEED_RETRY, send accepted SUCCESS",
		68: "send throttled FREQUENCY_LIMITED, ask none REFUNDNOTEXIST, send throttled FREQUENCY_LIMITED, send accepted SUCCESS",
		69: "send refused USER_ACCOUNT_ABNORMAL, ask none REFUNDNOTEXIST, send refused USER_ACCOUNT_ABNORMAL",
	} {
		s := newShopDays(t)
		a := s.sold(n)
		var said []string
		for step := range strings.SplitSeq(want, ", ") {
			do, rest, _ := strings.Cut(step, " ")
			wait := map[string]time.Duration{"61": 61 * time.Second, "days": 8 * day}[do]
			if s.after(wait); wait > 0 {
				rest, _, _ = strings.Cut(rest, " ")
				rest, do = do, rest
			}
			e := s.entry("R-1", 500)
			got := s.AskRefund(t.Context(), a, e)
			if do == "send" {
				got = s.SendRefund(t.Context(), a, e)
			}
			text := fmt.Sprintf("%s %s %s", do, got.Kind, got.Code)
			if wait > 0 {
				text = rest + " " + text
			}
			if said = append(said, text); n == 61 && do == "send" && got.CashFee != 400 { // 5.00 x 12.00 / 15.00
				t.Errorf("with a coupon the customer gets %d", got.CashFee)
			}
		}
		if got := strings.Join(said, ", "); got != want {
			t.Errorf("scenario %d:\n%s, want\n%s", n, got, want)
		}
	}
}

// Parts of one sale: the look at an order without any, the same number twice and with
// another fee, more than was paid, one from the merchant platform, and the list.
func TestRefundsAgainstSim(t *testing.T) {
	s := newShopDays(t)
	a := s.sold(0)
	if got := s.LookRefunds(t.Context(), a); got.Kind != refund.AnswerNone {
		t.Errorf("a look at none: %+v", got)
	}
	first := s.entry("R-1", 1000)
	if got := s.AskRefund(t.Context(), a, first); got.Kind != refund.AnswerNone {
		t.Errorf("asked too soon: %+v", got)
	}
	for range 2 { // the same number pays back once
		if got := s.SendRefund(t.Context(), a, first); got.Kind != refund.AnswerAccepted || got.RefundID == "" || got.CashFee != 1000 {
			t.Errorf("sent: %+v", got)
		}
	}
	if got := s.SendRefund(t.Context(), a, s.entry("R-1", 900)); got.Kind != refund.AnswerRefused || got.Code != "REFUND_FEE_MISMATCH" {
		t.Errorf("the same number, another fee: %+v", got)
	}
	if got := s.AskRefund(t.Context(), a, s.entry("R-1", 900)); got.Kind != refund.AnswerMismatch || got.Seen[0].Fee != 1000 {
		t.Errorf("asked for another fee: %+v", got)
	}
	if got := s.SendRefund(t.Context(), a, s.entry("R-2", 300)); got.Kind != refund.AnswerLost || got.Code != "INVALID_REQ_TOO_MUCH" {
		t.Errorf("within a minute: %+v", got)
	}
	s.after(time.Minute)
	if got := s.SendRefund(t.Context(), a, s.entry("R-2", 501)); got.Kind != refund.AnswerRefused || got.Code != "ERROR" {
		t.Errorf("more than was paid: %+v", got)
	}
	got := s.AskRefund(t.Context(), a, first)
	if got.Kind != refund.AnswerSuccess || got.Seen[0].At.IsZero() || got.Seen[0].Received == "" || got.Seen[0].Account == "" {
		t.Errorf("asked: %+v", got)
	}
	if _, err := s.server.RefundAt("", string(a.OutTradeNo), 200); err != nil {
		t.Fatal(err)
	}
	list := s.LookRefunds(t.Context(), a)
	if list.Kind != refund.AnswerListed || len(list.Seen) != 2 || list.Seen[0].Number != "R-1" || list.Seen[1].Fee != 200 {
		t.Fatalf("a look: %+v", list)
	}
	there := refund.Entry{Number: list.Seen[1].Number, RefundID: list.Seen[1].RefundID, Fee: 200, State: refund.Elsewhere}
	if got := s.AskRefund(t.Context(), a, there); got.Kind != refund.AnswerSuccess || got.Seen[0] != list.Seen[1] {
		t.Errorf("asked by WeChat's number: %+v, listed as %+v", got, list.Seen[1])
	}
}

// A shop of the old flow of funds: the day's takings do not suffice, the balance does.
func TestRefundFromTheBalance(t *testing.T) {
	s := newShopDays(t)
	a, few, enough := s.sold(0), int64(10), int64(2000)
	if _, err := s.server.SetFunds("", &enough, &few); err != nil {
		t.Fatal(err)
	}
	e := s.entry("R-1", 500)
	got := s.SendRefund(t.Context(), a, e)
	e.State, e.Code, e.Message = refund.Refused, got.Code, got.Message
	if got.Kind != refund.AnswerRefused || !e.WantsBalance() {
		t.Errorf("from the takings: %+v", got)
	}
	e.Account = "REFUND_SOURCE_RECHARGE_FUNDS"
	if got := s.SendRefund(t.Context(), a, e); got.Kind != refund.AnswerAccepted {
		t.Errorf("from the balance: %+v", got)
	}
}

// Fifty parts a minute apart, the most that an order may have, stand on three pages.
func TestFiftyParts(t *testing.T) {
	s := newShopDays(t)
	a := s.sold(0)
	for i := range 51 {
		got := s.SendRefund(t.Context(), a, s.entry(fmt.Sprint("R-", i), 10))
		if want := map[bool]refund.Kind{true: refund.AnswerAccepted, false: refund.AnswerRefused}[i < 50]; got.Kind != want {
			t.Fatalf("part %d: %+v, want %s", i+1, got, want)
		}
		s.after(time.Minute)
		s.cfg.WeChat.Observe(s.at.Wall, s.Now())
	}
	got := s.LookRefunds(t.Context(), a)
	if got.Kind != refund.AnswerListed || len(got.Seen) != 50 {
		t.Fatalf("%s %s with %d rows", got.Kind, got.Code, len(got.Seen))
	}
	if kind, back := refund.Sum(got.Seen, a.TotalFee); kind != refund.AnswerPart || back != 500 {
		t.Errorf("they come to %s %d", kind, back)
	}
	if got := s.AskRefund(t.Context(), a, s.entry("R-49", 10)); got.Kind != refund.AnswerSuccess {
		t.Errorf("the last part: %+v", got)
	}
}
