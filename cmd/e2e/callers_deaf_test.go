//go:build linux

package e2e

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// full is a disk without room: each write to it fails.
func full(t testing.TB) *os.File {
	t.Helper()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// gone is a pipe whose reader has left.
func gone(t testing.TB) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// into runs a call whose stdout is a file.
func (m *till) into(f *os.File, args ...string) said {
	m.t.Helper()
	cmd := m.command(args...)
	cmd.Stdout = f
	return m.end(cmd)
}

// stopped checks that a sale of the amount is stopped by one before it, which is
// named and whose numbers are not this call's.
func (m *till) stopped(amount, code string) {
	m.t.Helper()
	s := m.run("pay", amount, "--sim", "-o", "json", "--auth-code", code)
	r := s.result(m.t)
	by, _ := r["stopped_by"].([]any)
	if s.code != 8 || r["err_code"] != "POSSIBLE_DUPLICATE" || r["out_trade_no"] != nil || r["transaction_id"] != nil || r["total_fee"] != nil || len(by) != 1 {
		m.t.Errorf("the next press: exit %d, %v", s.code, r)
	}
	if n := m.charges(); n != 1 {
		m.t.Errorf("%d charges, want 1", n)
	}
}

// Schedule 40: stdout is full, or its reader has gone, before the first line,
// after it, or at the result line. The customer is charged, the caller did not
// hear it: 8, not told, and the next press is stopped.
func TestS40_CallerThatCannotHear(t *testing.T) {
	t.Parallel()
	for name, stdout := range map[string]func(testing.TB) *os.File{"full": full, "gone": gone} {
		for _, format := range []string{"json", "text"} {
			t.Run(name+" "+format, func(t *testing.T) {
				t.Parallel()
				m := newTill(t)
				s := m.into(stdout(t), "pay", "12.80", "--sim", "-o", format, "--auth-code", "134567890123456701")
				if s.code != 8 || !strings.Contains(s.err, "could not be told") {
					t.Errorf("exit %d: %s", s.code, s.err)
				}
				if all := m.attempts(); len(all) != 1 || all[0].Shown {
					t.Errorf("the journal has %+v", all)
				}
				if s := m.run("status", "--sim", "-o", "json"); s.code != 8 || s.result(t)["unclaimed"] != true {
					t.Errorf("status: exit %d, %s", s.code, s.out)
				}
				m.stopped("12.80", "134567890123456702")
			})
		}
	}
	t.Run("after the first line", func(t *testing.T) {
		t.Parallel()
		m := newTill(t)
		cmd := m.command("pay", "12.80", "--sim", "-o", "json") // the camera needs a moment
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		cmd.Stdout = w
		p := startCommand(t, cmd)
		_ = w.Close()
		line, err := bufio.NewReader(r).ReadString('\n')
		if err != nil || !strings.Contains(line, `"opened"`) {
			t.Fatalf("%q, %v", line, err)
		}
		_ = r.Close()
		if s := p.ends(); s.code != 8 {
			t.Errorf("exit %d: %s", s.code, s.err)
		}
		m.stopped("12.80", "134567890123456702")
	})
}

// A reference whose answer was not heard is asked for again: the replay is told,
// and only where it is heard itself.
func TestDeafReplay(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	pay := []string{"pay", "12.80", "--sim", "--ref", "r1", "--auth-code", "134567890123456701"}
	for range 2 {
		if s := m.into(full(t), pay...); s.code != 8 {
			t.Errorf("exit %d: %s", s.code, s.err)
		}
	}
	if all := m.attempts(); len(all) != 1 || all[0].Shown {
		t.Errorf("the journal has %+v", all)
	}
	if s := m.run(append(pay, "-o", "json")...); s.code != 0 || s.result(t)["replayed"] != true {
		t.Errorf("exit %d: %s", s.code, s.out)
	}
	if all := m.attempts(); !all[0].Shown {
		t.Error("heard, and not told")
	}
	if s := m.into(full(t), pay...); s.code != 8 { // told to an earlier call, not to this one
		t.Errorf("exit %d: %s", s.code, s.err)
	}
}

// A stdout that was closed before the start is /dev/null: told.
func TestClosedBeforeTheStart(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	pay := m.command("pay", "12.80", "--sim", "--auth-code", "134567890123456701")
	cmd := exec.Command("sh", append([]string{"-c", `exec "$0" "$@" >&-`, pay.Path}, pay.Args[1:]...)...)
	cmd.Env, cmd.Dir = pay.Env, pay.Dir
	if s := m.end(cmd); s.code != 0 {
		t.Errorf("exit %d: %s", s.code, s.err)
	}
	if all := m.attempts(); len(all) != 1 || !all[0].Shown {
		t.Errorf("the journal has %+v", all)
	}
}

// What is no "paid" keeps its code: the customer was surely not charged.
func TestDeafDecline(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	for amount, code := range map[string]int{"900.15": 3, "900.01": 4} {
		args := []string{"pay", amount, "--sim"}
		if code == 3 {
			args = append(args, "--auth-code", "134567890123456701")
		}
		if s := m.into(full(t), args...); s.code != code || !strings.Contains(s.err, "could not be written") {
			t.Errorf("%s: exit %d, want %d: %s", amount, s.code, code, s.err)
		}
	}
}

// Money rule 7.1: output that could not be written is told by the code.
func TestOutputThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.run("pay", "12.80", "--sim", "--ref", "r1", "--auth-code", "134567890123456701")
	for args, code := range map[string]int{
		"status r1": 8, "sales": 69, "sales export": 69, "sales export --format json": 69, "receipt r1": 69, "day": 69,
		"sales -o json": 69, "status -o json": 8, "day -o json": 69, "receipt r1 -o json": 69, "recover": 8, "journal verify": 69,
		"doctor": 69, "version": 69, "help": 69, "help pay": 69, "pay --help": 69, "completion bash": 69, "config show": 69, "device rawdata": 69, "sim --list": 69,
		"status nothing-like-that": 64, "frobnicate": 64,
	} {
		for name, stdout := range map[string]*os.File{"full": full(t), "gone": gone(t)} {
			s := m.into(stdout, append(strings.Fields(args), "--sim")...)
			if s.code != code || code != 64 && !strings.Contains(s.err, "could not be written") {
				t.Errorf("%s, %s: exit %d, want %d: %s", args, name, s.code, code, s.err)
			}
		}
	}
}

