package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"facetill/cmd/cli"
	"facetill/flow"
	"facetill/flow/journal/sqlite"
	"facetill/wx/sim/book"
)

// TestMain makes the test binary the program, too: each test runs the real main
// in a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(waiting{m}, map[string]func(){
		"facetill": func() { os.Exit(cli.Main()) },
	})
}

// waiting runs more tests side by side than the machine has cores, because most
// of their time is a customer's or a bank's; -parallel says otherwise.
type waiting struct{ *testing.M }

func (w waiting) Run() int {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if !given {
		if err := flag.Set("test.parallel", "32"); err != nil {
			panic(err)
		}
	}
	var err error
	if programs, err = os.MkdirTemp("", "facetill-e2e-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(programs)
	if err := asReleased(); err != nil {
		panic(err)
	}
	return w.M.Run()
}

// till is one machine with facetill on it: a home folder, and the journal and
// WeChat's book in it.
type till struct {
	t    testing.TB
	home string
	exe  string // the program; "" is the test binary, which stands for it
}

func newTill(t testing.TB) *till { return &till{t: t, home: t.TempDir()} }

// of is the same till with a program that was built.
func (m *till) of(exe string) *till { return &till{m.t, m.home, exe} }

// stateDir is where the simulated journal and WeChat's book lie.
func (m *till) stateDir() string { return filepath.Join(m.home, "state", "facetill") }

func (m *till) journalPath() string { return filepath.Join(m.stateDir(), "sim.db") }

// bookPath is what WeChat remembers.
func (m *till) bookPath() string { return filepath.Join(m.stateDir(), "sim.book") }

// folders lead a process to state and configuration folders of its own.
func folders(home string) []string {
	state, config := filepath.Join(home, "state"), filepath.Join(home, "config")
	return []string{"HOME=" + home, "USERPROFILE=" + home, "XDG_STATE_HOME=" + state, "LocalAppData=" + state,
		"XDG_CONFIG_HOME=" + config, "AppData=" + config, "FACETILL_CONFIG=", "LANG=C", "LC_ALL=C"}
}

// command is a call that has not begun.
func (m *till) command(args ...string) *exec.Cmd {
	// The limit is for a program that hangs, and no part of what is tested.
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	m.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "facetill", args...)
	cmd.Dir = m.home
	cmd.Env = append(os.Environ(), folders(m.home)...)
	if m.exe != "" {
		cmd.Path, cmd.Err = m.exe, nil
	}
	return cmd
}

// said is how a call ended and what it said.
type said struct {
	code     int
	out, err string
}

// scannedCode is the payment code of one customer who pays.
func scannedCode(n int) string { return fmt.Sprintf("1345678901234567%02d", n) }

// run makes a call to its end.
func (m *till) run(args ...string) said {
	m.t.Helper()
	return m.end(m.command(args...))
}

// end runs a command to its end and takes what it says, but where the command
// has a stdout of its own. With -o json each line is held against the schema;
// a test that reads a pipe by itself calls holdLines.
func (m *till) end(cmd *exec.Cmd) said {
	m.t.Helper()
	var out, talk bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &out
	}
	if cmd.Stderr == nil {
		cmd.Stderr = &talk
	}
	err := cmd.Run()
	code := 0
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		code = exit.ExitCode()
	} else if err != nil {
		m.t.Fatal(err)
	}
	if cmd.Stdout == &out {
		holdLines(m.t, cmd, out.String())
	}
	return said{code, out.String(), talk.String()}
}

// holdLines holds the lines of an ended call with -o json against the schema. One
// that was killed keeps no promise about its lines.
func holdLines(t testing.TB, cmd *exec.Cmd, out string) {
	t.Helper()
	if cmd.ProcessState.ExitCode() < 0 {
		return
	}
	if err := heldLines(cmd.Args, out, cmd.ProcessState.ExitCode()); err != nil {
		t.Errorf("%v: %v", cmd.Args, err)
	}
}

// lines are the JSON lines of stdout.
func (s said) lines(t testing.TB) (lines []map[string]any) {
	t.Helper()
	for line := range strings.Lines(s.out) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
		lines = append(lines, fields)
	}
	return lines
}

// result is the last line of stdout.
func (s said) result(t testing.TB) map[string]any {
	t.Helper()
	lines := s.lines(t)
	if len(lines) == 0 || lines[len(lines)-1]["type"] != "result" {
		t.Fatalf("no result line at the end of %q; stderr: %s", s.out, s.err)
	}
	return lines[len(lines)-1]
}

// open opens the journal until the test ends. A process that opens it twice loses
// its locks.
func (m *till) open() *sqlite.Journal {
	m.t.Helper()
	j, err := sqlite.Open(context.Background(), m.journalPath(), sqlite.Options{})
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = j.Close() })
	return j
}

// attempts reads the journal, newest first.
func (m *till) attempts() []flow.Attempt {
	m.t.Helper()
	j, err := sqlite.Open(context.Background(), m.journalPath(), sqlite.Options{})
	if err != nil {
		m.t.Fatal(err)
	}
	defer j.Close()
	all, err := j.List(context.Background(), flow.Filter{})
	if err != nil {
		m.t.Fatal(err)
	}
	return all
}

// only is the one attempt of the journal.
func (m *till) only() flow.Attempt {
	m.t.Helper()
	all := m.attempts()
	if len(all) != 1 {
		m.t.Fatalf("%d attempts", len(all))
	}
	return all[0]
}

// orders are what WeChat remembers.
func (m *till) orders() []book.Order { m.t.Helper(); return bookOrders(m.t, m.bookPath()) }

// charges counts what WeChat holds of the customers' money now.
func (m *till) charges() int { m.t.Helper(); return m.chargesAt(time.Now()) }

// chargesToCome counts also the charges that need nobody's call any more: a customer
// who was asked for a password gives it, however long a test takes meanwhile.
func (m *till) chargesToCome() int { m.t.Helper(); return m.chargesAt(time.Now().Add(time.Hour)) }

func (m *till) chargesAt(now time.Time) (n int) {
	m.t.Helper()
	for _, o := range m.orders() {
		if o.Charged(now) {
			n++
		}
	}
	return n
}

// A sale, as a script makes it.
func TestOneSale(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	s := m.run("pay", "12.80", "--sim", "--ref", "r1", "-o", "json")
	if r := s.result(t); s.code != 0 || r["outcome"] != "paid" || m.charges() != 1 {
		t.Errorf("exit %d, %v, %d charges", s.code, r, m.charges())
	}
	if all := m.attempts(); len(all) != 1 || all[0].State != flow.Paid || !all[0].Shown {
		t.Errorf("the journal has %+v", all)
	}
}
