//go:build linux

package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/cmd/config/pin"
)

// Years later the facts of what is closed and reconciled leave for a file; what is known of
// it stays as it was, and nothing is begun with it any more.
func TestArchiveOfClosedYears(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	file := filepath.Join(t.TempDir(), "old.db")
	archive := func(code, day int, texts ...string) said {
		t.Helper()
		return c.says(code, fmt.Sprintf("journal archive --before %s %s", c.name(day), file), texts...)
	}
	c.says(0, "pay 10 --ref kept --auth-code "+scannedCode(1))
	c.givesBack(2, "back", "20", " --amount 5")
	archive(64, 0, `refunds may still begin of sales of the days before `+c.name(0), `journal archive .*--before `+c.name(-365)+` FILE`)
	archive(0, -365, `nothing to archive before `+c.name(-365)+`$`, `!stay`)
	c.day(1)
	first := c.says(0, "close", `^Close 1 of `+c.name(0)+`$`).out
	c.says(0, "reconcile", `agrees$`)
	c.says(0, "pay 30 --ref loose --auth-code "+scannedCode(3)) // a day of which nobody fetches the bill
	c.day(2)
	c.says(0, "close", `^Close 2 of `+c.name(1)+`$`)
	c.says(0, "pay 40 --ref open --auth-code "+scannedCode(4)) // a day that nobody closes
	c.day(4)
	c.says(0, "recover")
	c.says(0, "status back", `done +refunded`)

	c.set(c.noon + 400*aDay) // this machine's clock alone
	archive(8, 35, `WeChat's time is not known, and by this machine's alone nothing leaves`)
	c.day(400)
	archive(64, 36, `the last date by WeChat's clock is `+c.name(35))
	if _, err := os.Stat(file); err == nil {
		t.Error("there is a file")
	}
	sales, export, look := c.says(0, "sales --limit 0").out, c.says(0, "sales export --format csv").out, c.says(0, "day --date "+c.name(0)).out
	c.says(0, "journal verify", `!archives`)
	taken := filepath.Join(filepath.Dir(file), "taken.db")
	if err := os.WriteFile(taken, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.says(64, "journal archive --before "+c.name(35)+" "+taken, `nothing is overwritten`)
	hash, err := pin.Hash("4711")
	text, err2 := os.ReadFile(c.config)
	if err := errors.Join(err, err2, os.WriteFile(c.config, append(text, "[terminal]\nmanager_pin_hash = '"+hash+"'\n"...), 0o600)); err != nil {
		t.Fatal(err)
	}
	archive(64, 35, `the manager's PIN is needed`)
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("there are %v, %v", left, err)
	}
	if err := os.WriteFile(c.config, text, 0o600); err != nil {
		t.Fatal(err)
	}
	made := archive(0, 35, `^`+file+`: the facts of 2 sales before `+c.name(35)+` left .*; 2 stay: 1 in no close of a day before, 1 of a day whose bill was not compared, or does not agree$`,
		`try: facetill reconcile .*--date `+c.name(1))
	if !strings.HasSuffix(strings.TrimSpace(made.out), "agree") {
		t.Errorf("%v", made)
	}
	line := c.says(0, "journal archive --before "+c.name(35)+" "+file+".2 -o json").last(t)
	if line["moved"] != 0.0 || line["path"] != nil || len(line["stay"].([]any)) != 2 {
		t.Errorf("again: %v", line)
	}

	// Here everything is known as it was.
	c.says(0, "journal verify", `0 problems; the facts of 2 attempts are in archives$`)
	for call, was := range map[string]string{"sales --limit 0": sales, "sales export --format csv": export, "day --date " + c.name(0): look, "close --print 1": first} {
		for _, journal := range []string{"", " --journal " + file} {
			if journal != "" && strings.HasPrefix(call, "close") {
				continue
			}
			if s := c.says(0, call+journal); s.out != was {
				t.Errorf("%s%s says\n%s\nand said\n%s", call, journal, s.out, was)
			}
		}
	}
	c.says(0, "status kept --timeline", `^PAID .*10\.00`, `its facts are in the archive `+file+`; WeChat is not asked`, `! paid +identified`)
	if r := c.says(0, "status kept -o json").last(t); r["archive"] != file || r["state"] != "paid" || r["wechat"] != nil {
		t.Errorf("%v", r)
	}
	c.says(0, "status kept --timeline --journal "+file, `told$`, `it is an archive of `)
	c.says(0, "journal verify --journal "+file, `0 problems$`)
	c.says(6, "pay 10 --ref kept --auth-code "+scannedCode(5), `10\.00`)
	c.says(64, "refund kept --reason return --by Li", `more than a year ago|in the archive `+file)
	c.says(64, "refund back --reason return --by Li", `more than a year ago|in the archive `+file)
	c.says(0, "recover")
	c.says(0, "status loose", `^PAID .*30\.00`, `!archive`)
	c.says(0, "receipt kept")

	// The bill is compared, the day is closed, and they leave with the next one.
	c.says(64, "journal archive --before "+c.name(35)+" "+file+" --journal "+file)
}

// Killed once the file has its name, whenever that comes: every fact is in the file, none is
// lost to the journal but what is marked, and the rest leaves for the next one. No archive
// becomes a journal.
func TestArchiveThatIsKilled(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	c.says(0, "pay 10 --ref kept --auth-code "+scannedCode(1))
	c.day(1)
	c.says(0, "close")
	c.says(0, "reconcile", `agrees$`)
	c.day(400)
	file := filepath.Join(t.TempDir(), "sim-old.db")
	killed := c.command("journal", "archive", "--before", c.name(35), file)
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- killed.Wait() }()
	for going := true; going; {
		select {
		case <-ended:
			going = false
		default:
			if _, err := os.Stat(file); err == nil {
				_ = killed.Process.Kill()
			}
		}
	}
	c.says(0, "journal verify", `0 problems`)
	c.says(0, "journal verify --journal "+file, `0 problems$`)
	c.says(0, "status kept --timeline --journal "+file, `told$`, `it is an archive of `)
	c.says(0, "journal archive --before "+c.name(35)+" "+file+".2", `the facts of 1 sales|nothing to archive`)
	c.says(0, "journal verify", `the facts of 1 attempts are in archives$`)
	c.says(6, "pay 10 --ref kept --auth-code "+scannedCode(2))

	text, err := os.ReadFile(c.config)
	if err == nil {
		err = os.WriteFile(c.config, []byte(strings.Replace(string(text), c.journalPath(), file, 1)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.says(64, "journal adopt --by Li --reason broke", `it is an archive: it is read with --journal`)
	c.says(64, "pay 10 --auth-code "+scannedCode(3), `put the shop.s journal, or its last backup, in this place`)
	c.says(64, "journal archive --before "+c.name(35)+" "+file+".3", `it is an archive of `)
	c.says(0, "sales", `ref kept`)
}
