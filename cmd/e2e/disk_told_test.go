//go:build !windows

package e2e

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// S48 at a till: the journal's file is removed or replaced while the customer
// types the password. The charge comes and can be told of to nobody who reads the
// journal later: the screen states that no goods go, and the till ends with 8.
func TestS48_GoneUnderATill(t *testing.T) {
	t.Parallel()
	for what, do := range map[string]func(path string) error{
		"removed":  os.Remove,
		"replaced": func(path string) error { return replaced(path, []byte(strings.Repeat("no journal ", 1000))) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.types("900.11", 250*time.Millisecond) // a password, which takes a while
			d.rests()
			d.sends(deskCode + "\r")
			d.shows("password")
			mark := d.drawn()
			if err := do(d.m.journalPath()); err != nil {
				t.Fatal(err)
			}
			d.showsSince(mark, "STILL CHECKING")
			d.showsSince(mark, "The sales of this till")
			if strings.Contains(d.since(mark), "Hand over the goods") {
				t.Error("goods are handed over")
			}
			if n := d.m.charges(); n != 1 {
				t.Errorf("%d charges", n)
			}
			if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			<-d.done
			_ = d.cmd.Wait()
			if code := d.cmd.ProcessState.ExitCode(); code != 8 {
				t.Errorf("exit %d, want 8; drawn:\n%s", code, d.since(mark))
			}
		})
	}
}
