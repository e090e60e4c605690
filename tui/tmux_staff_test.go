//go:build tmux

package tui

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"facetill/tui/draw"
	"facetill/tui/text"
)

// withCashiers configures the till for Li, Wang and a manager, whose PINs are their numbers
// twice.
func (s *screenTest) withCashiers(idle string) {
	s.t.Helper()
	path := filepath.Join(s.state, "facetill.toml")
	all := fmt.Sprintf("[ui]\nidle_after = %q\n", idle)
	for _, c := range staff {
		cmd := exec.Command(s.binary, "config", "pin")
		cmd.Env = append(os.Environ(), "FACETILL_PIN="+c.Number+c.Number)
		out, err := cmd.Output()
		if err != nil {
			s.t.Fatal(err)
		}
		_, hash, _ := strings.Cut(strings.TrimSpace(string(out)), "= ")
		all += fmt.Sprintf("[[cashiers]]\nname = %q\nnumber = %q\nmanager = %t\npin_hash = %s\n", c.Name, c.Number, c.Name == "Zhao", hash)
	}
	if err := os.WriteFile(path, []byte(all), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.t.Setenv("FACETILL_CONFIG", path)
}

// People at the real till: who signs in sells, hands over with one Enter, is asked again
// by a till that died, and with a sale that nobody saw the next one has to look at it.
func TestTmuxPeople(t *testing.T) {
	s, w := newScreenTest(t), &text.English
	s.withCashiers("0s")
	s.open("en", 80, 24)
	s.sees(w.LockNobody)
	s.types("07*0706")
	s.keys("Enter")
	s.sees(w.ErrCashierPIN)
	s.types("07*0707")
	s.keys("Enter")
	s.sees(w.Cashier + " Li")
	s.pay("12.80")
	s.sees(draw.Spaced(w.Paid))
	s.keys("Enter")
	s.sees(w.AmountHint)
	s.keys("F9")
	s.sees("12.80") // of the shift
	s.types("12*1212")
	s.keys("Enter")
	s.sees("Wang has taken over from Li: sales 1, 12.80 yuan")
	s.kill()
	s.sees("left with 137")
	s.open("en", 80, 24)
	s.sees(fmt.Sprintf(w.LockOf, "Wang"))
	s.types("5.50")
	s.keys("Enter")
	s.sees("kept: 5.50 yuan")
	s.types("1212")
	s.keys("Enter")
	s.sees(w.Cashier + " Wang")
	s.keys("Enter")
	s.sees(draw.Spaced(w.Paid))
}

// What has no end is before the eyes of who takes over.
func TestTmuxHandover(t *testing.T) {
	s, w := newScreenTest(t), &text.English
	s.withCashiers("0s")
	s.open("en", 80, 24)
	s.sees(w.LockNobody)
	s.types("07*0707")
	s.keys("Enter")
	s.sees(w.Cashier + " Li")
	s.pay("900.13")
	s.sees(w.SayPassword)
	s.kill()
	s.sees("left with 137")
	s.open("en", 80, 24)
	s.sees(fmt.Sprintf(w.LockOf, "Li"))
	s.types("12*1212")
	s.keys("Enter")
	s.sees(fmt.Sprintf(w.HandoverTitle, "Li", "Wang"))
	s.sees("open 1")
	s.keys("Enter")
	s.sees(fmt.Sprintf(w.ArmedHandover, w.KeyEnter))
	s.keys("Enter")
	s.sees(w.Cashier + " Wang")
}
