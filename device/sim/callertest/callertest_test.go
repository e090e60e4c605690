package callertest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"facetill/device/sim"
	"facetill/device/wire"
)

func TestSimulatedTerminal(t *testing.T) {
	Run(t, func(_ *testing.T, term *sim.Terminal) wire.Caller {
		if fault := faults[os.Getenv(faultVariable)].spoil; fault != nil {
			return faulty{term, fault}
		}
		return term
	})
}

// faultVariable puts one of the faults into TestSimulatedTerminal.
const faultVariable = "FACETILL_CALLER_FAULT"

// faults are what a way may do wrong, and the case that has to notice.
var faults = map[string]struct {
	spoil func(req, resp []byte, err error) ([]byte, error)
	in    string
}{
	"a NUL more": {func(_, resp []byte, err error) ([]byte, error) { return append(resp, 0), err }, "no NUL after the answer"},
	"a byte less at the limit": {func(_, resp []byte, err error) ([]byte, error) {
		return resp[:min(len(resp), wire.MaxAnswer-1)], err
	}, "1 MiB limit"},
	"no UTF-8": {func(_, resp []byte, err error) ([]byte, error) {
		return bytes.Map(func(r rune) rune {
			if r > 127 {
				return '?'
			}
			return r
		}, resp), err
	}, "chinese text"},
	"the return value lost": {func(_, resp []byte, err error) ([]byte, error) {
		if wire.KindOf(err) == wire.KindReturned {
			err = &wire.CallError{Kind: wire.KindCrashed}
		}
		return resp, err
	}, "non-zero return"},
	"no stop": {func(req, resp []byte, err error) ([]byte, error) {
		if bytes.Contains(req, []byte(wire.CmdStop)) {
			return nil, &wire.CallError{Kind: wire.KindBusy}
		}
		return resp, err
	}, "stop after the code"},
	"err_code lost": {func(_, resp []byte, err error) ([]byte, error) {
		return bytes.ReplaceAll(resp, []byte("err_code"), []byte("err_c0de")), err
	}, "the library's refusals"},
	"an empty answer made up": {func(_, resp []byte, err error) ([]byte, error) {
		if len(resp) == 0 && err == nil {
			resp = []byte(`{"return_code":"SUCCESS"}`)
		}
		return resp, err
	}, "answers that are none"},
}

// faulty is a way with one fault.
type faulty struct {
	wire.Caller
	spoil func(req, resp []byte, err error) ([]byte, error)
}

func (f faulty) Call(ctx context.Context, req []byte) ([]byte, error) {
	resp, err := f.Caller.Call(ctx, req)
	return f.spoil(req, resp, err)
}

// TestControl: the suite finds each fault.
func TestControl(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range faults {
		cmd := exec.Command(exe, "-test.run=^TestSimulatedTerminal$")
		cmd.Env = append(os.Environ(), faultVariable+"="+name)
		out, err := cmd.CombinedOutput()
		if want := "--- FAIL: TestSimulatedTerminal/" + strings.ReplaceAll(f.in, " ", "_"); err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v, and no %q in:\n%s", name, err, want, out)
		}
	}
}

// TestTable: what was shown is ok, what cannot be has its reason, and a way that
// a run cannot take is told as such.
func TestTable(t *testing.T) {
	var tab Table
	tab.Run(t, Way{Name: "simulator", Dial: func(_ *testing.T, term *sim.Terminal) wire.Caller { return term },
		Own:           map[string]func(*testing.T){Crash: func(*testing.T) {}},
		NotApplicable: map[string]string{AfterHang: "why one", Released: "why two"}})
	tab.Absent("library", "why three")
	text := tab.String()
	if strings.Contains(text, "FAILED") || strings.Count(text, "| ok ") != len(cases)-2 || strings.Count(text, "- [3]") != len(cases) {
		t.Errorf("the table:\n%s", text)
	}
	for _, line := range []string{"[1] simulator, " + AfterHang + ": why one", "[2] simulator, " + Released + ": why two", "[3] library: why three"} {
		if !strings.Contains(text, line) {
			t.Errorf("%q is not in the table:\n%s", line, text)
		}
	}
}

// TestEveryCallerRunsTheSuite: a room of the device that has a caller of its own
// shows that it is one. The simulated terminal is shown here.
func TestEveryCallerRunsTheSuite(t *testing.T) {
	isCaller := regexp.MustCompile(`(?m)^func \(\w* ?\*?[A-Z]\w*\) Call\(\w+ context\.Context, \w+ \[\]byte\) \(.*\[\]byte, `)
	callers, shown := map[string]bool{}, map[string]bool{"../../sim": true}
	files, err := filepath.Glob("../../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.ToSlash(filepath.Dir(name))
		if strings.HasSuffix(name, "_test.go") {
			shown[dir] = shown[dir] || bytes.Contains(text, []byte("callertest.Way{")) || bytes.Contains(text, []byte("callertest.Run("))
		} else {
			callers[dir] = callers[dir] || isCaller.Match(text)
		}
	}
	if !callers["../../bridge"] || !callers["../../sdk"] || callers["../../wire"] {
		t.Fatalf("found callers %v", callers)
	}
	for dir, is := range callers {
		if is && !shown[dir] {
			t.Errorf("device/%s has a caller, and no test there runs callertest against it", filepath.Base(dir))
		}
	}
}
