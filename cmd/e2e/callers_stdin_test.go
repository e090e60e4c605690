//go:build linux

package e2e

import (
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// waits starts a call that reads a code, and returns once it does: a blank before
// the code is no part of it, and whoever has taken it is reading. The code follows
// when the test writes it.
func (m *till) waits(args ...string) (*live, io.WriteCloser) {
	m.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = w.Close() })
	cmd := m.command(args...)
	cmd.Stdin = r
	p := startCommand(m.t, cmd)
	_ = r.Close()
	if _, err := io.WriteString(w, " "); err != nil {
		m.t.Fatal(err)
	}
	eventually(m.t, "the call reads its stdin", func() bool {
		n, err := unix.IoctlGetInt(int(w.Fd()), unix.TIOCINQ)
		return err == nil && n == 0
	})
	return p, w
}

// byCode is a sale by code; byFaceCode one whose face was taken before.
var (
	byCode     = []string{"pay", "12.80", "--sim", "-o", "json", "--auth-code", "-"}
	byFaceCode = []string{"pay", "12.80", "--sim", "-o", "json", "--face-code", "-", "--out-trade-no", "CAPTURED-1"}
)

// Money rule 5.3 (d): a call has begun when it was made, not when its code has
// come. A sale of the amount that is rung up, paid and told while another call
// waits for its code may be the same customer's, and stops that call.
func TestS41_PaidWhileTheCodeIsWaitedFor(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"a code": byCode, "a face code": byFaceCode} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			m.run("pay", "1.00", "--sim", "--ref", "before") // there is a journal
			slow, stdin := m.waits(args...)
			if s := m.run("pay", "12.80", "--sim", "--ref", "meanwhile"); s.code != 0 {
				t.Fatalf("the sale beside it: exit %d\n%s", s.code, s.err)
			}
			if _, err := io.WriteString(stdin, "134567890123456701\n"); err != nil {
				t.Fatal(err)
			}
			_ = stdin.Close()
			isStopped(t, slow.ends(), m.attempts()[0])
			if n := m.charges(); n != 2 {
				t.Errorf("%d charges, want 2", n)
			}
		})
	}
}

// The other side of it: what was told before the call was made is another
// customer's, however long the code takes.
func TestToldBeforeTheCodeIsWaitedFor(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.run("pay", "12.80", "--sim")
	slow, stdin := m.waits(byCode...)
	m.run("pay", "3.00", "--sim") // of another amount
	if _, err := io.WriteString(stdin, "134567890123456701\n"); err != nil {
		t.Fatal(err)
	}
	if s := slow.ends(); s.code != 0 || m.charges() != 3 {
		t.Errorf("exit %d, %d charges\n%s%s", s.code, m.charges(), s.out, s.err)
	}
}

// Two calls wait for their codes, of one amount. Both codes come: one customer is
// charged, because each call was made before the other's was told.
func TestS41_TwoWaitForTheirCodes(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.run("pay", "1.00", "--sim") // there is a journal
	one, first := m.waits(byCode...)
	two, second := m.waits(byCode...)
	_, _ = io.WriteString(first, "134567890123456701\n")
	a := one.ends()
	_, _ = io.WriteString(second, "134567890123456702\n")
	b := two.ends()
	if got := codes([]said{a, b}); !slices.Equal(got, []int{0, 8}) || m.charges() != 2 {
		t.Errorf("exit codes %v, %d charges\n%s%s", got, m.charges(), a.out, b.out)
	}
}

// Money rule 5.8: a call that waits for its code has begun nothing: a signal ends
// it with 130 and a result line. Of a reference, or of a number that is brought, it
// says nothing: that may be charged by an earlier call.
func TestSignalWhileTheCodeIsWaitedFor(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		m := newTill(t)
		m.run("pay", "1.00", "--sim") // there is a journal
		p, _ := m.waits(byCode...)
		s := p.ends(signal)
		if s.code != 130 || s.result(t)["outcome"] != "cancelled" {
			t.Errorf("%v: exit %d, %s%s", signal, s.code, s.out, s.err)
		}
		for _, args := range [][]string{append(slices.Clone(byCode), "--ref", "K"), byFaceCode} {
			p, _ = m.waits(args...)
			if s = p.ends(signal); s.code != 8 || s.result(t)["outcome"] != "open" {
				t.Errorf("%v: %v: exit %d, %s%s", signal, args, s.code, s.out, s.err)
			}
		}
		if n := len(m.attempts()); n != 1 {
			t.Errorf("%d attempts", n)
		}
	}
}

// What stdin may be, and what is said of it: each is 64 with a word of the closed
// list, and nothing is recorded.
func TestOddStdin(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.run("pay", "1.00", "--sim") // there is a journal
	odd := map[string]string{"nothing": "", "an empty line": "\n\n", "letters": "hello\n", "too short": "1345\n", "two codes in a line": "134567890123456701 134567890123456702\n",
		"another wallet's": "281234567890123456\n", "nul bytes": "\x00\x00\x00\n", "a long line": strings.Repeat("1", 100000) + "\n"}
	for name, text := range odd {
		cmd := m.command(byCode...)
		cmd.Stdin = strings.NewReader(text)
		s := m.end(cmd)
		r := s.result(t)
		if word := r["err_code"]; s.code != 64 || word != "STDIN" && word != "PAYMENT_CODE" || r["outcome"] != "failed" {
			t.Errorf("%s: exit %d, %v", name, s.code, r)
		}
	}
	for name, redirect := range map[string]string{"closed": "<&-", "a folder": "<."} {
		cmd := m.command(byCode...)
		cmd.Args = append([]string{"sh", "-c", `exec "$0" "$@" ` + redirect, cmd.Path}, cmd.Args[1:]...)
		cmd.Path, _ = exec.LookPath("sh")
		cmd.Err = nil
		out, _ := cmd.Output()
		if s := (said{cmd.ProcessState.ExitCode(), string(out), ""}); s.code != 64 || s.result(t)["err_code"] != "STDIN" {
			t.Errorf("%s: exit %d, %s", name, s.code, s.out)
		}
	}
	if n := len(m.attempts()); n != 1 || m.charges() != 1 {
		t.Errorf("%d attempts, %d charges", n, m.charges())
	}
}
