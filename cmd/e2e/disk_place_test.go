//go:build !windows

package e2e

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"facetill/flow"
)

// soon makes a call that has to end by itself.
func (m *till) soon(args ...string) said {
	m.t.Helper()
	p := m.start(args...)
	late := time.AfterFunc(time.Minute, func() { _ = p.cmd.Process.Kill() })
	s := p.ends()
	if !late.Stop() {
		m.t.Fatalf("%v does not end: %s", args, s.err)
	}
	return s
}

// stuckOut is a stdout that takes nothing until it is let go.
func stuckOut(t testing.TB) (w *os.File, letGo func() string) {
	t.Helper()
	var p [2]int
	if err := syscall.Pipe(p[:]); err != nil {
		t.Fatal(err)
	}
	if err := syscall.SetNonblock(p[1], true); err != nil {
		t.Fatal(err)
	}
	filled := 0
	for size := 4096; size > 0; {
		n, err := syscall.Write(p[1], make([]byte, size))
		if err != nil {
			size /= 2
			continue
		}
		filled += n
	}
	if err := syscall.SetNonblock(p[1], false); err != nil {
		t.Fatal(err)
	}
	w, r := os.NewFile(uintptr(p[1]), "stdout"), os.NewFile(uintptr(p[0]), "reader")
	t.Cleanup(func() { _ = w.Close(); _ = r.Close() })
	return w, func() string {
		_ = w.Close() // the call has its own
		all, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(all[filled:])
	}
}

// journalSuffixes are what lies beside a journal and belongs to it.
var journalSuffixes = []string{"", "-wal", "-shm", "-owners", "-ballast"}

