package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
	"facetill/wx/sim"
	"facetill/wx/sim/book"
)

// charge lets WeChat charge a number after all, behind whatever it had answered:
// the simulated book takes the last line of an order.
func (m *till) charge(a flow.Attempt) { m.t.Helper(); m.becomes(a, "") }

// becomes sets another end for WeChat's order of a number, "" for a charge that
// stands.
func (m *till) becomes(a flow.Attempt, end book.TradeState) {
	m.t.Helper()
	now := time.Now().UTC()
	line, err := json.Marshal(map[string]any{"n": 9_000_001, "order": book.Order{Serial: 9_000_001, OutTradeNo: string(a.OutTradeNo),
		TransactionID: "4200009000000000000000000001", Family: string(a.Family), AppID: a.Merchant.AppID, MchID: a.Merchant.MchID,
		OpenID: "oHidden", TotalFee: int64(a.TotalFee), CreatedAt: now, Deliveries: 1, End: end}})
	if err != nil {
		m.t.Fatal(err)
	}
	book, err := os.OpenFile(filepath.Join(m.stateDir(), "sim.book"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		m.t.Fatal(err)
	}
	defer book.Close()
	if _, err := book.Write(append(line, '\n')); err != nil {
		m.t.Fatal(err)
	}
}

// held is what WeChat holds of a number now, in fen.
func (m *till) held(no flow.OutTradeNo) int64 {
	m.t.Helper()
	s, err := sim.New(sim.Config{BookPath: filepath.Join(m.stateDir(), "sim.book")})
	if err != nil {
		m.t.Fatal(err)
	}
	defer s.Close()
	orders, err := s.Orders()
	if err != nil {
		m.t.Fatal(err)
	}
	for _, o := range orders {
		if o.OutTradeNo == string(no) {
			return o.Held(time.Now())
		}
	}
	return 0
}

// refusedThenCharged is a refusal that WeChat confirmed with ORDERNOTEXIST, and
// that had charged all the same.
func refusedThenCharged(t *testing.T) (*till, flow.Attempt) {
	t.Helper()
	m := newTill(t)
	if s := m.run("pay", "900.17", "--sim", "--ref", "r1", "--auth-code", "134567890123456701"); s.code != 3 {
		t.Fatalf("not refused: %d %s%s", s.code, s.out, s.err)
	}
	a := m.attempts()[0]
	if a.State != flow.Refused || !a.Closing || a.RefusalAsk != flow.AnswerNotExist {
		t.Fatalf("%s, closing %t, %s", a.State, a.Closing, a.RefusalAsk)
	}
	m.charge(a)
	return m, a
}

// S44, case 27: a refusal that lied, ORDERNOTEXIST on the first query, and nobody
// but one `recover`: it asks, finds the charge and gives it back.
func TestS44_RecoverFindsWhatARefusalHid(t *testing.T) {
	t.Parallel()
	m, a := refusedThenCharged(t)
	s := m.run("recover", "--sim")
	if got := m.attempts()[0]; s.code != 0 || got.State != flow.Reversed || !got.Reopened || m.held(a.OutTradeNo) != 0 {
		t.Errorf("exit %d, %s, reopened %t, %d held\n%s%s", s.code, got.State, got.Reopened, m.held(a.OutTradeNo), s.out, s.err)
	}
	if s := m.run("status", "r1", "--sim"); s.code != 5 {
		t.Errorf("status: %d %s%s", s.code, s.out, s.err)
	}
	if s := m.run("day", "--sim", "-o", "json"); s.code != 0 || s.result(t)["reopened"] != 1.0 {
		t.Errorf("close: %d %s%s", s.code, s.out, s.err)
	}
	m.charge(a) // a reversal that was proven, and WeChat states that it is paid
	s = m.run("status", "r1", "--sim", "-o", "json")
	if r := s.result(t); s.code != 9 || r["outcome"] != "open" || r["wechat"] != "paid" || !strings.Contains(s.err, "WECHAT SAYS OTHERWISE") {
		t.Errorf("status of a reversal that WeChat belies: %d %s%s", s.code, s.out, s.err)
	}
}

// S44, case 27, where `status` comes first: it hears of the money, reopens the
// refusal on the spot, and is 8 until the money is back.
func TestS44_StatusReopensOnTheSpot(t *testing.T) {
	t.Parallel()
	m, a := refusedThenCharged(t)
	s := m.run("status", "r1", "--sim", "-o", "json")
	if r := s.result(t); s.code != 8 || r["outcome"] != "open" || r["state"] != "reversing" {
		t.Errorf("status: exit %d, %v", s.code, r)
	}
	if got := m.attempts()[0]; !got.Open() || got.Blocking() {
		t.Errorf("%s, open %t, blocking %t", got.State, got.Open(), got.Blocking())
	}
	if s := m.run("recover", "--sim"); s.code != 0 || m.held(a.OutTradeNo) != 0 {
		t.Errorf("recover: exit %d, %d held\n%s%s", s.code, m.held(a.OutTradeNo), s.out, s.err)
	}
	if s := m.run("status", "r1", "--sim"); s.code != 5 {
		t.Errorf("status: %d %s%s", s.code, s.out, s.err)
	}
}

// A refusal of a number that WeChat does not know is asked about once, and then
// behind the fences: recover says how many wait for that, and until when.
func TestRecoverNamesWhatIsStillToBeClosed(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	if s := m.run("pay", "900.17", "--sim", "--auth-code", "134567890123456701"); s.code != 3 {
		t.Fatalf("not refused: %d %s%s", s.code, s.out, s.err)
	}
	a := m.attempts()[0]
	s := m.run("recover", "--sim", "-o", "json")
	r := s.result(t)
	until, err := time.Parse(time.RFC3339, fmt.Sprint(r["closing_until"]))
	if s.code != 0 || r["closing"] != 1.0 || err != nil || until.Sub(a.FenceAt).Abs() > time.Second {
		t.Errorf("exit %d, %v, the fences end at %v", s.code, r, a.FenceAt)
	}
	if s := m.run("recover", "--sim"); s.code != 0 || !strings.Contains(s.out, "1 refused number is still to be closed, until "+
		a.FenceAt.In(flow.Beijing).Format("15:04:05")) {
		t.Errorf("exit %d: %s%s", s.code, s.out, s.err)
	}
}

// needsPerson leaves an attempt in the journal that no rule can end, as an earlier
// process would have.
func (m *till) needsPerson(ref string) flow.Attempt { m.t.Helper(); return m.leaves(ref, false) }

// leaves is needsPerson, or an attempt of a dead process that is to be driven.
func (m *till) leaves(ref string, driven bool) flow.Attempt {
	m.t.Helper()
	if _, err := os.Stat(m.journalPath()); err != nil {
		if s := m.run("pay", "1.00", "--sim", "--auth-code", "134567890123456799"); s.code != 0 {
			m.t.Fatalf("no journal: %d %s%s", s.code, s.out, s.err)
		}
	}
	ctx, at, first := context.Background(), time.Now(), m.attempts()[0]
	j, err := sqlite.Open(ctx, m.journalPath(), sqlite.Options{})
	if err != nil {
		m.t.Fatal(err)
	}
	defer j.Close()
	o := first.Order
	o.OutTradeNo, o.RefMinted, o.Sale.Ref, o.TotalFee = first.OutTradeNo[:20]+flow.OutTradeNo(fmt.Sprintf("%012d", len(m.attempts()))), false, ref, 1280
	a, err := j.Open(ctx, flow.OrderOpened{Order: o})
	if err != nil {
		m.t.Fatal(err)
	}
	a, err = j.Append(ctx, a, flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8 * time.Second), TimeExpire: at.Add(2 * time.Minute),
		ConfirmBy: at.Add(45 * time.Second), FenceAt: at.Add(20 * time.Minute), Trusted: true},
		flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING", At: at})
	if err == nil && !driven {
		a, err = j.Append(ctx, a, flow.PersonNeeded{Reason: "payerror"})
	}
	if err != nil {
		m.t.Fatal(err)
	}
	return a
}

