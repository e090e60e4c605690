package tui

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
)

// moment is when a key came: not after at, not before soonest.
type moment struct{ at, soonest time.Time }

// onRead takes what one read of the terminal brought. Keys that waited behind a
// stall have no times that mean anything: several of them are lost together.
func (m *model) onRead(r Read) tea.Cmd {
	at := r.At
	if at.IsZero() || at.After(m.now) {
		at = m.now
	}
	if at.Before(m.keyAt) {
		at = m.keyAt
	}
	when := moment{at, at}
	since, late := m.late(at)
	if late {
		when.soonest = since
	}
	strokes := m.strokesOf(r.Keys)
	m.stalled, m.bundled = late, len(strokes) > 1
	defer func() { m.stalled, m.bundled = false, false }()
	var cmds []tea.Cmd
	for _, k := range strokes {
		cmds = append(cmds, m.watched(true, func() tea.Cmd { return m.onStroke(k, when) }))
		m.keyAt = at
	}
	if late && len(strokes) > 1 {
		cmds = append(cmds, m.watched(true, func() tea.Cmd { return m.heard(m.scanner.Stall(at, when.soonest, m.stands())) }))
	}
	return tea.Batch(cmds...)
}

// late reports whether a key of that time was behind a stall, and since when: a pulse
// that was due long before it has not come yet, or came late just now.
func (m *model) late(at time.Time) (since time.Time, late bool) {
	switch {
	case !m.stall.IsZero():
		return m.stall, true
	case !m.pulseDue.IsZero() && at.Sub(m.pulseDue) > input.Late:
		return m.pulseDue, true
	}
	return at, false
}

// watched does something and sees to what follows when the page is another one
// after it.
func (m *model) watched(byKey bool, do func() tea.Cmd) tea.Cmd {
	before, said := m.leaf(), m.notice
	cmd := do()
	after := m.leaf()
	if after != before && m.notice == said && !said.alone {
		m.notice = notice{} // it was about the page that was left
	}
	if after.page == before.page {
		return cmd
	}
	m.guard.Changed(m.now, byKey, m.grace())
	if !byKey && m.scanner.Lose(m.stands()) {
		m.warn(m.w.CodeUnused)
	}
	return cmd
}

func (m *model) onStroke(k stroke, when moment) tea.Cmd {
	m.touched = m.now
	if m.resting {
		m.resting = false
		if k.r == 0 {
			return nil
		}
	}
	var cmd tea.Cmd
	if when.at == when.soonest {
		cmd = m.expire(when.at)
	} else {
		m.guard.Disarm() // it may be held down, and confirms nothing
		if m.guard.Waiting() {
			m.guard.Unpress()
			m.warn(m.w.KeysStalled)
		}
	}
	return tea.Batch(cmd, m.onKey(k, when))
}

// onKey is a key, and what was due before it is done.
func (m *model) onKey(k stroke, when moment) tea.Cmd {
	switch {
	case k.paste != nil:
		return m.onPaste(k.paste, when)
	case k.r != 0:
		return m.onRune(k.r, when)
	case k.name == "enter" || k.name == "tab":
		return m.onEnd(k.name, when)
	case m.scanner.Busy():
		return m.onOther(k, when)
	case k.name == "ctrl+c":
		return m.quit(when)
	}
	return m.onNamed(k, when)
}

// onOther is a key in the midst of a scan, or right behind one, that is no character.
func (m *model) onOther(k stroke, when moment) tea.Cmd {
	res := m.scanner.Other(when.at, k.ctl == 0)
	if res.After {
		m.lostBehind()
	}
	return m.heard(res)
}

// early: the page takes no key yet, because PAID was not told.
func (m *model) early() bool { return m.page() == pageResult && !m.mayLeave() }

// lost reports whether a key is not for this page, and says so.
func (m *model) lost(key string, when moment, mayRepeat bool) bool {
	was := m.guard.LosesStill(when.soonest)
	lost, say := m.guard.Key(key, when.at, when.soonest, m.early(), mayRepeat)
	switch armed := m.guard.Armed() != ""; {
	case say:
		m.guard.Disarm()
		if !was || !m.lossSaid || m.notice.text == "" {
			m.warn(m.w.KeysEarly)
			m.lossSaid = true
		}
	case lost && armed:
		m.press.hasty = true
	}
	return lost
}

