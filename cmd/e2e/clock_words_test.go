//go:build linux

package e2e

import (
	"os"
	"slices"
	"strings"
	"testing"

	"facetill/cmd/config/pin"
)

// with makes a call with a PIN, and returns what it said.
func (c calendar) with(pin, call string) said {
	c.t.Helper()
	cmd := c.command(strings.Fields(call)...)
	cmd.Env = append(cmd.Env, "FACETILL_PIN="+pin)
	return c.end(cmd)
}

// Where a manager's PIN is set, a word about money wants it: without it, and with a wrong
// one, nothing is entered and nobody is asked.
func TestBillWantsTheManagersPIN(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	c.sold()
	hash, err := pin.Hash("4711")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(c.config)
	if err == nil {
		err = os.WriteFile(c.config, []byte(string(text)+"[terminal]\nmanager_pin_hash = '"+hash+"'\n"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.day(1)
	classes, ids, _ := c.named(9, "reconcile")
	if want := []string{"theirs_only", "refund_theirs"}; !slices.Equal(classes, want) {
		t.Fatalf("%v, want %v", classes, want)
	}
	before := len(c.attempts())
	imports := "reconcile --import " + ids["theirs_only"] + " --by Wu --reason lost"
	accepts := "reconcile --accept " + ids["refund_theirs"] + " --by Wu --reason phone"
	for _, call := range []string{imports, accepts} {
		for _, wrong := range []string{"", "1234"} {
			if s := c.with(wrong, call); s.code != 64 || !strings.Contains(s.err, "PIN") || strings.Contains(s.out+s.err, "4711") {
				t.Errorf("%s with the PIN %q: %v", call, wrong, s)
			}
		}
	}
	if n := len(c.attempts()); n != before {
		t.Errorf("%d attempts, and there were %d: one was entered without the PIN", n, before)
	}
	c.found(9, "reconcile")
	for _, call := range []string{imports, accepts} {
		if s := c.with("4711", call); s.code != 0 {
			t.Errorf("%s with the PIN: %v", call, s)
		}
	}
	if n := len(c.attempts()); n != before+1 {
		t.Errorf("%d attempts, want one more than %d", n, before)
	}
	c.says(0, "reconcile", `^`+c.name(0)+`  agrees$`)
}

// A found charge that is too old to be reversed goes back by a refund, which is of the day
// on which WeChat took it; the closed day stays as it was, and every bill agrees.
func TestBillImportedTooOldToReverse(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	c.says(0, "pay 30 --ref kept --auth-code "+scannedCode(6))
	c.sellsElsewhere()
	c.day(1)
	record := c.says(0, "close", `^all +1 +30\.00 +0\.00 +30\.00$`).out
	_, ids, _ := c.named(9, "reconcile")
	no := c.says(0, "reconcile --import "+ids["theirs_only"]+" --by Wu --reason lost -o json").lines(t)[0]["out_trade_no"].(string)
	c.day(9)
	c.says(8, "recover")
	c.says(8, "status "+no)
	if s := c.run("resolve", no, "--as", "give-back", "--by", "Li", "--reason", "nobody"); s.code != 0 && s.code != 8 {
		t.Errorf("given back: %v", s)
	}
	c.says(0, "recover")
	c.says(5, "status "+no+" -o json", `"out_refund_no":.*"refund_fee":777,"state":"(accepted|done)"`)
	c.day(13)
	c.says(0, "recover")
	c.says(5, "status "+no+" -o json", `"state":"refunded".*"refunded_fee":777`)
	c.says(0, "reconcile --date "+c.name(9), `^`+c.name(9)+`  agrees$`)
	c.says(0, "reconcile --date "+c.name(0), `^`+c.name(0)+`  agrees$`)
	if s := c.says(0, "close --print 1"); s.out != record {
		t.Errorf("was\n%s\nand is\n%s", record, s.out)
	}
}

// A refund that is on its way when the bill of its day is compared agrees with it, and so
// it does when it has arrived: WeChat's row is never written anew.
func TestBillOfARefundOnItsWay(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	c.givesBack(1, "days", "900.63", "")
	c.day(1)
	c.says(8, "status days", `900\.63 on its way back`)
	c.says(0, "reconcile --date "+c.name(0), `^`+c.name(0)+`  agrees$`, `^charges that agree: 1$`, `^refunds that agree: 1$`)
	c.says(0, "close", `^Close 1 of `+c.name(0)+`$`, `^all +1 +900\.63 +900\.63 +0\.00$`)
	c.day(4)
	c.says(0, "recover")
	c.says(5, "status days")
	c.says(0, "reconcile --date "+c.name(0), `^`+c.name(0)+`  agrees$`, `^refunds that agree: 1$`)
}
