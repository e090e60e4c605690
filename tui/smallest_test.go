package tui

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/settle"
	"facetill/tui/text"
)

// most is the largest amount that can be charged.
const most = flow.Fen(999999999)

// largest are the pages about money with the largest amount there is.
func largest(language string) map[string]func(t *testing.T) *rig {
	start := func(t *testing.T) *rig {
		return newRig(t, func(o *Options) { o.FaceLimit, o.Language = 0, language })
	}
	attempt := func(s flow.State, no string) flow.Attempt {
		return flow.Attempt{State: s, Unclaimed: s == flow.Paid, Version: 3,
			Order: flow.Order{OutTradeNo: flow.OutTradeNo("26112512300000000000000000" + no), TotalFee: most, OpenedAt: noon, Method: flow.MethodFace}}
	}
	found := func(keys ...string) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r := start(t)
			r.send(page.ListsMsg{Pending: []flow.Attempt{attempt(flow.Paid, "111222"), attempt(flow.NeedsPerson, "333444")}})
			return r.press(keys...)
		}
	}
	sale := func(then func(r *rig, run *fakeRun)) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r := start(t)
			r.typed(most.String()).press("enter")
			run := r.admit()
			then(r, run)
			return r
		}
	}
	stops := func(s flow.State, keys ...string) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r := start(t)
			r.typed(most.String()).press("enter")
			r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: &flow.PossibleDuplicateError{Others: []flow.Attempt{attempt(s, "424242")}}})
			return r.press(keys...)
		}
	}
	closing := func(a *flow.Attempt) { a.ReverseCode = "USERPAYING" }
	list := map[string]func(t *testing.T) *rig{
		"open, password page": func(t *testing.T) *rig {
			r := start(t)
			a := attempt(flow.Reversing, "555666")
			closing(&a)
			r.send(page.ListsMsg{Pending: []flow.Attempt{a}})
			return r.press("f2")
		},
		"password page": sale(func(r *rig, run *fakeRun) {
			r.becomes(run, flow.Submitting, nil)
			r.over(run, flow.Reversing, closing)
		}),
		"amount": func(t *testing.T) *rig { return start(t).typed(most.String()) },
		"code":   func(t *testing.T) *rig { return start(t).typed(most.String()).press("*") },
		"found":  found(), "claims": found("u"), "claims, given": found("u", "g"), "claims, back": found("u", "b"), "claims, quit": found("u", "ctrl+c"),
		"claims, nothing": found("u", "x"), "open": found("f2"), "open, decide": found("f2", "down", "m"), "resolve": found("f2", "m", "m"),
		"resolve, person": found("f2", "down", "m", "m"), "resolve, word": found("f2", "down", "m", "m", "1"),
		"resolve, name": found("f2", "down", "m", "m", "1", "1"), "sale": sale(func(*rig, *fakeRun) {}),
		"stopped, open": stops(flow.Confirming), "stopped, unclaimed": stops(flow.Paid), "stopped, n": stops(flow.Paid, "n"), "stopped, nothing": stops(flow.Paid, "x"),
		"refused": sale(func(r *rig, run *fakeRun) { r.over(run, flow.Refused, func(a *flow.Attempt) { a.Code = "NOTENOUGH" }) }),
		"paid":    sale(func(r *rig, run *fakeRun) { r.over(run, flow.Paid, nil) }),
		"person":  sale(func(r *rig, run *fakeRun) { r.over(run, flow.NeedsPerson, nil) }),
		"esc": sale(func(r *rig, run *fakeRun) {
			r.becomes(run, flow.Submitting, nil)
			r.becomes(run, flow.Confirming, func(a *flow.Attempt) { a.PayAnswer = flow.AnswerPaying })
			r.press("esc").after(200 * time.Millisecond).send(key("esc"))
			r.after(200 * time.Millisecond)
		}),
	}
	for name, say := range map[string]func(r *rig) string{"joined": func(r *rig) string { return r.m.Words.KeysJoinedAmount }, "mixed": func(r *rig) string { return r.m.Words.KeysMixed },
		"cut, too": func(r *rig) string { return r.m.Words.CodeCut + ". " + r.m.Words.TypedToo }, "wallet, too": func(r *rig) string { return r.m.Words.CodeUnionPay + ". " + r.m.Words.TypedToo }} {
		for page, keys := range map[string][]string{"amount": nil, "claims": {"u"}, "open": {"f2"}} {
			list[page+" "+name] = func(t *testing.T) *rig { r := found(keys...)(t); r.m.Warn(say(r)); return r }
		}
		list["stopped "+name] = func(t *testing.T) *rig { r := stops(flow.Paid)(t); r.m.Warn(say(r)); return r }
	}
	list["stopped, too soon"] = func(t *testing.T) *rig { r := stops(flow.Paid, "n")(t); r.m.Press.Hasty = true; return r }
	list["claims, too soon"] = func(t *testing.T) *rig { r := found("u", "b")(t); r.m.Press.Hasty = true; return r }
	list["quit, too soon"] = func(t *testing.T) *rig { r := found("u", "ctrl+c")(t); r.m.Press.Hasty = true; return r }
	return list
}

// whole is what a page with the largest amount has to say beside what every page has:
// the amount itself, uncut.
func whole(m *model) (sentences []string) {
	switch m.At() {
	case page.KindClaims, page.KindStopped:
		sentences = append(sentences, text.WithSign(most))
	case page.KindResult:
		if m.Sale.Attempt.ReverseCode == "USERPAYING" {
			sentences = append(sentences, m.Words.ClosePage)
		}
	case "resolve":
		sentences = append(sentences, text.WithSign(most))
		p := m.Top().(*settle.Resolve)
		if p.Word() != "" {
			return append(sentences, m.Words.Resolution(p.Word()), p.Asks(m.Words))
		}
		for _, b := range p.Keys(m.Context) {
			sentences = append(sentences, b.Label)
		}
	case "open":
		if sentences = append(sentences, text.WithSign(most)); m.OpenAttempts()[0].ReverseCode == "USERPAYING" {
			sentences = append(sentences, m.Words.ClosePage)
		}
	}
	return sentences
}

// half is the number of an order that was cut.
var half = regexp.MustCompile(`\.\.[0-9]{0,3}(…|\.\.|[^0-9.]|$)`)

// The largest amount, the longest notice and every question stand whole on the
// smallest screen.
func TestTheLargestAmountOnTheSmallestScreen(t *testing.T) {
	for _, language := range text.Languages() {
		for name, make := range largest(language) {
			for _, size := range [][2]int{{draw.SmallWidth, draw.SmallHeight}, {draw.CompactWidth, draw.CompactHeight}, {80, 24}} {
				t.Run(fmt.Sprintf("%s %s %dx%d", name, language, size[0], size[1]), func(t *testing.T) {
					r := make(t)
					r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
					if cut := half.FindString(r.screen()); cut != "" {
						t.Errorf("%q is half a number, and that is another one:\n%s", cut, r.screen())
					}
					for _, sentence := range append(mustRead(r.m), whole(r.m)...) {
						if !says(r.screen(), sentence) {
							t.Errorf("%q is not in the frame:\n%s", sentence, r.screen())
						}
					}
				})
			}
		}
	}
}
