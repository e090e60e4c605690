//go:build linux

package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// seller is a shop in which several tills sell at once.
type seller struct {
	m    *till
	mu   sync.Mutex
	told []string // references of sales that were told, by then
	news chan struct{}
	stop chan struct{}
	// fault closes stop, once.
	fault sync.Once
}

// codeOf is a customer's code.
func codeOf(lane, n int) string { return fmt.Sprintf("13%02d%014d", lane, n) }

func (s *seller) sell(lane int) {
	for n := 0; ; n++ {
		select {
		case <-s.stop:
			return
		default:
		}
		ref := fmt.Sprintf("lane-%d-%d", lane, n)
		if got := s.m.run("pay", "1"+fmt.Sprint(lane)+".00", "--sim", "--ref", ref, "--auth-code", codeOf(lane, n)); got.code != 0 {
			s.m.t.Errorf("%s: %v", ref, got)
			s.fault.Do(func() { close(s.stop) }) // and nobody waits for more
			return
		}
		s.mu.Lock()
		s.told = append(s.told, ref)
		s.mu.Unlock()
		select {
		case s.news <- struct{}{}:
		case <-s.stop:
		}
	}
}

// until waits for so many sales more, and returns all that were told by then.
func (s *seller) until(more int) []string {
	for range more {
		select {
		case <-s.news:
		case <-s.stop:
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.told...)
}

// lacks lists the references that an export has not.
func lacks(export string, refs []string) (missing []string) {
	for _, ref := range refs {
		if !strings.Contains(export, `"ref":"`+ref+`"`) {
			missing = append(missing, ref)
		}
	}
	return missing
}

// Backups that are made while three tills sell have each sale that was told before they
// began, and every sum of them holds. The last one, put in the journal's place, is a copy;
// adopted, it is a journal with which the shop goes on.
func TestBackupUnderLoad(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.sold()
	s := &seller{m: m, news: make(chan struct{}), stop: make(chan struct{})}
	var selling sync.WaitGroup
	for lane := range 3 {
		selling.Go(func() { s.sell(lane + 1) })
	}
	defer s.fault.Do(func() { close(s.stop) })
	var last string
	var told []string
	for n := range 4 {
		told, last = s.until(5), filepath.Join(m.home, fmt.Sprintf("backup-%d.db", n))
		if got := m.run("journal", "backup", last, "--sim"); got.code != 0 {
			t.Fatal(got)
		}
		if got := m.run("journal", "verify", "--sim", "--journal", last); got.code != 0 {
			t.Errorf("backup %d: %v", n, got)
		}
		got := m.run("sales", "export", "-o", "json", "--sim", "--journal", last)
		if missing := lacks(got.out, told); got.code != 0 || len(missing) > 0 {
			t.Errorf("backup %d lacks %q of %d, exit %d", n, missing, len(told), got.code)
		}
	}
	s.until(7) // three may have been told before the backup; who told of one begins another
	s.fault.Do(func() { close(s.stop) })
	selling.Wait()
	after := s.told
	if got := m.run("sales", "export", "-o", "json", "--sim", "--journal", last); len(lacks(got.out, after)) < 3 {
		t.Errorf("the control: the backup has what was sold behind it: %v", got)
	}
	path := m.journalPath()
	err := errors.Join(os.RemoveAll(path+"-wal"), os.RemoveAll(path+"-shm"), os.WriteFile(path, bytesOf(t, last), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.run("pay", "99", "--sim", "--auth-code", codeOf(9, 0)); got.code != 64 || !strings.Contains(got.err, "it is a backup of") {
		t.Errorf("a sale with it: %v", got)
	}
	if got := m.run("journal", "adopt", "--sim", "--by", "Li", "--reason", "the disk broke"); got.code != 0 {
		t.Fatal(got)
	}
	if got := m.run("journal", "verify", "--sim"); got.code != 0 {
		t.Error(got)
	}
	if got := m.run("sales", "export", "-o", "json", "--sim"); len(lacks(got.out, told)) > 0 {
		t.Errorf("adopted, it lacks %q", lacks(got.out, told))
	}
	if got := m.run("recover", "--sim"); got.code != 0 && got.code != 8 { // 8: one was in the middle of its sale
		t.Error(got)
	}
	if got := m.run("pay", "99", "--sim", "--auth-code", codeOf(9, 1)); got.code != 0 {
		t.Errorf("a sale behind it: %v", got)
	}
}

// Where no backup can be, the command says so by name, leaves nothing half, and harms
// nothing that lies there.
func TestBackupWhereNoneCanBe(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.fill()
	shut := filepath.Join(m.home, "shut")
	there := filepath.Join(m.home, "there.db")
	if err := errors.Join(os.Mkdir(shut, 0o500), os.WriteFile(there, []byte("theirs"), 0o600)); err != nil {
		t.Fatal(err)
	}
	before := namesBelow(t, m.home)
	for _, c := range []struct {
		what, path string
		code       int
		says       string
	}{
		{"a read-only folder", filepath.Join(shut, "b.db"), 69, "permission denied"},
		{"a folder that is not there", filepath.Join(m.home, "none", "b.db"), 69, "no such file"},
		{"an existing file", there, 64, "nothing is overwritten"},
		{"stdout", "-", 64, "- is no file"},
		{"a folder", m.home, 64, "nothing is overwritten"},
		{"the journal itself", m.journalPath(), 64, "nothing is overwritten"},
		{"below a file", filepath.Join(there, "b.db"), 69, "not a directory"},
	} {
		if s := m.asOwner(m.command("journal", "backup", c.path, "--sim")); s.code != c.code || !strings.Contains(s.err, c.says) || !strings.Contains(s.err, c.path) {
			t.Errorf("%s: %v", c.what, s)
		}
	}
	full := filepath.Join(m.home, "full.db")
	if now := namesBelow(t, m.home); strings.Join(now, "\n") != strings.Join(before, "\n") {
		t.Errorf("there were %q, and now are %q", before, now)
	}
	for _, blocks := range []int{0, 8, 64} {
		s := m.end(withFileLimit(t, m, blocks, "journal", "backup", full, "--sim"))
		if s.code != 69 || s.crashed() {
			t.Errorf("a disk with %d blocks left: %v", blocks, s)
		}
		if left, _ := filepath.Glob(full + "*"); len(left) > 0 {
			t.Errorf("a disk with %d blocks left: half is left, %q", blocks, left)
		}
	}
	if string(bytesOf(t, there)) != "theirs" {
		t.Error("what was there is not")
	}
	if s := m.run("journal", "verify", "--sim"); s.code != 0 {
		t.Error(s)
	}
}

// A log that can never be written, or that would hold whoever opens it, stops no sale. It
// is said once.
func TestALogThatCannotBeWrittenStopsNoSale(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	dir := filepath.Join(m.home, "shop")
	for n, log := range []string{"file/x.log", "fifo"} {
		// The witness cannot be written either: that is what the log would tell.
		_, config := m.configure(simulated + "[journal]\nurl = 'sim.db'\nwitness = 'file/w'\n[log]\nfile = '" + log + "'\n")
		if n == 0 {
			if err := errors.Join(os.WriteFile(filepath.Join(dir, "file"), nil, 0o600), syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(dir, log)
		if s := m.run("pay", "5", "--ref", log, "--auth-code", codeOf(1, n), "--config", config); s.code != 0 || strings.Count(s.err, "the log "+path) != 1 {
			t.Errorf("%s: %v", log, s)
		}
		if s := m.run("doctor", "--config", config); s.code != 9 || !strings.Contains(s.out, "warn  log") {
			t.Errorf("%s: %v", log, s)
		}
	}
}

// namesBelow are all files below a folder.
func namesBelow(t *testing.T, root string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		names = append(names, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
