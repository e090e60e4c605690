//go:build !windows

package e2e

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// spoil is what is done to a journal behind the program's back.
type spoil struct {
	name string
	do   func(m *till, older string) error
	// copied: what lies there afterwards is a whole journal, and a copy.
	copied bool
	// long: played at the moments that take a while, too. The rest differs from
	// one of these only in what is found at the next start.
	long bool
}

// replaced puts another file in a file's place.
func replaced(path string, text []byte) error {
	return errors.Join(os.WriteFile(path+".other", text, 0o600), os.Rename(path+".other", path))
}

var spoils = []spoil{
	{"the file is removed", func(m *till, _ string) error { return os.Remove(m.journalPath()) }, false, true},
	{"the file is replaced by something else", func(m *till, _ string) error {
		return replaced(m.journalPath(), []byte(strings.Repeat("no journal ", 1000)))
	}, false, false},
	{"the file is emptied", func(m *till, _ string) error { return os.Truncate(m.journalPath(), 0) }, false, false},
	{"the WAL is removed", func(m *till, _ string) error { return os.Remove(m.journalPath() + "-wal") }, false, true},
	{"the WAL is replaced by an empty one", func(m *till, _ string) error { return replaced(m.journalPath()+"-wal", nil) }, false, false},
	{"the journal is replaced by an older copy", func(m *till, older string) error {
		text, err := os.ReadFile(older)
		for _, suffix := range []string{"-wal", "-shm"} {
			err = errors.Join(err, os.Remove(m.journalPath()+suffix))
		}
		return errors.Join(err, replaced(m.journalPath(), text))
	}, true, true},
	{"an older copy is written over it", func(m *till, older string) error {
		text, err := os.ReadFile(older)
		for _, suffix := range []string{"-wal", "-shm"} {
			err = errors.Join(err, os.Remove(m.journalPath()+suffix))
		}
		return errors.Join(err, os.WriteFile(m.journalPath(), text, 0o600)) // the same file, so the same identity
	}, true, false},
	{"all of it is removed", func(m *till, _ string) (err error) {
		for _, suffix := range journalSuffixes {
			err = errors.Join(err, os.RemoveAll(m.journalPath()+suffix))
		}
		return err
	}, false, false},
}

// sold makes a journal with a sale in it, and a copy of it as it was then.
func (m *till) sold() (older string) {
	m.t.Helper()
	if s := m.run("pay", "3", "--sim", "--auth-code", "134567890123456700"); s.code != 0 {
		m.t.Fatal(s)
	}
	older = m.home + "/older.db"
	copyJournal(m.t, m.journalPath(), older)
	return older
}

// use is a command that opens a journal, and whether it only reads.
type use struct {
	args  []string
	reads bool
}

// aBackup stands for a new file of the home.
const aBackup = "BACKUP"

// of makes its arguments for a home.
func (c use) of(m *till) (args []string) {
	for _, a := range c.args {
		if a == aBackup {
			a = m.home + "/backup.db"
		}
		args = append(args, a)
	}
	return args
}

// all is every one.
var all = []use{
	{[]string{"pay", "900.11", "--auth-code", "134567890123456799"}, false},
	{[]string{"pay", "8", "--auth-code", "134567890123456798"}, false},
	{[]string{"recover"}, false},
	{[]string{"recover", "--watch"}, false},
	{[]string{"resolve", "26112512000000000000000000000001", "--as", "given", "--by", "Li", "--reason", "x"}, false},
	{[]string{"close"}, false},
	{[]string{"day"}, true},
	{[]string{"status"}, true},
	{[]string{"status", "3333"}, true},
	{[]string{"sales"}, true},
	{[]string{"sales", "export"}, true},
	{[]string{"receipt", "3333"}, true},
	{[]string{"journal", "verify"}, true},
	{[]string{"journal", "backup", aBackup}, true},
	{[]string{"config", "check"}, true},
}

// refusedByAll: every command refuses what lies there by name, and WeChat has not
// one charge more. A copy may be read.
func (m *till) refusedByAll(when spoil) {
	m.t.Helper()
	charges := m.chargesToCome()
	for _, c := range all {
		s := m.soon(append(c.of(m), "--sim")...)
		switch {
		case strings.Contains(s.err, "new journal"):
			m.t.Errorf("%s, %v: made anew", when.name, c.args)
		case when.copied && c.reads:
			if c.args[0] != "config" && !strings.Contains(s.err, "journal adopt") {
				m.t.Errorf("%s, %v: exit %d without a word that it is a copy\n%s", when.name, c.args, s.code, s.err)
			}
		case s.code != 64 || !strings.Contains(s.err, m.journalPath()):
			m.t.Errorf("%s, %v: exit %d, want 64 with its name\n%s", when.name, c.args, s.code, s.err)
		}
	}
	if n := m.chargesToCome(); n != charges {
		m.t.Errorf("%s: WeChat holds %d charges, %d before", when.name, n, charges)
	}
	if s := m.run("doctor", "--sim"); s.code != 9 || !strings.Contains(s.out, m.journalPath()) {
		m.t.Errorf("%s, doctor: exit %d\n%s", when.name, s.code, s.out)
	}
	if s := m.run("journal", "adopt", "--sim", "--by", "Li", "--reason", "tried"); when.copied != (s.code == 0) {
		m.t.Errorf("%s, adopt: exit %d\n%s", when.name, s.code, s.err)
	}
}

