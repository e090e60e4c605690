package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/input"
	"facetill/tui/page"
)

// Amounts are added up as at a cash register.
func TestSums(t *testing.T) {
	for typed, want := range map[string]flow.Fen{"12.80+3.5": 1630, "12.80+": 1280, "1+2+3": 600, "0+5": 500, "0.05+.1": 15, "9999999+0.99": 999999999} {
		r := newRig(t, nil).typed(typed)
		if got, err := r.m.Fee(); got != want || err.Kind != input.FaultNone {
			t.Errorf("%q gives %d %v, want %d; %q", typed, got, err, want, r.m.Amount.Text)
		}
	}
	if _, err := newRig(t, nil).typed("0.00+0").m.Fee(); err.Kind != input.FaultEmpty {
		t.Error("a sum of nothing is an amount")
	}
	r := newRig(t, nil).typed("12.80+3.5")
	r.shows("12.80 + 3.5")
	r.press("enter").on(page.KindSale)
	if r.m.Sale.Req.TotalFee != 1630 {
		t.Errorf("charges %d", r.m.Sale.Req.TotalFee)
	}
	// The amount of a sale that failed goes on as the first of a sum.
	r = newRig(t, nil)
	r.m.Amount = input.Amount{Text: "12.80", Kept: true}
	if r.typed("+1"); r.m.Amount.Text != "12.80+1" {
		t.Errorf("a kept amount became %q", r.m.Amount.Text)
	}
}

func TestAmountTyping(t *testing.T) {
	for typed, want := range map[string]string{"128": "128", "12.8": "12.8", "12.805": "12.805", ".5": "0.5", "007": "7", "0.05": "0.05",
		"1..5": "1..5", "123456789": "123456789", "1２。５": "12.5", "1a2": "1a2", "1,5": "1.5", "1，5": "1.5"} {
		r := newRig(t, nil)
		r.typed(typed)
		if r.m.Amount.Text != want {
			t.Errorf("%q gives %q, want %q", typed, r.m.Amount.Text, want)
		}
	}
	r := newRig(t, nil)
	r.typed("12").press("backspace", "enter")
	if r.m.Sale == nil || r.m.Sale.Req.TotalFee != 100 {
		t.Error("backspace")
	}
	r = newRig(t, nil)
	r.press("0", "enter")
	r.on(page.KindAmount)
	r.shows(r.m.Words.AmountZero)
}

func TestScanOnTheAmountPage(t *testing.T) {
	r := newRig(t, nil)
	r.typed("12.80").scan(code)
	r.on(page.KindSale)
	req := r.m.Sale.Req
	if req.TotalFee != 1280 || req.Method != flow.MethodCode || req.AuthCode.Reveal() != code {
		t.Errorf("request %v %v", req.TotalFee, req.Method)
	}
	r = newRig(t, nil)
	r.scan(code).on(page.KindAmount)
	r.shows(r.m.Words.CodeNeedsAmount)
	if r.m.Amount.Text != "" {
		t.Errorf("the code is in the amount: %q", r.m.Amount.Text)
	}
}

// A scanner may bring all of its keys in one read, or as a paste.
func TestScanInOnePiece(t *testing.T) {
	for _, paste := range []bool{false, true} {
		r := newRig(t, nil)
		r.typed("5")
		r.after(time.Second).send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(code), Paste: paste})
		r.after(time.Millisecond).send(key("enter"))
		if r.m.Sale == nil || r.m.Sale.Req.TotalFee != 500 || r.m.Sale.Req.AuthCode.Reveal() != code {
			t.Errorf("paste %v: no sale", paste)
		}
	}
}

// A person who types eighteen digits is no scanner, and a held digit is none.
func TestSlowDigitsAreNoScan(t *testing.T) {
	r := newRig(t, nil)
	r.typed(code).press("enter")
	r.on(page.KindAmount)
	r.shows(r.m.Words.AmountTooLarge)
	r = newRig(t, nil)
	r.typed("5").after(time.Second)
	for range 30 {
		r.after(33 * time.Millisecond).send(key("1"))
	}
	r.tick(time.Second)
	if r.m.Amount.Text != "5" || r.m.Sale != nil {
		t.Errorf("a held digit: %q", r.m.Amount.Text)
	}
	r.shows(r.m.Words.KeysHeld)
}

