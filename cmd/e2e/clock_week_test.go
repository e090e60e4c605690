//go:build linux

package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"facetill/flow"
)

// name is the business day so many days after the first one.
func (c calendar) name(n int) string {
	return time.Now().In(flow.Beijing).AddDate(0, 0, n).Format(time.DateOnly)
}

// closes closes the day that is due, and returns the record as it was printed.
func (c calendar) closes(code int, call string, texts ...string) string {
	c.t.Helper()
	return c.says(code, call, texts...).out
}

// A week: refunds of other days, a day that nobody closed, one that was closed although a
// charge was unclaimed, and the close in which that ended. Each record reads to the byte as
// it did when it was made, whatever happened behind it.
func TestWeekOfCloses(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	records := map[int]string{}
	customer := 0
	sells := func(amount, ref string) {
		t.Helper()
		customer++
		c.says(0, "pay "+amount+" --ref "+ref+" --auth-code "+scannedCode(customer))
	}
	unchanged := func() {
		t.Helper()
		for n, was := range records {
			if s := c.says(0, fmt.Sprintf("close --print %d", n)); s.out != was {
				t.Errorf("close %d was\n%s\nand is\n%s", n, was, s.out)
			}
		}
	}

	// Monday.
	sells("10", "mon-1")
	sells("20", "mon-2")
	c.says(0, "day", `^all +2 +30\.00 +0\.00 +30\.00$`)
	c.says(64, "close", `facetill day.*, which looks`)
	c.says(64, "close --date "+c.name(0), `over`)
	c.says(64, "close --date "+c.name(1))

	// Tuesday: a part of Monday's goes back, which is Tuesday's.
	c.day(1)
	records[1] = c.closes(0, "close", `^Close 1 of `+c.name(0)+`$`, `^all +2 +30\.00 +0\.00 +30\.00$`, `^the first close$`)
	c.says(64, "close --date "+c.name(0), `close .*--print 1`)
	c.says(0, "refund mon-1 --amount 5 --reason return --by Li", `on its way`)
	sells("7", "tue-1")
	c.says(0, "day", `^all +1 +7\.00 +5\.00 +2\.00$`)
	c.says(0, "day --date "+c.name(0), `^closed as number 1$`, `^all +2 +30\.00 +0\.00 +30\.00$`)

	// Wednesday: nobody closes.
	c.day(2)
	sells("8", "wed-1")

	// Thursday: two are missing, and the older one comes first.
	c.day(3)
	c.says(9, "doctor", `2 business days are over and not closed, `+c.name(1)+` first`)
	c.says(64, "close --date "+c.name(2), `close .*--date `+c.name(1))
	records[2] = c.closes(0, "close", `^Close 2 of `+c.name(1)+`$`, `^all +1 +7\.00 +5\.00 +2\.00$`, `^refunds 1: 5\.00$`, `1 business day is over and not closed: `+c.name(2))
	records[3] = c.closes(0, "close", `^Close 3 of `+c.name(2)+`$`, `^all +1 +8\.00 +0\.00 +8\.00$`)
	sells("9", "thu-1")
	killed := c.command("pay", "6.50", "--ref", "thu-2", "--auth-code", scannedCode(30))
	killed.Env = append(killed.Env, "FACETILL_CRASH=before append 3")
	if s := c.end(killed); s.code != -1 {
		t.Fatalf("not killed: %v", s)
	}

	// Friday: nobody knows whether those goods were given. The day is closed all the same.
	c.day(4)
	c.says(8, "close", `ref thu-2`, `1 open: nothing is closed`)
	records[4] = c.closes(0, "close --force", `^Close 4 of `+c.name(3)+`$`, `^made although something was open$`, `^all +1 +9\.00 `, `^ +6\.50  [0-9]+  paid  since close 4$`)
	sells("11", "fri-1")
	c.says(0, "refund mon-2 --reason return --by Li", `on its way`)
	unchanged()

	// Saturday: they were. The sale is Thursday's, and in no record of then.
	c.day(5)
	no := c.says(8, "status thu-2 -o json").last(t)["out_trade_no"].(string)
	c.says(0, "resolve "+no+" --as given --by Li --reason seen")
	records[5] = c.closes(0, "close", `^Close 5 of `+c.name(4)+`$`, `^all +1 +11\.00 +20\.00 +-9\.00$`, `^of `+c.name(3)+`, in no close before:$`, `^code +1 +6\.50 `,
		`^in all: sales 2, charged 17\.50, refunded 20\.00, sum -2\.50$`, `^ended since, passed over before:$`, no+`  .*  by close 4$`, `!passed over without`)
	c.says(0, "day --date "+c.name(3), `^closed as number 4$`)

	// Sunday: Saturday had nothing, and needs no close.
	c.day(6)
	c.says(64, "close")
	c.says(0, "doctor", `!not closed`)
	unchanged()
	last := c.says(0, "close --print 5 -o json").last(t)
	if last["close"] != 5.0 || last["in_all"].(map[string]any)["total_fee"] != 1750.0 || len(last["ended"].([]any)) != 1 {
		t.Errorf("%v", last)
	}
	if zh := c.says(0, "close --print 4 --lang zh-CN").out; !strings.HasPrefix(zh, "第4号日结 "+c.name(3)) {
		t.Errorf("%s", zh)
	}
	c.says(0, "journal verify")
}

// A sale at half past one belongs to the night's trade: the business day begins at four, and
// is over then.
func TestBusinessDayBeginsAtFour(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	text, err := os.ReadFile(c.config)
	if err == nil {
		err = os.WriteFile(c.config, append(text, "[store]\nday_starts = \"04:00\"\n"...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.says(0, "pay 10 --ref noon --auth-code "+scannedCode(1))
	c.after(13*time.Hour + 30*time.Minute)
	c.says(0, "pay 5 --ref night --auth-code "+scannedCode(2))
	c.says(0, "day", `^`+c.name(0)+` `, `^all +2 +15\.00 `, `^01:00 .* 5\.00 \(1\)$`)
	c.says(0, "day --date "+c.name(1), `^all +0 `)
	c.says(0, "sales --from "+c.name(1)+" --to "+c.name(1), `ref night`, `!ref noon`) // a list has calendar days
	c.after(16*time.Hour - time.Minute)
	c.says(64, "close")
	c.says(64, "close --date "+c.name(0))
	c.after(16*time.Hour + time.Minute)
	c.says(0, "close", `^Close 1 of `+c.name(0)+`$`, `^from `+c.name(0)+` 04:00 to `+c.name(1)+` 04:00$`, `^all +2 +15\.00 `)
}
