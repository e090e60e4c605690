package keyboard

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/history"
	"facetill/tui/page/sale"
)

// gracePaid is longer than page.GraceKeys: PAID has to stand for a second before
// anything may take it away (money rule 5.3).
const gracePaid = 1100 * time.Millisecond

// do does what the page's table says.
func (k *Keyboard) do(key string) tea.Cmd {
	if b := k.Binding(key); b.Do != nil {
		return b.Do()
	}
	k.Guard.Disarm() // no first press stands beside another key
	k.Warn(k.Words.KeyNothing)
	return nil
}

// Click is a key that was pressed with the mouse, which no scanner does.
func (k *Keyboard) Click(key string) tea.Cmd {
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

// OnScan is a scan that has ended. What it says is never shown.
func (k *Keyboard) OnScan(scan input.Scan) tea.Cmd {
	k.doubtScan(scan)
	switch why := sale.Unlike(k.Context, scan.Kind); {
	case scan.Early:
		k.Warn(k.Words.KeysEarly)
	case k.OnPanel():
		return k.scanOnPanel(scan)
	case why != "":
		k.Warn(k.tookToo(scan, why))
	default:
		return sale.OnCode(k.Context, scan.Text)
	}
	return nil
}

// scanOnPanel: a number from a receipt is looked for; a payer's code is not used.
func (k *Keyboard) scanOnPanel(scan input.Scan) tea.Cmd {
	h, is := k.Top().(*history.History)
	p, keeps := k.Top().(page.Keeping)
	switch why := sale.Unlike(k.Context, scan.Kind); {
	case is && isNumber(scan.Kind) && !k.Press.Stalled:
		k.Say(k.Words.FilterScan)
		return h.Scanned(k.Context, scan.Text)
	case scan.Kind == input.Code && keeps:
		p.Keep(k.Context, scan.Text)
	case scan.Kind == input.Code || isNumber(scan.Kind):
		k.Warn(k.Words.CodeNotNow)
	case scan.Kind == input.Pasted && k.mode() == input.Texts:
		k.Warn(k.Words.KeysPastedText)
	default:
		k.Warn(k.tookToo(scan, why))
	}
	return nil
}

// isNumber reports whether a scan may be the number of a sale.
func isNumber(k input.Kind) bool {
	return k == input.Goods || k == input.Alipay || k == input.Other || k == input.Cut
}

// tookToo says behind what a scan was that what was typed right before it went, too:
// where the words of the kind do not say so.
func (k *Keyboard) tookToo(scan input.Scan, why string) string {
	switch scan.Kind {
	case input.Alipay, input.UnionPay, input.Goods, input.Link, input.Other, input.Cut:
		if scan.Took && !k.Press.Stalled {
			return why + ". " + k.Words.TypedToo
		}
	}
	return why
}

// quit asks first, and says what leaving means now.
func (k *Keyboard) quit(when moment) tea.Cmd {
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
