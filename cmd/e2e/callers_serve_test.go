//go:build !windows

package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// `facetill sim` is a WeChat Pay that a configured till uses over HTTPS.
func TestSimServes(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	server := m.start("sim", "--listen", "127.0.0.1:0", "--dir", filepath.Join(m.home, "sim"), "-o", "json")
	line := server.line("serving")
	var serving map[string]any
	if err := json.Unmarshal([]byte(line), &serving); err != nil {
		t.Fatal(err)
	}
	text := func(name string) string { s, _ := serving[name].(string); return s }
	config := `[merchant]
app_id = "` + text("appid") + `"
mch_id = "` + text("mch_id") + `"
p12_file = "` + text("p12_file") + `"
[wechat]
adapter = "sim"
api_url = "` + text("url") + `"
ca_file = "` + text("ca_file") + `"
[device]
adapter = "sim"
`
	file := filepath.Join(m.home, "till.toml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := m.command("pay", "12.80", "--config", file, "--auth-code", "134567890123456701", "-o", "json")
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if code := m.end(cmd).code; code != 0 || !strings.Contains(out.String(), `"simulated":true`) {
		t.Errorf("exit %d\n%s%s", code, out.String(), talk.String())
	}
	if orders := bookOrders(t, filepath.Join(m.home, "sim", "sim.book")); len(orders) != 1 {
		t.Errorf("%d orders in the book", len(orders))
	}
	if code := server.ends(syscall.SIGTERM).code; code != 0 {
		t.Errorf("the simulator ends with %d", code)
	}
}

// A journal that is not there yet is waited for.
func TestRecoverWatchWaits(t *testing.T) {
	t.Parallel()
	watch := newTill(t).start("recover", "--watch", "--sim")
	watch.until("waiting for the journal")
	if code := watch.ends(syscall.SIGTERM).code; code != 0 {
		t.Errorf("exit %d", code)
	}
}

// S23: while one process makes a sale, another asks for the same reference with
// a code of its own. It gets the first one's end, and its code is never sent.
func TestTwoProcessesOneReference(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	first := m.start("pay", "12.80", "--sim", "--ref", "basket", "-o", "json") // its camera needs a second
	first.until(`"state":"opened"`)
	cmd := m.command("pay", "12.80", "--sim", "--ref", "basket", "-o", "json", "--auth-code", "134567890123456701")
	var out bytes.Buffer
	cmd.Stdout = &out
	if code := m.end(cmd).code; code != 0 || !strings.Contains(out.String(), `"replayed":true`) || !strings.Contains(out.String(), `"method":"face"`) {
		t.Errorf("exit %d\n%s", code, out.String())
	}
	first.ends(syscall.SIGTERM)
	orders := m.orders()
	if len(orders) != 1 || orders[0].Deliveries != 1 {
		t.Errorf("the book: %+v", orders)
	}
	if a := m.only(); !a.Shown {
		t.Error("nobody recorded that PAID was told")
	}
}
