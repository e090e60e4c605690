package main

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// fen is an amount as the proof reckons it: by its own rule, not by the till's.
type fen int64

// worth is what a person means by an amount that they typed: the sum of its
// terms, with the full-width characters and both commas of an input method. ok is
// false for what is no amount: then nothing is meant by it.
func worth(text string) (sum fen, ok bool) {
	text = halfWidth(text)
	for term := range strings.SplitSeq(text, "+") {
		whole, cents, _ := strings.Cut(term, ".")
		if strings.Trim(whole+cents, "0123456789") != "" || len(cents) > 2 || len(whole) > 7 {
			return 0, false
		}
		n, _ := strconv.ParseInt("0"+whole+(cents + "00")[:2], 10, 64)
		sum += fen(n)
	}
	return sum, sum > 0
}

var fullWidth = strings.NewReplacer("。", ".", "．", ".", "，", ".", ",", ".", "＋", "+")

// halfWidth is a text as it would have been typed without an input method.
func halfWidth(text string) string {
	text = fullWidth.Replace(text)
	return strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
}

// normal writes an entry as it would be shown: half width, a digit before each
// point, no zeros ahead.
func normal(text string) string {
	terms := strings.Split(halfWidth(text), "+")
	for i, term := range terms {
		whole, cents, dotted := strings.Cut(term, ".")
		if trimmed := strings.TrimLeft(whole, "0"); trimmed != "" || dotted || whole != "" {
			whole = or(trimmed, "0")
		}
		if dotted {
			whole += "." + cents
		}
		terms[i] = whole
	}
	return strings.Join(terms, "+")
}

// amountText is an amount as cashiers type it. Face payment has no limit here
// unless the page says so, and a price above 10,000 yuan is rare.
func amountText(r *rand.Rand) string {
	yuan := strconv.Itoa(r.IntN([]int{10, 100, 100, 1000, 10000}[r.IntN(5)]))
	switch r.IntN(9) {
	case 0:
		return strconv.Itoa(1 + r.IntN(300))
	case 1:
		return yuan + "." + strconv.Itoa(1+r.IntN(9))
	case 2:
		return "." + strconv.Itoa(1+r.IntN(9)) + strconv.Itoa(r.IntN(10))
	case 3:
		return yuan + ".5+" + strconv.Itoa(1+r.IntN(20))
	case 4:
		return "0." + strconv.Itoa(10+r.IntN(90))
	}
	return yuan + "." + strconv.Itoa(10+r.IntN(90))
}

// byInputMethod writes an amount as an input method in its Chinese mode gives it,
// a character for a key.
func byInputMethod(r *rand.Rand, text string) string {
	point := oneOf(r, "。", "．", "，")
	if r.IntN(2) == 0 { // punctuation alone
		return strings.ReplaceAll(text, ".", point)
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c == '.':
			return []rune(point)[0]
		case c == '+':
			return '＋'
		case '0' <= c && c <= '9':
			return c - '0' + '０'
		}
		return c
	}, text)
}

// notAmounts are what is typed in haste and is no amount (money rule 0.2).
func notAmount(r *rand.Rand) string {
	a, b := strconv.Itoa(1+r.IntN(20)), strconv.Itoa(10+r.IntN(89))
	return oneOf(r, a+"-"+b, a+" "+b, a+"e"+b, "-"+a, a+"."+b+"5", a+"/"+b, a+"."+b+".1", a+"o"+b, a+"l", "¥"+a, "x"+a, a+".5x",
		"123456789", a+"，"+b+"，1", a+"。"+b+"5", "＃"+a, a+"元")
}

// typist is how somebody types: 80 to 400 ms a key, and now and then two keys
// that are 45 ms apart.
type typist struct {
	r    *rand.Rand
	base time.Duration
	pair bool // two keys are to come 45 ms apart
}

const (
	fastest, slowest = 80 * time.Millisecond, 400 * time.Millisecond
	pairGap          = 45 * time.Millisecond
)

func newTypist(r *rand.Rand) *typist {
	base := fastest + time.Duration(r.Int64N(int64(slowest-fastest)))
	if r.IntN(2) == 0 { // most are rather quick
		base = fastest + (base-fastest)/3
	}
	return &typist{r: r, base: base, pair: r.IntN(12) == 0}
}

func (t *typist) gap() time.Duration {
	gap := t.base*7/10 + time.Duration(t.r.Int64N(int64(t.base*6/10)))
	return min(max(gap, fastest), slowest)
}

// types gives the keys of a text. A pair is of two characters that begin no third
// within a tenth of a second, as fingers cannot do that.
func (t *typist) types(text string) (keys []timed) {
	for _, c := range text {
		keys = append(keys, timed{c, t.gap()})
	}
	if t.pair && len(keys) > 2 {
		at := 1 + t.r.IntN(len(keys)-1)
		if keys[at].r != '\r' {
			keys[at].gap = pairGap
		}
	}
	return keys
}

// repeatAfter is how long a key is down before it comes again.
const repeatAfter = 500 * time.Millisecond

// held is a key that stays down: it comes again after 500 ms, and then 30 times a
// second.
func held(r rune, d time.Duration) []timed {
	keys := []timed{{r, fastest}}
	for at, gap := time.Duration(0), repeatAfter; at+gap < d; gap = 33 * time.Millisecond {
		at += gap
		keys = append(keys, timed{r, gap})
	}
	return keys
}
