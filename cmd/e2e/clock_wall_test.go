//go:build linux

package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
	"facetill/wx/sim"
	"facetill/wx/sim/host"
)

// wrongTill is a till whose wall clock a test sets, with a WeChat Pay outside of
// its process.
type wrongTill struct {
	*till
	config, wall string
	off          time.Duration
	ahead        atomic.Int64 // WeChat's clock, of this world's
	speed        int          // of this world's clock
	since        time.Time
	wechat       *host.Running
}

// now is the time in this world, where what takes a minute may be over sooner.
func (w *wrongTill) now() time.Time {
	return w.since.Add(time.Since(w.since) * time.Duration(w.speed))
}

// newWrongTill serves WeChat Pay with a clock that is ahead of the real one, to a
// till that has its journal at a path. Its customers and banks take an eighth of
// their time.
func newWrongTill(m *till, path string, ahead time.Duration) *wrongTill {
	m.t.Helper()
	return newClockTill(m, path, ahead, 8)
}

// newClockTill is one whose customers and banks are so many times as fast.
func newClockTill(m *till, path string, ahead time.Duration, banks float64) *wrongTill {
	m.t.Helper()
	t := m.t
	w := &wrongTill{till: m, config: filepath.Join(m.home, "till.toml"), wall: filepath.Join(m.home, "wall"), speed: 1, since: time.Now()}
	w.ahead.Store(int64(ahead))
	if err := os.MkdirAll(m.stateDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	running, err := host.Serve(ctx, host.Options{Dir: filepath.Join(m.home, "creds"), Config: sim.Config{Speed: banks,
		BookPath: m.bookPath(), Now: func() time.Time { return w.now().Add(time.Duration(w.ahead.Load())) }}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Stop() })
	w.wechat = running
	text := fmt.Sprintf(`[merchant]
app_id = %q
mch_id = %q
p12_file = "creds/apiclient_cert.p12"
[wechat]
adapter = "sim"
api_url = %q
ca_file = "creds/ca.pem"
[device]
adapter = "sim"
[journal]
url = %q
`, sim.DefaultAppID, sim.DefaultMchID, running.URL, path)
	if err := os.WriteFile(w.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return w
}

// set sets the wall clock.
func (w *wrongTill) set(off time.Duration) {
	w.t.Helper()
	w.off = off
	// In one step: the program may be reading it.
	part := w.wall + ".part"
	if err := os.WriteFile(part, []byte(off.String()), 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(part, w.wall); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wrongTill) command(args ...string) *exec.Cmd {
	cmd := w.till.command(append(args, "--config", w.config)...)
	cmd.Env = append(cmd.Env, "FACETILL_WALL="+w.wall, fmt.Sprintf("FACETILL_SPEED=%d@%d", w.speed, w.since.UnixNano()))
	return cmd
}

func (w *wrongTill) run(args ...string) said { w.t.Helper(); return w.end(w.command(args...)) }

// state opens the journal for this look alone: a process that opens it twice
// loses its locks.
func (w *wrongTill) state(ref string) flow.State {
	w.t.Helper()
	j, err := sqlite.Open(context.Background(), w.journalPath(), sqlite.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	defer j.Close()
	return stateOf(w.t, j, ref)
}

const aDay = 24 * time.Hour

// The wall clock is set a day on or back between two calls. What is judged by
// age is judged on WeChat's clock, so nothing changes.
func TestClockBetweenRuns(t *testing.T) {
	t.Parallel()
	exe := crashing(t)
	for _, off := range []time.Duration{aDay, -aDay} {
		t.Run(off.String(), func(t *testing.T) {
			t.Parallel()
			m := newTill(t).of(exe)
			w := newWrongTill(m, m.journalPath(), 0)
			w.speed = 8 // before a replay such a till earns its trust in WeChat's clock, a minute long
			w.set(0)
			if s := w.run("pay", "12.80", "--ref", "today", "--auth-code", scannedCode(1), "-o", "json"); s.code != 0 {
				t.Fatalf("the sale: %v", s)
			}
			w.leftAll("unclaimed", "untold", "confirming")
			w.left("paid-yesterday", "yesterday", 1280) // by WeChat's clock
			w.set(off)
			w.replays()
			w.guards()
			w.lists()
		})
	}
}

// replays: a reference of today is repeated, one of yesterday is not, whatever
// the wall says.
func (w *wrongTill) replays() {
	w.t.Helper()
	for range 2 {
		s := w.run("pay", "12.80", "--ref", "today", "--auth-code", scannedCode(2), "-o", "json")
		if s.code != 0 || s.last(w.t)["replayed"] != true {
			w.t.Errorf("today's sale again: %v", s)
		}
	}
	if s := w.run("pay", "12.80", "--ref", "yesterday", "--auth-code", scannedCode(3), "-o", "json"); s.code != 6 {
		w.t.Errorf("yesterday's sale again: want 6, %v", s)
	}
	if s := w.run("status", "today", "-o", "json"); s.code != 0 || s.last(w.t)["wechat"] != "paid" {
		w.t.Errorf("status: %v", s)
	}
	if n := w.chargesAt(w.now()); n != 1 {
		w.t.Errorf("WeChat holds %d charges, want 1", n)
	}
}

// guards: what is open, unclaimed or never told stops a sale of its amount
// (money rule 5.3), and another amount is sold.
func (w *wrongTill) guards() {
	w.t.Helper()
	for i, amount := range []string{"50.00", "50.01", "50.02"} {
		if s := w.run("pay", amount, "--auth-code", scannedCode(10+i), "-o", "json"); s.code != 8 {
			w.t.Errorf("a sale of %s: want 8, %v", amount, s)
		}
	}
	if n := w.chargesAt(w.now()); n != 1 {
		w.t.Errorf("WeChat holds %d charges, want 1", n)
	}
	if s := w.run("pay", "6.66", "--ref", "sold", "--auth-code", scannedCode(20), "-o", "json"); s.code != 0 {
		w.t.Errorf("another sale: %v", s)
	}
}

// lists: a sale belongs to the day on which WeChat charged it.
func (w *wrongTill) lists() {
	w.t.Helper()
	j, err := sqlite.Open(context.Background(), w.journalPath(), sqlite.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	paid, err := j.Find(context.Background(), "sold")
	_ = j.Close()
	if err != nil || len(paid) != 1 {
		w.t.Fatalf("%d attempts, %v", len(paid), err)
	}
	if age := w.now().Sub(paid[0].TimeEnd); age < -time.Minute || age > 10*time.Minute {
		w.t.Errorf("paid at %v, and it is %v", paid[0].TimeEnd, w.now())
	}
	// The control: what the till noted by its own clock is off.
	if wrong := paid[0].OpenedAt.Sub(w.now()) - w.off; wrong < -10*time.Minute || wrong > 10*time.Minute {
		w.t.Errorf("opened at %v, with a wall clock that is off by %v", paid[0].OpenedAt, w.off)
	}
	day := paid[0].TimeEnd.In(flow.Beijing).Format("2006-01-02")
	if s := w.run("sales", "--from", day, "--to", day, "-o", "json"); s.code != 0 || !strings.Contains(s.out, `"ref":"sold"`) {
		w.t.Errorf("sales of %s: %v", day, s)
	}
	if s := w.run("journal", "verify"); s.code != 0 {
		w.t.Errorf("verify: %v", s)
	}
}

// An attempt whose request may be on its way is waited for by WeChat's clock: a
// wall clock that is a day on ends nothing early, and one that is a day back
// keeps nothing open.
func TestClockFences(t *testing.T) {
	t.Parallel()
	exe := crashing(t)
	for _, c := range []struct {
		wall, wechat time.Duration
		want         flow.State
	}{
		{aDay, 0, flow.Submitting}, {-aDay, 0, flow.Submitting},
		// The control: it is later at WeChat.
		{aDay, 2 * time.Minute, flow.Reversing}, {-aDay, 2 * time.Minute, flow.Reversing},
	} {
		t.Run(fmt.Sprintf("wall %v, WeChat %v", c.wall, c.wechat), func(t *testing.T) {
			t.Parallel()
			m := newTill(t).of(exe)
			w := newWrongTill(m, m.journalPath(), 0)
			w.set(0)
			cmd := w.command("pay", "12.80", "--ref", "lost", "--auth-code", scannedCode(1))
			cmd.Env = append(cmd.Env, "FACETILL_CRASH=before pay 1")
			if s := m.end(cmd); s.code != -1 {
				t.Fatalf("not killed: %v", s)
			}
			w.ahead.Store(int64(c.wechat))
			w.set(c.wall)
			w.recoverTo("lost", c.want)
			if s := w.run("pay", "12.80", "--auth-code", scannedCode(2)); s.code != 8 {
				t.Errorf("another sale of the amount: want 8, %v", s)
			}
		})
	}
}

// recoverTo lets recover go on until an attempt is in a state that it is to reach,
// or for 2 s where it is to stay.
func (w *wrongTill) recoverTo(ref string, want flow.State) {
	w.t.Helper()
	if want == w.state(ref) {
		if s := w.run("recover", "--for", "2s"); s.code != 8 || w.state(ref) != want {
			w.t.Errorf("the attempt is %s, want %s; recover: %v", w.state(ref), want, s)
		}
		return
	}
	cmd := w.command("recover")
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	for limit := time.Now().Add(patience); w.state(ref) != want; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(limit) {
			w.t.Errorf("the attempt is %s, want %s", w.state(ref), want)
			break
		}
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 8 {
		w.t.Errorf("recover ends with %d, want 8", cmd.ProcessState.ExitCode())
	}
}

// The wall clock is set a day on or back while a customer types the password:
// the sale is asked about as long as ever, and paid.
func TestClockInARun(t *testing.T) {
	t.Parallel()
	exe := crashing(t)
	for _, off := range []time.Duration{aDay, -aDay} {
		t.Run(off.String(), func(t *testing.T) {
			t.Parallel()
			m := newTill(t).of(exe)
			w := newWrongTill(m, m.journalPath(), 0)
			w.set(0)
			s := w.typing(func() { w.set(off) })
			if s.code != 0 || s.last(t)["outcome"] != "paid" {
				t.Errorf("%v", s)
			}
			if s := w.run("status", "typing"); s.code != 0 {
				t.Errorf("status: %v", s)
			}
		})
	}
}

// typing is a sale under that reference whose customer types a password for a
// second. meanwhile runs when it is asked for.
func (w *wrongTill) typing(meanwhile func()) said {
	w.t.Helper()
	p := startCommand(w.t, w.command("pay", "900.11", "--ref", "typing", "--auth-code", scannedCode(1), "-o", "json"))
	p.until(`"state":"confirming"`)
	meanwhile()
	return p.ends()
}
