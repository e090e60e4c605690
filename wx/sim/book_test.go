package sim

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"facetill/wx/wire"
)

// bookClient is a client of a server of its own, on a book that others use too.
func bookClient(t *testing.T, path string, clk *clock, cfg Config) *client {
	t.Helper()
	cfg.BookPath, cfg.Now = path, clk.Now
	c := newClient(t, cfg)
	c.clock = clk
	return c
}

func TestBookOutlivesTheServer(t *testing.T) {
	path, clk := filepath.Join(t.TempDir(), "sim.book"), newClock()
	c := bookClient(t, path, clk, Config{})
	waits, reversed, back := c.number(), c.number(), c.number()
	c.micropay(waits, Code(12, 1), 100)
	c.micropay(reversed, Code(0, 2), 200)
	c.micropay(back, Code(0, 3), 300)
	c.reverse(reversed)
	first := c.refund(back, "R1", 300, 100)
	c.micropay(c.number(), Code(17, 4), 100) // burns a code, makes no order
	if err := c.server.Close(); err != nil {
		t.Fatal(err)
	}

	clk.seconds(32)
	c = bookClient(t, path, clk, Config{})
	if c.state(waits) != "SUCCESS" || c.state(reversed) != "REVOKED" || c.state(back) != "REFUND" {
		t.Errorf("after reopening: %s, %s, %s", c.state(waits), c.state(reversed), c.state(back))
	}
	want(t, c.refund(back, "R1", 300, 100), "refund_id", first.Get("refund_id"))
	want(t, c.micropay("20261125000001", Code(12, 1), 100), "err_code", "AUTH_CODE_INVALID")
	want(t, c.micropay("20261125000002", Code(17, 4), 100), "err_code", "AUTH_CODE_INVALID")
	if runtime.GOOS != "windows" {
		if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v", info.Mode())
		}
	}
	text, _ := os.ReadFile(path)
	for i := range uint64(5) {
		if bytes.Contains(text, []byte(Code(12, i))) || bytes.Contains(text, []byte(Code(0, i))) || bytes.Contains(text, []byte(Code(17, i))) {
			t.Error("a payer's code is in the file")
		}
	}
}

func TestTwoServersOneBook(t *testing.T) {
	path, clk := filepath.Join(t.TempDir(), "sim.book"), newClock()
	a, b := bookClient(t, path, clk, Config{}), bookClient(t, path, clk, Config{})
	b.serial = 1000
	no, other := a.number(), b.number()
	paid := a.micropay(no, Code(0, 1), 100)
	if st := b.state(no); st != "SUCCESS" {
		t.Errorf("the other server says %s", st)
	}
	want(t, b.micropay(no, Code(0, 1), 100), "err_code", "ORDERPAID")
	second := b.micropay(other, Code(0, 2), 100)
	if paid.Get("transaction_id") == second.Get("transaction_id") {
		t.Error("one transaction_id for two orders")
	}
	want(t, b.reverse(no), "result_code", "SUCCESS")
	if st := a.state(no); st != "REVOKED" {
		t.Errorf("the first server says %s", st)
	}
	// A reset is seen by the other one, and its numbers go on.
	if err := a.server.Reset(); err != nil {
		t.Fatal(err)
	}
	if st := b.state(other); st != "ORDERNOTEXIST" {
		t.Errorf("after the reset the other server says %s", st)
	}
	// And again, twice without the other one looking: a file system may well give
	// the third file the first one's identity.
	if err := a.server.Reset(); err != nil {
		t.Fatal(err)
	}
	if err := a.server.Reset(); err != nil {
		t.Fatal(err)
	}
	a.micropay(a.number(), Code(0, 5), 100)
	if all, err := b.server.Orders(); err != nil || len(all) != 1 {
		t.Errorf("the other server has %d orders, %v", len(all), err)
	}
	if third := b.micropay(b.number(), Code(0, 2), 100); third.Get("transaction_id") <= second.Get("transaction_id") {
		t.Errorf("%s after %s", third.Get("transaction_id"), second.Get("transaction_id"))
	}
}

