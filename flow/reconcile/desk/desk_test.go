package desk_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/flowtest"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/flow/refund"
	"facetill/flow/till"
	"facetill/wx/bill"
)

var (
	day  = time.Date(2026, 11, 25, 0, 0, 0, 0, flow.Beijing)
	noon = day.Add(12 * time.Hour)
)

// wechat answers by number.
type wechat struct {
	flow.Gateway
	says    map[flow.OutTradeNo]flow.Answer
	refunds map[flow.OutTradeNo]refund.Answer
	asked   []flow.OutTradeNo
	clock   *clock.WeChat
	now     func() clock.Instant
}

func (w *wechat) date() { w.clock.Observe(w.now().Wall.Truncate(time.Second), w.now()) }

func (w *wechat) Sync(context.Context) error { w.date(); return nil }

func (w *wechat) Query(_ context.Context, a flow.Attempt, _ flow.Try) flow.Answer {
	w.asked = append(w.asked, a.OutTradeNo)
	ans, is := w.says[a.OutTradeNo]
	if !is {
		return flow.Answer{Kind: flow.AnswerLost, Code: "NETWORK"}
	}
	w.date()
	return ans
}

func (w *wechat) LookRefunds(_ context.Context, a flow.Attempt) refund.Answer {
	w.asked = append(w.asked, a.OutTradeNo)
	ans, is := w.refunds[a.OutTradeNo]
	if !is {
		return refund.Answer{Kind: refund.AnswerLost, Code: "NETWORK"}
	}
	w.date()
	return ans
}

// still is a machine's clock that stands where a test puts it.
type still struct {
	at    time.Time
	slept func(time.Duration)
}

func (s *still) Now() clock.Instant {
	return clock.Instant{Wall: s.at, Mono: s.at.Sub(day) + time.Hour}
}
func (s *still) Sleep(_ context.Context, d time.Duration, _ <-chan struct{}) {
	s.at = s.at.Add(d)
	if s.slept != nil {
		s.slept(d)
	}
}

// rig is a desk over a journal in memory, in front of a WeChat that a test scripts.
type rig struct {
	*testing.T
	*desk.Desk
	app     *till.Till
	disk    *flowtest.Memory
	j       flow.Journal
	wx      *wechat
	clock   *still
	folder  string
	bills   map[string]string // by day
	fetched []string
	fails   error
	pin     string
	set     func(*till.Ports)
	wrap    func(flow.Journal) flow.Journal
	warned  []string
}

func newRig(t *testing.T, pin string) *rig {
	r := &rig{T: t, disk: flowtest.NewMemory(), clock: &still{at: day.AddDate(0, 0, 1).Add(11 * time.Hour)}, folder: filepath.Join(t.TempDir(), "bills"), bills: map[string]string{}, pin: pin}
	r.boot()
	return r
}

func (r *rig) boot() {
	r.j = r.disk.Process("one")
	wx := clock.NewWeChat(r.clock)
	r.wx = &wechat{says: map[flow.OutTradeNo]flow.Answer{}, refunds: map[flow.OutTradeNo]refund.Answer{}, clock: wx, now: r.clock.Now}
	id := flow.Identity{Merchant: flow.Merchant{AppID: "wx1", MchID: "1900000109"}, StoreID: "S", DeviceID: "D", Lane: "T1", WeChat: "wechat"}
	ports := flow.Ports{Gateway: r.wx, Journal: r.j, Clock: r.clock, WeChat: wx, Random: rand.Reader}
	p := till.Ports{Ports: ports, People: r.j.(till.People), Cashier: "Li", Copied: func() error {
		if r.disk.Copy {
			return flow.ErrCopy
		}
		return nil
	}}
	if r.pin != "" {
		p.CheckPIN = func(pin string) bool { return pin == r.pin }
	}
	if r.set != nil {
		r.set(&p)
	}
	app := till.New(p, id, flow.NewRunner(ports, id, flow.DefaultRules()))
	r.app = app
	read := r.j
	if r.wrap != nil {
		read = r.wrap(read)
	}
	r.Desk = desk.New(desk.Ports{Journal: read, Warn: func(what string, _ error) { r.warned = append(r.warned, what) }, People: p.People, Clock: r.clock, Gateway: r.wx, App: app, ID: id, Folder: r.folder,
		Lanes: func(context.Context) ([]string, error) { return []string{"T1", "T2"}, nil },
		Fetch: func(_ context.Context, day time.Time, w io.Writer) error {
			r.fetched = append(r.fetched, till.DayName(day))
			if r.fails != nil {
				return r.fails
			}
			text, is := r.bills[till.DayName(day)]
			if !is {
				return fmt.Errorf("%w: No Bill Exist", desk.ErrNoTrade)
			}
			_, err := io.WriteString(w, text)
			return err
		}})
}

