package sqlite

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
	"facetill/flow/ledger"
	"facetill/flow/refund"
)

var flipped = flag.Int("flips", 300, "how many seeded bits TestBitFlips flips, one at a time")

// asked is everything that a journal says of what was acknowledged.
type asked struct {
	read       map[flow.OutTradeNo]flow.Attempt
	timeline   map[flow.OutTradeNo][]flow.Event
	sale       map[flow.SaleKey][]flow.Attempt
	duplicates map[flow.Fen][]flow.PossibleDuplicate
	pending    []flow.Attempt
	refunding  []flow.Attempt
	days       [][]flow.Attempt // what was given back on them
	lists      [][]flow.Attempt
	suspended  map[flow.Suspension]string
	people     []flow.PersonEvent
	lines      []ledger.Line
	closes     []ledger.Close
	passed     []ledger.Passed
}

// world is a journal with sales in every kind of state, and what it says.
type world struct {
	numbers []flow.OutTradeNo
	says    asked
}

func flipOrder(n int) flow.OrderOpened {
	at := time.Date(2026, 11, 25, 12, n*7, n, 0, time.UTC).AddDate(0, 0, n/5)
	no := flow.OutTradeNo(fmt.Sprintf("%s%020d", at.Format("060102150405"), n*7919))
	o := flow.Order{OutTradeNo: no, Merchant: flow.Merchant{AppID: "wxd930ea5d5a258f4f", MchID: "1900000109"}, RefMinted: n%3 == 0,
		TotalFee: flow.Fen(100 + n%4), Method: flow.MethodFace, Family: flow.FamilyMicropay, StoreID: "S1", DeviceID: "D1", Lane: "L1",
		Cashier: "Li", Body: "茶叶 250 g", OpenedAt: at}
	o.Sale = flow.SaleKey{MchID: o.Merchant.MchID, StoreID: "S1", DeviceID: "D1", Ref: fmt.Sprintf("basket-%d", n/2)}
	if o.RefMinted {
		o.Sale.Ref = string(no)
	}
	return flow.OrderOpened{Order: o}
}

// story is what happens to the n-th attempt after it was opened.
func story(n int, at time.Time) []flow.Fact {
	sent := []flow.Fact{flow.PayerIdentified{}, flow.IntentWritten{At: at, SendBy: at.Add(8e9), TimeExpire: at.Add(120e9), ConfirmBy: at.Add(45e9), FenceAt: at.Add(1200e9)}}
	paid := flow.ChargeProven{TransactionID: fmt.Sprintf("4200009%021d", n), TimeEnd: at.Add(3e9), CashFee: flow.Fen(100 + n%4), Source: "answer", At: at}
	switch n % 6 {
	case 0:
		if n%12 == 6 {
			return append(append(sent, paid, flow.Shown{}), givenBack(n, at)...)
		}
		return append(sent, paid, flow.Shown{})
	case 1:
		return append(sent, flow.PayAnswered{Answer: flow.AnswerPaying, Code: "USERPAYING", At: at, SentAt: at})
	case 2:
		return append(sent, paid)
	case 3:
		return []flow.Fact{flow.SaleCancelled{By: "customer", Code: "USER_CANCEL", At: at}}
	case 4:
		return append(sent, flow.ReversalDecided{Reason: "window", At: at}, flow.ReverseAnswered{Answer: flow.AnswerReversed, At: at},
			flow.ReversalProven{Proof: flow.AnswerRevoked, At: at})
	}
	return append(sent, flow.ReversalDecided{Reason: "window", At: at}, flow.PersonNeeded{Reason: "no rule"})
}

// givenBack are two parts of a sale: one is back, and of the other one WeChat did not answer.
func givenBack(n int, at time.Time) []flow.Fact {
	part := func(i int) string { return fmt.Sprintf("%sM%020d", flipOrder(n).Order.OutTradeNo, i) }
	return []flow.Fact{
		flow.RefundBegun{OutRefundNo: part(1), Fee: 30, Reason: "退货", By: "Li", Note: "torn", At: at.Add(60e9), Wall: at.Add(60e9)},
		flow.RefundSent{OutRefundNo: part(1), N: 1, At: at.Add(61e9), SendBy: at.Add(69e9), Trusted: true},
		flow.RefundAnswered{OutRefundNo: part(1), N: 1, Answer: refund.AnswerAccepted, RefundID: fmt.Sprintf("5030000%021d", n), CashFee: 30, At: at.Add(62e9)},
		flow.RefundHeard{OutRefundNo: part(1), Status: refund.StatusSuccess, Fee: 30, Received: "支付用户零钱", At: at.Add(120e9)},
		flow.RefundTold{OutRefundNo: part(1)},
		flow.RefundBegun{OutRefundNo: part(2), Fee: 20, Reason: "退货", By: "Li", At: at.Add(180e9), Wall: at.Add(180e9)},
		flow.RefundSent{OutRefundNo: part(2), N: 1, At: at.Add(181e9), SendBy: at.Add(189e9), Trusted: true},
	}
}

