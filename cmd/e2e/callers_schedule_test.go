//go:build unix

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"facetill/flow"
	"facetill/wx/sim"
)

// The schedules of the money rules that are about processes, exit codes and
// folders. The others are told in flow, wx and tui under the same kind of name.

// lastLine is the last line of an output as JSON, nil where it is none.
func lastLine(out []byte) (result map[string]any) {
	text := bytes.TrimSpace(out)
	if json.Unmarshal(text[bytes.LastIndexByte(text, '\n')+1:], &result) != nil {
		return nil
	}
	return result
}

const anyCode = "134567890123456701"

// S2: the POS has closed its end of stdout in mid-sale. The sale goes on to its
// end, and is not told, because nobody heard it: 8 (money rule 5.3).
func TestS02_ClosedStdout(t *testing.T) {
	m := newTill(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	cmd := m.command("pay", "12.80", "--sim", "-o", "json", "--auth-code", "134567890123456701")
	cmd.Stdout, cmd.Stderr = w, w
	if code := m.end(cmd).code; code != 8 {
		t.Errorf("exit %d, want 8", code)
	}
	_ = w.Close()
	if a := m.only(); a.State != flow.Paid || a.Shown {
		t.Errorf("the journal says %s, told %v", a.State, a.Shown)
	}
}

// S2: the POS kills pay while the password is awaited. Its exit code is none of
// ours and no result line is there: nothing that reads as "no money". The next
// command drives the sale on.
func TestS02_KilledInMidSale(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	cmd := m.command("pay", "900.13", "--sim", "-o", "json", "--auth-code", anyCode)
	p := startCommand(t, cmd)
	p.until(`"answered"`)
	if s := p.ends(syscall.SIGKILL); s.code >= 0 || strings.Contains(s.out, `"type":"result"`) {
		t.Errorf("killed: %v", s)
	}
	if a := m.only(); !a.Open() {
		t.Fatalf("the journal says %s", a.State)
	}
	if s := m.run("status", "--sim", "-o", "json"); s.code != 8 || s.result(t)["outcome"] != "open" {
		t.Errorf("status: %v", s)
	}
}

// S4: the same reference from another working directory is the same sale: the
// journal lies where the configuration says, not where the caller stands.
func TestS04_AnotherDirectory(t *testing.T) {
	t.Parallel()
	m, shop := newTill(t), t.TempDir()
	config := filepath.Join(shop, "facetill.toml")
	text := "[merchant]\napp_id = \"" + sim.DefaultAppID + "\"\nmch_id = \"" + sim.DefaultMchID + "\"\napi_key = \"" + sim.DefaultAPIKey + "\"\n[store]\nid = \"S-1\"\nname = \"Shop\"\n[terminal]\ndevice_id = \"D-1\"\nlane = \"L-1\"\n[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"sim\"\n[journal]\nurl = \"sim-till.db\"\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	from := func(dir string) (int, map[string]any) {
		cmd := m.command("pay", "12.80", "--ref", "R-1", "--auth-code", anyCode, "-o", "json", "--config", config)
		cmd.Dir = dir
		s := m.end(cmd)
		return s.code, s.result(t)
	}
	code, first := from(t.TempDir())
	if code != 0 || first["outcome"] != "paid" || first["replayed"] != nil {
		t.Fatalf("%d, %v", code, first)
	}
	code, second := from(t.TempDir())
	if code != 0 || second["replayed"] != true || second["out_trade_no"] != first["out_trade_no"] {
		t.Errorf("from another directory: %d, %v", code, second)
	}
	if _, err := os.Stat(filepath.Join(shop, "sim-till.db")); err != nil {
		t.Error(err)
	}
}