// sale puts a sale into the journal.
func (r *rig) sale(no flow.OutTradeNo, facts ...flow.Fact) {
	r.Helper()
	r.sold(no, func(*flow.Order) {}, facts...)
}

// sold is sale with something else about its order.
func (r *rig) sold(no flow.OutTradeNo, other func(*flow.Order), facts ...flow.Fact) {
	r.Helper()
	o := flow.Order{OutTradeNo: no, Merchant: flow.Merchant{AppID: "wx1", MchID: "1900000109"}, TotalFee: 1000, Method: flow.MethodCode, Family: flow.FamilyMicropay,
		StoreID: "S", DeviceID: "D", Lane: "T1", RefMinted: true, Sale: flow.SaleKey{Ref: string(no)}, OpenedAt: noon}
	other(&o)
	a, err := r.j.Open(r.Context(), flow.OrderOpened{Order: o})
	if err == nil {
		a, err = r.j.Append(r.Context(), a, append([]flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: noon, SendBy: noon.Add(8e9), TimeExpire: noon.Add(12e10), ConfirmBy: noon.Add(45e9), FenceAt: noon.Add(20 * time.Minute), Trusted: true}}, facts...)...)
	}
	if err == nil {
		err = r.j.Release(r.Context(), a)
	}
	if err != nil {
		r.Fatal(err)
	}
}

func paid(no flow.OutTradeNo) []flow.Fact {
	return []flow.Fact{flow.ChargeProven{TransactionID: "4200" + string(no), TimeEnd: noon}, flow.Shown{}}
}

func refused() []flow.Fact {
	return []flow.Fact{flow.PayAnswered{Answer: flow.AnswerRefused, Code: "NOTENOUGH", At: noon}, flow.RefusalConfirmed{Code: "NOTENOUGH", Query: flow.AnswerNotPay}}
}

func reversed() []flow.Fact {
	return []flow.Fact{flow.ReversalDecided{Reason: "window", At: noon}, flow.ReversalProven{Proof: flow.AnswerRevoked, At: noon}}
}

const head = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"

// row is a line of a bill: total of a charge, asked of a refund or a reversal, in yuan.
func row(state, lane, no, number, total, asked, way string) string {
	id, status := "0", ""
	if state == "REFUND" {
		id, status = "5030"+no, "SUCCESS"
	}
	return strings.Join([]string{"`2026-11-25 12:00:00", "wx1", "1900000109", "0", lane, "4200" + no, no, "oPayer", "MICROPAY", state, "OTHERS", "CNY", total, "0.00",
		id, number, asked, "0.00", way, status, "茶,`一杯", "", "0.00000", "0.60%", total, asked, ""}, ",`")
}

// text is a bill of rows, with its summary.
func text(rows ...string) string {
	var total, asked int64
	for _, r := range rows {
		cells := strings.Split(r, ",`")
		n := len(cells)
		fen := func(s string) (f int64) {
			for _, c := range s {
				if c != '.' {
					f = f*10 + int64(c-'0')
				}
			}
			return f
		}
		total, asked = total+fen(cells[n-3]), asked+fen(cells[n-2])
	}
	yuan := func(f int64) string { return fmt.Sprintf("%d.%02d", f/100, f%100) }
	sums := fmt.Sprintf("`%d,`%s,`%s,`0.00,`0.00000,`%s,`%s", len(rows), yuan(total), yuan(asked), yuan(total), yuan(asked))
	return "\ufeff" + strings.Join(append(append([]string{head}, rows...), "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额", sums, ""), "\r\n")
}

func (r *rig) compare() desk.Report {
	r.Helper()
	rep, err := r.Compare(r.Context(), day, "Li")
	if err != nil {
		r.Fatal(err)
	}
	return rep
}

