package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/page/sale"
	"facetill/tui/receipt"
	"facetill/tui/text"
)

// mustRead is what a page may not be without, however small the screen: the
// questions and answers about money, and the sentence of a result.
func mustRead(m *model) (sentences []string) {
	w := m.Words
	add := func(s ...string) { sentences = append(sentences, s...) }
	if text, _ := m.Alert(); text != "" {
		add(text)
	}
	switch m.At() {
	case page.KindAmount:
		if n := len(m.Unclaimed()); n > 0 {
			add(fmt.Sprintf(w.FoundUnclaimed, n))
		}
		n := m.Counts()
		if n.Sales > 0 {
			add(fmt.Sprintf(w.FoundOpen, n.Sales))
		}
		if n.Refunds > 0 {
			add(fmt.Sprintf(w.FoundRefunds, n.Refunds))
		}
		if n.Persons > 0 {
			add(fmt.Sprintf(w.FoundPersons, n.Persons))
		}
		if m.Camera != "" {
			add(w.Camera(m.Camera))
		}
		if m.Amount.Text != "" {
			add(m.Amount.Sum())
		}
	case page.KindCode:
		if text, _ := m.Alert(); text == "" {
			add(m.keyboard.Code().Why(m.Context))
		}
		if n := len(m.keyboard.Code().Typed); n > 0 {
			add(fmt.Sprintf(w.CodeDigits, n))
		}
	case page.KindSale:
		add(sale.Saying(m.Context))
	case page.KindResult:
		sentence, code := sale.Says(m.Context)
		add(draw.Spaced(w.Money(m.Sale.Money())), sentence)
		if page.ClosesPage(m.Context, m.Sale.Attempt) {
			add(w.ClosePage)
		}
		if text, _ := m.Alert(); text == "" {
			add(code, m.Sale.Attempt.OutTradeNo.LastDigits(6), receipt.At(m.Sale.Attempt).In(flow.Beijing).Format("15:04:05"))
		}
	case page.KindStopped:
		say := w.StoppedOpen
		if m.Base.(*sale.Stopped).Other.State == flow.Paid {
			say = w.StoppedPaid
		}
		add(text.WithSign(m.Base.(*sale.Stopped).Other.TotalFee), say, w.StoppedAsk)
	case page.KindSuspended:
		add(w.Suspended(m.Base.(*sale.Suspended).Why), w.SuspendedDo)
	case page.KindClaims:
		add(text.WithSign(m.Unclaimed()[0].TotalFee))
		switch m.Guard.Armed() {
		case "given " + string(m.Unclaimed()[0].OutTradeNo):
			add(w.ClaimArmedGiven)
		case "back " + string(m.Unclaimed()[0].OutTradeNo):
			add(w.ClaimArmedBack)
		default:
			add(w.ClaimSay)
		}
	}
	return sentences
}

// says compares without the blanks and breaks of a layout.
func says(screen, sentence string) bool {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	return strings.Contains(squeeze(screen), squeeze(sentence))
}

// moreScenes are pages about money that no picture is made of.
func moreScenes() map[string]func(t *testing.T) *rig {
	stoppedBy := func(other flow.Attempt, then func(r *rig)) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r := newRig(t, nil).typed("12.80").press("enter")
			other.Order = flow.Order{OutTradeNo: "26112512300000000000000000424242", TotalFee: 1280, OpenedAt: noon}
			r.send(page.BegunMsg{ID: r.m.Sale.ID, Sale: nil, Err: &flow.PossibleDuplicateError{Others: []flow.Attempt{other}}})
			then(r)
			return r
		}
	}
	nothing := func(*rig) {}
	unclaimed := flow.Attempt{State: flow.Paid, Unclaimed: true}
	ended := func(method flow.Method, s flow.State, err error, change func(*flow.Attempt)) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r, run := selling(t)
			r.m.Sale.Req.Method = method
			run.a.Method = method
			r.becomes(run, flow.Submitting, nil)
			run.a.State, run.a.Version = s, run.a.Version+1
			if change != nil {
				change(&run.a)
			}
			r.send(page.OverMsg{ID: r.m.Sale.ID, Attempt: run.a, Err: err})
			r.send(page.ListsMsg{Pending: []flow.Attempt{run.a}})
			return r.after(2 * time.Second)
		}
	}
	list := map[string]func(t *testing.T) *rig{
		"stopped, open":      stoppedBy(flow.Attempt{State: flow.Reversing}, nothing),
		"stopped, paid":      stoppedBy(flow.Attempt{State: flow.Paid, Shown: true}, nothing),
		"stopped, unclaimed": stoppedBy(unclaimed, nothing),
		"stopped, quit":      stoppedBy(unclaimed, func(r *rig) { r.press("ctrl+c") }),
		"stopped, scan":      stoppedBy(unclaimed, func(r *rig) { r.scan(code) }),
		"broken":             ended(flow.MethodFace, flow.Submitting, fmt.Errorf("disk full"), nil),
		"fenced":             ended(flow.MethodFace, flow.Paid, flow.ErrFenced, nil),
		"unclaimed":          ended(flow.MethodFace, flow.Paid, nil, func(a *flow.Attempt) { a.Unclaimed = true }),
		"found, claim": func(t *testing.T) *rig {
			r := newRig(t, nil)
			r.send(page.ListsMsg{Pending: []flow.Attempt{unclaimed}})
			return r.press("u")
		},
		"found, typed": func(t *testing.T) *rig {
			r := newRig(t, nil)
			r.send(page.ListsMsg{Pending: []flow.Attempt{unclaimed, {State: flow.Reversing}}, Camera: "DEVICE_CRASHED"})
			return r.typed("1.20+3")
		},
	}
	for _, s := range flow.States() {
		list["ended "+string(s)] = ended(flow.MethodFace, s, nil, nil)
	}
	for _, code := range []string{"NOTENOUGH", "TRADE_ERROR", "RULELIMIT", "BRAND_NEW_ONE"} {
		list["refused "+code] = ended(flow.MethodFace, flow.Refused, nil, func(a *flow.Attempt) { a.Code = code })
	}
	for code := range text.Choose("en", nil).Why {
		list["not sent "+code] = ended(flow.MethodCode, flow.NotSent, nil, func(a *flow.Attempt) { a.Code = code })
	}
	return list
}

