package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// block is a ```sh block of the README. A runnable one has a comment above it
// that says so; the others may only call make.
type block struct {
	runnable bool
	lines    []string
}

func readmeBlocks(text string) (all []block) {
	var open *block
	runnable := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "<!-- runnable -->":
			runnable = true
		case line == "```sh":
			all = append(all, block{runnable: runnable})
			open, runnable = &all[len(all)-1], false
		case line == "```":
			open = nil
		case open != nil:
			open.lines = append(open.lines, line)
		}
	}
	return all
}

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var expectedExit = regexp.MustCompile(`\s+# exit (\d+)$`)

// runReadmeLine runs one command line in a folder and holds its exit code
// against the comment behind it.
func runReadmeLine(dir, line string) error {
	want := 0
	if m := expectedExit.FindStringSubmatch(line); m != nil {
		want, _ = strconv.Atoi(m[1])
	}
	call := expectedExit.ReplaceAllString(line, "")
	typed, call, piped := strings.Cut(call, " | ")
	if !piped {
		typed, call = "", typed
	}
	call, to, kept := strings.Cut(call, " > ")
	call, from, given := strings.Cut(call, " < ")
	words := strings.Fields(call)
	if words[0] != "./facetill" {
		return fmt.Errorf("%q is no command of facetill", line)
	}
	cmd := exec.Command("facetill", words[1:]...)
	cmd.Dir = dir
	if code, isEcho := strings.CutPrefix(typed, "echo "); isEcho {
		cmd.Stdin = strings.NewReader(code + "\n")
	} else if piped {
		return fmt.Errorf("%q is no echo", typed)
	}
	if given {
		text, err := os.ReadFile(filepath.Join(dir, from))
		if err != nil {
			return fmt.Errorf("%s: %w", line, err)
		}
		cmd.Stdin = strings.NewReader(string(text))
	}
	cmd.Env = append(os.Environ(), folders(filepath.Join(dir, "home"))...)
	var out []byte
	if kept {
		out, _ = cmd.Output()
		if err := os.WriteFile(filepath.Join(dir, to), out, 0o600); err != nil {
			return err
		}
	} else {
		out, _ = cmd.CombinedOutput()
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		return fmt.Errorf("%s: exit %d, want %d\n%s", line, got, want, out)
	}
	return nil
}

// TestReadmeCommands runs every command of the README: facetill's in a folder
// of their own, and of make's that there is such a target.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, b := range readmeBlocks(readme(t)) {
		dir := t.TempDir()
		for _, line := range b.lines {
			target, isMake := strings.CutPrefix(line, "make ")
			switch {
			case b.runnable:
				ran++
				if err := runReadmeLine(dir, line); err != nil {
					t.Error(err)
				}
			case !isMake || !regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(target)+`:`).Match(makefile):
				t.Errorf("%q is neither marked runnable nor a target of make", line)
			}
		}
	}
	if ran < 10 {
		t.Errorf("only %d commands were run", ran)
	}
}

// Who tries the program in its own folder, as the README says, changes nothing that
// git sees, and a key or a certificate put beside the configuration stays out of it.
func TestTriedInItsFolderIsIgnored(t *testing.T) {
	t.Parallel()
	ignore, err := os.ReadFile("../../.gitignore")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, line := range []string{"./facetill config init", "./facetill pay 12.80 --sim"} {
		if err := runReadmeLine(dir, line); err != nil {
			t.Fatal(err)
		}
	}
	names := []string{"api_key.txt", "apiclient_cert.pem", "apiclient_key.pem", "apiclient_cert.p12", "facetill-sim"}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	for _, name := range names {
		ignored := slices.ContainsFunc(strings.Fields(string(ignore)), func(pattern string) bool {
			ok, _ := path.Match(strings.Trim(pattern, "/"), name)
			return ok
		})
		if !ignored && name != "home" { // of this test alone
			t.Errorf("%s is not in .gitignore", name)
		}
	}
	if err != nil || len(entries) < 4 {
		t.Errorf("%d entries: %v", len(entries), err)
	}
}

// The control: a wrong exit code and a foreign command are found.
func TestReadmeCommandsControl(t *testing.T) {
	for _, line := range []string{"./facetill help   # exit 3", "./facetill frobnicate", "curl https://example.com", "cat x | ./facetill help", "echo 13 | ./facetill pay 1 --sim --auth-code -", "./facetill help < nothing.json"} {
		if err := runReadmeLine(t.TempDir(), line); err == nil {
			t.Errorf("%q passed", line)
		}
	}
	got := readmeBlocks("<!-- runnable -->\n```sh\na\n```\n```sh\nb\n```\n```json\nc\n```\n")
	if fmt.Sprint(got) != "[{true [a]} {false [b]}]" {
		t.Errorf("blocks: %v", got)
	}
}

var (
	readmeLink = regexp.MustCompile(`\]\(([^)#:]+)\)`)
	readmeRow  = regexp.MustCompile(`(?m)^\| (\d+) \| (.+) \|$`)
)

// readmeCalls are the commands, and the pages of help, that the README names in a
// sentence or in the first column of a table.
func readmeCalls(text string) (calls [][]string) {
	word := regexp.MustCompile("^[a-z-]+$")
	for line := range strings.Lines(text) {
		column, isRow := strings.CutPrefix(line, "| `")
		column, _, _ = strings.Cut(column, "` |")
		for i, span := range strings.Split(line, "`") {
			words := strings.Fields(span)
			named := len(words) > 1 && words[0] == "facetill"
			if i%2 == 0 || len(words) == 0 || !named && !(isRow && strings.Contains("`"+column+"`", "`"+span+"`")) {
				continue
			}
			if words[0] == "facetill" {
				words = words[1:]
			}
			if n := slices.IndexFunc(words, func(w string) bool { return !word.MatchString(w) || w[0] == '-' }); n >= 0 {
				words = words[:n]
			}
			if len(words) > 1 && words[0] == "help" {
				words = words[1:]
			}
			calls = append(calls, words)
		}
	}
	return calls
}

// What the README links to is there, what it calls a command is one, and its table
// of exit codes is the one of `help exit-codes`.
func TestReadmeIsTrue(t *testing.T) {
	text := readme(t)
	for _, m := range readmeLink.FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil {
			t.Errorf("the README links to %s: %v", m[1], err)
		}
	}
	calls := readmeCalls(text)
	if len(calls) < 25 {
		t.Errorf("only %d commands were found: %v", len(calls), calls)
	}
	for _, words := range calls {
		if out, err := exec.Command("facetill", append([]string{"help"}, words...)...).CombinedOutput(); err != nil {
			t.Errorf("the README speaks of facetill %s: %s", strings.Join(words, " "), out)
		}
	}
	help, err := exec.Command("facetill", "help", "exit-codes").Output()
	if err != nil {
		t.Fatal(err)
	}
	rows := readmeRow.FindAllStringSubmatch(text, -1)
	if n := len(regexp.MustCompile(`(?m)^ +\d+  `).FindAll(help, -1)); n != len(rows) {
		t.Errorf("%d exit codes in the README, %d in the help", len(rows), n)
	}
	for _, row := range rows {
		begins := fmt.Sprintf("%5s  %s", row[1], strings.SplitN(row[2], ";", 2)[0])
		if !strings.Contains(string(help), begins) {
			t.Errorf("exit code %s in the README is not the help's", row[1])
		}
	}
}
