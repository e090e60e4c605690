package e2e

import (
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// Money rule 7.1: 69 is "surely no money moved". Where too few files may be open
// to read the journal or to ask WeChat, status, recover and resolve know nothing of
// a sale, and this one is paid.
func TestUnreadIsNeverSurelyNothing(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if runtime.GOOS == "windows" || err != nil {
		return // no limit of files to set
	}
	m := newTill(t)
	paid := m.run("pay", "1.00", "--sim", "--ref", "A", "-o", "json")
	no, _ := paid.result(t)["out_trade_no"].(string)
	unread := 0
	for files := 8; files <= 15; files++ {
		for _, args := range []string{"status A", "recover --for 1s", "resolve " + no + " --as given --by a --reason b"} {
			cmd := m.command(strings.Fields(args + " --sim -o json")...)
			cmd.Args = append([]string{"sh", "-c", "ulimit -n " + strconv.Itoa(files) + "; exec \"$@\"", "sh", cmd.Path}, cmd.Args[1:]...)
			cmd.Path = sh
			var out, talk strings.Builder
			cmd.Stdout, cmd.Stderr = &out, &talk
			_ = cmd.Run()
			switch code := cmd.ProcessState.ExitCode(); {
			case code == 69:
				t.Errorf("%d files, %s: 69, %s", files, args, talk.String())
			case code == 8 && out.Len() > 0:
				unread++
			}
			if text := talk.String() + out.String(); strings.Contains(text, "folder writable") || strings.Contains(text, "can be written") {
				t.Errorf("%d files, %s: a limit of files is told as a right: %s", files, args, text)
			}
		}
	}
	if unread == 0 {
		t.Error("every journal was read; nothing was tried")
	}
}

// Help is no sale, and has no outcome.
func TestHelpHasNoOutcome(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	for _, args := range []string{"pay 5.55 -h -o json", "pay --help -o json", "status --help -o json"} {
		s := m.run(strings.Fields(args)...)
		if outcome, is := s.result(t)["outcome"]; s.code != 0 || is {
			t.Errorf("%s: exit %d, outcome %v", args, s.code, outcome)
		}
	}
}

// A face that was taken for one amount is not charged with another. A code alone
// says no amount.
func TestAFaceIsChargedWithItsAmount(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	taken := m.run("device", "code", "12.80", "--sim", "-o", "json")
	line := taken.lines(t)[0]
	no, _ := line["out_trade_no"].(string)
	if line["total_fee"] != 1280.0 {
		t.Errorf("the line of the capture: %v", line)
	}
	cmd := m.command("pay", "99.00", "--sim", "-o", "json", "--face-code", "-", "--out-trade-no", no)
	cmd.Stdin = strings.NewReader(taken.out)
	if s := m.end(cmd); s.code != 64 || s.result(t)["err_code"] != "AMOUNT" || s.result(t)["outcome"] != "failed" || !strings.Contains(s.err, "pay --sim 12.80 --face-code - --out-trade-no "+no) {
		t.Errorf("another amount: exit %d, %s%s", s.code, s.out, s.err)
	}
	cmd = m.command("pay", "12.80", "--sim", "--ref", "r", "--face-code", "-", "--out-trade-no", "ANOTHER-1")
	cmd.Stdin = strings.NewReader(taken.out)
	if s := m.end(cmd); s.code != 64 || !strings.HasPrefix(s.out, "NOT CHARGED") || !strings.Contains(s.err, "--out-trade-no "+no+", with") {
		t.Errorf("another number: exit %d, %s%s", s.code, s.out, s.err)
	}
	cmd = m.command("pay", "12.80", "--sim", "-o", "json", "--face-code", "-", "--out-trade-no", no)
	cmd.Stdin = strings.NewReader(taken.out)
	if s := m.end(cmd); s.code != 0 {
		t.Errorf("its own: exit %d, %s%s", s.code, s.out, s.err)
	}
}

// What is wrong with an argument is said in words, and not in those of a library.
func TestUsageInWords(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	for args, want := range map[string]string{
		"pay help --sim":                           "is not a plain number",
		"sim --speed NaN":                          "--speed",
		"sim --speed Inf":                          "--speed",
		"sales --limit x --sim":                    "--limit takes a whole number",
		"sales --limit 99999999999999999999 --sim": "--limit takes a whole number",
		"recover --for x --sim":                    "--for takes a time such as 2m",
		"pay 1 --member=x --sim":                   "--member takes true or false",
		"receipt --sim":                            "receipt got 0 arguments",
		"status a b --sim":                         "status got 2 arguments",
		"day x --sim":                              "day takes no argument",
		"close x --sim":                            "close takes no argument",
		"pay 1 --ref":                              "--ref needs a value",
		"pay 1 --reference x":                      "pay has no flag --reference",
		"pay 1 --face-code - --out-trade-no 1234":  "6 to 32",
	} {
		s := m.run(strings.Fields(args)...)
		said := s.err + s.out
		if s.code != 64 || !strings.Contains(said, want) || !strings.Contains(said, "facetill help "+strings.Fields(args)[0]) && !strings.Contains(said, "12.80") && want != "6 to 32" {
			t.Errorf("%s: exit %d, %s", args, s.code, said)
		}
		for _, raw := range []string{"strconv", "arg(s)", "invalid argument", "ParseInt", "ParseBool", "unknown flag"} {
			if strings.Contains(said, raw) {
				t.Errorf("%s: a library's words: %s", args, said)
			}
		}
	}
	s := m.run("resolve", "26112512000000000000000000000001", "--as", "given", "--by", "", "--reason", "x", "--sim")
	if s.code != 64 || strings.Contains(s.err, "leave --by out") {
		t.Errorf("--by is needed: exit %d, %s", s.code, s.err)
	}
}
