package hands

import (
	"slices"
	"strings"
	"time"
)

// Presses are the deliberate presses of keys, by their names.
type Presses map[string][]Press

// Press is one, and since when the page stood on which it was.
type Press struct{ At, Since time.Time }

// Twice reports whether a key was ever pressed twice on one page, within a time.
func (p Presses) Twice(name string, within time.Duration) bool {
	list := p[name]
	for i := range list {
		if i > 0 && list[i].Since.Equal(list[i-1].Since) && list[i].At.Sub(list[i-1].At) <= within {
			return true
		}
	}
	return false
}

// Together is how many of the last presses of a key are on one page, none longer than a
// time before the last.
func (p Presses) Together(name string, within time.Duration) (n int) {
	list := p[name]
	for _, one := range slices.Backward(list) {
		if last := list[len(list)-1]; one.Since != last.Since || last.At.Sub(one.At) > within {
			break
		}
		n++
	}
	return n
}

// mostOfCode is how many digits of a payment code a field of words may keep at the most.
const mostOfCode = 13

// TypedIn reports whether a field may have come to hold a text: its characters are among
// those that were typed, in that sequence, and it is not most of a payment code.
func TypedIn(text string, typed []rune, codes []string) bool {
	for _, code := range codes {
		for i := 0; i+mostOfCode < len(code); i++ {
			if strings.Contains(text, code[i:i+mostOfCode+1]) {
				return false
			}
		}
	}
	rest := []rune(HalfWidth(string(typed)))
	for _, c := range HalfWidth(text) {
		i := slices.Index(rest, c)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}

// Made are the payment codes that come of a label by keys in its midst, or right before or
// behind a part of it. Nobody can tell them from one that a phone shows.
func Made(list []Stroke) (codes []string) {
	for i := range list {
		text := ""
		for n := i; n < len(list) && list[n].Name == "" && Runes(text) < CodeDigits; n++ {
			text += HalfWidth(list[n].Text)
		}
		around := list[max(i-1, 0):min(i+Runes(text)+1, len(list))]
		if byPerson := slices.ContainsFunc(around, func(s Stroke) bool { return s.By != "scanner" }); byPerson && IsWeChat(text) {
			codes = append(codes, text)
		}
	}
	return codes
}

// OnTheWay are the texts that keys make one after the other behind what stood there; behind
// the key of a number, the first being 1, a seven comes and is taken away.
func OnTheWay(prior string, keys []Timed, wrong int) (texts []string) {
	text := prior
	for i, k := range keys {
		text += string(k.R)
		texts = append(texts, Normal(text))
		if i+1 == wrong {
			texts = append(texts, Normal(text+"7"))
		}
	}
	return texts
}
