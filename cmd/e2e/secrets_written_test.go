//go:build !windows

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// No secret of the shop and no credential of a payer is in anything that the
// program writes: its output, its log, its journal, its screen, or the stacks
// that it leaves when it is made to panic.
//
// The openid of the payer is not a secret from the caller of a pay that heard it: it
// stands in its result line, and nowhere else.
//
// The book of the simulated WeChat Pay is not the till's; it lies elsewhere and
// is not looked at.
func TestSecretsAreWrittenNowhere(t *testing.T) {
	t.Parallel()
	s := newSecretShop(t)
	// While somebody has it open, the WAL stays beside the journal.
	s.run(0, "", "pay", "0.01", "--auth-code", s.code(0))
	var err error
	if s.open, err = sqlite.Open(context.Background(), s.journal(), sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.open.Close()
	s.sales()
	s.traces()
	s.calls()
	s.looks()
	s.refusals()
	s.resolves()
	s.signsIn()
	s.stacks("900.13", `"state":"confirming"`, "--auth-code", s.code(30))
	s.stacks("900.03", `"state":"opened"`)
	s.screens()
	s.broken()
	s.payers()
	s.written.files(t, s.home)
	for _, leak := range s.written.leaks(s.secret) {
		t.Error(leak)
	}
	s.controls()
	t.Logf("%d secrets looked for in %d places", len(s.secret.values), len(s.written))
}

func (s *secretShop) journal() string { return filepath.Join(s.home, "journal", "facetill.db") }

// code is one more scanned code, which is looked for from now on.
func (s *secretShop) code(n int) string {
	s.t.Helper()
	code := fmt.Sprintf("13%02d543210987650%02d", n, 99-n)
	s.secret.add(s.t, "scanned code", code)
	return code
}

// sales by face and by code, in both formats, with every way to hand a
// credential over.
func (s *secretShop) sales() {
	s.run(0, "", "pay", "9.99", "-o", "json", "--ref", inTheOpen, "--auth-code", s.code(9))
	const telephone = "13947110815"
	s.secret.add(s.t, "telephone", telephone)
	for i, format := range []string{"text", "json"} {
		n := 10 * i
		s.run(0, "", "pay", fmt.Sprintf("1%d.01", i), "-o", format, "--telephone", telephone)
		s.run(0, "", "pay", fmt.Sprintf("1%d.02", i), "-o", format, "--ref", "arg-"+format, "--auth-code", s.code(n+1))
		s.run(0, s.code(n+2)+"\n", "pay", fmt.Sprintf("1%d.03", i), "-o", format, "--ref", "stdin-"+format, "--auth-code", "-")
		s.run(0, s.code(n+3)+"\n", "pay", fmt.Sprintf("1%d.04", i), "-o", format, "--face-code", "-", "--out-trade-no", "CAPTURED-"+format)
		s.run(3, "", "pay", "900.15", "-o", format, "--auth-code", s.code(n+4))
		s.run(4, "", "pay", "900.01", "-o", format)
		s.run(0, "", "pay", fmt.Sprintf("1%d.02", i), "-o", format, "--ref", "arg-"+format, "--auth-code", s.code(n+5))
	}
}

// traces are calls whose every command and request is told: by face, with a telephone and
// as a member, by code, declined, and of commands that look.
func (s *secretShop) traces() {
	s.t.Helper()
	const telephone = "13947110816"
	s.secret.add(s.t, "telephone", telephone)
	for i, format := range []string{"text", "json"} {
		by := func(want int, args ...string) {
			got := s.run(want, "", append(args, "--trace", "-o", format)...)
			if steps := strings.Count(got.out+got.err, map[string]string{"text": "-> ", "json": `"type":"step"`}[format]); steps == 0 || format == "json" && !strings.Contains(got.out, `"***"`) {
				s.t.Errorf("%q has %d steps: %v", args, steps, got)
			}
		}
		by(0, "pay", fmt.Sprintf("1%d.11", i), "--telephone", telephone)
		by(0, "pay", fmt.Sprintf("1%d.12", i), "--member")
		by(0, "pay", fmt.Sprintf("1%d.13", i), "--ref", "traced-"+format, "--auth-code", s.code(60+i))
		by(3, "pay", "900.15", "--auth-code", s.code(62+i))
		by(4, "pay", "900.01")
		by(0, "status", "traced-"+format)
	}
}

// calls are those of WeChat's API by hand: paid, declined, refused before they leave, and
// what asks about them. They go where WeChat is shown to be a simulator.
func (s *secretShop) calls() {
	s.t.Helper()
	shop := string(bytesOf(s.t, filepath.Join(s.in, "facetill.toml")))
	defer s.put("facetill.toml", shop)
	s.put("facetill.toml", regexp.MustCompile(`proxy = .*\nproxy_passwd_env = .*`).ReplaceAllLiteralString(shop, fmt.Sprintf("api_url = %q", s.url)))
	for i, format := range []string{"text", "json"} {
		no, late := "BYHAND-"+format, "BYHAND-LATE-"+format
		s.run(0, s.code(70+i)+"\n", "wx", "micropay", "--auth-code", "-", "--out-trade-no", no, "--total-fee", "1701", "-o", format)
		s.run(8, "", "wx", "micropay", "--auth-code", s.code(72+i), "--out-trade-no", late, "--total-fee", "90015", "-o", format)
		s.run(8, fmt.Sprintf(`{"auth_code":%q,"total_fee":1701}`, s.code(70+i)), "wx", "micropay", "--json", "-", "--out-trade-no", no, "-o", format)
		s.run(64, fmt.Sprintf(`{"cmd":"getWxpayfaceCode","answer":{"face_code":%q}}`, s.code(74+i)), "wx", "facepay", "--face-code", "-", "--out-trade-no", no, "--total-fee", "1", "-o", format)
		s.run(64, fmt.Sprintf(`{"auth_code":[%q]}`, s.code(76+i)), "wx", "openid", "--json", "-", "-o", format)
		s.run(0, "", "wx", "query", "--out-trade-no", no, "-o", format)
		s.run(0, "", "wx", "refund", "--out-trade-no", no, "--out-refund-no", no, "--total-fee", "1701", "--refund-fee", "1", "-o", format)
		s.run(0, "", "wx", "refundquery", "--out-trade-no", no, "-o", format)
	}
}

// looks are the commands that only tell.
func (s *secretShop) looks() {
	for _, format := range []string{"text", "json"} {
		s.run(0, "", "sales", "-o", format)
		s.run(0, "", "status", "arg-text", "--timeline", "-o", format)
		s.run(0, "", "journal", "verify", "-o", format)
		s.run(0, "", "recover", "-o", format)
		s.run(0, "", "day", "-o", format)
		s.run(64, "", "close", "-o", format) // no day is over
		s.run(0, "", "config", "check", "-o", format)
		s.run(0, "", "config", "show", "-o", format)
		s.run(0, "", "config", "pin", "-o", format)
	}
	s.run(0, "", "sales", "export")
	if !strings.Contains(s.support("whole")["facts.jsonl"], inTheOpen) { // the control
		s.t.Error("the reference is in no archive for support")
	}
}

// support keeps the parts of an archive for support: compressed, they hide what is in them.
func (s *secretShop) support(what string) map[string]string {
	s.t.Helper()
	to := filepath.Join(s.home, "support "+what+".zip")
	s.keep("support-bundle: "+what, s.end(s.command("support-bundle", to)))
	parts := unpacked(s.t, to)
	for name, text := range parts {
		s.written.add(name+" of the archive: "+what, []byte(text))
	}
	return parts
}

// refusals do not repeat what they refuse.
func (s *secretShop) refusals() {
	for name, code := range map[string]string{"Alipay code": "281234509876543210", "long code": "1399999999999999990", "mistyped code": "13O765432109876543"} {
		s.secret.add(s.t, name, code)
		s.run(64, "", "pay", "1.00", "--auth-code", code)
		s.run(64, code+"\n", "pay", "1.00", "--auth-code", "-", "-o", "json")
		s.run(64, "", "pay", "1.00", "--face-code", code, "--out-trade-no", "X")
	}
	long := "139471108159999999999"
	s.secret.add(s.t, "telephone", long)
	s.run(64, "", "pay", "1.00", "--telephone", long)
	s.run(64, "", "pay", "1.00", s.code(40))
	s.run(64, "", "pay", s.code(41))
}

// resolves take a person's word with a PIN, the right one and a wrong one.
func (s *secretShop) resolves() {
	const wrong = "hiddenWrongPin0815"
	s.secret.add(s.t, "wrong PIN", wrong)
	// Not by another sqlite.Open: to close a file lets go of what this process
	// has locked of it.
	sold, err := s.open.Find(context.Background(), "arg-text")
	if err != nil || len(sold) != 1 {
		s.t.Fatalf("%d sales, %v", len(sold), err)
	}
	args := []string{"resolve", string(sold[0].OutTradeNo), "--as", "not-charged", "--by", "Li", "--reason", "asked the customer"}
	s.run(64, "", args...)
	cmd := s.command(args...)
	cmd.Env = append(cmd.Env, "FACETILL_PIN="+wrong)
	got := s.end(cmd)
	s.keep("resolve with a wrong PIN", got)
	if got.code != 64 || !strings.Contains(got.err, "not the manager's PIN") {
		s.t.Errorf("a wrong PIN: %v", got)
	}
}

// signsIn is a cashier who gives a wrong PIN first.
func (s *secretShop) signsIn() {
	const wrong = "hiddenWrongPin4242"
	s.secret.add(s.t, "wrong PIN of a cashier", wrong)
	for pin, code := range map[string]int{wrong: 64, shopSecrets["cashier's PIN"]: 0} {
		cmd := s.command("shift", "in", "07", "-o", "json")
		cmd.Env = append(cmd.Env, "FACETILL_PIN="+pin)
		got := s.end(cmd)
		s.keep("shift in", got)
		if got.code != code {
			s.t.Errorf("shift in: %v, want %d", got, code)
		}
	}
	s.run(0, "", "shift")
	s.run(0, "", "shift", "out")
}

// stacks stops a sale with what the runtime prints of every goroutine, as after
// a panic, while the payer's code is in memory.
func (s *secretShop) stacks(amount, fact string, args ...string) {
	s.t.Helper()
	cmd := s.command(append([]string{"pay", amount, "--new", "-o", "json"}, args...)...)
	got := s.until(cmd, fact, syscall.SIGQUIT)
	if !strings.Contains(got.err, "goroutine ") || !strings.Contains(got.err, "facetill/cmd/cli.runPay") {
		s.t.Errorf("no stacks: %v", got)
	}
	s.keep("a sale that ended in stacks, "+fact, got)
}

// until runs a command and sends it a signal when it has told a fact.
func (s *secretShop) until(cmd *exec.Cmd, fact string, signal os.Signal) said {
	s.t.Helper()
	var talk, text bytes.Buffer
	cmd.Stderr = &talk
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		text.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), fact) {
			_ = cmd.Process.Signal(signal)
		}
	}
	_ = cmd.Wait()
	return said{cmd.ProcessState.ExitCode(), text.String(), talk.String()}
}