// items are classes with what they are behind WeChat's answer.
func items(rep desk.Report) string {
	var all []string
	for _, i := range rep.Items {
		s := string(i.Class)
		if i.Said != "" {
			s += ":" + i.Said
		}
		if i.Now != "" {
			s += ">" + string(i.Now)
		}
		if i.Word.As != "" {
			s += "!" + i.Word.As
		}
		all = append(all, s)
	}
	return strings.Join(all, " ")
}

// One bill with a row of every class, and what is made of it: asked about where WeChat can
// tell more, a refusal opened again on the spot (2.5), and all of it written down.
func TestEveryClass(t *testing.T) {
	r := newRig(t, "")
	for _, no := range []flow.OutTradeNo{"1001", "1002", "1003", "1004", "1005", "1006"} {
		r.sale(no, paid(no)...)
	}
	r.sale("1011", refused()...)
	r.sale("1012", reversed()...)
	r.sale("1013", reversed()...)
	r.sale("1014")
	r.sale("1020", append(paid("1020"), flow.RefundBegun{OutRefundNo: "1020R", Fee: 300, By: "Li", At: noon}, flow.RefundHeard{OutRefundNo: "1020R", Status: refund.StatusProcessing, Fee: 300, At: noon})...)
	r.sale("1021", append(paid("1021"), flow.RefundBegun{OutRefundNo: "1021R", Fee: 300, By: "Li", At: noon}, flow.RefundHeard{OutRefundNo: "1021R", Status: refund.StatusProcessing, Fee: 300, At: noon})...)
	success := func(lane, no string) string { return row("SUCCESS", lane, no, "0", "10.00", "0.00", "") }
	lie := strings.Replace(text(success("T1", "1001"), success("T1", "1001"), row("SUCCESS", "T1", "1002", "0", "9.99", "0.00", ""), success("T1", "1004"), row("REVOKED", "T1", "1004", "0", "0.00", "10.00", "ORIGINAL"),
		success("T1", "1005"), row("REFUND", "T1", "1005", "P7", "0.00", "4.00", "PLATFORM-ORIGINAL"), success("T1", "1006"), success("T1", "1011"), success("T1", "1012"), row("REVOKED", "T1", "1012", "0", "0.00", "10.00", "ORIGINAL"), success("T1", "1013"),
		success("T1", "1014"), success("T1", "1020"), row("REFUND", "T1", "1020", "1020R", "0.00", "3.00", "ORIGINAL"), success("T1", "1021"), success("T2", "9001"), success("T9", "9002"), success("", "9003")),
		"`19,`", "`20,`", 1)
	r.bills["2026-11-25"] = lie
	r.wx.says["1011"] = flow.Answer{Kind: flow.AnswerPaid}
	r.wx.says["1013"] = flow.Answer{Kind: flow.AnswerPaid}
	r.wx.says["1004"] = flow.Answer{Kind: flow.AnswerRevoked}
	r.wx.says["1002"] = flow.Answer{Kind: flow.AnswerLost, Code: "WRONG_AMOUNT"}
	r.wx.says["9001"] = flow.Answer{Kind: flow.AnswerPaid}
	rep := r.compare()
	want := "summary open theirs_only:paid hidden:paid hidden:paid ours_only differs reversed_theirs:revoked refund_theirs refund_ours twice"
	if got := items(rep); got != want {
		t.Errorf("found %s\nwant  %s", got, want)
	}
	if rep.Others != 2 || rep.Counts[reconcile.Agrees] != 6 || rep.Counts[reconcile.Reversed] != 1 || rep.Counts[reconcile.RefundAgrees] != 1 || rep.Verdict() != reconcile.NotKnown || rep.Look() != 11 {
		t.Errorf("%d others, %v, %s, %d to look at", rep.Others, rep.Counts, rep.Verdict(), rep.Look())
	}
	if a, _, _ := r.j.Read(t.Context(), "1011"); a.State != flow.Reversing || !a.Reopened {
		t.Errorf("the refusal is %s", a.State)
	}
	if a, _, _ := r.j.Read(t.Context(), "1013"); a.State != flow.Reversed {
		t.Errorf("what was reversed is %s: nothing is proven anew by a rule", a.State)
	}
	if back, is, err := r.Last(t.Context(), day); err != nil || !is || items(back) != want || back.By != "Li" {
		t.Errorf("the journal has %s, %v", items(back), err)
	}
	kept, err := os.ReadFile(filepath.Join(r.folder, rep.File))
	info, _ := os.Stat(filepath.Join(r.folder, rep.File))
	if err != nil || string(kept) != lie || info.Mode().Perm() != 0o600 || rep.File != "2026-11-25.csv" {
		t.Errorf("kept %s %v, %v", rep.File, info.Mode(), err)
	}
	if all, _ := os.ReadDir(r.folder); len(all) != 1 {
		t.Errorf("%v lie in the folder", all)
	}
}