// mode is who types what on the page in hand.
func (m *model) mode() input.Mode {
	switch {
	case m.page() == pageCode:
		return input.Codes
	case m.field() != nil:
		return input.Texts
	}
	return input.Amounts
}

// field is the line that is typed on a panel, nil where there is none.
func (m *model) field() *field {
	if p := m.panel(); p != nil && m.page() == pagePanel {
		return p.field(m)
	}
	return nil
}

// onRune is a character: of a scan, of an entry, or a key by itself.
func (m *model) onRune(r rune, when moment) tea.Cmd {
	if f := m.field(); f != nil && r > unicode.MaxASCII && !m.scanner.Busy() {
		m.guard.Disarm()
		m.fills(f.add(r)) // a whole word of an input method; no scanner types it
		return nil
	}
	m.press.lone = when.soonest.Sub(m.hands.last) >= aloneFor
	m.hands.char(when.at, !m.bundled && !m.stalled)
	close, undone := m.guard.Char(when.at, when.soonest)
	m.unpressed(undone)
	lost := m.lost(string(r), when, true)
	_, early := m.guard.Losing()
	res := m.scanner.Char(r, when.at, when.soonest, m.mode(), m.stands(), early)
	switch {
	case res.Do != input.Take:
		if res.After {
			m.lostBehind()
		}
		m.guard.Unpress()
		m.guard.Disarm()
		return m.heard(res)
	case lost:
		m.doubt()
		return nil
	}
	return m.take(r, when.at, close)
}

func (m *model) onPaste(text []rune, when moment) tea.Cmd {
	m.unpressed(m.guard.Unpress())
	m.lost("paste", when, true)
	_, early := m.guard.Losing()
	return m.heard(m.scanner.Paste(text, when.at, when.soonest, m.mode(), m.stands(), early))
}

// take gives a character to what is typed on the page; else it is a key.
func (m *model) take(r rune, at time.Time, close bool) tea.Cmd {
	key := strings.ToLower(string(r))
	f := m.field()
	goesOn := m.page() == pageAmount && !m.amount.Kept && m.amount.Text != "" && !m.doubts.code.IsZero()
	switch p := m.page(); {
	case p == pageCode:
		m.fills(m.code.add(r))
	case f != nil:
		m.fills(f.add(r))
	case p == pageAmount && (close || !m.bound(key)):
		m.amount.Add(r)
	case (p == pageResult || p == pageClaims) && (input.OfAmount(r) || r == '-'):
		if kept := m.keptFee(); p == pageClaims {
			m.claimLater()
		} else {
			m.toAmount(kept)
		}
		m.amount.Add(r) // of the next customer
	case !m.bound(key):
		m.loseRest(m.w.KeyNothing)
		return nil
	case close:
		m.loseRest(m.w.KeysTogether)
		return nil
	default:
		m.wait(key, at)
		return nil
	}
	// What a first press was about is something else now.
	m.guard.Disarm()
	if m.guard.Entered(at); !goesOn { // else it stands behind what was left of what somebody typed
		m.doubts = doubts{}
	}
	return nil
}

// fills says where an entry had no room for a character.
func (m *model) fills(took bool) {
	if !took {
		m.warn(m.w.KeyNoRoom)
	}
}

// unpressed is a press that did not stay alone: on the page of the amount it is
// a character like all others.
func (m *model) unpressed(key string) {
	switch {
	case key == "":
	case utf8.RuneCountInString(key) == 1 && m.page() == pageAmount:
		m.amount.Add([]rune(key)[0])
	default:
		m.loseRest(m.w.KeysTogether)
	}
}

// loseRest loses what follows a character that is not taken, until a pause: a part of
// what a person types is something else. No first press stands beside what is told
// as not taken.
func (m *model) loseRest(why string) {
	m.guard.Lose()
	m.lossSaid = true
	m.guard.Disarm()
	m.doubt()
	m.warn(why)
}

