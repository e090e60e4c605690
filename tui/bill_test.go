package tui

import (
	"strings"
	"testing"

	"facetill/tui/page"
)

// What came of WeChat's bill stands on the amount page in one line, and only while it is
// known; it comes with the lists that a till reads every few seconds.
func TestBillOnTheAmountPage(t *testing.T) {
	day, look := "", 0
	r := newRig(t, func(o *Options) { o.Bill = func() (string, int) { return day, look } })
	if strings.Contains(r.screen(), "bill") {
		t.Errorf("nothing is known of a bill, and the screen says\n%s", r.screen())
	}
	day = "2026-11-24"
	r.send(page.ListsMsg{})
	r.shows("WeChat's bill of 2026-11-24 agrees")
	look = 2
	r.send(page.ListsMsg{})
	r.shows("WeChat's bill, to 2026-11-24: 2 to look at (F4, b)")
	chinese := newRig(t, func(o *Options) { o.Language, o.Bill = "zh-CN", func() (string, int) { return "2026-11-24", 2 } })
	chinese.shows("有 2 笔需查看")
}
