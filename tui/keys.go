package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
	"facetill/tui/page/history"
	"facetill/tui/page/sale"
)

// gracePaid is longer than page.GraceKeys: PAID has to stand for a second before
// anything may take it away (money rule 5.3).
const gracePaid = 1100 * time.Millisecond

// do does what the page's table says.
func (k *keyboard) do(key string) tea.Cmd {
	if does := k.does(key); does != nil {
		return does()
	}
	k.Guard.Disarm() // no first press stands beside another key
	k.Warn(k.Words.KeyNothing)
	return nil
}

// click is a key that was pressed with the mouse, which no scanner does.
func (k *keyboard) click(key string) tea.Cmd {
	when := moment{k.Now, k.Now}
	switch {
	case k.scanner.Busy():
		k.Warn(k.Words.KeysTogether)
		return nil
	case key == "ctrl+c":
		return k.quit(when)
	case k.lost(key, when, moves(key)):
		return nil
	}
	return k.acts(key, k.Now)
}

// moves reports whether a key may be held down: it goes through a list and does nothing.
func moves(key string) bool { return key == "up" || key == "down" || key == "pgup" || key == "pgdown" }

// onScan is a scan that has ended. What it says is never shown.
func (k *keyboard) onScan(scan input.Scan) tea.Cmd {
	k.doubtScan(scan)
	switch why := sale.Unlike(k.Context, scan.Kind); {
	case scan.Early:
		k.Warn(k.Words.KeysEarly)
	case k.OnPanel():
		k.scanOnPanel(scan)
	case why != "":
		k.Warn(k.tookToo(scan, why))
	default:
		return sale.OnCode(k.Context, scan.Text)
	}
	return nil
}

// scanOnPanel: a number from a receipt is looked for; a payer's code is not used.
func (k *keyboard) scanOnPanel(scan input.Scan) {
	h, is := k.Top().(*history.History)
	switch why := sale.Unlike(k.Context, scan.Kind); {
	case is && isNumber(scan.Kind) && !k.Press.Stalled:
		h.Scanned(scan.Text)
		k.Say(k.Words.FilterScan)
	case scan.Kind == input.Code || isNumber(scan.Kind):
		k.Warn(k.Words.CodeNotNow)
	default:
		k.Warn(k.tookToo(scan, why))
	}
}

// isNumber reports whether a scan may be the number of a sale.
func isNumber(k input.Kind) bool {
	return k == input.Goods || k == input.Alipay || k == input.Other || k == input.Cut
}

// tookToo says behind what a scan was that what was typed right before it went, too:
// where the words of the kind do not say so.
func (k *keyboard) tookToo(scan input.Scan, why string) string {
	switch scan.Kind {
	case input.Alipay, input.UnionPay, input.Goods, input.Link, input.Other, input.Cut:
		if scan.Took && !k.Press.Stalled {
			return why + ". " + k.Words.TypedToo
		}
	}
	return why
}

// quit asks first, and says what leaving means now.
func (k *keyboard) quit(when moment) tea.Cmd {
	lost, say := k.Guard.Key("ctrl+c", when.at, when.soonest, false, false)
	if k.Press.Came = when.at; lost && k.Guard.Armed() != "quit" {
		if say { // meant for the page before: PAID stands for its second
			k.Guard.Disarm()
			k.Warn(k.Words.KeysEarly)
		}
		return nil
	}
	if !k.Again("quit") {
		return k.Wake()
	}
	k.Leaving = true
	if s := k.Sale; s != nil && !s.Over && s.BeforeSubmission() {
		return sale.Stop(k.Context, "cashier")
	}
	return tea.Quit
}

// onMouse: a click on a key of the last line presses it, one on the count of
// open attempts opens their page, the wheel moves through a list. What a key may
// not do now, a click may not either: it goes through the same guard.
func (m *model) onMouse(e tea.MouseMsg) tea.Cmd {
	if e.Action != tea.MouseActionPress || m.Small() {
		return nil
	}
	if m.Resting {
		m.Resting, m.touched = false, m.Now
		return nil
	}
	switch e.Button {
	case tea.MouseButtonWheelUp:
		return m.wheel("up")
	case tea.MouseButtonWheelDown:
		return m.wheel("down")
	case tea.MouseButtonLeft:
	default:
		return nil
	}
	m.touched = m.Now
	switch e.Y {
	case m.Height - 1:
		for _, s := range m.frame.keys {
			if s.From <= e.X && e.X < s.To {
				return m.click(s.Name)
			}
		}
	case m.Height - 2:
		if e.X >= m.Width-m.frame.counts {
			return m.click("f2")
		}
	}
	return nil
}

// wheel is a held key by nature: it passes by the guard, and moves nothing but
// a list.
func (m *model) wheel(key string) tea.Cmd {
	if !m.OnPanel() {
		return nil
	}
	for _, b := range m.bindings() {
		if b.Name == key && b.Do != nil {
			return b.Do()
		}
	}
	return nil
}