// screens are the till in a terminal: somebody signs in, a face, and a code from a scanner.
func (s *secretShop) screens() {
	for i, sale := range []func(*screen){
		func(sc *screen) { sc.press(s.t, "\r", "PAID") },
		func(sc *screen) {
			s.pressSlowly(sc, "s", "Scan the customer's WeChat payment code")
			time.Sleep(time.Second) // keys that come together are one scan
			_, _ = sc.tty.WriteString(s.code(50) + "\r")
		},
	} {
		cmd := s.command("--lang", "en")
		cmd.Env = append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=1")
		tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
		if err != nil {
			s.t.Fatal(err)
		}
		sc := newScreen(tty)
		s.signsInAtTheScreen(sc, i == 0)
		sc.wait(s.t, "Amount")
		fee := flow.Fen(2000 + i)
		sc.enters(s.t, fee.String())
		sale(sc)
		sc.wait(s.t, "PAID")
		sc.waitFor(s.t, func(string) bool { return s.told(fee) })
		_ = cmd.Process.Signal(syscall.SIGTERM)
		sc.ended()
		_ = cmd.Wait()
		_ = tty.Close()
		s.written.add(fmt.Sprintf("screen %d", i), sc.text.Bytes())
	}
}

// signsInAtTheScreen is that cashier: first over a sale that has no end yet, then at a till
// that was opened anew and is locked.
func (s *secretShop) signsInAtTheScreen(sc *screen, first bool) {
	s.t.Helper()
	if !first {
		sc.wait(s.t, "Locked")
		sc.types(shopSecrets["cashier's PIN"])
		_, _ = sc.tty.WriteString("\r")
		return
	}
	sc.wait(s.t, "Nobody is signed in")
	sc.types("07*" + shopSecrets["cashier's PIN"])
	_, _ = sc.tty.WriteString("\r")
	sc.wait(s.t, "take over")
	sc.press(s.t, "\r", "Amount")
}

// pressSlowly presses a key that would count where it leads to: again only when
// it was surely swallowed.
func (s *secretShop) pressSlowly(sc *screen, key, word string) {
	s.t.Helper()
	pressed := time.Time{}
	sc.waitFor(s.t, func(text string) bool {
		if !strings.Contains(text, word) && time.Since(pressed) > 3*time.Second {
			pressed = time.Now()
			_, _ = sc.tty.WriteString(key)
		}
		return strings.Contains(text, word)
	})
}

func (s *secretShop) told(fee flow.Fen) bool {
	all, err := s.open.List(context.Background(), flow.Filter{State: flow.Paid})
	return err == nil && slices.ContainsFunc(all, func(a flow.Attempt) bool { return a.TotalFee == fee && a.Shown })
}
