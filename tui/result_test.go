package tui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/office"
)

// paidAndTold is a rig on PAID, a minute of rest away.
func paidAndTold(t *testing.T, change func(*Options)) (*rig, *fakeRun) {
	r := newRig(t, change).typed("12.80").press("enter")
	run := r.admit()
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Paid, nil)
	r.screen()
	r.tick(2 * time.Second)
	r.send(page.ShownMsg{No: run.a.OutTradeNo, Err: nil})
	r.send(page.ListsMsg{Recent: []flow.Attempt{run.a}})
	return r, run
}

// After idle_after a result is gone for good: the last sale is in its line, and
// Enter brings nothing back, neither here nor on the customer's display.
func TestRestLeavesTheResult(t *testing.T) {
	var shown []till.Display
	idle := func(o *Options) {
		o.IdleAfter = time.Minute
		o.Display = func(s till.Display) { shown = append(shown, s) }
	}
	r, _ := paidAndTold(t, idle)
	r.tick(61 * time.Second).on(page.KindRest)
	r.shows("Last ¥12.80", "paid")
	shown = nil
	r.press("enter").on(page.KindAmount)
	if r.m.Sale != nil || r.m.Amount.Text != "" || len(shown) != 0 {
		t.Errorf("the last customer is back: %+v, the display had %v", r.m.Sale, shown)
	}
	r = newRig(t, idle).typed("12.80").press("enter")
	run := r.admit()
	r.over(run, flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" })
	r.tick(61 * time.Second).on(page.KindRest)
	r.press("enter", "enter").on(page.KindAmount)
	if r.m.Amount.Text != "" {
		t.Errorf("the next customer is met by %q", r.m.Amount.Text)
	}
}

// What is not shown, or not settled, does not go away by itself.
func TestRestKeepsWhatIsNotSettled(t *testing.T) {
	idle := func(o *Options) { o.IdleAfter = time.Minute }
	r := newRig(t, idle).typed("12.80").press("enter")
	run := r.admit()
	r.over(run, flow.Paid, nil)
	r.tick(2 * time.Minute).on(page.KindResult) // no frame was drawn: not shown
	for _, state := range []flow.State{flow.Reversing, flow.NeedsPerson, flow.Refunding, flow.Confirming} {
		r = newRig(t, idle).typed("12.80").press("enter")
		run = r.admit()
		r.over(run, state, nil)
		r.send(page.ListsMsg{Pending: []flow.Attempt{run.a}})
		r.tick(2 * time.Minute).on(page.KindResult)
		run.a.State, run.a.Version = flow.Reversed, run.a.Version+1
		r.send(page.ListsMsg{Recent: []flow.Attempt{run.a}})
		r.tick(time.Second).on(page.KindRest)
	}
}

// A sentence that names a key is about one that works on its page.
var namesKey = []struct {
	says *regexp.Regexp
	key  func(found string) string
}{
	{regexp.MustCompile(`(?i)press ([a-z])\b`), strings.ToLower},
	{regexp.MustCompile(`按 ?([a-z])\b`), strings.ToLower},
	{regexp.MustCompile(`再按一次 ?([a-z])\b`), strings.ToLower},
	{regexp.MustCompile(`\b([a-z]) again\b`), strings.ToLower},
	{regexp.MustCompile(`\b(Esc|Enter)\b`), strings.ToLower},
	{regexp.MustCompile(`\b(F\d+)\b`), strings.ToLower},
	{regexp.MustCompile(`(回车)`), func(string) string { return "enter" }},
}

func TestANamedKeyWorks(t *testing.T) {
	found := 0
	everyPage(t, 80, 24, func(t *testing.T, r *rig) {
		if r.m.At() == page.KindAmount && r.m.Amount.Text == "" {
			r.press("1") // the hint is about what comes after the amount
		}
		if _, is := r.m.Top().(*office.Help); is {
			return // it lists another page's
		}
		enabled := map[string]bool{}
		for _, b := range r.m.bindings() {
			enabled[b.Name] = b.Do != nil
		}
		rows := strings.Split(r.screen(), "\n")
		text := strings.Join(strings.Fields(strings.Join(rows[1:len(rows)-3], "\n")), " ")
		for _, n := range namesKey {
			for _, match := range n.says.FindAllStringSubmatch(text, -1) {
				found++
				if key := n.key(match[1]); !enabled[key] {
					t.Errorf("%q is named and does nothing:\n%s", key, r.screen())
				}
			}
		}
	})
	if found < 20 {
		t.Errorf("only %d sentences name a key: the test reads nothing", found)
	}
}

// "Press u": a charge found behind a result is a press away, also while the list
// of open attempts is behind.
func TestResultLeadsToTheClaim(t *testing.T) {
	for _, listed := range []bool{true, false} {
		r, run := selling(t)
		r.becomes(run, flow.Submitting, nil)
		r.over(run, flow.Paid, func(a *flow.Attempt) { a.Unclaimed = true })
		if listed {
			r.send(page.ListsMsg{Pending: []flow.Attempt{run.a}})
		}
		r.shows(r.m.Words.Checking, r.m.Words.UnclaimedSay, "u "+r.m.Words.DoClaims)
		r.after(300 * time.Millisecond).send(key("u"))
		r.on(page.KindResult) // a key that was on its way
		r.press("u").on(page.KindClaims)
		r.shows("¥12.80", r.m.Words.ClaimSay)
	}
}

// The ways out of a result: Esc, and the counter with F2 or a click; from PAID
// only once it was shown.
func TestWaysOutOfAResult(t *testing.T) {
	older := flow.Attempt{State: flow.Reversing, Order: flow.Order{OutTradeNo: "26112512300000000000000000333444", TotalFee: 100, OpenedAt: noon}}
	ends := map[flow.State]func(r *rig){
		flow.Reversing: func(*rig) {}, flow.Refused: func(*rig) {}, flow.NeedsPerson: func(*rig) {},
		flow.Paid: func(r *rig) {
			r.screen()
			r.after(1200 * time.Millisecond).send(key("f2"))
			r.on(page.KindResult)
			r.after(600 * time.Millisecond).send(key("esc"))
			r.after(alone).on(page.KindResult)
			r.tick(2 * time.Second)
		},
	}
	for state, told := range ends {
		for way, take := range map[string]func(r *rig){
			"esc":   func(r *rig) { r.press("esc").on(page.KindAmount) },
			"f2":    func(r *rig) { r.press("f2").onPanel(); r.shows(r.m.Words.OpenTitle, "3444") },
			"click": func(r *rig) { r.click("unsettled").onPanel() },
		} {
			r, run := selling(t)
			r.becomes(run, flow.Submitting, nil)
			r.over(run, state, nil)
			r.send(page.ListsMsg{Pending: []flow.Attempt{older}})
			told(r)
			take(r)
			if r.m.Sale != nil {
				t.Errorf("%s, %s: the result is there still", state, way)
			}
		}
	}
}

// The row of a sale that is not settled is alive, and an alert may have its room.
func TestResultSaysWhatIsTried(t *testing.T) {
	r, run := selling(t)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Reversing, nil)
	r.shows("reversing · now")
	r.tick(7 * time.Second)
	r.shows("by another program")
	r.send(page.ListsMsg{Pending: []flow.Attempt{run.a}, Tries: map[flow.OutTradeNo]flow.Update{run.a.OutTradeNo: {At: r.now,
		Now: r.now.Add(wxAhead), Step: flow.Wait{Until: r.now.Add(wxAhead + 20*time.Second)}}}})
	r.shows("reversing · again in 20 s")
	r.after(5 * time.Second)
	r.shows("again in 15 s")
	for line := range strings.SplitSeq(r.screen(), "\n") { // and painted from edge to edge as its page is
		if strings.Contains(line, "again in") && ansi.StringWidth(line) != 80 {
			t.Errorf("the row is %d wide", ansi.StringWidth(line))
		}
	}
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.shows("again in 15 s", "¥ 12.80", "order ..000001")
}

