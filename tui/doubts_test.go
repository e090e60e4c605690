package tui

import (
	"testing"
	"time"

	"facetill/flow"
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

// A code that was asked about names what stands; what is typed behind that is in doubt, too.
func TestDoubtBehindACodeThatWasAskedAbout(t *testing.T) {
	c := newCounter(t, nil).typed("65").after(pause).types("A793", fast)
	c.types("0⏎", 500*time.Millisecond).scanned(code + "⏎")
	c.says("65.00 yuan stands")
	c.after(3*time.Second).types("63.83", 200*time.Millisecond).types("⏎", 200*time.Millisecond)
	c.says("6563.83 yuan stands")
	c.only("")
}

// Words of an input method that were under way when the page of the amount came back are
// lost: Enter says what stands there first.
func TestDoubtOfWhatWasUnderWay(t *testing.T) {
	c := newCounter(t, nil).typed("12.80⏎").after(time.Second).types("⎋", typist)
	c.after(time.Second)
	c.v.Send(Read{At: c.v.Now(), Keys: keysOf("583.83")})
	c.till.run.a.State, c.till.run.a.Version = flow.Cancelled, 2
	c.till.run.letGo()
	c.after(time.Second).types("⏎", typist)
	c.says("12.80 yuan stands")
	if n := len(c.till.begun); n != 1 {
		t.Errorf("%d sales", n)
	}
}

// Money rule 0.1: of the amount of a refund that was typed with a scan behind it nobody
// knows what is left. Enter says what stands before it is taken, also with more behind it.
func TestRefundDoubtsWhatAScanCut(t *testing.T) {
	for more, want := range map[string]string{"": "8.00", ".5": "8.50"} {
		r, _ := cardOf(t, nil)
		r.press("p").after(time.Second).typed("8").after(time.Second)
		for _, c := range code {
			r.after(5 * time.Millisecond).send(key(string(c)))
		}
		r.after(400 * time.Millisecond).send(key("0")) // which goes with the scan
		if r.after(2 * time.Second); more != "" {
			r.typed(more)
		}
		r.after(300 * time.Millisecond).press("enter").shows(want + " yuan stands")
		r.after(time.Second).press("enter").shows(r.m.Words.RefundWhy)
	}
}
