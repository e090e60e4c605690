//go:build !windows

package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/creack/pty"

	"facetill/flow"
)

// Who wants to sign in while a sale runs hears that it comes first. The sale goes on,
// under the name of who began it.
func TestNoSignInWhileASaleRuns(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	file := m.cashiers()
	cmd := m.command("--sim", "--lang", "en", "--config", file)
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=1")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	screen := newScreen(tty)
	screen.wait(t, "PIN")
	screen.types("07*0707")
	screen.press(t, "\r", "Li is signed in")
	screen.enters(t, "900.13") // its customer never types the password
	screen.press(t, "\r", "at the camera")
	db := m.open()
	screen.waitFor(t, func(string) bool {
		all, err := db.List(context.Background(), flow.Filter{})
		return err == nil && len(all) == 1 && all[0].State == flow.Confirming && all[0].Cashier == "Li"
	})
	screen.press(t, "\x1b[20~", // F9
		"A sale is running; its word comes first")
	if err := cmd.Process.Kill(); err != nil { // its reversal takes most of a minute
		t.Fatal(err)
	}
	screen.ended()
	_ = cmd.Wait()
	if s := m.run("shift", "--sim", "--config", file, "-o", "json"); s.code != 0 || s.result(t)["cashier"] != "Li" || fmt.Sprint(s.result(t)["open"]) != "1" {
		t.Errorf("whose shift it is: %v", s)
	}
}