// Without a network neither face nor code works: the sentence says what does.
func TestNetworkDownSaysWhatWorks(t *testing.T) {
	for _, code := range []string{"NETWORK", "CONNECT", "DNS", "PROXY", "TLS"} {
		for language, words := range map[string][]string{"en": {"take cash", "network"}, "zh-CN": {"可先收现金", "网"}} {
			r, run := selling(t)
			r.speak(language)
			r.over(run, flow.NotSent, func(a *flow.Attempt) { a.Code = code })
			r.shows(append(words, draw.Spaced(r.m.Words.NotCharged))...)
			for _, never := range []string{r.m.Words.DoScan, r.m.Words.DoCode} {
				if says(r.screen(), never) {
					t.Errorf("%s: %q is offered:\n%s", code, never, r.screen())
				}
			}
		}
	}
}

// PAID that was not shown is not left for an older claim either (money rule 5.3).
func TestPaidIsToldBeforeAClaim(t *testing.T) {
	r, run := selling(t)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Paid, nil)
	r.send(page.ListsMsg{Pending: []flow.Attempt{{State: flow.Paid, Unclaimed: true, Order: flow.Order{OutTradeNo: "26112512300000000000000000111222", TotalFee: 5600}}}})
	r.screen()
	r.after(1500 * time.Millisecond).send(key("u"))
	r.on(page.KindResult)
	r.tick(2 * time.Second)
	r.press("u").on(page.KindClaims)
}
