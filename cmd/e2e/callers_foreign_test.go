package e2e

import (
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/wire"
)

// between stands between a till and a simulated WeChat, as whoever broke TLS
// would: it may put an earlier answer of WeChat's own in the place of a new one.
type between struct {
	t    *testing.T
	sim  *sim.Server
	url  string
	file string // the till's configuration

	mu   sync.Mutex
	seen map[string][][]byte // the answers so far, by path
	swap func(path string, good []byte) []byte
	n    map[string]int
}

func newBetween(t *testing.T, m *till) *between {
	t.Helper()
	server, err := sim.New(sim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	b := &between{t: t, sim: server, seen: map[string][][]byte{}, n: map[string]int{}}
	b.pass()
	https := httptest.NewTLSServer(http.HandlerFunc(b.serve))
	t.Cleanup(func() { https.Close(); _ = server.Close() })
	b.url = https.URL
	creds := filepath.Join(m.home, "creds")
	if _, err := certificates.Load(creds, sim.DefaultMchID, time.Now()); err != nil {
		t.Fatal(err)
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: https.Certificate().Raw})
	if err := os.WriteFile(filepath.Join(m.home, "ca.pem"), ca, 0o600); err != nil {
		t.Fatal(err)
	}
	b.file = filepath.Join(m.home, "facetill.toml")
	text := fmt.Sprintf("[merchant]\np12_file = %q\n[wechat]\nadapter = \"sim\"\napi_url = %q\nca_file = \"ca.pem\"\n[device]\nadapter = \"sim\"\n",
		filepath.Join(creds, certificates.ClientP12File), b.url)
	if err := os.WriteFile(b.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *between) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if r.Method == http.MethodHead {
		return // the Date alone is wanted
	}
	b.mu.Lock()
	reply := b.sim.Do(r.URL.Path, body, true)
	b.n[r.URL.Path]++
	out := b.swap(r.URL.Path, reply.Body)
	b.seen[r.URL.Path] = append(b.seen[r.URL.Path], reply.Body)
	b.mu.Unlock()
	w.Header().Set("Content-Type", reply.ContentType)
	w.WriteHeader(reply.Status)
	_, _ = w.Write(out)
}

// pass lets every answer through.
func (b *between) pass() { b.instead("", func([]byte) []byte { return nil }) }

// instead puts something else in the place of the answers of one call.
func (b *between) instead(path string, answer func(good []byte) []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.swap = func(p string, good []byte) []byte {
		if p == path {
			if other := answer(good); other != nil {
				return other
			}
		}
		return good
	}
}

// last is WeChat's last answer to a call.
func (b *between) last(path string) []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.seen[path]
	if len(all) == 0 {
		b.t.Fatalf("%s was never called", path)
	}
	return all[len(all)-1]
}

func (b *between) field(body []byte, name string) string {
	m, err := wire.Decode(body)
	if err != nil {
		b.t.Fatal(err)
	}
	return m.Get(name)
}

// pay charges a code that is taken once.
func (b *between) pay(m *till, n int) said { return m.end(b.command(m, n)) }

func (b *between) command(m *till, n int) *exec.Cmd {
	cmd := m.command("pay", "12.80", "--config", b.file, "--auth-code", "-", "--ref", fmt.Sprintf("r%d", n), "-o", "json")
	cmd.Stdin = strings.NewReader(fmt.Sprintf("13456789012345%04d\n", n))
	return cmd
}