// TestServersRace: of many servers that get the same pay request at once, one
// charges it.
func TestServersRace(t *testing.T) {
	path, clk := filepath.Join(t.TempDir(), "sim.book"), newClock()
	const servers, sales = 4, 20
	words := make([]map[string]int, servers)
	var wg sync.WaitGroup
	for i := range servers {
		c := bookClient(t, path, clk, Config{})
		words[i] = map[string]int{}
		wg.Go(func() {
			for k := range uint64(sales) {
				m, err := wire.Decode(c.raw(&wire.Micropay, sale(fmt.Sprintf("20261125%08d", k), Code(0, k), 100)...).Body)
				if err != nil {
					t.Error(err)
					return
				}
				words[i][m.Get("result_code")+m.Get("err_code")]++
			}
		})
	}
	wg.Wait()
	sum := map[string]int{}
	for _, w := range words {
		for word, n := range w {
			sum[word] += n
		}
	}
	if sum["SUCCESS"] != sales || sum["FAILORDERPAID"] != (servers-1)*sales {
		t.Errorf("%v", sum)
	}
}

func TestTornTail(t *testing.T) {
	path, clk := filepath.Join(t.TempDir(), "sim.book"), newClock()
	c := bookClient(t, path, clk, Config{})
	whole, torn := c.number(), c.number()
	c.micropay(whole, Code(0, 1), 100)
	size := fileSize(t, path)
	c.micropay(torn, Code(0, 2), 100)
	full := fileSize(t, path)
	c.server.Close()
	text, _ := os.ReadFile(path)
	// Cut inside the last line, at every place but its end.
	for cut := size + 1; cut < full; cut += 7 {
		if err := os.WriteFile(path, text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		c := bookClient(t, path, clk, Config{})
		c.serial = 100
		if c.state(whole) != "SUCCESS" || c.state(torn) != "ORDERNOTEXIST" {
			t.Fatalf("cut at %d: %s, %s", cut, c.state(whole), c.state(torn))
		}
		next := c.number()
		c.micropay(next, Code(0, 2), 100)
		c.server.Close()
		if c = bookClient(t, path, clk, Config{}); c.state(whole) != "SUCCESS" || c.state(next) != "SUCCESS" {
			t.Fatalf("cut at %d, then written: %s, %s", cut, c.state(whole), c.state(next))
		}
		c.server.Close()
	}
	// A line that ends and is no entry is damage of another kind, and an error.
	if err := os.WriteFile(path, append([]byte("{\n"), text...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{BookPath: path}); err == nil || !strings.Contains(err.Error(), "line 1 is not an entry") {
		t.Errorf("damaged book: %v", err)
	}
}

func fileSize(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestBookIsBounded(t *testing.T) {
	path, clk := filepath.Join(t.TempDir(), "sim.book"), newClock()
	c := bookClient(t, path, clk, Config{})
	old := c.paid(Code(0, 1), 100)
	c.refund(old, "R1", 100, 100)
	clk.after(380 * 24 * time.Hour)
	young := c.paid(Code(0, 2), 100)
	clk.after(21 * 24 * time.Hour)
	before := fileSize(t, path)
	watcher := c // it has read the old file and must notice the new one
	c = bookClient(t, path, clk, Config{})
	if c.state(old) != "ORDERNOTEXIST" || c.state(young) != "SUCCESS" {
		t.Errorf("after 401 days: %s, %s", c.state(old), c.state(young))
	}
	if fileSize(t, path) >= before {
		t.Error("the file did not shrink")
	}
	if watcher.state(old) != "ORDERNOTEXIST" || watcher.state(young) != "SUCCESS" {
		t.Errorf("the other server: %s, %s", watcher.state(old), watcher.state(young))
	}

	m := newClient(t, Config{MaxOrders: 3})
	var numbers []string
	for i := range uint64(5) {
		numbers = append(numbers, m.paid(Code(0, i), 100))
	}
	for i, no := range numbers {
		if st := m.state(no); (st == "SUCCESS") != (i >= 2) {
			t.Errorf("order %d of 5 in a book of 3: %s", i, st)
		}
	}
}

// TestBrokenBook: trouble with the file is this program's own and says so.
func TestBrokenBook(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sim.book")
	c := bookClient(t, path, newClock(), Config{})
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	r := c.raw(&wire.Orderquery, "out_trade_no", "20261125000001")
	if r.Status != 500 || !strings.HasPrefix(string(r.Body), "facetill sim: simulated book") {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}