// onEnd is Enter, or a tab: what ends a scan. Enter acts where what was typed
// before it is an entry of this page, or nothing was typed.
func (m *model) onEnd(key string, when moment) tea.Cmd {
	var chosen tea.Cmd
	if !m.scanner.Busy() {
		if key := m.guard.Unpress(); m.chosenAt(key, when.soonest) {
			chosen = m.pressed(key)
		} else {
			m.unpressed(key)
		}
	}
	lost := !m.scanner.Busy() && m.lost(key, when, false)
	if res := m.scanner.End(key == "tab", when.at, m.endSoonest(when)); res.Do != input.Take {
		m.guard.Disarm()
		if res.After {
			m.warn(m.w.KeysTogether)
		}
		return m.heard(res)
	}
	m.press.came = when.at
	alone := m.actsAlone(key)
	switch {
	case lost:
	case !m.guard.Meant(when.at) || alone && m.guard.Follows(when.soonest):
		m.warn(m.w.KeysTogether)
	case alone:
		m.wait(key, when.at)
	case key == "enter" && m.page() != pageResult && m.page() != pageSale && m.enterDoubted():
	default:
		return tea.Batch(chosen, m.do(key))
	}
	return chosen
}

// onNamed is a key that is no character.
func (m *model) onNamed(k stroke, when moment) tea.Cmd {
	key := k.name
	m.unpressed(m.guard.Unpress())
	if k.ctl != 0 { // a label may begin with one, or have it in its midst
		_, early := m.guard.Losing()
		if res := m.scanner.Char(k.ctl, when.at, when.soonest, m.mode(), m.stands(), early); res.Do != input.Take {
			return m.heard(res)
		}
	}
	erases := key == "backspace" || key == "delete" && m.page() == pageAmount
	if k.ctl == 0 { // no scanner sends it: what stands before it is no part of a scan behind it
		m.scanner.Erase(when.at)
	}
	stood, again := m.typedText(), m.guard.Repeats(key, when.at)
	if m.lost(key, when, erases || moves(key)) {
		return nil
	}
	switch {
	case erases && m.erase():
		m.scanner.Erase(when.at)
		m.guard.Disarm()
		m.hands.erased(when.at, !m.bundled && !m.stalled)
		if !again && m.typedText() == stood {
			m.warn(m.w.KeyNothing)
		}
		if m.page() != pageAmount || m.amount.Text == "" {
			m.doubts = doubts{}
		}
		return nil
	case key == "esc":
		res := m.scanner.Char('\x1b', when.at, when.soonest, m.mode(), m.stands(), false)
		if res.Do != input.Take {
			return m.heard(res)
		}
		m.scanner.Erase(when.at)
		if m.page() == pageSale { // what it stops does not go on again
			m.wait(key, when.at)
			return nil
		}
	}
	return m.acts(key, when.at)
}

// typedText is what erase takes from.
func (m *model) typedText() string {
	switch f := m.field(); {
	case f != nil:
		return f.text
	case m.page() == pageCode:
		return string(m.code.typed)
	}
	return m.amount.Text
}

// erase takes the last character of an entry away.
func (m *model) erase() bool {
	f := m.field()
	switch p := m.page(); {
	case p == pageAmount:
		m.amount.Back()
	case p == pageCode:
		m.code.back()
	case f != nil:
		f.erase()
	default:
		return false
	}
	return true
}

// heard does what the scanner found.
func (m *model) heard(res input.Result[stands]) tea.Cmd {
	var cmd tea.Cmd
	if res.Do == input.Undo || res.Scan != nil {
		cmd = m.putBack(res.Before)
		m.frame.stale = true
	}
	if res.Scan == nil {
		return cmd
	}
	return tea.Batch(cmd, m.onScan(*res.Scan))
}

// expire does what time alone does to keys: a scan ends, a press has stayed alone.
func (m *model) expire(now time.Time) tea.Cmd {
	cmd := m.heard(m.scanner.Silence(now))
	if key := m.guard.Pressed(now); key != "" {
		m.frame.stale = true
		cmd = tea.Batch(cmd, m.pressed(key))
	}
	return cmd
}
