//go:build linux

package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

// calendar is a till and a WeChat whose clocks are set on together.
type calendar struct {
	*wrongTill
	noon time.Duration // ahead of the real time, so that no midnight comes by itself
}

func newCalendar(t *testing.T) calendar {
	t.Helper()
	m := newTill(t).of(crashing(t))
	now := time.Now().In(flow.Beijing)
	c := calendar{newClockTill(m, m.journalPath(), 0, 1), time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, flow.Beijing).Sub(now)}
	c.day(0)
	return c
}

// day makes it noon, so many days after the first one.
func (c calendar) day(n int) { c.t.Helper(); c.after(time.Duration(n) * aDay) }

// after makes it so long after the first noon.
func (c calendar) after(d time.Duration) {
	c.t.Helper()
	c.ahead.Store(int64(c.noon + d))
	c.set(c.noon + d)
}

// says makes a call that has to end with a code and to say something, on stdout or
// stderr; what begins with ! it must not say.
func (c calendar) says(code int, call string, texts ...string) said {
	c.t.Helper()
	s := c.run(strings.Fields(call)...)
	if s.code != code {
		c.t.Errorf("%s: want %d, %v", call, code, s)
	}
	for _, text := range texts {
		text, not := strings.CutPrefix(text, "!")
		if regexp.MustCompile(`(?m)`+text).MatchString(s.out+s.err) == not {
			c.t.Errorf("%s: %q, found %v; %v", call, text, not, s)
		}
	}
	return s
}

// givesBack makes a sale and gives all of it back, or a part; WeChat takes that. It returns
// the number of the refund.
func (c calendar) givesBack(customer int, ref, amount, part string) string {
	c.t.Helper()
	c.says(0, "pay "+amount+" --ref "+ref+" --auth-code "+scannedCode(customer))
	return c.says(0, "refund "+ref+" --reason return --by Li -o json"+part, `"outcome":"refunding".*"state":"accepted"`).last(c.t)["out_refund_no"].(string)
}

// WeChat takes a refund and brings it after three days: each day it is on its way and
// never called back, nothing waits for it, and no sale of its amount is stopped. It
// stands in the sum of the day on which WeChat took it, and in no other one.
func TestRefundOnItsWayForDays(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	c.givesBack(1, "days", "900.63", "")
	c.says(0, "day", `^code +Li +0 +0\.00 +900\.63 +-900\.63$`, `on their way 1 \(900\.63\)`)
	for n := range 3 {
		c.day(n)
		c.says(8, "status days", `accepted +refunding`, `900\.63 on its way back`, `it is on its way, and nothing is to be done`, `! done `, `!refunded`)
		c.says(8, "status days -o json", `"outcome":"refunding"`, `"refunding_fee":90063`, `!refunded_fee`)
		c.says(0, "recover -o json", `"open":0,"refunding":1,"refunding_fee":90063`)
		c.says(0, "pay 900.63 --auth-code "+scannedCode(10+n))
		if n > 0 {
			c.says(0, "day", `^all +1 +900\.63 +0\.00 +900\.63$`, `on their way 1 \(900\.63\)`)
		}
	}
	c.day(3)
	c.says(0, "recover -o json", `"open":0,`, `!refunding`)
	c.says(5, "status days", `done +refunded`, `900\.63 refunded`)
	c.says(0, "day", `!on their way`, `!900\.63`)
	c.says(0, "journal verify")
}

// CHANGE is told each day, by whatever is asked, until a person has ended it.
func TestRefundStuckForDays(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	stuck := c.givesBack(1, "change", "900.58", " --amount 5")
	what := `--settled ` + stuck + ` --as there`
	for n := range 3 {
		c.day(n)
		c.says(8, "status change", `stuck +open .* CHANGE`, `of 5\.00 is stuck at WeChat`, what, `!on its way`)
		c.says(8, "recover", `^nothing is open; 1 refund is before a person`, what)
		c.says(9, "day", `^before a person:\n.*refund 5\.00 stuck `+stuck, what)
		c.says(9, "doctor", `warn +journal +1 refund is before a person`, what)
		c.says(0, "pay 5 --auth-code "+scannedCode(10+n))
	}
	c.says(8, "refund change --amount 5 --reason return --by Li -o json", `"err_code":"POSSIBLE_DUPLICATE"`)
	c.says(0, "refund change --settled "+stuck+" --as there --reason seen --by Wu", `back`)
	c.day(3)
	c.says(0, "status change", `"Wu" says there`, `5\.00 refunded`)
	c.says(0, "recover", `!before a person(:| [1-9])`)
	c.says(0, "day", `!before a person(:| [1-9])`)
}

// WeChat takes a refund and closes it after seven days: it was on its way, it is
// nobody's now, and it goes back under a new number when a person says so.
func TestRefundClosedAfterDays(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	closed := c.givesBack(1, "closed", "900.64", " --amount 5")
	for _, n := range []int{0, 1, 6} {
		c.day(n)
		c.says(0, "status closed", `^PAID .* 5\.00 on its way back`, `!closed by`)
		c.says(0, "recover", `!before a person(:| [1-9])`)
	}
	c.day(7)
	c.says(8, "recover -o json", `"refunds_closed":1`, `--new `+closed)
	c.says(9, "day", `^before a person:\n.*refund 5\.00 refused `+closed)
	c.says(8, "status closed", `^PAID .* of 5\.00 was closed by WeChat`, `--new `+closed)
	c.says(0, "recover", `!before a person(:| [1-9])`)
	c.says(64, "refund closed --send-again "+closed+" --by Li -o json", `"err_code":"REFUND_STATE"`)
	anew := c.says(0, "refund closed --amount 5 --new "+closed+" --reason return --by Li -o json", `"outcome":"refunding"`).last(t)["out_refund_no"]
	if anew == closed {
		t.Errorf("%s was sent again", closed)
	}
}

// A part, and the same part again: by mistake it is stopped and listed, on purpose it is
// one more, and the third is stopped by the second, which nobody named. A part that is
// more than what is left is none; what is left goes back without an amount.
func TestEqualPartsOnPurpose(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	part := "refund parts --amount 5 --reason return --by Li -o json"
	one := c.givesBack(1, "parts", "12.80", " --amount 5")
	c.after(2 * time.Minute)
	c.says(8, part, `"err_code":"POSSIBLE_DUPLICATE"`, `"stopped_by":\[\{"out_refund_no":"`+one+`"`)
	two := c.says(0, part+" --new "+one, `"outcome":"refunding"`, `"refundable_fee":280`).last(t)["out_refund_no"].(string)
	c.after(4 * time.Minute)
	c.says(8, part+" --new "+one, `"stopped_by":\[\{"out_refund_no":"`+two+`"`)
	c.says(64, part+" --new "+one+","+two, `"err_code":"AMOUNT"`)
	rest := "refund parts --reason return --by Li -o json"
	c.says(8, rest, one+`.*`+two) // the rest may be what any of them was meant to be
	c.says(0, rest+" --new "+one+","+two, `"refund_fee":280`)
	c.says(5, "status parts -o json", `"refunded_fee":1280`)
}
