package cli

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/codes"
)

// A fault of the program that ends the screen is 69 only where the journal has nothing
// that is open; a sale in hand, a journal that cannot be read, are 8, and both are said.
func TestFaultOfTheScreen(t *testing.T) {
	fault := errors.New("the screen ended by a fault")
	atDesk(t, func(d *desk) {
		is := func(when string, want codes.Exit) {
			t.Helper()
			if e := endingOf(fromCommand, left(d.wired.App, fault)); e.code != want || !strings.HasPrefix(e.text, fault.Error()) {
				t.Errorf("%s: %d %q, want %d", when, e.code, e.text, want)
			}
		}
		is("nothing was begun", codes.ExitFailed)
		d.types("900.34\r")
		d.sees("password", 30*time.Second)
		is("a sale waits for its password", codes.ExitOpen)
		d.sees("STILL CHECKING", 60*time.Second)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		is("all is at its end", codes.ExitFailed)
		d.stop(errors.New("told to end"))
		<-d.end
		d.end <- nil
		is("the journal is closed", codes.ExitOpen)
	})
}
