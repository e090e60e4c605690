package logfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

const month = 720 * time.Hour

// writerEnv makes this program one that writes: its number, the path.
const writerEnv = "FACETILL_TEST_LOG_WRITER"

const written = 800 // lines of each writer

func TestMain(m *testing.M) {
	if who, path, is := strings.Cut(os.Getenv(writerEnv), " "); is {
		log := New(Options{Path: path, MaxSize: 64 << 10, MaxAge: month, Complain: func(err error) { panic(err) }})
		for n := range written {
			fmt.Fprintf(log, "%s %d %s\n", who, n, strings.Repeat("x", n%200))
		}
		return
	}
	os.Exit(m.Run())
}

// all is every line that was written, also those that were put aside.
func all(t *testing.T, path string) (lines []string) {
	t.Helper()
	for _, file := range append(old(path), path) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v, %v", file, info.Mode(), err)
		}
		lines = append(lines, strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")...)
	}
	return lines
}

// Till, pay and recover write one log, and change it for a new one between the lines
// of the others: no line is lost, none is torn.
func TestLinesOfSeveralProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log", "facetill.log")
	const writers = 4
	var running []*exec.Cmd
	for who := range writers {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s", writerEnv, who, path))
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	seen := map[string]int{}
	for _, line := range all(t, path) {
		if line == "" {
			continue
		}
		part := strings.Split(line, " ")
		n, err := strconv.Atoi(part[min(1, len(part)-1)])
		if len(part) != 3 || err != nil || part[2] != strings.Repeat("x", n%200) {
			t.Fatalf("a torn line: %q", line)
		}
		seen[part[0]+" "+part[1]]++
	}
	if len(seen) != writers*written {
		t.Errorf("%d lines, want %d", len(seen), writers*written)
	}
	for line, n := range seen {
		if n != 1 {
			t.Errorf("%s is there %d times", line, n)
		}
	}
	if len(old(path)) < 4 { // the control
		t.Errorf("%d files were put aside", len(old(path)))
	}
}

// A file ends at its size, and what was put aside ends by age and at ten of them.
func TestTheLogEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "facetill.log")
	write := func(o Options, lines int) {
		o.Path = path
		log := New(o)
		for n := range lines {
			fmt.Fprintf(log, "line %d\n", n)
		}
	}
	write(Options{MaxSize: 80, MaxAge: month}, 1000)
	if n := len(old(path)); n != oldFiles {
		t.Errorf("%d old files", n)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > 80 {
		t.Errorf("the log has %d bytes, %v", info.Size(), err)
	}
	lines := all(t, path)
	if last := lines[len(lines)-1]; last != "line 999" {
		t.Errorf("the last line is %q", last)
	}
	kept := old(path)[0]
	for _, file := range old(path)[1:] {
		if err := os.Chtimes(file, time.Now(), time.Now().Add(-month-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	others := path + ".bak" // not ours
	if err := os.WriteFile(others, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	write(Options{MaxSize: 1 << 20, MaxAge: month}, 1)
	if left := old(path); len(left) != 1 || left[0] != kept {
		t.Errorf("left are %q", left)
	}
	if _, err := os.Stat(others); err != nil {
		t.Error(err)
	}
}

// What a full disk has cut ends before the next line begins.
func TestALineThatWasCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "facetill.log")
	if err := os.WriteFile(path, []byte("whole\nha"), 0o600); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(New(Options{Path: path, MaxSize: 1 << 20, MaxAge: month}), "next \x1b[2J\u202eline\n")
	if text, err := os.ReadFile(path); err != nil || string(text) != "whole\nha\nnext [2Jline\n" {
		t.Errorf("%q, %v", text, err)
	}
}

// A log that cannot be written stops nothing, and says so once.
func TestALogThatCannotBeWritten(t *testing.T) {
	for name, path := range unwritable(t) {
		var complaints []error
		log := New(Options{Path: path, MaxSize: 1 << 20, MaxAge: month, Complain: func(err error) { complaints = append(complaints, err) }})
		for range 3 {
			if n, err := log.Write([]byte("a line\n")); n != 7 || err != nil {
				t.Errorf("%s: %d, %v", name, n, err)
			}
		}
		if len(complaints) != 1 || !strings.Contains(complaints[0].Error(), path) {
			t.Errorf("%s: %v", name, complaints)
		}
	}
}

// unwritable are paths at which no log can be, by why.
func unwritable(t *testing.T) map[string]string {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	paths := map[string]string{"a folder": dir, "below a file": filepath.Join(file, "facetill.log")}
	fifo := filepath.Join(dir, "fifo")
	if exec.Command("mkfifo", fifo).Run() == nil {
		paths["a FIFO"] = fifo
	}
	return paths
}

// Where it cannot be put aside it grows on, to twice its size and no further.
func TestALogThatCannotBePutAside(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "facetill.log")
	if err := os.WriteFile(path, []byte("first\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	if err := os.WriteFile(filepath.Join(dir, "probe"), nil, 0o600); !errors.Is(err, fs.ErrPermission) {
		return // root, or Windows: there is no such folder
	}
	told := 0
	log := New(Options{Path: path, MaxSize: 60, MaxAge: month, Complain: func(error) { told++ }})
	for n := range 100 {
		fmt.Fprintf(log, "line %d\n", n)
	}
	if info, err := os.Stat(path); err != nil || info.Size() < 100 || info.Size() > 120 || told != 1 {
		t.Errorf("%d bytes, %v, told %d times", info.Size(), err, told)
	}
}

// The tail goes back into the file that was put aside, and has whole lines alone.
func TestTail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "facetill.log")
	if text, err := Tail(path, 100); err != nil || len(text) != 0 {
		t.Errorf("of nothing: %q, %v", text, err)
	}
	log := New(Options{Path: path, MaxSize: 40, MaxAge: month})
	for n := range 30 {
		fmt.Fprintf(log, "line %2d\n", n)
	}
	if text, err := Tail(path, 20); err != nil || string(text) != "line 28\nline 29\n" {
		t.Errorf("%q, %v", text, err)
	}
	text, err := Tail(path, 70)
	if err != nil || !strings.HasSuffix(string(text), "line 23\nline 24\nline 25\nline 26\nline 27\nline 28\nline 29\n") {
		t.Errorf("%q, %v", text, err)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	if fmt.Fprintln(log, "too late"); strings.Contains(strings.Join(all(t, path), ""), "late") {
		t.Error("a line behind its end")
	}
	if _, err := Tail(filepath.Dir(path), 10); err == nil {
		t.Error("the tail of a folder")
	}
}
