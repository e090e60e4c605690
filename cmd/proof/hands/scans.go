package hands

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Scan is what one pull of a scanner's trigger sends.
type Scan struct {
	Kind    string // what the label is
	Content string // what the label says
	aim     string // the symbology identifier that the scanner sends before it
	Suffix  string // what it sends after it
	Speed   time.Duration
	damage  string // what became of it on its way
	Keys    []Timed
	Unseen  time.Duration // how late a key may be read without anybody seeing that
	Again   int           // where the second reading of a doubled one begins; 0: it is not doubled
	Code    string        // the payment code that came whole; "" where none did
}

// Timed is a character, and how long after the one before it came.
type Timed struct {
	R   rune
	Gap time.Duration
}

// suffixes are what scanners are sold with; a blank before Enter is a label's own.
var suffixes = []string{"\r", "\r", "\r", "\r", "", "", "\t", "\n", "\r\n", " \r", " ", "\r\r", "\t\r"}

var aims = []string{"]C1", "]Q1", "]E0", "]E4", "]d2", "]I0"}

func some(r *rand.Rand, n int, of string) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = of[r.IntN(len(of))]
	}
	return string(b)
}

func digits(r *rand.Rand, n int) string { return some(r, n, "0123456789") }

func letters(r *rand.Rand, n int) string {
	return some(r, n, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}

func OneOf[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// Wechat is a payment code of WeChat's form.
func Wechat(r *rand.Rand) string { return fmt.Sprint(10+r.IntN(6)) + digits(r, 16) }

// CodeDigits is how long a payment code is.
const CodeDigits = 18

func IsWeChat(text string) bool {
	if len(text) != CodeDigits || strings.Trim(text, "0123456789") != "" {
		return false
	}
	return text[0] == '1' && text[1] <= '5'
}

// Decisive are the letters and digits that have a meaning on some page.
const Decisive = "ngbmfyrusc12*+"

// contents are what a scanner may read at a counter, by their kind.
var contents = []struct {
	kind string
	make func(r *rand.Rand) string
}{
	{"WeChat code", Wechat},
	{"WeChat code", Wechat},
	{"WeChat code", Wechat},
	{"Alipay code", func(r *rand.Rand) string { return fmt.Sprint(25+r.IntN(6)) + digits(r, 14+r.IntN(9)) }},
	{"UnionPay code", func(r *rand.Rand) string { return "62" + digits(r, 17) }},
	{"product", func(r *rand.Rand) string { return digits(r, OneOf(r, 8, 12, 13, 13, 13, 14)) }},
	{"weighed product", func(r *rand.Rand) string { return "2" + digits(r, 12) }},
	{"short barcode", func(r *rand.Rand) string { return digits(r, 1+r.IntN(7)) }},
	{"receipt", func(r *rand.Rand) string { return "2611" + digits(r, 28) }},
	{"member card", func(r *rand.Rand) string {
		return OneOf(r, digits(r, 10), digits(r, 16), ";"+digits(r, 16)+"="+digits(r, 8)+"?", "%B"+digits(r, 12)+"^"+letters(r, 6)+"?", "M"+digits(r, 7))
	}},
	{"link", func(r *rand.Rand) string {
		return OneOf(r, "https://u.wechat.com/E", "wxp://f2f0", "http://qr.example/", "weixin://dl/", "https://qr.alipay.com/fkx") + letters(r, 4+r.IntN(12))
	}},
	{"letters", func(r *rand.Rand) string { return letters(r, 1+r.IntN(12)) }},
	{"letters that decide", func(r *rand.Rand) string {
		return string(Decisive[r.IntN(len(Decisive))]) + OneOf(r, letters(r, 1+r.IntN(6)), digits(r, 1+r.IntN(10)), "")
	}},
	{"one letter over and over", func(r *rand.Rand) string {
		return strings.Repeat(string(Decisive[r.IntN(len(Decisive))]), 2+r.IntN(8))
	}},
	{"points", func(r *rand.Rand) string {
		return OneOf(r, "12.80", "5.50", "1.2.3", "0.01", ".5", digits(r, 3)+"."+digits(r, 2), "+5", "1+1", "7,35", "......", "1.")
	}},
	{"mixed", func(r *rand.Rand) string {
		return OneOf(r, "A"+digits(r, 3)+".5B", "NK"+digits(r, 8), "B0"+digits(r, 9), digits(r, 2)+"-"+digits(r, 2), "SKU "+digits(r, 4), digits(r, 4)+letters(r, 3))
	}},
	{"GS1", func(r *rand.Rand) string {
		return "01" + digits(r, 14) + "10" + letters(r, 4) + OneOf(r, "", "\x1d21"+digits(r, 4))
	}},
	{"nearly a WeChat code", func(r *rand.Rand) string {
		return OneOf(r, Wechat(r)[:17], Wechat(r)+"7", "16"+digits(r, 16), "09"+digits(r, 16))
	}},
}

// NewScan draws one. Of scanners that are sold, the slowest send a key each 100 ms.
func NewScan(r *rand.Rand, kind string) *Scan {
	s := &Scan{Suffix: suffixes[r.IntN(len(suffixes))]}
	for {
		c := contents[r.IntN(len(contents))]
		if kind == "" || c.kind == kind {
			s.Kind, s.Content = c.kind, c.make(r)
			break
		}
	}
	if s.Kind == "GS1" || r.IntN(12) == 0 {
		s.aim = aims[r.IntN(len(aims))]
	}
	switch r.IntN(4) {
	case 0:
		s.Speed = time.Duration(1+r.IntN(8)) * time.Millisecond
	case 1:
		s.Speed = time.Duration(4+r.IntN(30)) * time.Millisecond
	default:
		s.Speed = time.Duration(1+r.IntN(100)) * time.Millisecond
	}
	s.send(r)
	return s
}

// send makes the keys of it, and what may happen to them on their way.
func (s *Scan) send(r *rand.Rand) {
	body := []rune(s.aim + s.Content)
	whole := true
	switch n := r.IntN(20); {
	case n < 3 && len(body) > 1: // the label left the beam
		at := 1 + r.IntN(len(body)-1)
		s.damage, whole = fmt.Sprintf("cut after %d", at), false
		body = body[:at]
		if r.IntN(2) == 0 {
			s.Suffix = ""
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
	s.Keys = s.Keys[:0]
	s.Put(r, body)
	s.Put(r, []rune(s.Suffix))
	if r.IntN(4) == 0 && len(s.Keys) > 2 { // the machine is busy, the radio is lost for a moment
		at := 1 + r.IntN(len(s.Keys)-1)
		s.Keys[at].Gap = time.Duration(60+r.IntN(440)) * time.Millisecond
		s.damage += fmt.Sprintf(" %v before %d", s.Keys[at].Gap, at+1)
	}
	s.Code = s.holds()
	if whole && r.IntN(15) == 0 {
		s.double(r, body)
	}
}

// ending reports whether a character is one that a label ends with.
func ending(r rune) bool { return strings.ContainsRune("\r\n\t", r) }

// holds is the payment code that a part of the keys is, between two silences.
func (s *Scan) holds() (code string) {
	var b strings.Builder
	ends := func() {
		text := strings.Trim(b.String(), " ")
		if len(text) > 3 && text[0] == ']' {
			text = text[3:]
		}
		if IsWeChat(text) {
			code = text
		}
		b.Reset()
	}
	for _, gaps := range []bool{true, false} { // for a scanner that frames what it sends a gap means nothing
		for _, k := range s.Keys {
			if gaps && (k.Gap > ManyFollowed || ending(k.R)) {
				ends()
			}
			if !ending(k.R) {
				b.WriteRune(k.R)
			}
		}
		ends()
	}
	if whole := strings.Trim(s.Content, " "); code == "" && IsWeChat(whole) && !strings.Contains(s.damage, "lost") && !strings.Contains(s.damage, "cut") {
		code = whole // a gap in the midst of it: charged whole, or not at all
	}
	return code
}

// double: the trigger was held, and the same label was read twice.
func (s *Scan) double(r *rand.Rand, body []rune) {
	s.Again = len(s.Keys)
	s.Put(r, body)
	s.Put(r, []rune(s.Suffix))
	s.Keys[s.Again].Gap = time.Duration(r.IntN(400)) * time.Millisecond
	s.damage += fmt.Sprintf(" doubled after %v", s.Keys[s.Again].Gap)
}

func (s *Scan) Put(r *rand.Rand, text []rune) {
	for _, c := range text {
		gap := s.Speed
		if s.Speed > 4*time.Millisecond {
			gap = s.Speed*8/10 + time.Duration(r.Int64N(int64(s.Speed*4/10)))
		}
		s.Keys = append(s.Keys, Timed{c, min(gap, 100*time.Millisecond)})
	}
}

// Framed puts the prefix and the suffix around each reading that the scanner was
// programmed to send.
func (s *Scan) Framed(prefix, suffix string) {
	first, second := s.Keys, []Timed(nil)
	if s.Again > 0 {
		first, second = s.Keys[:s.Again], s.Keys[s.Again:]
	}
	if strings.Contains(s.damage, "cut") {
		suffix = ""
	}
	if prefix != "" && s.Code != s.Content && !s.leads() {
		s.Code = "" // what is framed begins with its code, or has none
	}
	s.Keys = s.frame(first, prefix, suffix)
	if s.Again > 0 {
		s.Again = len(s.Keys)
		s.Keys = append(s.Keys, s.frame(second, prefix, suffix)...)
	}
}

// leads reports whether the code is what the scan begins with, up to a gap or to its
// end.
func (s *Scan) leads() bool {
	var b strings.Builder
	for i, k := range s.Keys {
		if i > 0 && k.Gap > ManyFollowed && strings.HasSuffix(b.String(), s.Code) || ending(k.R) {
			break
		}
		b.WriteRune(k.R)
	}
	return strings.HasSuffix(strings.Trim(b.String(), " "), s.Code)
}

func (s *Scan) frame(keys []Timed, prefix, suffix string) (framed []Timed) {
	for _, c := range prefix {
		framed = append(framed, Timed{c, s.Speed})
	}
	n := len(framed)
	if framed = append(framed, keys...); n > 0 && len(keys) > 0 {
		framed[0].Gap, framed[n].Gap = keys[0].Gap, s.Speed
	}
	end := len(framed)
	for end > 0 && ending(framed[end-1].R) {
		end--
	}
	var tail []Timed
	for _, c := range suffix {
		tail = append(tail, Timed{c, s.Speed})
	}
	return slices.Insert(framed, end, tail...)
}

const (
	// The three marks of a scan in money rule 0.1.
	threeWithin  = 100 * time.Millisecond
	ManyFollowed = 150 * time.Millisecond
	most         = 10
	enterWithin  = 60 * time.Millisecond
)

// marked returns where a scan has the first mark by which money rule 0.1 tells it
// from a typist; -1: it has none, and such a scanner has to be programmed to send
// a prefix. What a stall that nobody sees makes later has to have it all the same.
// Where words are typed, as many characters as one likes may follow each other.
func (s *Scan) marked(words bool) int {
	var at []time.Duration // of the characters since the last end of a line
	var since time.Duration
	run := 0 // characters that followed closely
	for i, k := range s.Keys {
		since += k.Gap
		if ending(k.R) {
			if n := len(at); n > 0 && k.R != '\t' && !words && since-at[n-1] <= enterWithin-s.Unseen {
				return i
			}
			if run = 0; k.R != '\t' {
				at = nil
			}
			continue
		}
		if k.Gap > ManyFollowed-s.Unseen || k.R == '+' {
			run = 0
		}
		if run++; k.R == '+' {
			run = 0
		}
		at = append(at, since)
		if n := len(at); n >= 3 && at[n-1]-at[n-3] <= threeWithin-s.Unseen || run > most && !words {
			return i
		}
	}
	return -1
}

// LikeTypist reports whether a scan may pass for a typist: it has no mark, or a mark so
// late that more of it was taken before than goes with it. That is one piece, and
// none where a typist's Enter may fall between the two, or the scan's own Enter before its
// mark: of a label of two characters that is read twice, with a gap before the first Enter.
func (s *Scan) LikeTypist(words, alone bool) bool {
	at := s.marked(words)
	if at < 0 {
		return true
	}
	if at > 0 && s.Code != "" && s.Content != s.Code { // its end is a code, and what is before a code may be typed
		return true
	}
	pieces := 0
	for _, k := range s.Keys[1:at] {
		if k.R == '\r' || k.R == '\n' {
			return true
		}
		if k.Gap > ManyFollowed || ending(k.R) {
			pieces++
		}
	}
	return pieces > 1 || pieces == 1 && !alone
}

// Nearly reports whether a digit more may make a payment code of it: a typist's key that
// falls into it would. Nobody can tell, and WeChat knows no such code.
func (s *Scan) Nearly() bool {
	return s.Kind == "nearly a WeChat code" || s.Kind == "WeChat code" && s.damage != ""
}

// MayBeTyped reports whether a scan may also be what a person typed in haste, held down or
// lost in part: the till may then ask what amount is meant.
func (s *Scan) MayBeTyped() bool {
	joined := s.Kind == "nearly a WeChat code" && len(s.Content) > CodeDigits // a code, and a digit of an amount
	return s.damage != "" || joined || s.Kind == "points" || s.Kind == "one letter over and over" || likeAmount(s.Content)
}

// likeAmount reports whether no part of a text between pluses is longer than an amount, and it
// has at most one character that no amount has.
func likeAmount(text string) bool {
	others := strings.Trim(text, ".,+0123456789")
	long := func(part string) bool { return Runes(part) > len("9999999.99") }
	return !slices.ContainsFunc(strings.Split(text, "+"), long) && Runes(others) <= 1 && others != text
}

// Headless reports whether its first characters, a prefix among them, are lost.
func (s *Scan) Headless() bool { return strings.HasPrefix(s.damage, "first") }

func (s *Scan) String() string {
	text := fmt.Sprintf("%s %q at %v a key", s.Kind, s.aim+s.Content+s.Suffix, s.Speed)
	if s.damage != "" {
		text += " (" + strings.TrimSpace(s.damage) + ")"
	}
	return text
}