func TestOtherWalletsAreNamed(t *testing.T) {
	for text, says := range map[string]func(r *rig) string{
		"281234567890123456":        func(r *rig) string { return r.m.Words.CodeAlipay },
		"6212345678901234567":       func(r *rig) string { return r.m.Words.CodeUnionPay },
		"6901234567892":             func(r *rig) string { return r.m.Words.CodeGoods },
		"https://qr.example/abcdef": func(r *rig) string { return r.m.Words.CodeLink },
		"990000000000000000":        func(r *rig) string { return r.m.Words.CodeWrong },
		"13450000000000001":         func(r *rig) string { return r.m.Words.CodeCut },
		"wxp://f2f0abcdefghijkl":    func(r *rig) string { return r.m.Words.CodeLink },
	} {
		r := newRig(t, nil)
		r.typed("12.80").after(time.Second).scan(text).on(page.KindAmount)
		r.shows(says(r))
		if r.m.Amount.Text != "12.80" {
			t.Errorf("%s: the amount became %q", text, r.m.Amount.Text)
		}
	}
}

func TestScanStopsTheCameraFirst(t *testing.T) {
	r, run := selling(t)
	id := r.m.Sale.ID
	r.scan(code).on(page.KindSale)
	if r.m.Sale.ID != id || r.m.Sale.Stopping != "scan" {
		t.Fatal("the code sale did not wait for the camera")
	}
	r.shows(r.m.Words.SayStoppingForCode)
	r.over(run, flow.Cancelled, func(a *flow.Attempt) { a.EndedBy = "scan" })
	if s := r.m.Sale; s.ID == id || s.Req.AuthCode.Reveal() != code || s.Req.TotalFee != 1280 {
		t.Fatalf("no code sale: %+v", s.Req)
	}
}

// The face came first: the code must not be charged on top.
func TestScanIsDroppedUnlessTheFaceIsDead(t *testing.T) {
	for _, state := range []flow.State{flow.Paid, flow.Reversing, flow.NeedsPerson, flow.Confirming} {
		r, run := selling(t)
		r.scan(code)
		r.over(run, state, nil)
		r.on(page.KindResult)
		if r.m.LastID != 1 || !r.m.Sale.Next.IsZero() {
			t.Errorf("%s: the code was charged or kept", state)
		}
		r.shows(r.m.Words.CodeUnused)
	}
}

func TestScanAfterSubmissionIsNotUsed(t *testing.T) {
	for _, state := range []flow.State{flow.Identified, flow.Submitting, flow.Confirming} {
		r, run := selling(t)
		r.becomes(run, state, nil)
		r.scan(code)
		r.shows(r.m.Words.CodeBusy)
		if r.m.Sale.Stopping != "" || !r.m.Sale.Next.IsZero() {
			t.Errorf("%s: the code was taken", state)
		}
	}
}

func TestScanAfterARefusalChargesTheSameAmount(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" })
	r.after(time.Second).scan(code).on(page.KindSale)
	if r.m.Sale.Req.TotalFee != 1280 || r.m.Sale.Req.Method != flow.MethodCode {
		t.Errorf("%+v", r.m.Sale.Req)
	}
	r, run = selling(t)
	r.over(run, flow.Paid, nil)
	r.screen()
	r.tick(3 * time.Second).scan(code)
	if r.on(page.KindResult); r.m.LastID != 1 {
		t.Error("a scan after PAID charged")
	}
}

func TestAboveTheFaceLimit(t *testing.T) {
	r := newRig(t, nil)
	r.typed("1000.01").press("enter").on(page.KindCode)
	r.shows("Face payment over the limit of 1000.00 yuan")
	r.scan(code).on(page.KindSale)
	if r.m.Sale.Req.TotalFee != 100001 || r.m.Sale.Req.Method != flow.MethodCode {
		t.Errorf("%+v", r.m.Sale.Req)
	}
	r = newRig(t, nil)
	r.typed("1000").press("enter").on(page.KindSale)
}

func TestCustomerChoosesToScan(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Cancelled, func(a *flow.Attempt) { a.EndedBy, a.Code = "customer", "SCAN_PAYMENT" })
	r.on(page.KindCode)
	r.shows(r.m.Words.CodeFromFace)
	r.after(time.Second).typed(code)
	r.shows("18 digits read")
	r.press("enter").on(page.KindSale)
	if r.m.Sale.Req.AuthCode.Reveal() != code || r.m.Sale.Req.TotalFee != 1280 {
		t.Errorf("%+v", r.m.Sale.Req)
	}
}

// A payer's code stands on no page.
func TestCodeIsNeverShown(t *testing.T) {
	r := newRig(t, nil)
	check := func() {
		t.Helper()
		if s := r.screen(); strings.Contains(s, code) || strings.Contains(s, code[7:]) {
			t.Errorf("the code is on the screen:\n%s", s)
		}
	}
	r.typed("2000").press("enter").typed(code)
	check()
	r.press("enter")
	check()
	run := r.admit()
	check()
	r.over(run, flow.Refused, func(a *flow.Attempt) { a.Code = "AUTHCODEEXPIRE" })
	check()
	r.tick(time.Second).press("esc")
	for _, c := range code {
		r.after(10 * time.Millisecond).send(key(string(c)))
		check()
	}
}
