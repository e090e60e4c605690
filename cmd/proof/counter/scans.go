package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// scan is what one pull of a scanner's trigger sends.
type scan struct {
	kind    string // what the label is
	content string // what the label says
	aim     string // the symbology identifier that the scanner sends before it
	suffix  string // what it sends after it
	speed   time.Duration
	damage  string // what became of it on its way
	keys    []timed
	unseen  time.Duration // how late a key may be read without anybody seeing that
	again   int           // where the second reading of a doubled one begins; 0: it is not doubled
	code    string        // the payment code that came whole; "" where none did
}

// timed is a character, and how long after the one before it came.
type timed struct {
	r   rune
	gap time.Duration
}

// suffixes are what scanners are sold with; a blank before Enter is a label's own.
var suffixes = []string{"\r", "\r", "\r", "\r", "", "", "\t", "\n", "\r\n", " \r", " ", "\r\r", "\t\r"}

var aims = []string{"]C1", "]Q1", "]E0", "]E4", "]d2", "]I0"}

func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

func letters(r *rand.Rand, n int) string {
	const abc = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	b := make([]byte, n)
	for i := range b {
		b[i] = abc[r.IntN(len(abc))]
	}
	return string(b)
}

func oneOf[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// wechat is a payment code of WeChat's form.
func wechat(r *rand.Rand) string { return fmt.Sprint(10+r.IntN(6)) + digits(r, 16) }

func isWeChat(text string) bool {
	if len(text) != 18 || strings.Trim(text, "0123456789") != "" {
		return false
	}
	return text[0] == '1' && text[1] <= '5'
}

// decisive are the letters and digits that have a meaning on some page.
const decisive = "ngbmfyrusc12*+"

// contents are what a scanner may read at a counter, by their kind.
var contents = []struct {
	kind string
	make func(r *rand.Rand) string
}{
	{"WeChat code", wechat},
	{"WeChat code", wechat},
	{"WeChat code", wechat},
	{"Alipay code", func(r *rand.Rand) string { return fmt.Sprint(25+r.IntN(6)) + digits(r, 14+r.IntN(9)) }},
	{"UnionPay code", func(r *rand.Rand) string { return "62" + digits(r, 17) }},
	{"product", func(r *rand.Rand) string { return digits(r, oneOf(r, 8, 12, 13, 13, 13, 14)) }},
	{"weighed product", func(r *rand.Rand) string { return "2" + digits(r, 12) }},
	{"short barcode", func(r *rand.Rand) string { return digits(r, 1+r.IntN(7)) }},
	{"receipt", func(r *rand.Rand) string { return "2611" + digits(r, 28) }},
	{"member card", func(r *rand.Rand) string {
		return oneOf(r, digits(r, 10), digits(r, 16), ";"+digits(r, 16)+"="+digits(r, 8)+"?", "%B"+digits(r, 12)+"^"+letters(r, 6)+"?", "M"+digits(r, 7))
	}},
	{"link", func(r *rand.Rand) string {
		return oneOf(r, "https://u.wechat.com/E", "wxp://f2f0", "http://qr.example/", "weixin://dl/", "https://qr.alipay.com/fkx") + letters(r, 4+r.IntN(12))
	}},
	{"letters", func(r *rand.Rand) string { return letters(r, 1+r.IntN(12)) }},
	{"letters that decide", func(r *rand.Rand) string {
		return string(decisive[r.IntN(len(decisive))]) + oneOf(r, letters(r, 1+r.IntN(6)), digits(r, 1+r.IntN(10)), "")
	}},
	{"one letter over and over", func(r *rand.Rand) string {
		return strings.Repeat(string(decisive[r.IntN(len(decisive))]), 2+r.IntN(8))
	}},
	{"points", func(r *rand.Rand) string {
		return oneOf(r, "12.80", "5.50", "1.2.3", "0.01", ".5", digits(r, 3)+"."+digits(r, 2), "+5", "1+1", "7,35", "......", "1.")
	}},
	{"mixed", func(r *rand.Rand) string {
		return oneOf(r, "A"+digits(r, 3)+".5B", "NK"+digits(r, 8), "B0"+digits(r, 9), digits(r, 2)+"-"+digits(r, 2), "SKU "+digits(r, 4), digits(r, 4)+letters(r, 3))
	}},
	{"GS1", func(r *rand.Rand) string {
		return "01" + digits(r, 14) + "10" + letters(r, 4) + oneOf(r, "", "\x1d21"+digits(r, 4))
	}},
	{"nearly a WeChat code", func(r *rand.Rand) string {
		return oneOf(r, wechat(r)[:17], wechat(r)+"7", "16"+digits(r, 16), "09"+digits(r, 16))
	}},
}

// newScan draws one. Of scanners that are sold, the slowest send a key each 100 ms.
func newScan(r *rand.Rand, kind string) *scan {
	s := &scan{suffix: suffixes[r.IntN(len(suffixes))]}
	for {
		c := contents[r.IntN(len(contents))]
		if kind == "" || c.kind == kind {
			s.kind, s.content = c.kind, c.make(r)
			break
		}
	}
	if s.kind == "GS1" || r.IntN(12) == 0 {
		s.aim = aims[r.IntN(len(aims))]
	}
	switch r.IntN(4) {
	case 0:
		s.speed = time.Duration(1+r.IntN(8)) * time.Millisecond
	case 1:
		s.speed = time.Duration(4+r.IntN(30)) * time.Millisecond
	default:
		s.speed = time.Duration(1+r.IntN(100)) * time.Millisecond
	}
	s.send(r)
	return s
}

// send makes the keys of it, and what may happen to them on their way.
func (s *scan) send(r *rand.Rand) {
	body := []rune(s.aim + s.content)
	whole := true
	switch n := r.IntN(20); {
	case n < 3 && len(body) > 1: // the label left the beam
		at := 1 + r.IntN(len(body)-1)
		s.damage, whole = fmt.Sprintf("cut after %d", at), false
		body = body[:at]
		if r.IntN(2) == 0 {
			s.suffix = ""
		}
	case n == 3 && len(body) > 3: // a port that wakes up late
		at := 1 + r.IntN(min(len(body)-3, 6))
		s.damage, whole = fmt.Sprintf("first %d lost", at), false
		body = body[at:]
	case n == 4 && len(body) > 2:
		at := 1 + r.IntN(len(body)-2)
		s.damage, whole = fmt.Sprintf("character %d lost", at+1), false
		body = append(append([]rune(nil), body[:at]...), body[at+1:]...)
	}
	s.keys = s.keys[:0]
	s.put(r, body)
	s.put(r, []rune(s.suffix))
	if r.IntN(4) == 0 && len(s.keys) > 2 { // the machine is busy, the radio is lost for a moment
		at := 1 + r.IntN(len(s.keys)-1)
		s.keys[at].gap = time.Duration(60+r.IntN(440)) * time.Millisecond
		s.damage += fmt.Sprintf(" %v before %d", s.keys[at].gap, at+1)
	}
	s.code = s.holds()
	if whole && r.IntN(15) == 0 {
		s.double(r, body)
	}
}

// holds is the payment code that a part of the keys is, between two silences.
func (s *scan) holds() (code string) {
	var b strings.Builder
	ends := func() {
		text := strings.Trim(b.String(), " ")
		if len(text) > 3 && text[0] == ']' {
			text = text[3:]
		}
		if isWeChat(text) {
			code = text
		}
		b.Reset()
	}
	for _, k := range s.keys {
		if k.gap > manyFollowed || strings.ContainsRune("\r\n\t", k.r) {
			ends()
		}
		if !strings.ContainsRune("\r\n\t", k.r) {
			b.WriteRune(k.r)
		}
	}
	ends()
	for _, k := range s.keys {
		if !strings.ContainsRune("\r\n\t", k.r) {
			b.WriteRune(k.r)
		}
	}
	ends() // for a scanner that frames what it sends a gap means nothing
	if whole := strings.Trim(s.content, " "); code == "" && isWeChat(whole) && !strings.Contains(s.damage, "lost") && !strings.Contains(s.damage, "cut") {
		code = whole // a gap in the midst of it: charged whole, or not at all
	}
	return code
}

// double: the trigger was held, and the same label was read twice.
func (s *scan) double(r *rand.Rand, body []rune) {
	s.again = len(s.keys)
	s.put(r, body)
	s.put(r, []rune(s.suffix))
	s.keys[s.again].gap = time.Duration(r.IntN(400)) * time.Millisecond
	s.damage += fmt.Sprintf(" doubled after %v", s.keys[s.again].gap)
}

func (s *scan) put(r *rand.Rand, text []rune) {
	for _, c := range text {
		gap := s.speed
		if s.speed > 4*time.Millisecond {
			gap = s.speed*8/10 + time.Duration(r.Int64N(int64(s.speed*4/10)))
		}
		s.keys = append(s.keys, timed{c, min(gap, 100*time.Millisecond)})
	}
}

// framed puts the prefix and the suffix around each reading that the scanner was
// programmed to send.
func (s *scan) framed(prefix, suffix string) {
	first, second := s.keys, []timed(nil)
	if s.again > 0 {
		first, second = s.keys[:s.again], s.keys[s.again:]
	}
	if strings.Contains(s.damage, "cut") {
		suffix = ""
	}
	if prefix != "" && s.code != s.content && !s.leads() {
		s.code = "" // what is framed begins with its code, or has none
	}
	s.keys = s.frame(first, prefix, suffix)
	if s.again > 0 {
		s.again = len(s.keys)
		s.keys = append(s.keys, s.frame(second, prefix, suffix)...)
	}
}

// leads reports whether the code is what the scan begins with, up to a gap or to its
// end.
func (s *scan) leads() bool {
	var b strings.Builder
	for i, k := range s.keys {
		if i > 0 && k.gap > manyFollowed && strings.HasSuffix(b.String(), s.code) || strings.ContainsRune("\r\n\t", k.r) {
			break
		}
		b.WriteRune(k.r)
	}
	return strings.HasSuffix(strings.Trim(b.String(), " "), s.code)
}

func (s *scan) frame(keys []timed, prefix, suffix string) []timed {
	framed := append([]timed(nil), keys...)
	if prefix != "" && len(keys) > 0 {
		framed = framed[:0]
		for i, c := range prefix {
			k := timed{c, s.speed}
			if i == 0 {
				k.gap = keys[0].gap
			}
			framed = append(framed, k)
		}
		n := len(framed)
		framed = append(framed, keys...)
		framed[n].gap = s.speed
	}
	end := len(framed)
	for end > 0 && strings.ContainsRune("\r\n\t", framed[end-1].r) {
		end--
	}
	tail := append([]timed(nil), framed[end:]...)
	framed = framed[:end]
	for _, c := range suffix {
		framed = append(framed, timed{c, s.speed})
	}
	return append(framed, tail...)
}

const (
	// The three marks of a scan in money rule 0.1.
	threeWithin  = 100 * time.Millisecond
	manyFollowed = 150 * time.Millisecond
	most         = 10
	enterWithin  = 60 * time.Millisecond
)

// marked says where a scan has the first mark by which money rule 0.1 tells it
// from a typist; -1: it has none, and such a scanner has to be programmed to send
// a prefix. What a stall that nobody sees makes later has to have it all the same.
// Where words are typed, as many characters as one likes may follow each other.
func (s *scan) marked(words bool) int {
	var at []time.Duration // of the characters since the last end of a line
	var since time.Duration
	run := 0 // characters that followed closely
	for i, k := range s.keys {
		since += k.gap
		if strings.ContainsRune("\r\n\t", k.r) {
			if n := len(at); n > 0 && k.r != '\t' && !words && since-at[n-1] <= enterWithin-s.unseen {
				return i
			}
			if run = 0; k.r != '\t' {
				at = nil
			}
			continue
		}
		if k.gap > manyFollowed-s.unseen || k.r == '+' {
			run = 0
		}
		if run++; k.r == '+' {
			run = 0
		}
		at = append(at, since)
		if n := len(at); n >= 3 && at[n-1]-at[n-3] <= threeWithin-s.unseen || run > most && !words {
			return i
		}
	}
	return -1
}

// likeTypist says that a scan may pass for a typist: it has no mark, or a mark so
// late that more of it was taken before than goes with it. That is one piece, and
// none where a typist's Enter may fall between the two.
func (s *scan) likeTypist(words, alone bool) bool {
	at := s.marked(words)
	if at < 0 {
		return true
	}
	if at > 0 && s.code != "" && s.content != s.code { // its end is a code, and what is before a code may be typed
		return true
	}
	pieces := 0
	for _, k := range s.keys[1:at] {
		if k.gap > manyFollowed || strings.ContainsRune("\r\n\t", k.r) {
			pieces++
		}
	}
	return pieces > 1 || pieces == 1 && !alone
}

// nearly says that a digit more may make a payment code of it: a typist's key that
// falls into it would. Nobody can tell, and WeChat knows no such code.
func (s *scan) nearly() bool {
	return s.kind == "nearly a WeChat code" || s.kind == "WeChat code" && s.damage != ""
}

// mayBeTyped says that a scan may also be what a person typed in haste, held down or
// lost in part: the till may then ask what amount is meant.
func (s *scan) mayBeTyped() bool {
	joined := s.kind == "nearly a WeChat code" && len(s.content) > codeDigits // a code, and a digit of an amount
	return s.damage != "" || joined || s.kind == "points" || s.kind == "one letter over and over" || likeAmount(s.content)
}

// likeAmount says that a text is no longer than an amount, and has at most one character
// that no amount has.
func likeAmount(text string) bool {
	others := strings.Trim(text, ".,+0123456789")
	return runes(text) <= len("9999999.99") && runes(others) <= 1 && others != text
}

// headless says that its first characters, a prefix among them, are lost.
func (s *scan) headless() bool { return strings.HasPrefix(s.damage, "first") }

func (s *scan) String() string {
	text := fmt.Sprintf("%s %q at %v a key", s.kind, s.aim+s.content+s.suffix, s.speed)
	if s.damage != "" {
		text += " (" + strings.TrimSpace(s.damage) + ")"
	}
	return text
}