// everyPage runs over all scenes in both languages at a size.
func everyPage(t *testing.T, w, h int, check func(t *testing.T, r *rig)) {
	for _, list := range []map[string]func(t *testing.T) *rig{scenes(), moreScenes()} {
		for name, make := range list {
			for _, language := range text.Languages() {
				t.Run(fmt.Sprintf("%s %s %dx%d", name, language, w, h), func(t *testing.T) {
					r := make(t)
					r.speak(language)
					r.send(tea.WindowSizeMsg{Width: w, Height: h})
					check(t, r)
				})
			}
		}
	}
}

// What has to be read stands in the frame, the smallest one included.
func TestMustReadIsOnTheSmallestScreen(t *testing.T) {
	for _, size := range [][2]int{{draw.SmallWidth, draw.SmallHeight}, {draw.CompactWidth, draw.CompactHeight}, {80, 24}, {draw.WideWidth, draw.SmallHeight}} {
		everyPage(t, size[0], size[1], func(t *testing.T, r *rig) {
			for _, sentence := range mustRead(r.m) {
				if !says(r.screen(), sentence) {
					t.Errorf("%q is not in the frame:\n%s", sentence, r.screen())
				}
			}
		})
	}
}

// Money rule 5.3: question, answers and their keys are whole at 40x12.
func TestStoppedAtTheSmallestScreen(t *testing.T) {
	for _, language := range text.Languages() {
		r := moreScenes()["stopped, unclaimed"](t)
		r.speak(language)
		r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
		for _, text := range []string{r.m.Words.StoppedTitle, r.m.Words.StoppedPaid, r.m.Words.StoppedAsk, "Esc  " + r.m.Words.DoBack, "n  " + r.m.Words.BriefAnother, "u  " + r.m.Words.BriefClaims} {
			if !says(r.screen(), text) {
				t.Errorf("%q is not in the frame:\n%s", text, r.screen())
			}
		}
	}
}

// A result has the sale's time, WeChat's where there is one, beside the number.
func TestResultHasItsTime(t *testing.T) {
	r, run := selling(t)
	r.becomes(run, flow.Submitting, nil)
	r.over(run, flow.Paid, func(a *flow.Attempt) {
		a.TransactionID, a.TimeEnd = "4200002511260000000000000017", noon.Add(7*time.Second)
	})
	r.shows("order ..000001 · 12:30:07 · face · WeChat 4200002511260000000000000017")
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.shows("order ..000001 · 12:30:07")
	r, run = selling(t)
	r.over(run, flow.Refused, nil)
	r.shows(run.a.OpenedAt.In(flow.Beijing).Format("15:04:05"))
}

// No line of Chinese begins with the stop that belongs to the line before.
func TestNoLineBeginsWithAStop(t *testing.T) {
	everyPage(t, draw.SmallWidth, draw.SmallHeight, func(t *testing.T, r *rig) {
		for line := range strings.SplitSeq(r.screen(), "\n") {
			if strings.IndexAny(strings.TrimSpace(line), "，。；：、！？）」》”") == 0 {
				t.Errorf("%q:\n%s", line, r.screen())
			}
		}
	})
}