// What is missing in a bill that is not whole is not asked about.
func TestMissingInACutBill(t *testing.T) {
	r := newRig(t, "")
	r.sale("1001", paid("1001")...)
	whole := text(row("SUCCESS", "T9", "9001", "0", "10.00", "0.00", ""))
	r.bills["2026-11-25"] = whole[:strings.Index(whole, "总交易单数")]
	rep := r.compare()
	if got := items(rep); got != "summary ours_only" || len(r.wx.asked) > 0 || !rep.NotWhole {
		t.Errorf("%s, asked %v, not whole %t", got, r.wx.asked, rep.NotWhole)
	}
	if first, last := rep.Items[0].Do(), rep.Items[1].Do(); first != "summary" || last != "not_whole" {
		t.Errorf("it says to do %s, and %s", first, last)
	}
	r.wx.says["1001"] = flow.Answer{Kind: flow.AnswerPaid} // a person may ask, and it stays in doubt
	if i, err := r.Ask(t.Context(), rep.Items[1].ID); err != nil || i.Said != "paid" || i.Do() != "not_whole" {
		t.Errorf("%+v, %v", i, err)
	}
	r.bills["2026-11-25"] = whole
	if rep := r.compare(); items(rep) != "ours_only:paid" || rep.NotWhole || rep.Items[0].Do() != "ours_only" {
		t.Errorf("%s, not whole %t", items(rep), rep.NotWhole)
	}
}