// S47: a person resolved a sale as not charged, and WeChat charges it later. Every
// command that asks says so with 9, whichever comes first.
func TestS47_ChargedAfterAPersonSaidNo(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	a := m.needsPerson("r1")
	if s := m.run("resolve", string(a.OutTradeNo), "--as", "not-charged", "--by", "Li", "--reason", "bank", "--sim"); s.code != 0 {
		t.Fatalf("resolve: %d %s%s", s.code, s.out, s.err)
	}
	for _, call := range [][]string{{"day"}, {"close"}, {"status", "r1"}, {"recover"}, {"doctor"}} {
		if s := m.run(append(call, "--sim")...); strings.Contains(s.out+s.err, "WECHAT SAYS OTHERWISE") {
			t.Errorf("%s contradicts before the charge: %d %s%s", call[0], s.code, s.out, s.err)
		}
	}
	m.charge(a)
	for _, call := range [][]string{{"day"}, {"close"}, {"status", "r1"}, {"recover"}, {"doctor"}} {
		for _, format := range []string{"text", "json"} {
			s := m.run(append(call, "--sim", "-o", format)...)
			if s.code != 9 || !strings.Contains(s.out+s.err, "WECHAT SAYS OTHERWISE: "+string(a.OutTradeNo)) {
				t.Errorf("%s -o %s: exit %d %s%s", call[0], format, s.code, s.out, s.err)
			}
			if format == "json" && s.result(t)["exit_code"] != 9.0 {
				t.Errorf("%s: %v", call[0], s.result(t))
			}
		}
	}
}

// S47: the other way round. A person resolved a sale as paid, goods went, and
// WeChat states that the order was taken back. Every command that asks says so with 9,
// status instead of the record's 0, and doctor says nothing good of it besides.
func TestS47_PaidByHandAndWeChatSaysNo(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	a := m.needsPerson("r1")
	m.charge(a)
	if s := m.run("resolve", string(a.OutTradeNo), "--as", "paid", "--by", "Li", "--reason", "bank", "--sim"); s.code != 0 {
		t.Fatalf("resolve: %d %s%s", s.code, s.out, s.err)
	}
	if s := m.run("doctor", "--sim"); strings.Contains(s.out+s.err, "WECHAT SAYS OTHERWISE") {
		t.Errorf("doctor contradicts before: %d %s%s", s.code, s.out, s.err)
	}
	m.becomes(a, book.Revoked)
	for _, call := range [][]string{{"day"}, {"close"}, {"status", "r1"}, {"recover"}, {"doctor"}} {
		for _, format := range []string{"text", "json"} {
			s := m.run(append(call, "--sim", "-o", format)...)
			if s.code != 9 || !strings.Contains(s.out+s.err, "WECHAT SAYS OTHERWISE: "+string(a.OutTradeNo)) {
				t.Errorf("%s -o %s: exit %d %s%s", call[0], format, s.code, s.out, s.err)
			}
			if format == "json" && s.result(t)["exit_code"] != 9.0 {
				t.Errorf("%s: %v", call[0], s.result(t))
			}
			if strings.Contains(s.out, "WeChat says what persons resolved") {
				t.Errorf("%s -o %s says at once that WeChat agrees:\n%s", call[0], format, s.out)
			}
		}
	}
}