// sell fills a journal, and returns what it then says.
func sell(ctx context.Context, t *testing.T, j *Journal, from, to int) (w world) {
	t.Helper()
	for n := range to {
		w.numbers = append(w.numbers, flipOrder(n).Order.OutTradeNo)
		if n < from {
			continue
		}
		a, err := j.Open(ctx, flipOrder(n))
		for _, f := range story(n, flipOrder(n).Order.OpenedAt) {
			if err == nil {
				a, err = j.Append(ctx, a, f)
			}
		}
		if err == nil {
			err = j.Release(ctx, a)
		}
		if err != nil && !errors.Is(err, flow.ErrBlocked) {
			t.Fatal(n, err)
		}
		if err := j.Note(ctx, flow.PersonEvent{At: flipOrder(n).Order.OpenedAt, Lane: fmt.Sprint("L", n%2), Kind: "signed_in", Who: "Li", Body: `{"number":"47"}`}); err != nil {
			t.Fatal(n, err)
		}
	}
	if err := j.SuspendSales(ctx, flow.SuspendedByCertificate, "EOF"); err != nil {
		t.Fatal(err)
	}
	w.numbers = slices.DeleteFunc(w.numbers, func(no flow.OutTradeNo) bool { _, _, err := j.Read(ctx, no); return err != nil })
	return w
}

// ask asks j everything. What cannot be answered is an error by name; what is
// answered otherwise than want says is a wrong state.
func (w *world) ask(ctx context.Context, j *Journal, want *asked) (got asked, wrong string, refused error) {
	got = asked{read: map[flow.OutTradeNo]flow.Attempt{}, timeline: map[flow.OutTradeNo][]flow.Event{}, sale: map[flow.SaleKey][]flow.Attempt{},
		duplicates: map[flow.Fen][]flow.PossibleDuplicate{}}
	note := func(what string, err error, have, expected any) {
		switch {
		case err != nil && !errors.Is(err, journal.ErrDamaged):
			wrong = fmt.Sprintf("%s: an error without its name: %v", what, err)
		case err != nil:
			refused = err
		case want != nil && !reflect.DeepEqual(have, expected):
			wrong = fmt.Sprintf("%s: %+v\nwant %+v", what, have, expected)
		}
	}
	from := asked{}
	if want != nil {
		from = *want
	}
	var err error
	for _, no := range w.numbers {
		got.read[no], _, err = j.Read(ctx, no)
		note("read", err, got.read[no], from.read[no])
		got.timeline[no], err = j.Timeline(ctx, no)
		note("timeline", err, got.timeline[no], from.timeline[no])
	}
	for n := range len(w.numbers) {
		k, fee := flipOrder(n).Order.Sale, flow.Fen(100+n)
		got.sale[k], err = j.Sale(ctx, k)
		note("sale", err, got.sale[k], from.sale[k])
		got.duplicates[fee], err = j.PossibleDuplicates(ctx, "L1", fee, flow.Press{})
		note("duplicates", err, got.duplicates[fee], from.duplicates[fee])
	}
	got.pending, err = j.Pending(ctx)
	note("pending", err, got.pending, from.pending)
	got.refunding, err = j.Refunding(ctx)
	note("refunding", err, got.refunding, from.refunding)
	noon := flipOrder(5).Order.OpenedAt
	got.days = make([][]flow.Attempt, 4)
	for i := range got.days {
		day := noon.Truncate(24*time.Hour).AddDate(0, 0, i)
		got.days[i], err = j.Refunds(ctx, day, day.AddDate(0, 0, 1))
		if want != nil {
			note(fmt.Sprint("given back on day ", i), err, got.days[i], from.days[i])
		} else {
			note("given back", err, nil, nil)
		}
	}
	for i, f := range []flow.Filter{{}, {Limit: 3}, {From: noon.Add(-12 * time.Hour), To: noon.Add(12 * time.Hour)}, {State: flow.Paid, Lane: "L1"}} {
		list, err := j.List(ctx, f)
		got.lists = append(got.lists, list)
		if want != nil {
			note(fmt.Sprint("list ", i), err, list, from.lists[i])
		} else {
			note("list", err, nil, nil)
		}
	}
	got.suspended, err = j.SalesSuspended(ctx)
	note("suspended", err, got.suspended, from.suspended)
	got.people, err = j.PersonEvents(ctx, "L1", 0)
	note("people", err, got.people, from.people)
	got.lines, err = j.Lines(ctx, noon.AddDate(0, 0, -9), noon.AddDate(0, 0, 9))
	for i, l := range got.lines { // of an older version's days, which had no numbers
		got.lines[i].Close = max(l.Close, 0)
	}
	note("lines", err, got.lines, from.lines)
	got.closes, err = j.Closes(ctx, 0)
	note("closes", err, got.closes, from.closes)
	got.passed, err = j.Passed(ctx)
	note("passed over", err, got.passed, from.passed)
	return got, wrong, refused
}