// Money rule 7.1: a close that made its record, and could not print it, says which.
func TestCloseThatCannotBePrinted(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"text", "json"} {
		m := newTill(t)
		m.run("pay", "12.80", "--sim", "--auth-code", scannedCode(1)) // makes the journal
		m.left("paid-yesterday", "Y", 500)
		if s := m.into(full(t), "close", "--sim", "-o", format); s.code != 69 || !strings.Contains(s.err, "close 1 is made, print it again: facetill close --print 1") {
			t.Errorf("%s: exit %d: %s", format, s.code, s.err)
		}
		if s := m.run("close", "--print", "1", "--sim"); s.code != 0 || !strings.HasPrefix(s.out, "Close 1 of ") {
			t.Errorf("%s: %v", format, s)
		}
		if s := m.into(full(t), "close", "--print", "1", "--sim"); s.code != 69 || strings.Contains(s.err, "is made") {
			t.Errorf("%s, again: exit %d: %s", format, s.code, s.err)
		}
	}
}

// stuck is a pipe that is full, to its last byte, and whose reader does not read.
func stuck(t testing.TB) *os.File {
	t.Helper()
	w, _ := stuckOut(t)
	return w
}

// Schedule 40: a caller that reads nothing before the end, over a pipe that is full, holds up
// no sale: its window runs, it ends as it would have, and it was not told.
func TestS40_CallerThatDoesNotRead(t *testing.T) {
	t.Parallel()
	for _, pipes := range []string{"stdout", "stderr"} {
		t.Run(pipes, func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			cmd := m.command("pay", "900.15", "--sim", "-o", "json", "--auth-code", "134567890123456701")
			paid := m.command("pay", "12.80", "--sim", "-o", "json", "--auth-code", "134567890123456702")
			want := 8
			if pipes == "stdout" {
				cmd.Stdout, paid.Stdout = stuck(t), stuck(t)
			} else {
				cmd.Stderr, paid.Stderr = stuck(t), stuck(t)
				want = 0
			}
			if s := m.end(cmd); s.code != 3 {
				t.Errorf("declined: exit %d: %s", s.code, s.err)
			}
			if s := m.end(paid); s.code != want {
				t.Errorf("paid: exit %d, want %d: %s", s.code, want, s.err)
			}
			sold := 0
			for _, a := range m.attempts() {
				if a.State == flow.Paid && a.Shown == (want == 0) {
					sold++
				}
			}
			if sold != 1 {
				t.Errorf("the journal has %+v", m.attempts())
			}
		})
	}
	t.Run("signal", func(t *testing.T) {
		t.Parallel()
		m := newTill(t)
		cmd := m.command("pay", "900.13", "--sim", "-o", "json", "--auth-code", "134567890123456701")
		cmd.Stdout = stuck(t)
		p := startCommand(t, cmd)
		eventually(t, "the request is out", func() bool {
			j, err := sqlite.Open(context.Background(), m.journalPath(), sqlite.Options{})
			if err != nil {
				return false // it is being made
			}
			defer j.Close()
			all, err := j.List(context.Background(), flow.Filter{State: flow.Confirming})
			return err == nil && len(all) == 1
		})
		begun := time.Now()
		if s := p.ends(syscall.SIGTERM); s.code != 8 {
			t.Errorf("exit %d", s.code)
		}
		if took := time.Since(begun); took >= 10*time.Second { // its patience with readers
			t.Errorf("it was there for %s after the signal", took)
		}
	})
}

