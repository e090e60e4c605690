package keyboard

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/input"
	"facetill/tui/page"
	"facetill/tui/page/settle"
)

// moment is when a key came: not after at, not before soonest.
type moment struct{ at, soonest time.Time }

// OnRead takes what one read of the terminal brought. Keys that waited behind a
// stall have no times that mean anything: several of them are lost together.
func (k *Keyboard) OnRead(r Read) tea.Cmd {
	at := r.At
	if at.IsZero() || at.After(k.Now) {
		at = k.Now
	}
	if at.Before(k.keyAt) {
		at = k.keyAt
	}
	when := moment{at, at}
	since, late := k.late(at)
	if late {
		when.soonest = since
	}
	strokes := strokesOf(r.Keys, k.scanner.Marks)
	k.Press.Stalled, k.bundled = late, len(strokes) > 1
	defer func() { k.Press.Stalled, k.bundled = false, false }()
	var cmds []tea.Cmd
	for _, s := range strokes {
		cmds = append(cmds, k.Watched(true, func() tea.Cmd { return k.onStroke(s, when) }))
		k.keyAt = at
	}
	if late && len(strokes) > 1 {
		cmds = append(cmds, k.Watched(true, func() tea.Cmd { return k.found(k.scanner.Stall(at, when.soonest, k.stands())) }))
	}
	return tea.Batch(cmds...)
}

// late reports whether a key of that time was behind a stall, and since when: a pulse
// that was due long before it has not come yet, or came late just now. A key that came
// before that pulse was due has its own time, however late it is handled.
func (k *Keyboard) late(at time.Time) (since time.Time, late bool) {
	switch {
	case !k.stall.IsZero() && k.stall.Before(at):
		return k.stall, true
	case !k.pulseDue.IsZero() && at.Sub(k.pulseDue) > input.Late:
		return k.pulseDue, true
	}
	return at, false
}

func (k *Keyboard) onStroke(s stroke, when moment) tea.Cmd {
	k.Touched = k.Now
	if k.Resting {
		k.Resting = false
		if s.r == 0 {
			k.Guard.Wake(s.name, when.at)
			return nil
		}
	}
	var cmd tea.Cmd
	if when.at == when.soonest {
		cmd = k.expire(when.at)
	} else {
		k.Guard.Disarm() // it may be held down, and confirms nothing
		if k.Guard.Waiting() {
			k.Guard.Unpress()
			k.Warn(k.Words.KeysStalled)
		}
	}
	return tea.Batch(cmd, k.onKey(s, when))
}

// onKey is a key, and what was due before it is done.
func (k *Keyboard) onKey(s stroke, when moment) tea.Cmd {
	switch {
	case s.paste != nil:
		return k.onPaste(s.paste, when)
	case s.r != 0:
		return k.onRune(s.r, when)
	case s.name == "enter" || s.name == "tab":
		return k.onEnd(s.name, when)
	case k.scanner.Busy():
		return k.onOther(s, when)
	case s.name == "ctrl+c":
		return k.quit(when)
	}
	return k.onNamed(s, when)
}

// onOther is a key in the midst of a scan, or right behind one, that is no character.
func (k *Keyboard) onOther(s stroke, when moment) tea.Cmd {
	res := k.scanner.Other(when.at, s.ctl == 0)
	if res.After {
		k.lostBehind()
	}
	return k.found(res)
}

// early: the page takes no key yet, because PAID was not shown for its second.
func (k *Keyboard) early() bool { return k.At() == page.KindResult && !k.MayLeave() }

// lost reports whether a key is not for this page, and says so.
func (k *Keyboard) lost(key string, when moment, mayRepeat bool) bool {
	was := k.Guard.LosesStill(when.soonest)
	lost, say := k.Guard.Key(key, when.at, when.soonest, k.early(), mayRepeat)
	switch armed := k.Guard.Armed() != ""; {
	case say:
		k.Guard.Disarm()
		if !was || !k.lossSaid || k.Notice.Text == "" {
			k.Warn(k.Words.KeysEarly)
			k.lossSaid = true
		}
	case lost && armed:
		k.Press.Hasty = true
	}
	return lost
}

