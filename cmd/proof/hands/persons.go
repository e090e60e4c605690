package hands

import (
	"cmp"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Fen is an amount as the proof reckons it: by its own rule, not by the till's.
type Fen int64

// Worth is what a person means by an amount that they typed: the sum of its
// terms, with the full-width characters and both commas of an input method. ok is
// false for what is no amount: then nothing is meant by it.
func Worth(text string) (sum Fen, ok bool) {
	text = HalfWidth(text)
	for term := range strings.SplitSeq(text, "+") {
		whole, cents, _ := strings.Cut(term, ".")
		if strings.Trim(whole+cents, "0123456789") != "" || len(cents) > 2 || len(whole) > 7 {
			return 0, false
		}
		n, _ := strconv.ParseInt("0"+whole+(cents + "00")[:2], 10, 64)
		sum += Fen(n)
	}
	return sum, sum > 0
}

var fullWidth = strings.NewReplacer("。", ".", "．", ".", "，", ".", ",", ".", "＋", "+")

// HalfWidth is a text as it would have been typed without an input method.
func HalfWidth(text string) string {
	text = fullWidth.Replace(text)
	return strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
}

// Normal writes an entry as it would be shown: half width, a digit before each
// point, no zeros ahead.
func Normal(text string) string {
	terms := strings.Split(HalfWidth(text), "+")
	for i, term := range terms {
		whole, cents, dotted := strings.Cut(term, ".")
		if trimmed := strings.TrimLeft(whole, "0"); trimmed != "" || dotted || whole != "" {
			whole = cmp.Or(trimmed, "0")
		}
		if dotted {
			whole += "." + cents
		}
		terms[i] = whole
	}
	return strings.Join(terms, "+")
}

// AmountText is an amount as cashiers type it. Face payment has no limit here
// unless the page says so, and a price above 10,000 yuan is rare.
func AmountText(r *rand.Rand) string {
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

// ByInputMethod writes an amount as an input method in its Chinese mode has it,
// a character for a key.
func ByInputMethod(r *rand.Rand, text string) string {
	point := OneOf(r, "。", "．", "，")
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

// NotAmount is what is typed in haste and is no amount (money rule 0.2).
func NotAmount(r *rand.Rand) string {
	a, b := strconv.Itoa(1+r.IntN(20)), strconv.Itoa(10+r.IntN(89))
	return OneOf(r, a+"-"+b, a+" "+b, a+"e"+b, "-"+a, a+"."+b+"5", a+"/"+b, a+"."+b+".1", a+"o"+b, a+"l", "¥"+a, "x"+a, a+".5x",
		"123456789", a+"，"+b+"，1", a+"。"+b+"5", "＃"+a, a+"元")
}

// typist is how somebody types: 80 to 400 ms a key, and now and then two keys
// that are 45 ms apart. Some look for each key, which takes up to 650 ms:
// less than the 700 ms of silence that end what a scan takes with it.
type typist struct {
	r    *rand.Rand
	base time.Duration
	most time.Duration
	pair bool // two keys are to come 45 ms apart
}

const (
	Fastest, Slowest = 80 * time.Millisecond, 400 * time.Millisecond
	// looking is how long somebody takes at most who looks for each key.
	looking = 650 * time.Millisecond
	pairGap = 45 * time.Millisecond
)

func NewTypist(r *rand.Rand) *typist {
	base := Fastest + time.Duration(r.Int64N(int64(Slowest-Fastest)))
	if r.IntN(2) == 0 { // most are rather quick
		base = Fastest + (base-Fastest)/3
	}
	if r.IntN(25) == 0 {
		return &typist{r: r, base: Slowest + time.Duration(r.Int64N(int64(looking-Slowest))), most: looking}
	}
	return &typist{r: r, base: base, most: Slowest, pair: r.IntN(12) == 0}
}

func (t *typist) Gap() time.Duration {
	gap := t.base*7/10 + time.Duration(t.r.Int64N(int64(t.base*6/10)))
	return min(max(gap, Fastest), t.most)
}

// Types returns the keys of a text. A pair is of two characters that begin no third
// within a tenth of a second, as fingers cannot do that.
func (t *typist) Types(text string) (keys []Timed) {
	for _, c := range text {
		keys = append(keys, Timed{c, t.Gap()})
	}
	if t.pair && len(keys) > 2 {
		at := 1 + t.r.IntN(len(keys)-1)
		if keys[at].R != '\r' {
			keys[at].Gap = pairGap
		}
	}
	return keys
}

// RepeatAfter is how long a key is down before it comes again.
const RepeatAfter = 500 * time.Millisecond

// Held is a key that stays down: it comes again after 500 ms, and then 30 times a
// second.
func Held(r rune, d time.Duration) []Timed {
	keys := []Timed{{r, Fastest}}
	for at, gap := time.Duration(0), RepeatAfter; at+gap < d; gap = 33 * time.Millisecond {
		at += gap
		keys = append(keys, Timed{r, gap})
	}
	return keys
}

// PastedText is what somebody has in the clipboard: an amount, as it is typed or written,
// what was scanned, or a letter.
func PastedText(r *rand.Rand) string {
	text := AmountText(r)
	if r.IntN(2) == 0 {
		text = NewScan(r, "").Content
	}
	if r.IntN(3) == 0 {
		text = OneOf(r, "12,80", "¥12.80", "12.80元", "n", "g", "1 280.00", text)
	}
	return text
}

// HeldFor is how long somebody leans on a key.
func HeldFor(r *rand.Rand) time.Duration {
	d := time.Duration(100+r.IntN(2500)) * time.Millisecond
	if d > RepeatAfter && d < RepeatAfter+100*time.Millisecond {
		return RepeatAfter / 2 // two presses, for all that anybody can tell
	}
	return d
}
