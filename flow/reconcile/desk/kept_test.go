package desk_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/reconcile"
	"facetill/flow/reconcile/desk"
	"facetill/flow/sharedfile"
	"facetill/flow/till"
)

// hosted is a journal whose attempts are of another host.
type hosted struct{ flow.Journal }

func (h hosted) Read(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, bool, error) {
	a, owned, err := h.Journal.Read(ctx, no)
	a.WeChat = "here"
	return a, owned, err
}

// unread is a journal that cannot be read by number.
type unread struct{ flow.Journal }

var errUnread = errors.New("the disk is gone")

func (unread) Read(context.Context, flow.OutTradeNo) (flow.Attempt, bool, error) {
	return flow.Attempt{}, false, errUnread
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.String()
}

// lying are the names in the folder of bills.
func (r *rig) lying() (names []string) {
	all, _ := os.ReadDir(r.folder)
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}

// A bill is kept as it came, packed or not, and once for its day; what is no bill is not.
func TestKept(t *testing.T) {
	r := newRig(t, "")
	plain := text(row("SUCCESS", "T9", "9001", "0", "10.00", "0.00", ""))
	for _, packed := range []bool{false, true, false} {
		want := "2026-11-25.csv"
		if r.bills["2026-11-25"] = plain; packed {
			r.bills["2026-11-25"], want = zipped(t, plain), "2026-11-25.csv.gz"
		}
		if rep := r.compare(); rep.File != want || !slices.Equal(r.lying(), []string{want}) || r.Kept(day) != filepath.Join(r.folder, want) {
			t.Errorf("%s, in the folder %v, kept %s", rep.File, r.lying(), r.Kept(day))
		}
	}
	r = newRig(t, "")
	file := filepath.Join(t.TempDir(), "bill.csv")
	if err := os.WriteFile(file, []byte("<xml><return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg></xml>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if rep, err := r.CompareFile(t.Context(), file, day, "Li"); err != nil || !rep.NoTrade || rep.File != "" || len(r.lying()) != 0 {
		t.Errorf("no trade: %+v, %v, in the folder %v", rep, err, r.lying())
	}
}

// A place that is taken by something else is our trouble, not WeChat's, and leaves nothing
// half done; what WeChat says of a bill is no trouble of its line.
func TestWhoseTroubleItIs(t *testing.T) {
	r := newRig(t, "")
	r.bills["2026-11-25"] = text(row("SUCCESS", "T9", "9001", "0", "10.00", "0.00", ""))
	if err := os.MkdirAll(filepath.Join(r.folder, "2026-11-25.csv", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Compare(t.Context(), day, ""); !isA[*desk.KeepError](err) || errors.Is(err, desk.ErrNoAnswer) || len(r.lying()) != 1 {
		t.Errorf("%v, in the folder %v", err, r.lying())
	}
	r.folder = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(r.folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r.boot()
	if _, err := r.Compare(t.Context(), day, ""); !isA[*desk.KeepError](err) || errors.Is(err, desk.ErrNoAnswer) {
		t.Errorf("a file in the place of the folder: %v", err)
	}
	r = newRig(t, "")
	r.fails = fmt.Errorf("%w: x", desk.ErrNotReady)
	if _, err := r.Compare(t.Context(), day, ""); !errors.Is(err, desk.ErrNotReady) || errors.Is(err, desk.ErrNoAnswer) {
		t.Errorf("in the making: %v", err)
	}
	if _, err := r.Compare(t.Context(), till.Midnight(r.clock.at), ""); !isA[*desk.AheadError](err) {
		t.Errorf("of the day that runs: %v", err)
	}
}

// The bills beside a day are fetched where they are over and not kept, read and dropped; of a
// bill that is cut nothing is looked for in others.
func TestBesideIsReadAndDropped(t *testing.T) {
	r := newRig(t, "")
	r.sale("1001", flow.ChargeProven{TransactionID: "42001001", TimeEnd: day.AddDate(0, 0, 1).Add(-time.Minute)}, flow.Shown{})
	other := text(row("SUCCESS", "T9", "9001", "0", "10.00", "0.00", ""))
	r.bills["2026-11-25"] = other
	r.bills["2026-11-26"] = strings.Replace(text(row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", "")), "2026-11-25 12:00", "2026-11-26 00:01", 1)
	if got := items(r.compare()); got != "ours_only" || !slices.Equal(r.fetched, []string{"2026-11-25", "2026-11-24"}) {
		t.Errorf("%s, fetched %v: the day after is not over", got, r.fetched)
	}
	r.clock.at, r.fetched = r.clock.at.AddDate(0, 0, 1), nil
	if rep := r.compare(); rep.Verdict() != reconcile.Agreed || !slices.Equal(r.fetched, []string{"2026-11-25", "2026-11-24", "2026-11-26"}) || !slices.Equal(r.lying(), []string{"2026-11-25.csv"}) {
		t.Errorf("%s, fetched %v, in the folder %v", items(rep), r.fetched, r.lying())
	}
	if _, err := r.Compare(t.Context(), day.AddDate(0, 0, 1), ""); err != nil { // from now on it is kept
		t.Fatal(err)
	}
	if r.fetched = nil; r.compare().Verdict() != reconcile.Agreed || slices.Contains(r.fetched, "2026-11-26") {
		t.Errorf("fetched %v", r.fetched)
	}
	r.bills["2026-11-25"], r.fetched = other[:strings.Index(other, "总交易单数")], nil
	if r.compare(); !slices.Equal(r.fetched, []string{"2026-11-25"}) {
		t.Errorf("beside a cut one: %v", r.fetched)
	}
}

// What is in a row: total and asked, whatever coupons took of them; another currency is
// another amount; the platform's refunds are named. A packed bill that is damaged behind its
// rows is one that is not whole.
func TestWhatARowSays(t *testing.T) {
	r := newRig(t, "")
	r.sale("1001", append(paid("1001"), flow.RefundBegun{OutRefundNo: "1001R", Fee: 300, By: "Li", At: noon}, flow.RefundHeard{OutRefundNo: "1001R", Status: "PROCESSING", Fee: 300, At: noon})...)
	sale, back := row("SUCCESS", "T1", "1001", "0", "10.00", "0.00", ""), row("REFUND", "T1", "1001", "1001R", "0.00", "3.00", "ORIGINAL")
	less := strings.NewReplacer("CNY,`10.00", "CNY,`9.00", "1001R,`3.00", "1001R,`2.70")
	r.bills["2026-11-25"] = strings.NewReplacer("`2,`10.00,`3.00", "`2,`9.00,`2.70").Replace(less.Replace(text(sale, back)))
	if rep := r.compare(); rep.Verdict() != reconcile.Agreed || rep.Counts[reconcile.Agrees] != 1 || rep.Counts[reconcile.RefundAgrees] != 1 {
		t.Errorf("with a coupon: %s", items(rep))
	}
	r.bills["2026-11-25"] = strings.Replace(text(sale, back), "CNY", "USD", 1)
	if rep := r.compare(); len(rep.Items) != 1 || rep.Items[0].Class != reconcile.Differs {
		t.Errorf("dollars: %s", items(rep))
	}
	r.bills["2026-11-25"] = text(sale, back, row("REFUND", "T1", "1001", "P7", "0.00", "4.00", "PLATFORM-ORIGINAL"))
	if rep := r.compare(); len(rep.Items) != 1 || rep.Items[0].Why != "platform" {
		t.Errorf("the platform's: %+v", rep.Items)
	}
	damaged := []byte(zipped(t, text(sale, back)))
	damaged[len(damaged)-5] ^= 1
	r.bills["2026-11-25"] = string(damaged)
	if got := items(r.compare()); got != "summary" {
		t.Errorf("damaged behind its rows: %s", got)
	}
}

// Whose rows are ours: this till's lane too, before it has a sale; no other merchant's sale is
// missing in our bill, or known by its number.
func TestWhoseRowsAreOurs(t *testing.T) {
	r := newRig(t, "")
	d := desk.New(desk.Ports{ID: flow.Identity{Lane: "T0"}, Lanes: func(context.Context) ([]string, error) { return []string{"T2", "T0"}, nil }})
	if all, err := d.Lanes(t.Context()); err != nil || !slices.Equal(all, []string{"T0", "T2"}) {
		t.Errorf("%v, %v", all, err)
	}
	d = desk.New(desk.Ports{ID: flow.Identity{Lane: "T5"}, Lanes: func(context.Context) ([]string, error) { return []string{"T2"}, nil }})
	if all, err := d.Lanes(t.Context()); err != nil || !slices.Equal(all, []string{"T2", "T5"}) {
		t.Errorf("%v, %v", all, err)
	}
	theirs := flow.Order{OutTradeNo: "7001", Merchant: flow.Merchant{MchID: "1900000110"}, TotalFee: 1000, Method: flow.MethodCode, Family: flow.FamilyMicropay,
		StoreID: "S", DeviceID: "D", Lane: "T1", RefMinted: true, Sale: flow.SaleKey{Ref: "7001"}, OpenedAt: noon}
	a, err := r.j.Open(t.Context(), flow.OrderOpened{Order: theirs})
	if err == nil {
		_, err = r.j.Append(t.Context(), a, append([]flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: noon, SendBy: noon.Add(8e9), TimeExpire: noon.Add(12e10), ConfirmBy: noon.Add(45e9), FenceAt: noon.Add(20 * time.Minute)}}, paid("7001")...)...)
	}
	if err != nil {
		t.Fatal(err)
	}
	if rep := r.compare(); rep.Verdict() != reconcile.Agreed {
		t.Errorf("another merchant's sale: %s", items(rep))
	}
	r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "7001", "0", "10.00", "0.00", ""))
	if got := items(r.compare()); got != "theirs_only" {
		t.Errorf("its number in our bill: %s", got)
	}
	r.wrap = func(j flow.Journal) flow.Journal { return unread{j} }
	r.boot()
	if _, err := r.Compare(t.Context(), day, ""); !errors.Is(err, errUnread) {
		t.Errorf("a journal that cannot be read: %v", err)
	}
}

// The day of a file is that of its first row that reads.
func TestDayOfAFile(t *testing.T) {
	r := newRig(t, "")
	file := filepath.Join(t.TempDir(), "bill.csv")
	if err := os.WriteFile(file, []byte(text("`half a row,`0.00,`0.00,`", row("SUCCESS", "T9", "9001", "0", "10.00", "0.00", ""))), 0o600); err != nil {
		t.Fatal(err)
	}
	if rep, err := r.CompareFile(t.Context(), file, time.Time{}, "Li"); err != nil || rep.Day != "2026-11-25" {
		t.Errorf("%s, %v", rep.Day, err)
	}
}

// watched runs the watch of a till from a moment to another, and returns when it fetched.
func (r *rig) watched(from, to time.Time, spread string) {
	r.Helper()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	r.clock.at, r.clock.slept = from, func(time.Duration) {
		if !r.clock.at.Before(to) {
			cancel()
		}
	}
	r.Watch(ctx, spread)
}

// What had no end is compared anew after two hours, from the bill that is kept; what was
// compared is not fetched again, on no later day.
func TestWatchSettlesWhatWasOpen(t *testing.T) {
	r := newRig(t, "")
	r.sale("1014")
	r.bills["2026-11-25"] = text(row("SUCCESS", "T1", "1014", "0", "10.00", "0.00", ""))
	next := day.AddDate(0, 0, 1)
	r.watched(next.Add(11*time.Hour), next.Add(12*time.Hour+50*time.Minute), "x")
	first, is, err := r.Last(t.Context(), day)
	if err != nil || !is || r.Line().Verdict != reconcile.NotKnown || first.At.After(next.Add(11*time.Hour)) {
		t.Fatalf("%+v, at %v, %v", r.Line(), first.At, err)
	}
	a, err := r.j.Claim(t.Context(), "1014")
	if err == nil {
		_, err = r.j.Append(t.Context(), a, paid("1014")...)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.watched(r.clock.at, next.Add(16*time.Hour), "x")
	if want := (desk.Line{Day: "2026-11-25", Verdict: reconcile.Agreed}); r.Line() != want {
		t.Errorf("the line is %+v", r.Line())
	}
	r.watched(next.AddDate(0, 0, 1).Add(9*time.Hour), next.AddDate(0, 0, 1).Add(16*time.Hour), "x")
	count := map[string]int{}
	for _, d := range r.fetched {
		count[d]++
	}
	if count["2026-11-25"] != 1 || count["2026-11-26"] != 1 {
		t.Errorf("fetched %v", r.fetched)
	}
}

// Not all tills ask at once; while another one compares nothing is done, and that is no
// trouble; what is known already is shown although nothing can be had.
func TestWatchBesideOthers(t *testing.T) {
	next := day.AddDate(0, 0, 1)
	begins := map[time.Time]bool{}
	for n := range 12 {
		r := newRig(t, "")
		r.bills["2026-11-25"] = text(row("SUCCESS", "T9", "9001", "0", "10.00", "0.00", ""))
		for at := next.Add(10 * time.Hour); !slices.Contains(r.fetched, "2026-11-25") && at.Before(next.Add(12*time.Hour)); at = at.Add(10 * time.Minute) {
			r.watched(at, at, fmt.Sprint("till ", n))
			begins[at] = begins[at] || slices.Contains(r.fetched, "2026-11-25")
		}
	}
	several := 0
	for at, is := range begins {
		if is {
			several++
		}
		if is && at.After(next.Add(11*time.Hour)) {
			t.Errorf("one waits until %v", at)
		}
	}
	if several < 3 {
		t.Errorf("12 tills ask at %d moments", several)
	}
	r := newRig(t, "")
	r.bills["2026-11-25"] = text(row("SUCCESS", "T9", "9001", "0", "10.00", "0.00", ""))
	if err := os.MkdirAll(r.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	lock := sharedfile.NewLock(filepath.Join(r.folder, ".lock"))
	if got, err := lock.TryLock(); err != nil || !got {
		t.Fatal(got, err)
	}
	r.watched(next.Add(11*time.Hour), next.Add(12*time.Hour), "x")
	if len(r.fetched) != 0 || len(r.warned) != 0 {
		t.Errorf("beside another till it fetched %v and warned of %v", r.fetched, r.warned)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	r.watched(next.Add(12*time.Hour), next.Add(13*time.Hour), "x")
	if !slices.Contains(r.fetched, "2026-11-25") {
		t.Errorf("behind it: %v", r.fetched)
	}
	r.fails = errors.New("no connection")
	r.boot()
	r.fetched = nil
	r.watched(next.AddDate(0, 0, 1).Add(11*time.Hour), next.AddDate(0, 0, 1).Add(17*time.Hour), "x")
	if n := len(r.fetched); n < 6 || r.Line().Day != "2026-11-25" {
		t.Errorf("tried %d times, the line is %+v", n, r.Line())
	}
}
