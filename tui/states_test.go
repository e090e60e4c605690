package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// English are the words that tests look for.
func English() *text.Words { return &text.English }

// Every state offers a key that works, and says until when it waits: a sale its
// window, a result that is not settled what is tried and when next.
func TestEveryStateOffersAKey(t *testing.T) {
	for _, w := range []int{40, 80, 120} {
		for _, state := range flow.States() {
			r, run := selling(t)
			r.send(tea.WindowSizeMsg{Width: w, Height: 24})
			waits := state == flow.Opened || state == flow.Identified || state == flow.Submitting || state == flow.Confirming
			if waits {
				r.becomes(run, state, func(a *flow.Attempt) {
					if state == flow.Confirming {
						a.ConfirmBy = r.now.Add(wxAhead + 45*time.Second)
						a.IntentAt = r.now.Add(wxAhead)
					}
				})
			} else {
				r.over(run, state, nil)
				r.send(page.ListsMsg{Pending: []flow.Attempt{run.a}, Tries: map[flow.OutTradeNo]flow.Update{run.a.OutTradeNo: {At: r.now,
					Now: r.now.Add(wxAhead), Step: flow.Wait{Until: r.now.Add(wxAhead + 40*time.Second)}}}})
			}
			working := 0
			for _, b := range r.m.bindings() {
				if b.Do != nil && !b.Quiet && strings.Contains(r.screen(), " "+b.Cap+" ") {
					working++
				}
			}
			if working == 0 {
				t.Errorf("%s at %d offers no key:\n%s", state, w, r.screen())
			}
			if waits && !strings.Contains(r.screen(), "s left") {
				t.Errorf("%s at %d has no end:\n%s", state, w, r.screen())
			}
			if open := state == flow.Reversing || state == flow.NeedsPerson || state == flow.Refunding; open {
				if !strings.Contains(r.screen(), "again in 40 s") {
					t.Errorf("%s at %d does not say what is tried and when next:\n%s", state, w, r.screen())
				}
				if r.press("f2"); !r.m.OnPanel() || len(r.m.OpenAttempts()) != 1 {
					t.Errorf("%s at %d does not lead to the open attempts", state, w)
				}
			} else if !waits && strings.Contains(r.screen(), "again in") {
				t.Errorf("%s at %d tries something:\n%s", state, w, r.screen())
			}
		}
	}
}

// The three words and nothing else, for every state, with its mark.
func TestEveryStateHasItsWord(t *testing.T) {
	want := map[flow.State]text.Money{flow.Paid: text.MoneyPaid, flow.Refused: text.MoneyNotCharged, flow.Cancelled: text.MoneyNotCharged, flow.NotSent: text.MoneyNotCharged,
		flow.Reversed: text.MoneyNotCharged, flow.Refunded: text.MoneyNotCharged}
	for _, state := range flow.States() {
		if want[state] == "" {
			want[state] = text.MoneyChecking
		}
		if got := page.MoneyOf(flow.Attempt{State: state, Shown: true}, nil); got != want[state] {
			t.Errorf("%s: %s", state, got)
		}
		if got := page.MoneyOf(flow.Attempt{State: state}, flow.ErrFenced); got != text.MoneyChecking {
			t.Errorf("%s taken over elsewhere: %s", state, got)
		}
	}
	if page.MoneyOf(flow.Attempt{State: flow.Paid, Unclaimed: true}, nil) != text.MoneyChecking {
		t.Error("an unclaimed charge is said to be paid")
	}
	if page.MoneyOf(flow.Attempt{}, nil) != text.MoneyChecking {
		t.Error("nothing known is more than checking")
	}
}

// A frame has as many rows as the terminal, none wider, at every size; the
// simulation mark and the amount or its state are on each.
func TestEverySizeFits(t *testing.T) {
	for name, make := range scenes() {
		for w := 12; w <= 140; w += 7 {
			for h := 4; h <= 50; h += 3 {
				r := make(t)
				r.send(tea.WindowSizeMsg{Width: w, Height: h})
				rows := strings.Split(r.screen(), "\n")
				if len(rows) > h || w >= draw.SmallWidth && h >= draw.SmallHeight && len(rows) != h {
					t.Fatalf("%s at %dx%d has %d rows", name, w, h, len(rows))
				}
				for _, row := range rows {
					if ansi.StringWidth(row) > w {
						t.Fatalf("%s at %dx%d: row of %d: %q", name, w, h, ansi.StringWidth(row), row)
					}
				}
				if !strings.Contains(r.screen(), r.m.Words.SimulatedShort) {
					t.Fatalf("%s at %dx%d is not marked as simulated:\n%s", name, w, h, r.screen())
				}
			}
		}
	}
}

// A customer who paid less sees why on the cashier's screen, too.
func TestCouponOnTheResult(t *testing.T) {
	r, run := selling(t)
	r.over(run, flow.Paid, func(a *flow.Attempt) { a.CouponFee = a.TotalFee / 2 })
	r.on(page.KindResult)
	r.shows(r.m.Words.Paid, r.m.Words.SlipCoupon+" ")
	r, run = selling(t)
	r.over(run, flow.Paid, nil)
	if strings.Contains(r.screen(), r.m.Words.SlipCoupon+" ") {
		t.Errorf("a coupon that nobody had:\n%s", r.screen())
	}
}

// The three exceptions of a face payment: the customer's account, the limit of a
// face, and a result that only the cashier can know. The words about money stay
// ours, and the way out is the page's.
func TestFaceExceptions(t *testing.T) {
	byFace := func(code string) func(a *flow.Attempt) {
		return func(a *flow.Attempt) { a.Code, a.Method = code, flow.MethodFace }
	}
	r, run := selling(t)
	r.over(run, flow.Refused, byFace("NOTENOUGH"))
	r.on(page.KindResult)
	r.shows(r.m.Words.NotCharged, "the customer checks the account", "scan a code")
	// A refusal by risk control is in doubt (money rule 2.3): it says so while it is being
	// reversed, and behind that.
	inDoubt := func(a *flow.Attempt) { byFace("TRADE_ERROR")(a); a.PayAnswer = flow.AnswerDoubt }
	for state, word := range map[flow.State]string{flow.Reversing: r.m.Words.Checking, flow.Reversed: r.m.Words.NotCharged} {
		r, run = selling(t)
		r.over(run, state, inDoubt)
		r.on(page.KindResult)
		r.shows(word, "too low or frozen", "scan a code")
	}
	r, run = selling(t)
	r.over(run, flow.Refused, byFace("RULELIMIT"))
	r.on(page.KindResult)
	r.shows(r.m.Words.NotCharged, "Face payment over the limit", "apply for more")
	r, run = selling(t)
	r.becomes(run, flow.Submitting, nil)
	r.becomes(run, flow.Confirming, nil)
	r.on(page.KindSale)
	r.shows("confirm the result with the cashier. No goods")
	if strings.Contains(r.screen(), r.m.Words.NotCharged) {
		t.Errorf("what is open is called not charged:\n%s", r.screen())
	}
}