// played is how a flip ended.
func (w *world) played(ctx context.Context, t *testing.T, path string) string {
	j, err := Open(ctx, path, Options{Merchant: flow.Merchant{MchID: "1900000109"}})
	if err != nil {
		if !errors.Is(err, journal.ErrDamaged) && !errors.Is(err, journal.ErrNewer) {
			t.Errorf("%s: an error without its name: %v", path, err)
		}
		return "refused when opened"
	}
	defer j.Close()
	_, wrong, refused := w.ask(ctx, j, &w.says)
	if wrong != "" {
		t.Errorf("%s: %s", path, wrong)
	}
	r, err := j.Verify(ctx)
	if err != nil && !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("%s: verify: an error without its name: %v", path, err)
	}
	switch seen := err != nil || len(r.Problems) > 0; {
	case refused != nil && !seen:
		t.Errorf("%s: %v, and verify sees nothing", path, refused)
	case refused != nil:
		return "refused when read"
	case seen:
		return "only verify sees it"
	}
	return "reads back"
}

// A bit that flips on the disk is refused by name, or everything reads back; no
// answer is ever another one.
func TestBitFlips(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	j, err := Open(ctx, path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	sell(ctx, t, j, 0, 14)
	_, err = j.MakeClose(ctx, flipOrder(5).Order.OpenedAt, func(s ledger.Standing) (ledger.Draft, error) {
		return ledger.Draft{Day: "2026-11-25", Body: `{"close":1}`, Open: []ledger.Passed{{OutTradeNo: s.Pending[0].OutTradeNo}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil { // and now some that are in the WAL alone
		t.Fatal(err)
	}
	resting := read(t, path)
	if j, err = Open(ctx, path, Options{}); err != nil {
		t.Fatal(err)
	}
	full := sell(ctx, t, j, 14, 21)
	full.says, _, _ = full.ask(ctx, j, nil)
	used, wal, index := read(t, path), read(t, path+"-wal"), read(t, path+"-shm")
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	place := path // its own: a copy could not be written
	write(t, place, map[string][]byte{"": resting})
	if j, err = Open(ctx, place, Options{}); err != nil {
		t.Fatal(err)
	}
	rest := sell(ctx, t, j, 14, 14)
	rest.says, _, _ = rest.ask(ctx, j, nil)
	_ = j.Close()
	if len(rest.says.refunding) != 1 || len(full.says.refunding) != 2 || len(rest.says.days[0]) != 1 {
		t.Fatalf("refunds that are to be asked about: %d and %d; on the first day: %d", len(rest.says.refunding), len(full.says.refunding), len(rest.says.days[0]))
	}
	flips := *flipped
	if testing.Short() { // the race detector's run: what is shared is shared in the first ones
		flips = min(flips, 150)
	}
	for _, c := range []struct {
		name  string
		w     *world
		file  string
		files map[string][]byte
		share int // of ten flips
	}{
		{"the journal at rest", &rest, "", map[string][]byte{"": resting}, 4},
		{"the journal in use", &full, "", map[string][]byte{"": used, "-wal": wal, "-shm": index}, 2},
		{"its log", &full, "-wal", map[string][]byte{"": used, "-wal": wal, "-shm": index}, 2},
		{"its log without index", &full, "-wal", map[string][]byte{"": used, "-wal": wal}, 2},
	} {
		t.Run(c.name, func(t *testing.T) { c.w.flipAll(ctx, t, place, c.file, c.files, flips*c.share/10) })
	}
}

func (w *world) flipAll(ctx context.Context, t *testing.T, place, file string, files map[string][]byte, n int) {
	write(t, place, files)
	if got := w.played(ctx, t, place); got != "reads back" {
		t.Fatalf("untouched: %s", got)
	}
	counts := map[string]int{}
	for seed := range n {
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		bit := r.IntN(len(files[file]) * 8)
		files[file][bit/8] ^= 1 << (bit % 8)
		write(t, place, files)
		counts[w.played(ctx, t, place)]++
		files[file][bit/8] ^= 1 << (bit % 8)
		if t.Failed() {
			t.Fatalf("seed %d: bit %d of byte %d (of %d) of %q", seed, bit%8, bit/8, len(files[file]), file)
		}
	}
	t.Log(counts)
	if counts["reads back"] == n {
		t.Error("no flip was ever seen")
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// write puts a journal's files there and takes away what lay there.
func write(t *testing.T, path string, files map[string][]byte) {
	t.Helper()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if b, there := files[suffix]; !there {
			_ = os.Remove(path + suffix)
		} else if err := os.WriteFile(path+suffix, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
