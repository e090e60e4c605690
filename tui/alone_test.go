package tui

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// Esc and a digit at once while the camera waits are not taken. Whoever pressed them may
// believe that another amount stands now: the first code only says which one does.
func TestCodeBehindLostKeysOfASale(t *testing.T) {
	c := newCounter(t, nil).typed("442.84⏎").after(2*time.Second).types("⎋1", 0).after(900 * time.Millisecond)
	c.says(c.v.m.Words.KeysTogether)
	c.scanned(code + "⏎").after(300 * time.Millisecond)
	if n := len(c.till.run.cancels); n != 0 {
		t.Fatalf("the camera was stopped: %v", c.till.run.cancels)
	}
	c.says("442.84 yuan stands. Scan again")
	c.scanned(code + "⏎").after(300 * time.Millisecond)
	if n := len(c.till.run.cancels); n != 1 {
		t.Errorf("%d cancels, %s", n, c.alert())
	}
}

// Who was asked what stands, and pressed Enter once more, is not asked again by the code.
func TestCodeBehindAConfirmedAmount(t *testing.T) {
	c := newCounter(t, nil).typed("4").types("1", 8*time.Millisecond).typed("⏎").after(time.Second)
	c.says("41.00 yuan stands")
	c.types("⏎", 0).after(time.Second).scanned(code + "⏎").after(300 * time.Millisecond)
	if n := len(c.till.run.cancels); n != 1 {
		t.Errorf("%d cancels, %s", n, c.alert())
	}
}

// A label between whose characters somebody typed an amount does not keep time, however
// long it is: the first code behind it only says what stands.
func TestAmountInTheMidstOfALabel(t *testing.T) {
	for _, prefix := range []string{"", "M"} {
		c := newCounter(t, func(o *Options) { o.ScanPrefix = prefix }).typed("12.80").after(3 * time.Second)
		gaps := []time.Duration{0, 37, 40, 15, 22, 42, 44, 9, 28, 35, 26, 9, 79}
		for i, r := range []rune("M12，815782" + "5⏎⏎") {
			c.types(string(r), gaps[i]*time.Millisecond)
		}
		c.after(900 * time.Millisecond).scanned(code + "⏎")
		c.only("")
		c.says("12.80 yuan stands. Scan again")
		c.scanned(code + "⏎").only("12.80 by code")
	}
}

// A label that a scanner sent alone is no doubt about the amount, jitter or not.
func TestLabelThatKeepsTime(t *testing.T) {
	c := newCounter(t, nil).typed("12.80").after(3 * time.Second)
	for i, r := range "6901234567892⏎" {
		c.types(string(r), time.Duration(30+i%4*4)*time.Millisecond)
	}
	c.after(900 * time.Millisecond).scanned(code + "⏎").only("12.80 by code")
}

// Keys behind a stall that went with what was lost before are said by their cause.
func TestKeysBehindASecondStall(t *testing.T) {
	c := newCounter(t, nil).typed("5⏎").after(2*time.Second).types("1234", 0).after(500*time.Millisecond).types("5", 0).after(690 * time.Millisecond)
	before := c.v.m.Said
	c.v.Stall(1500 * time.Millisecond)
	for _, k := range keysOf("50") {
		c.v.Send(Read{Keys: []tea.KeyMsg{k}})
	}
	if c.v.m.Said == before {
		t.Error("nothing was said")
	}
	c.says(c.v.m.Words.KeysStalled)
}