// S49: well-signed answers of our own in the place of others. What names another
// order is doubt, and what names none rests on more than one answer: the sale
// ends as WeChat's book has it.
func TestS49_ForeignAnswersDecideNothing(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	b := newBetween(t, m)
	if s := b.pay(m, 1); s.code != 0 || s.result(t)["outcome"] != "paid" {
		t.Fatalf("the first sale: %d, %s, %s", s.code, s.out, s.err)
	}
	old := b.last(wire.Micropay.Path)

	// An earlier SUCCESS in the place of the answer: the charge is proven by the
	// query, under its own transaction.
	b.instead(wire.Micropay.Path, func([]byte) []byte { return old })
	s := b.pay(m, 2)
	r := s.result(t)
	if s.code != 0 || r["outcome"] != "paid" || r["transaction_id"] != b.field(b.last(wire.Micropay.Path), "transaction_id") ||
		r["transaction_id"] == b.field(old, "transaction_id") {
		t.Errorf("an old SUCCESS: %d, %v", s.code, r)
	}

	b.pass()

	// A refusal that names no order, kept and sent for a sale that was charged: the
	// query that confirms a refusal knows better.
	refusal := b.refusal(m)
	b.instead(wire.Micropay.Path, func([]byte) []byte { return refusal })
	if s = b.pay(m, 3); s.code != 0 || s.result(t)["outcome"] != "paid" {
		t.Errorf("an old refusal for a charge: %d, %s", s.code, s.out)
	}

	// The query's answers are another order's, too: nothing is proven, however often
	// it is asked. When the real answers come back the charge is found, and a person
	// has to say what became of the goods.
	other := b.last(wire.Orderquery.Path)
	b.swapAll(map[string][]byte{wire.Micropay.Path: old, wire.Orderquery.Path: other})
	asked := b.asked()
	p := startCommand(t, b.command(m, 4))
	eventually(t, "three queries", func() bool { return b.asked() >= asked+3 })
	s = p.ends(os.Interrupt)
	if r := s.result(t); s.code != 8 || r["outcome"] != "open" {
		t.Errorf("answers of another order alone: %d, %v", s.code, r)
	}
	b.pass()
	s = m.run("status", "r4", "--config", b.file, "-o", "json")
	if r := s.result(t); s.code != 8 || r["state"] != "paid" || r["unclaimed"] != true {
		t.Errorf("with the real answers: %d, %v", s.code, r)
	}
}

// asked is how many queries there were.
func (b *between) asked() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.n[wire.Orderquery.Path]
}

// refusal is a well-signed answer that names no order.
func (b *between) refusal(m *till) []byte {
	cmd := m.command("pay", "900.15", "--config", b.file, "--auth-code", "-", "-o", "json")
	cmd.Stdin = strings.NewReader("134567890123459999\n")
	if s := m.end(cmd); s.code != 3 {
		b.t.Fatalf("no refusal: %d, %s", s.code, s.out)
	}
	body := b.last(wire.Micropay.Path)
	if b.field(body, "err_code") != "NOTENOUGH" || b.field(body, "out_trade_no") != "" {
		b.t.Fatalf("the refusal is %s", body)
	}
	return body
}

func (b *between) swapAll(answers map[string][]byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.swap = func(p string, good []byte) []byte {
		if other := answers[p]; other != nil {
			return other
		}
		return good
	}
}

// Case 35: a well-signed transaction_id with what moves a cursor in it is letters
// and digits everywhere, and the sale, which is proven without it, is paid.
func TestTransactionIDIsLettersAndDigits(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	b := newBetween(t, m)
	key, err := wire.NewKey(sim.DefaultAPIKey)
	if err != nil {
		t.Fatal(err)
	}
	b.instead(wire.Micropay.Path, func(good []byte) []byte {
		answer, err := wire.Decode(good)
		if err != nil {
			t.Error(err)
		}
		answer.Set("transaction_id", "42\u009b31m00\u202e01\u2028 PAID 99.99")
		answer.Set("sign", "")
		answer.Set("sign", key.Sign(answer, wire.HMACSHA256))
		return answer.Append(nil)
	})
	s := b.pay(m, 1)
	if r := s.result(t); s.code != 0 || r["outcome"] != "paid" || r["transaction_id"] != "4231m0001PAID9999" {
		t.Errorf("%d, %v", s.code, r)
	}
	nothingHides(t, "pay", s)
	for _, args := range [][]string{{"status", "r1"}, {"sales"}, {"sales", "-o", "json"}, {"sales", "export"}, {"receipt", "r1"}, {"day"}, {"close"}} {
		nothingHides(t, args[0], m.run(append(args, "--config", b.file)...))
	}
}