// S7: pay ended with 8 and no till runs: nobody drives it. Any later command says
// so, and drives it as long as it lives.
func TestS07_NobodyDrivesIt(t *testing.T) {
	t.Parallel()
	for _, later := range [][]string{{"pay", "5", "--auth-code", anyCode}, {"status"}, {"recover", "--for", "10s"}} {
		m := newTill(t)
		m.left("confirming", "minted", 1280)
		cmd := m.command(append(later, "--sim", "-o", "json")...)
		var talk strings.Builder
		cmd.Stderr = &talk
		_, _ = cmd.Output()
		if said := talk.String(); !strings.Contains(said, "open: ") || !strings.Contains(said, "12.80") {
			t.Errorf("%v says nothing of what is open: %q", later, said)
		}
		events := timelineOf(t, m, 1280)
		if later[0] == "recover" && len(events) <= 4 {
			t.Errorf("%v did not drive it: %d facts", later, len(events))
		}
	}
}

// timelineOf returns the facts of the attempt of an amount.
func timelineOf(t *testing.T, m *till, fee flow.Fen) []flow.Event {
	t.Helper()
	j := m.open()
	all, err := j.List(context.Background(), flow.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.TotalFee == fee {
			events, err := j.Timeline(context.Background(), a.OutTradeNo)
			if err != nil {
				t.Fatal(err)
			}
			return events
		}
	}
	t.Fatalf("no attempt of %s", fee)
	return nil
}

// references are what the POS calls again, and what it is told.
func references(t *testing.T, rows map[string]struct {
	state  string
	amount string
	code   int
	wants  map[string]any
}) {
	t.Helper()
	for name, r := range rows {
		m := newTill(t)
		m.left(r.state, "R-1", 1280)
		s := m.run("pay", r.amount, "--ref", "R-1", "--sim", "-o", "json")
		code, got := s.code, s.result(t)
		if code != r.code {
			t.Errorf("%s: exit code %d, want %d; %v", name, code, r.code, got)
		}
		for field, want := range r.wants {
			if got[field] != want {
				t.Errorf("%s: %s is %v, want %v", name, field, got[field], want)
			}
		}
		if orders := m.orders(); len(orders) > 0 {
			t.Errorf("%s: %d orders reached WeChat", name, len(orders))
		}
	}
}

type rows = map[string]struct {
	state  string
	amount string
	code   int
	wants  map[string]any
}

// S19: the POS repeats the reference of a sale that was refunded, or reversed by
// a person: exit 6, the record, and no camera.
func TestS19_ExitSix(t *testing.T) {
	t.Parallel()
	references(t, rows{
		"refunded":         {"refunded", "12.80", 6, map[string]any{"outcome": "refunded", "replayed": true}},
		"reversed by hand": {"reversed-by-hand", "12.80", 6, map[string]any{"outcome": "reversed", "replayed": true}},
	})
}

// S22: another amount under the reference of an open sale: 8; of a paid one: 6.
func TestS22_ExitCodesOfAnotherAmount(t *testing.T) {
	t.Parallel()
	references(t, rows{
		"open": {"needs_person", "13.80", 8, map[string]any{"outcome": "open", "total_fee": 1280.0}},
		"paid": {"paid", "13.80", 6, map[string]any{"outcome": "paid", "total_fee": 1280.0}},
	})
}

// S30: "paid" said of what is being reversed is a mistake: 64, and nothing is done.
func TestS30_ExitOfPaidWhileReversing(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.left("needs_person", "R-1", 1280)
	no := string(m.only().OutTradeNo)
	cmd := m.command("resolve", no, "--as", "paid", "--by", "Li", "--reason", "seen", "--sim")
	if code := m.end(cmd).code; code != 64 {
		t.Errorf("exit code %d, want 64", code)
	}
}

// S33: killed and given up yesterday, found charged today: another customer's
// call of the reference ends with 8 or 6, never with 0.
func TestS33_ExitCodeOfYesterday(t *testing.T) {
	t.Parallel()
	references(t, rows{
		"found unclaimed": {"unclaimed-yesterday", "12.80", 8, map[string]any{"outcome": "open"}},
		"told yesterday":  {"paid-yesterday", "12.80", 6, map[string]any{"outcome": "paid", "replayed": true}},
	})
}
