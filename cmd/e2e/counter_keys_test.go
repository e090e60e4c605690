//go:build !windows

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"facetill/flow"
)

// desk is the built program on a terminal, with somebody at its keys.
type desk struct {
	*screen
	t   *testing.T
	m   *till
	cmd *exec.Cmd
}

// newDesk opens the till on a terminal.
func newDesk(t *testing.T, args ...string) *desk {
	m := newTill(t)
	cmd := m.command(append([]string{"till", "--sim", "--lang", "en"}, args...)...)
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=1", "LC_ALL=C.UTF-8")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{newScreen(tty), t, m, cmd}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = tty.Close()
	})
	d.shows("Amount (yuan)")
	return d
}

// since is what was drawn after a mark.
func (d *desk) since(mark int) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.String()[mark:]
}

// eventually waits for a condition, and shows the screen where it does not come.
func (d *desk) eventually(what string, is func() bool) {
	d.t.Helper()
	for limit := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(limit) {
			d.t.Fatalf("not seen: %s; the journal has %v; drawn:\n%s", what, d.sales(), d.since(0))
		}
	}
}

func (d *desk) shows(text string) { d.showsSince(0, text) }

func (d *desk) showsSince(mark int, text string) {
	d.t.Helper()
	d.eventually(text, func() bool { return strings.Contains(d.since(mark), text) })
}

// sends is what a scanner or a hand brings at once.
func (d *desk) sends(keys string) {
	d.t.Helper()
	if _, err := d.tty.WriteString(keys); err != nil {
		d.t.Fatal(err)
	}
}

// types is a typist; on a machine that is busy rather a slow one.
func (d *desk) types(keys string, gap time.Duration) {
	for _, k := range keys {
		time.Sleep(gap)
		d.sends(string(k))
	}
}

// rests is longer than any silence that the till waits for.
func (d *desk) rests() { time.Sleep(1200 * time.Millisecond) }

// until presses a key, a good second between presses, until it is so.
func (d *desk) until(what, keys string, is func() bool) {
	d.t.Helper()
	for limit := time.Now().Add(time.Minute); ; {
		d.rests()
		if is() {
			return
		}
		if time.Now().After(limit) {
			d.t.Fatalf("not seen: %s; the journal has %v; drawn:\n%s", what, d.sales(), d.since(0))
		}
		d.sends(keys)
	}
}

// sales are the attempts in the journal, oldest first, as "12.80 face".
func (d *desk) sales() (list []string) {
	if _, err := os.Stat(d.m.journalPath()); err != nil {
		return nil
	}
	for _, a := range d.m.attempts() {
		list = append([]string{fmt.Sprint(a.TotalFee, " ", a.Method)}, list...)
	}
	return list
}

// settled waits until the last of n sales was paid and told.
func (d *desk) settled(n int) {
	d.t.Helper()
	d.eventually("a sale that was paid and told", func() bool {
		all := d.m.attempts()
		return len(all) == n && all[0].State == flow.Paid && all[0].Shown
	})
}

// allSettled waits until no sale is under way, however many began.
func (d *desk) allSettled() {
	d.t.Helper()
	d.eventually("sales that were paid and told alone", func() bool {
		return !slices.ContainsFunc(d.m.attempts(), func(a flow.Attempt) bool { return a.State != flow.Paid || !a.Shown })
	})
}

func (d *desk) leaves() {
	d.t.Helper()
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		d.t.Fatal(err)
	}
	d.ended()
}

const deskCode = "134500000000000017"

// S35: a payment code is read, its last digit comes late, and 12.00 was typed
// before. The sale is 12.00 by that code, or there is none; the camera, which
// knows nothing of codes, is never asked.
func TestS35_CodeWithAGapAtTheBuiltProgram(t *testing.T) {
	for _, gap := range []time.Duration{60, 120, 300, 500} {
		t.Run(fmt.Sprint(int(gap)), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.types("12", 250*time.Millisecond)
			d.rests()
			d.sends(deskCode[:17])
			time.Sleep(gap * time.Millisecond)
			d.sends(deskCode[17:] + "\r")
			d.rests()
			for _, sale := range d.sales() {
				if sale != "12.00 code" {
					t.Errorf("charged: %s", sale)
				}
			}
			if len(d.sales()) == 0 { // it was not read whole; the amount has to stand
				d.until("a sale of what was typed", "\r", func() bool { return len(d.sales()) > 0 })
			}
			if s := d.sales(); len(s) != 1 || !strings.HasPrefix(s[0], "12.00 ") {
				t.Errorf("the sales are %v", s)
			}
			d.leaves()
		})
	}
}

// S36: whatever is scanned, on an empty page, over an amount and on other pages,
// changes nothing but the notice: the sale at the end is the amount that was typed.
func TestS36_ScansAtTheBuiltProgram(t *testing.T) {
	labels := []string{"https://u.wechat.com/EAbcdefgH1jklm\r", "12345\r", "6901234567892\r", "NK12345678\n", "B0291928891\t", "1.2.3.4\r",
		"]C16901234567892\r", "......\r", "nnnnnnn\r", "281234567890123456\r", "7,35\r", "99999999999999999999999999999999\r"}
	for _, page := range []struct{ name, keys, shows, back string }{
		{"empty", "", "", ""}, {"history", "\x1bOR", "Sales", "\x1b"}, {"day", "\x1bOS", "Day close", "\x1b"}, {"help", "\x1bOP", "Keys", "\x1b"},
	} {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.rests()
			mark := d.drawn()
			d.sends(page.keys)
			d.showsSince(mark*min(len(page.shows), 1), page.shows)
			for _, label := range labels {
				d.rests()
				d.sends(label)
			}
			d.rests()
			if page.back != "" {
				d.sends(page.back)
				d.rests()
			}
			d.types("12.80", 250*time.Millisecond)
			for _, label := range labels[:6] {
				d.rests()
				d.sends(label)
			}
			d.rests()
			if s := d.sales(); len(s) != 0 {
				t.Fatalf("charged: %v", s)
			}
			d.until("a sale", "\r", func() bool { return len(d.sales()) > 0 })
			d.settled(1)
			if s := d.sales(); len(s) != 1 || s[0] != "12.80 face" {
				t.Errorf("the sales are %v", s)
			}
			d.leaves()
		})
	}
}

// S38: the next amount is typed while PAID has just come up. It is taken whole, or
// not at all.
func TestS38_AmountRightAfterPaidAtTheBuiltProgram(t *testing.T) {
	for _, after := range []time.Duration{100, 400, 700, 1000, 1200} {
		t.Run(fmt.Sprint(int(after)), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.types("1", 250*time.Millisecond)
			d.until("a sale", "\r", func() bool { return len(d.sales()) > 0 })
			d.shows("PAID")
			time.Sleep(after * time.Millisecond)
			d.types("12.80\r", 150*time.Millisecond)
			d.rests()
			d.allSettled()
			for _, sale := range d.sales()[1:] {
				if sale != "12.80 face" {
					t.Errorf("charged: %s", sale)
				}
			}
			d.leaves()
		})
	}
}
