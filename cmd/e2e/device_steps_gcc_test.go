//go:build gcc && !windows

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	devsim "facetill/device/sim"
	"facetill/wx/sim/book"
)

// TestStepsOverRealAdapters walks through the documents over what a shop has: the
// dynamic library in a child process a step, and WeChat Pay over HTTPS with a client
// certificate, both as the configuration of a real gateway names them.
func TestStepsOverRealAdapters(t *testing.T) {
	exe := built(t)
	s := newShop(t, devsim.New(devsim.Options{}), "")
	m := s.till.of(exe)
	step := func(stdin string, args ...string) said {
		t.Helper()
		cmd := s.command(exe, args...)
		cmd.Stdin = strings.NewReader(stdin)
		return m.end(cmd)
	}
	lines := walk(t, step, "12.80")
	wantWalk(t, lines)
	no := s.charged(t)
	if no != lines[2]["out_trade_no"] {
		t.Errorf("%s is charged, and the face was taken for %v", no, lines[2]["out_trade_no"])
	}
	if _, err := os.Stat(filepath.Join(s.dir, "facetill.db")); err == nil {
		t.Error("the steps made a journal")
	}
	// The client certificate is shown where it is needed.
	if back := step("", "wx", "reverse", "--out-trade-no", no, "-o", "json"); back.code != 0 {
		t.Errorf("reverse: %v", back)
	}
	if orders, _ := s.server.Server.Orders(); len(orders) != 1 || orders[0].State(time.Now()) != book.Revoked {
		t.Errorf("the book: %+v", orders)
	}
	// Without the simulator's authority nothing is charged, whatever stands behind the address.
	text, err := os.ReadFile(filepath.Join(s.dir, "facetill.toml"))
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "facetill.toml", strings.Replace(string(text), "ca_file =", "# ca_file =", 1))
	if real := step("", "wx", "micropay", "--auth-code", scannedCode(1), "--out-trade-no", "20260131001", "--total-fee", "1"); real.code != 64 {
		t.Errorf("without a proof: %v", real)
	}
}
