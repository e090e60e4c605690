package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/text"
)

// mustRead is what a page may not be without, however small the screen: the
// questions and answers about money, and the sentence of a result.
func mustRead(m *model) (sentences []string) {
	w := m.w
	add := func(s ...string) { sentences = append(sentences, s...) }
	if text, _ := m.alert(); text != "" {
		add(text)
	}
	switch m.page() {
	case pageAmount:
		if n := m.unclaimedCount(); n > 0 {
			add(fmt.Sprintf(w.FoundUnclaimed, n))
		}
		if n := m.openCount(); n > 0 {
			add(fmt.Sprintf(w.FoundOpen, n))
		}
		if m.camera != "" {
			add(w.Camera(m.camera))
		}
		if m.amount.Text != "" {
			add(m.amount.Sum())
		}
	case pageCode:
		if text, _ := m.alert(); text == "" {
			add(m.codeWhy())
		}
		if n := len(m.code.typed); n > 0 {
			add(fmt.Sprintf(w.CodeDigits, n))
		}
	case pageSale:
		add(m.saySale())
	case pageResult:
		sentence, code := m.resultSays()
		add(draw.Spaced(w.Money(m.sale.money())), sentence)
		if m.closesPage(m.sale.a) {
			add(w.ClosePage)
		}
		if text, _ := m.alert(); text == "" {
			add(code, m.sale.a.OutTradeNo.LastDigits(6), m.sale.at().In(flow.Beijing).Format("15:04:05"))
		}
	case pageStopped:
		say := w.StoppedOpen
		if m.stopped.other.State == flow.Paid {
			say = w.StoppedPaid
		}
		add(text.WithSign(m.stopped.other.TotalFee), say, w.StoppedAsk)
	case pageHalted:
		add(w.Halt(m.halted.kind), w.HaltDo)
	case pageClaims:
		add(text.WithSign(m.unclaimed()[0].TotalFee))
		switch m.guard.Armed() {
		case claimArmed("given", m.unclaimed()[0]):
			add(w.ClaimArmedGiven)
		case claimArmed("back", m.unclaimed()[0]):
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
			r.send(begunMsg{r.m.sale.id, nil, &flow.PossibleDuplicateError{Others: []flow.Attempt{other}}})
			then(r)
			return r
		}
	}
	nothing := func(*rig) {}
	unclaimed := flow.Attempt{State: flow.Paid, Unclaimed: true}
	ended := func(method flow.Method, s flow.State, err error, change func(*flow.Attempt)) func(t *testing.T) *rig {
		return func(t *testing.T) *rig {
			r, run := selling(t)
			r.m.sale.req.Method = method
			run.a.Method = method
			r.becomes(run, flow.Submitting, nil)
			run.a.State, run.a.Version = s, run.a.Version+1
			if change != nil {
				change(&run.a)
			}
			r.send(overMsg{r.m.sale.id, run.a, err})
			r.send(listsMsg{pending: []flow.Attempt{run.a}})
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
			r.send(listsMsg{pending: []flow.Attempt{unclaimed}})
			return r.press("u")
		},
		"found, typed": func(t *testing.T) *rig {
			r := newRig(t, nil)
			r.send(listsMsg{pending: []flow.Attempt{unclaimed, {State: flow.Reversing}}, camera: "DEVICE_CRASHED"})
			return r.typed("1.20+3")
		},
	}
	for _, s := range flow.States() {
		list["ended "+string(s)] = ended(flow.MethodFace, s, nil, nil)
	}
	for _, code := range []string{"NOTENOUGH", "TRADE_ERROR", "RULELIMIT", "BRAND_NEW_ONE"} {
		list["refused "+code] = ended(flow.MethodFace, flow.Refused, nil, func(a *flow.Attempt) { a.Code = code })
	}
	for code := range Words("en", nil).Why {
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
		for _, text := range []string{r.m.w.StoppedTitle, r.m.w.StoppedPaid, r.m.w.StoppedAsk, "Esc  " + r.m.w.DoBack, "n  " + r.m.w.BriefAnother, "u  " + r.m.w.BriefClaims} {
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