// onRune is a character: of a scan, of an entry, or a key by itself.
func (k *Keyboard) onRune(r rune, when moment) tea.Cmd {
	if f := k.Field(); f != nil && r > unicode.MaxASCII && !k.scanner.Busy() {
		k.Guard.Disarm()
		k.fills(f.Add(r)) // a whole word of an input method; no scanner types it
		return nil
	}
	k.Press.Lone = when.soonest.Sub(k.hands.last) >= aloneFor
	k.hands.char(when.at, !k.bundled && !k.Press.Stalled)
	close, undone := k.Guard.Char(when.at, when.soonest)
	k.unpressed(undone)
	lost := k.lost(string(r), when, true)
	_, early := k.Guard.Losing()
	res := k.scanner.Char(r, when.at, when.soonest, k.mode(), k.stands(), early)
	switch {
	case res.Do != input.Take:
		k.doubtOn()
		switch {
		case res.After:
			k.lostBehind()
		case res.Slow: // an amount of which this is missing may be gone on with; a code may be scanned again
			k.Doubts.Enter, k.Doubts.Rest = k.Now, k.Now
		}
		k.Guard.Unpress()
		k.Guard.Disarm()
		return k.found(res)
	case lost:
		k.doubt()
		return nil
	}
	return k.take(r, when.at, close)
}

func (k *Keyboard) onPaste(text []rune, when moment) tea.Cmd {
	k.unpressed(k.Guard.Unpress())
	k.lost("paste", when, true)
	_, early := k.Guard.Losing()
	return k.found(k.scanner.Paste(text, when.at, when.soonest, k.mode(), k.stands(), early))
}

// take adds a character to what is typed on the page; else it is a key.
func (k *Keyboard) take(r rune, at time.Time, close bool) tea.Cmd {
	key := strings.ToLower(string(r))
	f := k.Field()
	goesOn := k.amountGoesOn() && !k.Doubts.Rest.IsZero()
	switch p := k.At(); {
	case p == page.KindCode:
		k.fills(k.Code().Add(r))
	case f != nil && (f.Text != "" || !strings.Contains(f.Keys, key)):
		k.fills(f.Add(r))
	case p == page.KindAmount && (close || k.Binding(key).Do == nil):
		k.Amount.Add(r)
	case (p == page.KindResult || p == page.KindClaims) && (input.OfAmount(r) || r == '-'):
		if kept := k.Sale.KeptFee(); p == page.KindClaims {
			k.Top().(*settle.Claims).Later(k.Context)
		} else {
			k.ToAmount(kept)
		}
		k.Amount.Add(r) // of the next customer
	case k.Binding(key).Do == nil:
		k.loseRest(k.Words.KeyNothing)
		return nil
	case close:
		k.loseRest(k.Words.KeysTogether)
		return nil
	default:
		k.wait(key, at)
		return nil
	}
	// What a first press was about is something else now.
	k.Guard.Disarm()
	switch k.Guard.Entered(at); {
	case !goesOn:
		k.Doubts = page.Doubts{}
	case k.Now.Sub(k.Doubts.Rest) < page.DoubtFor: // it stands behind what was left of what somebody typed
		k.doubt()
	}
	return nil
}

// unpressed is a press that did not stay alone: on the page of the amount, and in a
// field, it is a character like all others.
func (k *Keyboard) unpressed(key string) {
	switch {
	case key == "":
	case utf8.RuneCountInString(key) == 1 && k.At() == page.KindAmount:
		k.Amount.Add([]rune(key)[0])
	case utf8.RuneCountInString(key) == 1 && k.Field() != nil:
		k.fills(k.Field().Add([]rune(key)[0]))
	default:
		k.loseRest(k.Words.KeysTogether)
	}
}