// What is left of a recover says how many stand, and whose turn it is.
func TestRecoverSaysWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.into(full(t), "pay", "2.00", "--sim")
	s := m.run("recover", "--sim")
	if s.code != 8 || strings.Contains(s.out, "nothing is open") || !strings.Contains(s.out, "1 waits for a person") {
		t.Errorf("exit %d, %s", s.code, s.out)
	}
	if !strings.Contains(s.err, "facetill resolve") || strings.Contains(s.err, "try: facetill recover") {
		t.Errorf("recover cannot help there: %s", s.err)
	}
	// The next sale says the same of it.
	if s = m.run("pay", "3.00", "--sim"); !strings.Contains(s.err, "facetill resolve") || strings.Contains(s.err, "try: facetill recover") {
		t.Errorf("recover cannot help there: %s", s.err)
	}
}

// --new with the numbers that were shown, as the hint has them, behind a blank and
// behind "=". A number that no sale has was mistyped.
func TestNewAsTheHintHasIt(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	for yuan, word := range map[string]func(nos string) []string{
		"2.00": func(nos string) []string { return []string{"--new", nos} },
		"3.00": func(nos string) []string { return []string{"--new=" + nos} },
	} {
		m.into(full(t), "pay", yuan, "--sim")
		stopped := m.run("pay", yuan, "--sim")
		_, hint, ok := strings.Cut(stopped.err, "try: facetill pay --sim "+yuan+" --new ")
		if stopped.code != 8 || !ok {
			t.Fatalf("exit %d, no hint in %s", stopped.code, stopped.err)
		}
		said := word(strings.Fields(hint)[0])
		if s := m.run(append([]string{"pay", yuan, "--sim"}, said...)...); s.code != 0 {
			t.Errorf("%s: exit %d, %s", said, s.code, s.err)
		}
	}
	if s := m.run("pay", "2.00", "--sim", "-o", "json", "--new", "26112512000000000000000000000001"); s.code != 64 || s.result(t)["err_code"] != "NOT_FOUND" {
		t.Errorf("an unknown number: exit %d, %s", s.code, s.err)
	}
}

// Money rule 4b.10: that WeChat has closed a refund is told by a line that somebody took,
// and until then to everybody who asks.
func TestAClosingNobodyHeard(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.left("refund-closed", "A", 1280)
	if s := m.into(full(t), "status", "A", "--sim"); s.code != 8 {
		t.Errorf("exit %d: %s", s.code, s.err)
	}
	for _, want := range []int{8, 0} {
		if s := m.run("status", "A", "--sim"); s.code != want || strings.Contains(s.out, "closed by WeChat") != (want == 8) {
			t.Errorf("exit %d, want %d: %s", s.code, want, s.out)
		}
	}
}
