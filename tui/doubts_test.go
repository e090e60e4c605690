package tui

import (
	"testing"
	"time"
)

// 675 is what a scan left of 6750.5+10, which somebody went on typing behind it. The next
// amount, more than ten seconds after that scan, stands behind 675: Enter names it first.
func TestDoubtLastsAsLongAsKeysAreLost(t *testing.T) {
	c := newCounter(t, nil).typed("675").after(pause).types("A793", fast)
	c.types("0.5+10⏎", 500*time.Millisecond)
	c.after(4*time.Second).types("33.5+14", 450*time.Millisecond).types("⏎", 600*time.Millisecond)
	c.says("67547.50 yuan stands")
	c.only("")
}