// loseRest loses what follows a character that is not taken, until a pause: a part of
// what a person types is something else. No first press stands beside what is said
// as not taken.
func (k *Keyboard) loseRest(why string) {
	k.Guard.Lose()
	k.lossSaid = true
	k.Guard.Disarm()
	k.doubt()
	k.Warn(why)
}

// onEnd is Enter, or a tab: what ends a scan. Enter acts where what was typed
// before it is an entry of this page, or nothing was typed.
func (k *Keyboard) onEnd(key string, when moment) tea.Cmd {
	var chosen tea.Cmd
	if !k.scanner.Busy() {
		if key := k.Guard.Unpress(); k.chosenAt(key, when.soonest) {
			chosen = k.pressed(key)
		} else {
			k.unpressed(key)
		}
	}
	lost := !k.scanner.Busy() && k.lost(key, when, false)
	if res := k.scanner.End(key == "tab", when.at, k.endSoonest(when)); res.Do != input.Take {
		k.Guard.Disarm()
		if res.After {
			k.Warn(k.Words.KeysTogether)
		}
		return k.found(res)
	}
	k.Press.Came = when.at
	alone := k.Binding(key).Alone
	switch {
	case lost:
	case !k.Guard.Meant(when.at) || alone && k.Guard.Follows(when.soonest):
		k.Warn(k.Words.KeysTogether)
	case alone:
		k.wait(key, when.at)
	case key == "enter" && k.At() != page.KindResult && k.At() != page.KindSale && k.enterDoubted():
	default:
		return tea.Batch(chosen, k.do(key))
	}
	return chosen
}

// onNamed is a key that is no character.
func (k *Keyboard) onNamed(s stroke, when moment) tea.Cmd {
	key := s.name
	k.unpressed(k.Guard.Unpress())
	if s.ctl != 0 { // a label may begin with one, or have it in its midst
		_, early := k.Guard.Losing()
		if res := k.scanner.Char(s.ctl, when.at, when.soonest, k.mode(), k.stands(), early); res.Do != input.Take {
			return k.found(res)
		}
	}
	erases := key == "backspace" || key == "delete" && k.At() == page.KindAmount
	if s.ctl == 0 { // no scanner sends it: what stands before it is no part of a scan behind it
		k.scanner.Erase(when.at)
	}
	stood, again := k.erasable(), k.Guard.Repeats(key, when.at)
	if k.lost(key, when, erases || moves(key)) {
		return nil
	}
	switch {
	case erases && k.erase():
		k.scanner.Erase(when.at)
		k.Guard.Disarm()
		k.hands.erased(when.at, !k.bundled && !k.Press.Stalled)
		if !again && k.erasable() == stood {
			k.Warn(k.Words.KeyNothing)
		}
		if !k.amountGoesOn() {
			k.Doubts = page.Doubts{}
		}
		return nil
	case key == "esc":
		res := k.scanner.Char('\x1b', when.at, when.soonest, k.mode(), k.stands(), false)
		if res.Do != input.Take {
			return k.found(res)
		}
		k.scanner.Erase(when.at)
		if k.At() == page.KindSale { // what it stops does not go on again
			k.wait(key, when.at)
			return nil
		}
	}
	return k.acts(key, when.at)
}

// found does what the scanner found.
func (k *Keyboard) found(res input.Result[stands]) tea.Cmd {
	var cmd tea.Cmd
	if res.Do == input.Undo || res.Scan != nil {
		cmd = k.putBack(res.Before)
		k.Stale = true
	}
	if res.Scan == nil {
		return cmd
	}
	return tea.Batch(cmd, k.OnScan(*res.Scan))
}

// expire does what time alone does to keys: a scan ends, a press has stayed alone.
func (k *Keyboard) expire(now time.Time) tea.Cmd {
	cmd := k.found(k.scanner.Silence(now))
	if key := k.Guard.Pressed(now); key != "" {
		k.Stale = true
		cmd = tea.Batch(cmd, k.pressed(key))
	}
	return cmd
}