// copyJournal copies a journal with all that lies beside it.
func copyJournal(t testing.TB, from, to string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range journalSuffixes {
		info, err := os.Stat(from + suffix)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err == nil && info.IsDir():
			err = os.CopyFS(to+suffix, os.DirFS(from+suffix))
		case err == nil:
			var b []byte
			if b, err = os.ReadFile(from + suffix); err == nil {
				err = os.WriteFile(to+suffix, b, 0o600)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// withJournal writes a configuration of simulators that names a journal.
func (m *till) withJournal(name string) (flag string) {
	m.t.Helper()
	path := filepath.Join(m.home, filepath.Base(name)+".toml")
	text := "[wechat]\nadapter = \"sim\"\n[device]\nadapter = \"sim\"\n[journal]\nurl = '" + name + "'\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
	return "--config=" + path
}

// S46: the journal is copied while a sale is confirming: to another machine, say.
// The original ends paid and the goods go. The copy knows a sale whose end is not
// known, and a till on it would ask, find the charge, and give it back one day:
// to a customer who has the goods. It reverses, sells and claims nothing; what it
// has can be read.
func TestS46_CopyReversesNothing(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	sale := m.start("pay", "900.11", "--sim", "--ref", "basket", "--auth-code", "134567890123456789")
	sale.until("confirming")
	copied := filepath.Join(m.stateDir(), "sim-copy.db") // the same WeChat: its book lies beside
	copyJournal(t, m.journalPath(), copied)
	if s := sale.ends(); s.code != 0 || m.charges() != 1 {
		t.Fatalf("the original ends with %d, %d charges: %s", s.code, m.charges(), s.err)
	}
	of := m.withJournal(copied)
	number := string(m.attempts()[0].OutTradeNo)
	for _, args := range [][]string{
		{"recover"},
		{"pay", "900.11", "--ref", "basket", "--auth-code", "134567890123456780"},
		{"pay", "5", "--auth-code", "134567890123456781"},
		{"recover", "--for", "20s"},
		{"resolve", number, "--as", "given", "--by", "Li", "--reason", "she has them"},
		{"resolve", number, "--as", "give-back", "--by", "Li", "--reason", "nobody knows"},
		{"close"},
	} {
		s := m.run(append(args, of)...)
		if s.code != 64 || !strings.Contains(s.err, "journal adopt") || !strings.Contains(s.err, copied) {
			t.Errorf("%v on the copy: exit %d, want 64 and what to try\n%s", args, s.code, s.err)
		}
		if n := m.charges(); n != 1 {
			t.Fatalf("%v on the copy: WeChat holds %d charges, one before\n%s", args, n, s.err)
		}
	}
	for args, want := range map[string]int{"status basket": 8, "status " + number: 8, "sales": 0, "sales export": 0, "journal verify": 0, "doctor": 9} {
		if s := m.run(append(strings.Fields(args), of)...); s.code != want || !strings.Contains(s.err+s.out, "journal adopt") {
			t.Errorf("%s on the copy: exit %d, want %d and a word that it is one\n%s%s", args, s.code, want, s.out, s.err)
		}
	}
	if all := m.attempts(); len(all) != 1 || all[0].State != flow.Paid || !all[0].Shown {
		t.Errorf("the original has %+v", all)
	}
	if s := m.run("pay", "5", "--sim", "--auth-code", "134567890123456782"); s.code != 0 {
		t.Errorf("the original goes on with %d: %s", s.code, s.err)
	}
}

// Adopted, an entry is driven as after a takeover: the charge is found, and waits
// for a person.
func TestAdoptedCopy(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	sale := m.start("pay", "900.11", "--sim", "--ref", "basket", "--auth-code", "134567890123456789")
	sale.until("confirming")
	copied := filepath.Join(m.stateDir(), "sim-copy.db")
	copyJournal(t, m.journalPath(), copied)
	if s := sale.ends(); s.code != 0 {
		t.Fatal(s)
	}
	of := m.withJournal(copied)
	for _, args := range [][]string{{"--by", "Li"}, {"--reason", "the disk broke"}, {"--by", "", "--reason", ""}} {
		if s := m.run(append([]string{"journal", "adopt", of}, args...)...); s.code != 64 {
			t.Errorf("adopt %v: exit %d", args, s.code)
		}
	}
	s := m.run("journal", "adopt", of, "--by", "Li", "--reason", "the disk broke", "-o", "json")
	if r := s.result(t); s.code != 0 || r["adopted"] != true || r["path"] != copied {
		t.Errorf("adopt: exit %d, %v\n%s", s.code, r, s.err)
	}
	if s := m.run("recover", of); s.code != 8 || !strings.Contains(s.out, "unclaimed") || m.charges() != 1 {
		t.Errorf("recover after adopt: exit %d, %d charges\n%s%s", s.code, m.charges(), s.out, s.err)
	}
	if s := m.run("journal", "adopt", of, "--by", "Li", "--reason", "again"); s.code != 0 {
		t.Errorf("adopt where nothing is to be adopted: exit %d: %s", s.code, s.err)
	}
	if s := m.run("journal", "verify", of); s.code != 0 {
		t.Errorf("verify: exit %d\n%s%s", s.code, s.out, s.err)
	}
}

// Case 24: the first sale of a new journal is killed after its intent, when all
// of it is in the WAL, and the WAL is removed. What lies there is no journal that
// could be made anew: something may have been charged.
func TestNothingIsMadeAnewWhereTheWALIsGone(t *testing.T) {
	t.Parallel()
	for _, gone := range [][]string{{"-wal"}, {"-wal", "-shm"}, {"-wal", "-shm", "-owners", "-ballast"}, {"", "-wal", "-shm", "-owners", "-ballast"}} {
		m := newTill(t)
		sale := m.start("pay", "900.11", "--sim", "--auth-code", "134567890123456789")
		sale.until("confirming")
		sale.ends(os.Kill)
		for _, suffix := range gone {
			if err := os.RemoveAll(m.journalPath() + suffix); err != nil {
				t.Fatal(err)
			}
		}
		for _, args := range [][]string{{"pay", "900.11", "--auth-code", "134567890123456789"}, {"pay", "7"}, {"status"}, {"recover"},
			{"recover", "--watch"}, {"sales"}, {"day"}, {"close"}, {"journal", "verify"}, {"config", "check"}} {
			s := m.soon(append(args, "--sim")...)
			if s.code != 64 || !strings.Contains(s.err, m.journalPath()) || strings.Contains(s.err, "new journal") {
				t.Errorf("without %q, %v: exit %d, want 64 with its name\n%s", gone, args, s.code, s.err)
			}
		}
	}
}

// Case 29: where the journal, or what lies beside it, is something that cannot be
// one, it is refused by name at once, and nothing hangs.
func TestWhatIsNoFileIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	kinds := []struct {
		name string
		make func(path string) error
	}{
		{"FIFO", func(path string) error { return syscall.Mkfifo(path, 0o600) }},
		{"socket", listenAt},
		{"folder", func(path string) error { return os.Mkdir(path, 0o700) }},
		{"device", func(path string) error { return os.Symlink("/dev/zero", path) }},
	}
	// Each place has a sale, a look and three of these, in turn: a kind has them all.
	others := [][]string{{"recover"}, {"recover", "--watch"}, {"sales"}, {"day"}, {"close"}, {"journal", "verify"}, {"journal", "backup", "b.db"}, {"config", "check"}}
	turn := 0
	for _, k := range kinds {
		kind := k.name
		for _, suffix := range append([]string{"-journal"}, journalSuffixes...) {
			if kind == "folder" && suffix == "-owners" {
				continue // that one is a folder
			}
			m := newTill(t)
			if suffix != "" {
				if s := m.run("pay", "5", "--sim", "--auth-code", "134567890123456789"); s.code != 0 {
					t.Fatal(s)
				}
				if err := os.RemoveAll(m.journalPath() + suffix); err != nil {
					t.Fatal(err)
				}
			} else if err := os.MkdirAll(m.stateDir(), 0o700); err != nil {
				t.Fatal(err)
			}
			path := m.journalPath() + suffix
			if err := k.make(path); err != nil {
				t.Fatal(err)
			}
			if kind == "device" && suffix == "" {
				path = "/dev/zero" // a link names what it leads to
			}
			calls := [][]string{{"pay", "6", "--auth-code", "134567890123456780"}, {"status"}}
			for range 3 {
				calls, turn = append(calls, others[turn%len(others)]), turn+1
			}
			for _, args := range calls {
				if s := m.soon(append(args, "--sim")...); s.code != 64 || !strings.Contains(s.err, path) {
					t.Errorf("%s at sim.db%s, %v: exit %d, want 64 with its name\n%s", kind, suffix, args, s.code, s.err)
				}
			}
			if s := m.run("doctor", "--sim"); s.code != 9 || !strings.Contains(s.out, path) {
				t.Errorf("%s at sim.db%s, doctor: exit %d\n%s", kind, suffix, s.code, s.out)
			}
		}
	}
}

// listenAt leaves a socket in the file system.
func listenAt(path string) error {
	s, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(s)
	return syscall.Bind(s, &syscall.SockaddrUnix{Name: path})
}