// afterwards: what a sale left that the journal was spoiled under is refused by
// name, or it is whole: nothing of the sale is lost, and a press of the same amount
// is stopped by it. amount is "" where nothing was charged.
func (m *till) afterwards(when spoil, amount string) {
	m.t.Helper()
	charges := m.chargesToCome()
	verify := m.soon("journal", "verify", "--sim")
	whole := verify.code == 0 && !strings.Contains(verify.err, "journal adopt") && strings.Contains(verify.out, "2 attempts")
	if !whole && (!strings.Contains(verify.err+verify.out, m.journalPath()) || verify.code == 0 && !strings.Contains(verify.err, "journal adopt")) {
		m.t.Errorf("%s, verify: exit %d\n%s%s", when.name, verify.code, verify.out, verify.err)
	}
	if amount == "" {
		return
	}
	s := m.soon("pay", amount, "--sim", "--auth-code", "134567890123456799")
	if s.code != 64 && s.code != 8 || s.code == 64 && !strings.Contains(s.err, m.journalPath()) || s.code == 8 && !(whole && strings.Contains(s.err, "the same customer")) {
		m.t.Errorf("%s, pay %s again (whole %t): exit %d\n%s", when.name, amount, whole, s.code, s.err)
	}
	if n := m.chargesToCome(); n != charges {
		m.t.Errorf("%s: WeChat holds %d charges, want %d", when.name, n, charges)
	}
}

// S48: whatever becomes of the journal's file, its WAL or its folder, at whatever
// moment. A process that starts refuses what it finds by name. One that is in a
// sale starts no charge that nobody could find, and ends a charge that it has made
// with 8: nobody who reads the journal later will see that it was told.
func TestS48_JournalGoneAtAnyMoment(t *testing.T) {
	t.Parallel()
	for _, when := range spoils {
		t.Run(when.name+", before the start", func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			older := m.sold()
			sale := m.start("pay", "900.11", "--sim", "--auth-code", "134567890123456789")
			sale.until("confirming")
			sale.ends(os.Kill)
			if err := when.do(m, older); err != nil {
				t.Fatal(err)
			}
			m.refusedByAll(when)
		})
		t.Run(when.name+", between paid and told", func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			older := m.sold()
			out, letGo := stuckOut(t)
			cmd := m.command("pay", "5", "--sim", "--auth-code", "134567890123456789")
			cmd.Stdout = out
			sale := startCommand(t, cmd)
			sale.until("paid         paid")
			if err := when.do(m, older); err != nil {
				t.Fatal(err)
			}
			line := letGo()
			if s := sale.ends(); s.code != 8 || !strings.Contains(s.err, m.journalPath()) || !strings.Contains(line, "5.00") {
				t.Errorf("exit %d, want 8 with its name\n%s%s", s.code, line, s.err)
			}
			m.afterwards(when, "5")
		})
		if !when.long {
			continue
		}
		t.Run(when.name+", at the camera", func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			older := m.sold()
			sale := m.start("pay", "900.10", "--sim") // a customer who takes a while
			sale.until("opened")
			if err := when.do(m, older); err != nil {
				t.Fatal(err)
			}
			if s := sale.ends(); s.code != 69 && s.code != 8 || !strings.Contains(s.err, m.journalPath()) || m.charges() != 1 {
				t.Errorf("exit %d, %d charges: want no second one, with its name\n%s", s.code, m.charges(), s.err)
			}
			m.afterwards(when, "")
		})
		t.Run(when.name+", while the customer types", func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			older := m.sold()
			sale := m.start("pay", "900.11", "--sim", "--auth-code", "134567890123456789")
			sale.until("confirming")
			if err := when.do(m, older); err != nil {
				t.Fatal(err)
			}
			if s := sale.ends(); s.code != 8 || !strings.Contains(s.err, m.journalPath()) || m.charges() != 2 {
				t.Errorf("exit %d, %d charges: want 8 with its name, and the charge stands\n%s", s.code, m.charges(), s.err)
			}
			m.afterwards(when, "900.11")
		})
	}
}

// S48, the folder: it is renamed, or gone with all that is in it, and the next
// sale begins no journal of its own in its place.
func TestS48_FolderGone(t *testing.T) {
	t.Parallel()
	for what, do := range map[string]func(dir string) error{
		"renamed": func(dir string) error { return os.Rename(dir, dir+".away") },
		"removed": os.RemoveAll,
	} {
		m := newTill(t)
		state := m.journalPath()
		of := m.withJournal(m.home + "/shop/sim.db")
		if s := m.run("pay", "3", of, "--auth-code", "134567890123456700"); s.code != 0 {
			t.Fatal(s)
		}
		out, letGo := stuckOut(t)
		cmd := m.command("pay", "5", of, "--auth-code", "134567890123456789")
		cmd.Stdout = out
		sale := startCommand(t, cmd)
		sale.until("paid         paid")
		if err := do(m.home + "/shop"); err != nil {
			t.Fatal(err)
		}
		letGo()
		if s := sale.ends(); s.code != 8 || !strings.Contains(s.err, "shop/sim.db") {
			t.Errorf("%s between paid and told: exit %d\n%s", what, s.code, s.err)
		}
		for _, c := range all {
			if s := m.soon(append(c.of(m), of)...); s.code != 64 || !strings.Contains(s.err, "shop/sim.db") || strings.Contains(s.err, "new journal") {
				t.Errorf("%s, %v: exit %d\n%s", what, c.args, s.code, s.err)
			}
		}
		if _, err := os.Stat(state); err == nil {
			t.Error("a journal was made elsewhere")
		}
	}
}
