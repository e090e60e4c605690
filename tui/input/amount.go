package input

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Amount is what is being typed: an amount, or several that are added up, as at
// a cash register. Every character that is typed stands in it until Back takes it
// away; Fen says what is wrong with it.
type Amount struct {
	Text string
	Kept bool // from the sale before: the first character replaces it
	full bool // more was typed than there is room for
}

const (
	maxWhole, maxCents = 7, 2
	maxFen             = 999999999
	maxText            = 60 // characters of a sum
)

// Fault is what keeps a text from being an amount.
type Fault struct {
	Kind FaultKind
	Char rune // of FaultChar
}

// FaultKind is the kind of a Fault.
type FaultKind int

// The faults.
const (
	FaultNone FaultKind = iota
	FaultEmpty
	FaultChar     // a character that no amount has
	FaultDecimals // more than two
	FaultLarge    // above 9999999.99
	FaultNumber   // two points, or a plus without an amount
)

// OfAmount reports whether a character may be part of an amount.
func OfAmount(r rune) bool { return r == '.' || r == '+' || '0' <= r && r <= '9' }

// Half undoes what an input method does to digits, points, commas and the two
// other keys of a keypad. A comma is the point.
func Half(r rune) rune {
	switch {
	case '０' <= r && r <= '９':
		return r - '０' + '0'
	case r == ',' || r == '，' || r == '．' || r == '。' || r == '｡' || r == '﹐' || r == '､':
		return '.'
	case r == '＋':
		return '+'
	case r == '＊':
		return '*'
	case r == '－':
		return '-'
	case r == '\u3000' || r == '\u00a0':
		return ' '
	}
	return r
}

// Add takes a character. One that cannot be seen stands as a replacement
// character, so that it is not nothing.
func (a *Amount) Add(r rune) {
	if r = Half(r); r != ' ' && !unicode.IsPrint(r) {
		r = utf8.RuneError
	}
	if a.Kept && r != '+' {
		a.Text = ""
	}
	a.Kept = false
	if utf8.RuneCountInString(a.Text) >= maxText {
		a.full = true
		return
	}
	last := a.Text[strings.LastIndexByte(a.Text, '+')+1:]
	switch {
	case r == '.' && last == "":
		a.Text += "0."
	case last == "0" && '0' <= r && r <= '9':
		a.Text = a.Text[:len(a.Text)-1] + string(r)
	default:
		a.Text += string(r)
	}
}

// Back takes the last character away, of a kept amount all of it.
func (a *Amount) Back() {
	switch {
	case a.full:
		a.full = false
	case a.Kept || a.Text == "":
		*a = Amount{}
	default:
		_, n := utf8.DecodeLastRuneInString(a.Text)
		a.Text = a.Text[:len(a.Text)-n]
	}
}

// Fen is the amount in fen, of a sum its total; a plus at the end waits for more.
func (a Amount) Fen() (int64, Fault) {
	for _, r := range a.Text {
		if !OfAmount(r) {
			return 0, Fault{FaultChar, r}
		}
	}
	if a.full {
		return 0, Fault{Kind: FaultLarge}
	}
	terms := strings.Split(a.Text, "+")
	if n := len(terms); n > 1 && terms[n-1] == "" {
		terms = terms[:n-1]
	}
	var sum int64
	for _, term := range terms {
		fen, kind := termFen(term)
		switch {
		case kind == FaultEmpty && a.Text == "":
		case kind == FaultEmpty:
			return 0, Fault{Kind: FaultNumber}
		case kind != FaultNone:
			return 0, Fault{Kind: kind}
		}
		sum += fen
	}
	switch {
	case sum > maxFen:
		return 0, Fault{Kind: FaultLarge}
	case sum == 0:
		return 0, Fault{Kind: FaultEmpty}
	}
	return sum, Fault{}
}

// termFen is one amount of digits and points.
func termFen(term string) (fen int64, kind FaultKind) {
	whole, cents, _ := strings.Cut(term, ".")
	switch {
	case term == "":
		return 0, FaultEmpty
	case strings.Contains(cents, "."):
		return 0, FaultNumber
	case len(cents) > maxCents:
		return 0, FaultDecimals
	case len(whole) > maxWhole:
		return 0, FaultLarge
	}
	for _, r := range whole + (cents + "00")[:maxCents] {
		fen = fen*10 + int64(r-'0')
	}
	return fen, FaultNone
}

// Sum is how a sum was typed; "" where it is one amount.
func (a Amount) Sum() string {
	if !strings.Contains(a.Text, "+") {
		return ""
	}
	return strings.ReplaceAll(a.Text, "+", " + ")
}
