//go:build linux

package kills

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"facetill/cmd/proof/world"
	devsim "facetill/device/sim"
	"facetill/flow"
	"facetill/flow/journal/sqlite"
	"facetill/wx/sim"
	"facetill/wx/sim/host"
)

var (
	atLeast = flag.Int("kills", 60, "how many processes TestKills kills")
	first   = flag.Uint64("seed", 1, "of the moments; the machine has its own say in them")
)

const (
	fee        = 1280 // fen
	speed      = 40   // times as fast as the world
	settleFrom = 500  // kills of a run that waits for the last fence: half a minute
	lanes      = 6    // shops side by side: their processes wait more than they work
)

// shared is what outlives the processes: WeChat, and its clock.
type shared struct {
	t      *testing.T
	dir    string
	exe    string
	env    []string
	since  time.Time
	server *host.Running
	killed atomic.Int64

	customers []devsim.Behaviour

	mu         sync.Mutex
	violations []string
}

// now is the time of this world.
func (w *shared) now() time.Time { return w.since.Add(time.Since(w.since) * speed) }

func (w *shared) broken(rule, format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.violations = append(w.violations, "rule "+rule+": "+fmt.Sprintf(format, args...))
}

// held is the money, in fen, that WeChat keeps of the payer for a number.
func (w *shared) held(no flow.OutTradeNo) flow.Fen {
	return world.Held(w.server.Server, sim.DefaultMchID, no, w.now())
}

func newWorld(t *testing.T, patch ...string) *shared {
	w := &shared{t: t, dir: t.TempDir(), since: time.Now(), customers: customers}
	w.exe = filepath.Join(w.dir, "facetill")
	args := append([]string{"build", "-tags", "crashpoints", "-o", w.exe}, patch...)
	if out, err := exec.Command("go", append(args, "facetill/cmd/facetill")...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	w.since = time.Now().Round(0)
	w.env = []string{fmt.Sprintf("FACETILL_SPEED=%d@%d", speed, w.since.UnixNano()), "XDG_STATE_HOME=" + w.dir, "HOME=" + w.dir}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	var err error
	if w.server, err = host.Serve(ctx, host.Options{Dir: filepath.Join(w.dir, "creds"), Config: sim.Config{Now: w.now}}); err != nil {
		t.Fatal(err)
	}
	return w
}

// play lets the lanes sell until enough processes were killed.
func (w *shared) play(kills int, seed uint64, settle bool) (total stats) {
	var wg sync.WaitGroup
	all := make([]*lane, lanes)
	for i := range all {
		all[i] = newLane(w, int(seed)*lanes+i, seed)
		wg.Go(func() {
			for w.killed.Load() < int64(kills) && w.fine() {
				all[i].sale()
			}
			w.rest(all[i], settle)
			w.check(all[i], settle)
		})
	}
	wg.Wait()
	for _, l := range all {
		total.kills, total.lives, total.sales = total.kills+l.stats.kills, total.lives+l.stats.lives, total.sales+l.stats.sales
		total.words, total.checks = total.words+l.stats.words, total.checks+l.stats.checks
	}
	return total
}

// fine reports whether few rules were broken so far.
func (w *shared) fine() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.violations) < 10
}

// rest lets recover run undisturbed until nothing is open but what a person has
// to decide, which takes as long as the fences of the last request; or, where
// nobody wants to wait for that, until every attempt was looked at.
func (w *shared) rest(l *lane, settle bool) {
	long := map[bool]string{true: "2h", false: "20s"}[settle] // of this world
	cmd := l.command("recover", "--for", long)
	if out, err := cmd.CombinedOutput(); cmd.ProcessState == nil {
		w.broken("4.5", "recover: %v: %s", err, out)
	}
}

// check holds every attempt of a journal against the book; settled wants that
// nothing is open any more.
func (w *shared) check(l *lane, settled bool) {
	j, err := sqlite.Open(context.Background(), filepath.Join(l.dir, "till.db"), sqlite.Options{})
	if errors.Is(err, sqlite.ErrMissing) && !l.numbered {
		return // each of its few processes was killed before it had made the journal
	}
	if err != nil {
		w.broken("1.1", "the journal of %s: %v", l.dir, err)
		return
	}
	defer j.Close()
	if report, err := j.Verify(context.Background()); err != nil || len(report.Problems) > 0 {
		w.broken("1.1", "the journal of %s: %v, %+v", l.dir, err, report)
	}
	all, err := j.List(context.Background(), flow.Filter{})
	if err != nil {
		w.broken("1.1", "the journal of %s: %v", l.dir, err)
	}
	l.stats.checks += len(all)
	for _, v := range world.AtRest(all, w.held, settled) {
		w.broken(v.Rule, "%s", v.What)
	}
}

// TestKills: whenever the power fails, nothing is charged twice, nothing charged
// is forgotten, and no word is wrong.
func TestKills(t *testing.T) {
	began := time.Now()
	w := newWorld(t)
	s := w.play(*atLeast, *first, *atLeast >= settleFrom)
	for _, v := range w.violations {
		t.Error(v)
	}
	fmt.Printf("kills: %d kills, %d lives, %d sales, %d words, %d checks, %d violations, %s\n",
		s.kills, s.lives, s.sales, s.words, s.checks, len(w.violations), time.Since(began).Round(time.Second))
	if s.kills < *atLeast || s.words == 0 {
		t.Errorf("%d kills of %d, %d words", s.kills, *atLeast, s.words)
	}
}

// TestKillsCanFail is the control: a till that takes the intent of a dead process
// for a request that never left must be seen charging twice.
func TestKillsCanFail(t *testing.T) {
	const file = "../../../flow/next.go"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const line = "	case Submitting:\n		if a.Live.HasCode"
	bug := strings.Replace(string(text), line, "	case Submitting:\n		if !a.Live.Mine {\n"+
		"			return Record{[]Fact{NothingSent{Code: \"RESTART\", At: s.Wall}}}\n		}\n		if a.Live.HasCode", 1)
	if bug == string(text) {
		t.Fatal("the line to break is not in " + file)
	}
	dir := t.TempDir()
	original, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	broken, overlay := filepath.Join(dir, "next.go"), filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{original: broken}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{broken: bug, overlay: string(list)} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := newWorld(t, "-overlay", overlay)
	w.customers = []devsim.Behaviour{26} // charged at once, and the answer takes 12 s
	for seed := uint64(1); seed <= 10 && len(w.violations) == 0; seed++ {
		w.killed.Store(0)
		w.play(25, seed, false)
	}
	if len(w.violations) == 0 {
		t.Error("a till that charges twice broke no rule in 400 kills")
	}
}