// Ours only: the bills beside it first, then WeChat's own word.
func TestBesideIt(t *testing.T) {
	r := newRig(t, "")
	r.sale("1001", flow.ChargeProven{TransactionID: "42001001", TimeEnd: day.Add(time.Minute)}, flow.Shown{})
	r.bills["2026-11-25"] = text(row("SUCCESS", "T9", "9001", "0", "10.00", "0.00", ""))
	r.bills["2026-11-24"] = strings.Replace(text(row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", "")), "2026-11-25 12:00", "2026-11-24 23:58", 1)
	if rep := r.compare(); rep.Verdict() != reconcile.Agreed || !slices.Equal(r.fetched, []string{"2026-11-25", "2026-11-24"}) {
		t.Errorf("%s, fetched %v", items(rep), r.fetched)
	}
	delete(r.bills, "2026-11-24")
	r.wx.says["1001"] = flow.Answer{Kind: flow.AnswerPaid}
	if got := items(r.compare()); got != "ours_only:paid" {
		t.Error(got)
	}
}

// A bill of the next day that is kept is looked at in any case: what is in both is there
// twice, and one of a wrong day hides nothing that is missing in the right one.
func TestKeptBillsBesideIt(t *testing.T) {
	r := newRig(t, "")
	r.clock.at = r.clock.at.AddDate(0, 0, 1)
	r.sale("1001", paid("1001")...)
	r.sale("1002", paid("1002")...)
	good := text(row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", ""), row("SUCCESS", "T1", "1002", "0", "10.00", "0.00", ""))
	file := filepath.Join(t.TempDir(), "bill.csv")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(good, "2026-11-25", "2026-11-26")), 0o600); err != nil {
		t.Fatal(err)
	}
	if rep, err := r.CompareFile(t.Context(), file, time.Time{}, "Li"); err != nil || rep.Day != "2026-11-26" || items(rep) != "differs differs" {
		t.Fatalf("of the next day: %s, %v", items(rep), err)
	}
	r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", ""))
	if got := items(r.compare()); got != "ours_only twice" {
		t.Errorf("with a row missing: %s", got)
	}
	r.bills["2026-11-25"] = good
	if got := items(r.compare()); got != "twice twice" {
		t.Errorf("with all rows: %s", got)
	}
}

// A day without trade agrees where the journal has nothing of it, and only there.
func TestNoTrade(t *testing.T) {
	r := newRig(t, "")
	if rep := r.compare(); !rep.NoTrade || rep.Verdict() != reconcile.Agreed || rep.File != "" {
		t.Errorf("%+v", rep)
	}
	r.sale("1001", paid("1001")...)
	if rep := r.compare(); rep.Verdict() != reconcile.Findings || items(rep) != "ours_only" {
		t.Errorf("%s", items(rep))
	}
}

// What is no bill of this merchant and day is refused by name, and nothing is noted of it.
func TestRefusedBills(t *testing.T) {
	r := newRig(t, "")
	good := text(row("SUCCESS", "T1", "9001", "0", "10.00", "0.00", ""))
	file := filepath.Join(t.TempDir(), "bill.csv")
	for name, c := range map[string]struct {
		text string
		is   func(error) bool
	}{
		"merchant": {strings.ReplaceAll(good, "1900000109", "1900000110"), isA[*reconcile.ForeignError]},
		"day":      {strings.ReplaceAll(good, "2026-11-25", "2026-11-24"), isA[*reconcile.ForeignError]},
		"gbk":      {"\xbd\xbb\xd2\xd7\xca\xb1\xbc\xe4,x\r\n", isA[*bill.Error]},
		"empty":    {"", isA[*bill.Error]},
		"else":     {"<html>", isA[*bill.Error]},
		"making":   {"<xml><return_code>FAIL</return_code><return_msg>Bill Creating</return_msg></xml>", func(err error) bool { return errors.Is(err, desk.ErrNotReady) }},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := r.CompareFile(t.Context(), file, day, "Li"); !c.is(err) || errors.Is(err, desk.ErrNoAnswer) {
			t.Errorf("%s: %v", name, err)
		}
		// The same from WeChat is nobody's fault here: it has no answer yet, and why.
		r.bills["2026-11-25"] = c.text
		if _, err := r.Compare(t.Context(), day, "Li"); !c.is(err) || errors.Is(err, desk.ErrNoAnswer) == (name == "making") {
			t.Errorf("%s, fetched: %v", name, err)
		}
	}
	delete(r.bills, "2026-11-25")
	if _, err := r.CompareFile(t.Context(), file+".no", day, "Li"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	for err, want := range map[error]error{fmt.Errorf("%w: x", desk.ErrNotReady): desk.ErrNotReady, errors.New("no connection"): desk.ErrNoAnswer} {
		r.fails = err
		if _, err := r.Compare(t.Context(), day, ""); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	if _, err := r.Compare(t.Context(), r.clock.at, ""); !isA[*desk.AheadError](err) {
		t.Errorf("of today: %v", err)
	}
	if _, is, err := r.Last(t.Context(), day); is || err != nil {
		t.Errorf("something was noted: %v", err)
	}
	if all, _ := os.ReadDir(r.folder); len(all) > 0 {
		t.Errorf("%v lie in the folder", all)
	}
	if err := os.WriteFile(file, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	if rep, err := r.CompareFile(t.Context(), file, time.Time{}, "Li"); err != nil || rep.Day != "2026-11-25" {
		t.Errorf("the day of a file: %s, %v", rep.Day, err)
	}
}

func isA[E error](err error) bool { _, is := errors.AsType[E](err); return is }

// A folder that cannot be written to is no answer of WeChat's.
func TestCannotKeep(t *testing.T) {
	r := newRig(t, "")
	if err := os.WriteFile(r.folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Compare(t.Context(), day, ""); !isA[*desk.KeepError](err) {
		t.Error(err)
	}
}

// found is a rig with an unknown charge and a refund of the platform's.
func found(t *testing.T, pin string) *rig {
	r := newRig(t, pin)
	r.sale("1001", paid("1001")...)
	r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", ""), row("REFUND", "T1", "1001", "P7", "0.00", "4.00", "PLATFORM-ORIGINAL"), row("SUCCESS", "T2", "9001", "0", "10.00", "0.00", ""))
	r.compare()
	return r
}

// say is a word about the nth finding of the newest report.
func (r *rig) say(n int) desk.Say {
	r.Helper()
	rep, _, err := r.Last(r.Context(), day)
	if err != nil || len(rep.Items) < n {
		r.Fatal(len(rep.Items), err)
	}
	return desk.Say{ID: rep.Items[n-1].ID, By: "Li", Reason: "looked", PIN: r.pin}
}

// Money rule 4b.11: a charge is imported on WeChat's signed word alone, once, unclaimed.
func TestImport(t *testing.T) {
	for name, ans := range map[string]flow.Answer{"no answer": {Kind: flow.AnswerLost, Code: "NETWORK"}, "another amount": {Kind: flow.AnswerLost, Code: "WRONG_AMOUNT"},
		"not paid": {Kind: flow.AnswerNotPay}, "reversed": {Kind: flow.AnswerRevoked}, "given back": {Kind: flow.AnswerRefund}} {
		r := found(t, "")
		r.wx.says["9001"] = ans
		if _, _, err := r.Import(t.Context(), r.say(1)); !isA[*desk.UnprovenError](err) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := r.j.Read(t.Context(), "9001"); !errors.Is(err, flow.ErrUnknown) {
			t.Errorf("%s: it is in the journal: %v", name, err)
		}
	}
	r := found(t, "")
	r.wx.says["9001"] = flow.Answer{Kind: flow.AnswerPaid, Charge: flow.Charge{TransactionID: "42009001", TimeEnd: noon, CashFee: 900, Told: charge.Told{CouponFee: 100, BankType: "OTHERS"}}}
	i, a, err := r.Import(t.Context(), r.say(1))
	if err != nil || i.Word.As != desk.Imported {
		t.Fatal(err)
	}
	if a, owned, err := r.disk.Process("two").Read(t.Context(), "9001"); err != nil || owned || !a.Unclaimed || a.State != flow.Paid || a.Lane != "T2" || a.CashFee != 900 || a.Told != (charge.Told{CouponFee: 100, BankType: "OTHERS"}) || a.Merchant.MchID != "1900000109" {
		t.Errorf("%v %+v, %v", owned, a, err)
	}
	if a.Outcome() != flow.OutcomeOpen {
		t.Errorf("its outcome is %s", a.Outcome())
	}
	if _, _, err := r.Import(t.Context(), r.say(1)); !isA[*field.Error](err) {
		t.Errorf("once more: %v", err)
	}
	if rep := r.compare(); items(rep) != "refund_theirs" {
		t.Errorf("compared anew: %s", items(rep))
	}
}

// A copy imports nothing, notes nothing and compares all the same (5.9).
func TestCopy(t *testing.T) {
	r := found(t, "")
	r.disk.Copy = true
	r.wx.says["9001"] = flow.Answer{Kind: flow.AnswerPaid, Charge: flow.Charge{TransactionID: "42009001", TimeEnd: noon}}
	if _, _, err := r.Import(t.Context(), r.say(1)); !errors.Is(err, flow.ErrCopy) {
		t.Error(err)
	}
	if _, err := r.Accept(t.Context(), r.say(2)); err == nil {
		t.Error("a copy took a word")
	}
	r.clock.at = r.clock.at.AddDate(0, 0, 1)
	r.fetched = nil
	if r.Watch(t.Context(), "a copy"); len(r.fetched) != 1 {
		t.Errorf("a copy fetches %v by itself", r.fetched)
	}
	if rep := r.compare(); rep.Noted || items(rep) != "theirs_only:paid refund_theirs" {
		t.Errorf("%v %s", rep.Noted, items(rep))
	}
}

// A refund of the platform's is entered by a person's key, as refundquery has it and never
// from the bill; what is accepted once is not cried again.
func TestAccept(t *testing.T) {
	r := found(t, "")
	r.wx.refunds["1001"] = refund.Answer{Kind: refund.AnswerNone, Code: "REFUNDNOTEXIST"}
	if _, err := r.Accept(t.Context(), r.say(2)); !isA[*desk.UnprovenError](err) {
		t.Errorf("from the bill alone: %v", err)
	}
	r.wx.refunds["1001"] = refund.Answer{Kind: refund.AnswerListed, Seen: []refund.Seen{{Number: "P7", Status: refund.StatusSuccess, Fee: 400}}}
	i, err := r.Accept(t.Context(), r.say(2))
	if err != nil || i.Word.As != desk.Accepted || i.Now != reconcile.RefundAgrees {
		t.Fatalf("%+v, %v", i, err)
	}
	if a, _, _ := r.j.Read(t.Context(), "1001"); a.Refunds.Back() != 400 || a.Refunds[0].State != refund.Elsewhere {
		t.Errorf("%+v", a.Refunds)
	}
	if _, err := r.Accept(t.Context(), r.say(1)); err != nil {
		t.Fatal(err)
	}
	rep := r.compare()
	if items(rep) != "theirs_only!accepted" || rep.Verdict() != reconcile.Agreed || rep.Look() != 0 {
		t.Errorf("compared anew: %s, %s", items(rep), rep.Verdict())
	}
	r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", ""), row("SUCCESS", "T2", "9001", "0", "11.00", "0.00", ""))
	if rep := r.compare(); items(rep) != "theirs_only" || rep.Items[0].Wants() == false {
		t.Errorf("of another amount it is another finding: %s", items(rep))
	}
	id := r.say(1).ID
	for bad, s := range map[string]desk.Say{"no reason": {ID: id, By: "Li"}, "no such": {ID: "ffffff", By: "Li", Reason: "x"}, "another day": {Day: day.AddDate(0, 0, -1), ID: id, By: "Li", Reason: "x"}} {
		if _, err := r.Accept(t.Context(), s); !isA[*field.Error](err) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// Where a manager's PIN is set nothing about money is said without it (5.7).
func TestPIN(t *testing.T) {
	r := found(t, "4711")
	for _, do := range []func(desk.Say) error{
		func(s desk.Say) error { _, err := r.Accept(t.Context(), s); return err },
		func(s desk.Say) error { _, _, err := r.Import(t.Context(), s); return err },
	} {
		s := r.say(1)
		s.PIN = "0000"
		if err := do(s); !errors.Is(err, till.ErrPIN) {
			t.Errorf("with another PIN: %v", err)
		}
	}
	if i, err := r.Accept(t.Context(), r.say(1)); err != nil || i.Word.ApprovedBy != till.TheManager {
		t.Errorf("%+v, %v", i.Word, err)
	}
}

// A till has yesterday's bill by itself, once: not before it is there, again where it could
// not be had, and not once more by the next process.
func TestWatch(t *testing.T) {
	r := newRig(t, "")
	r.sale("1001", paid("1001")...)
	r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", ""), row("SUCCESS", "T1", "9001", "0", "10.00", "0.00", ""))
	watch := func(from, to time.Time) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		r.clock.at, r.clock.slept = from, func(time.Duration) {
			if !r.clock.at.Before(to) {
				cancel()
			}
		}
		r.Watch(ctx, "journal T1")
	}
	next := day.AddDate(0, 0, 1)
	watch(next.Add(8*time.Hour), next.Add(10*time.Hour-time.Minute))
	if slices.Contains(r.fetched, "2026-11-25") {
		t.Errorf("fetched %v before ten", r.fetched)
	}
	r.fetched, r.fails = nil, errors.New("no connection")
	watch(next.Add(10*time.Hour), next.Add(16*time.Hour))
	if n := len(r.fetched); n < 4 || n > 12 || r.Line() != (desk.Line{Day: "2026-11-24", Verdict: reconcile.Agreed}) {
		t.Errorf("tried %d times without a network, %+v", n, r.Line())
	}
	r.fetched, r.fails = nil, nil
	watch(next.Add(16*time.Hour), next.Add(23*time.Hour))
	if n := len(slices.DeleteFunc(slices.Clone(r.fetched), func(d string) bool { return d != "2026-11-25" })); n != 1 {
		t.Errorf("fetched %v", r.fetched)
	}
	if want := (desk.Line{Day: "2026-11-25", Verdict: reconcile.Findings, Look: 1}); r.Line() != want {
		t.Errorf("the line is %+v", r.Line())
	}
	r.fetched = nil
	r.boot()
	watch(next.Add(17*time.Hour), next.Add(23*time.Hour))
	if len(r.fetched) > 0 || r.Line().Look != 1 {
		t.Errorf("the next process fetched %v, and has %+v", r.fetched, r.Line())
	}
	// Five days off: what had sales is compared, and yesterday.
	r.sale("1002", flow.ChargeProven{TransactionID: "42001002", TimeEnd: noon.AddDate(0, 0, 2)}, flow.Shown{})
	watch(next.AddDate(0, 0, 5).Add(12*time.Hour), next.AddDate(0, 0, 5).Add(13*time.Hour))
	if !slices.Contains(r.fetched, "2026-11-27") || !slices.Contains(r.fetched, "2026-11-30") || slices.Contains(r.fetched, "2026-11-29") {
		t.Errorf("after five days it fetched %v", r.fetched)
	}
	all, err := r.Lately(t.Context(), 31)
	if err != nil || len(all) != 4 || all[0].Day != "2026-11-30" || all[2].Day != "2026-11-25" {
		t.Errorf("%d days of late, %v", len(all), err)
	}
}
