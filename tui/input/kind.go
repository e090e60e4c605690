package input

import (
	"slices"
	"strings"
)

// Kind is what was scanned.
type Kind int

// The kinds.
const (
	Code     Kind = iota // WeChat's payment code
	Alipay               // another wallet's
	UnionPay             // another wallet's
	Goods                // a product barcode
	Link                 // a link
	Other                // anything else
	Cut                  // a payment code, not all of it
	Held                 // a key that was held down
	Quick                // an amount, typed as quickly as a scan
	Pasted               // a pasted text
	Stalled              // keys that waited, nobody knows how long
	Mixed                // a payment code in the midst of what is typed
	Joined               // characters of an amount and a payment code in one run, as if typed and scanned at once
)

// codeLength is how many digits WeChat's payment codes have.
const codeLength = 18

// isCode: eighteen digits that begin with 10 to 15, blanks around them and an AIM
// prefix left out.
func isCode(text []rune) bool {
	text = bare(text)
	return len(text) == codeLength && digits(text) && text[0] == '1' && '0' <= text[1] && text[1] <= '5' && !isOne(text)
}

// isOne reports whether a text is one character over and over, as from a key that is
// held down.
func isOne(text []rune) bool {
	return len(text) > 1 && !slices.ContainsFunc(text, func(r rune) bool { return r != text[0] })
}

// bare cuts off what a scanner may send around a code: blanks, control characters,
// and `]` with two characters, which is AIM's name of the symbology.
func bare(text []rune) []rune {
	blank := func(r rune) bool { return r <= ' ' && r != cutMark }
	for len(text) > 0 && blank(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && blank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	if len(text) > 3 && text[0] == ']' {
		text = text[3:]
	}
	return text
}

// headsCode reports whether a text is what a scanner may send before a code, or what is
// left of it: blanks, or an AIM identifier that lost some of its characters. No amount has
// them; of a digit alone, which may be the last one of an identifier, see begin.
func headsCode(text []rune) bool {
	text = slices.DeleteFunc(slices.Clone(text), func(r rune) bool { return r <= ' ' })
	letter := func(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
	alone := len(text) == 1
	if len(text) > 0 && text[0] == ']' {
		text, alone = text[1:], false
	}
	if len(text) > 0 && letter(text[0]) {
		text, alone = text[1:], false
	}
	return len(text) == 0 || !alone && len(text) == 1 && (letter(text[0]) || digits(text))
}

func digits(text []rune) bool {
	return !slices.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// payload is what was scanned without prefix and suffix. A scan in which a scanner
// sent both has no gap that means anything.
func (s *Scanner[S]) payload() []rune {
	text := slices.Clone(s.void.text)
	framed := false
	if n := len(s.prefix); n > 0 && len(text) >= n && slices.Equal(text[:n], s.prefix) {
		text, framed = text[n:], true
	}
	if hasSuffix(text, s.suffix) {
		text = text[:len(text)-len(s.suffix)]
		if framed {
			text = slices.DeleteFunc(text, func(r rune) bool { return r == cutMark })
		}
	}
	return text
}

// whole is the payment code that was scanned, once or several times; "" where it
// was not read whole.
func (s *Scanner[S]) whole() string {
	text := string(s.payload())
	if n := len(s.prefix); n > 0 {
		text = strings.ReplaceAll(text, string(s.prefix), string(cutMark))
	}
	if n := len(s.suffix); n > 0 {
		text = strings.ReplaceAll(text, string(s.suffix), string(cutMark))
	}
	code := ""
	for part := range strings.SplitSeq(text, string(cutMark)) {
		one := onlyOne(bare([]rune(part)))
		if one == "" || code != "" && one != code {
			return ""
		}
		code = one
	}
	return code
}

// onlyOne is a code that stands in a text once, or twice without anything
// between: a scanner that reads twice says the same.
func onlyOne(text []rune) string {
	n := len(text)
	switch {
	case isCode(text):
		return string(bare(text))
	case n == 2*codeLength && slices.Equal(text[:codeLength], text[codeLength:]) && isCode(text[:codeLength]):
		return string(text[:codeLength])
	}
	return ""
}

// classify names a text that is no whole payment code. Alipay: 16 to 24 digits
// that begin with 25 to 30; UnionPay: 19 digits that begin with 62.
func classify(text []rune) Kind {
	gap := slices.Contains(text, cutMark)
	text = bare(slices.DeleteFunc(text, func(r rune) bool { return r == cutMark }))
	n := len(text)
	switch {
	case isOne(text):
		return Held
	case n > 0 && digits(text):
		return classifyDigits(text, gap)
	case strings.Contains(string(text), "://"):
		return Link
	case !slices.ContainsFunc(text, func(r rune) bool { return !OfAmount(Half(r)) }):
		return Quick
	case n <= 24 && !slices.ContainsFunc(text, func(r rune) bool { return !ofBarcode(r) }):
		return Goods
	}
	return Other
}

// joined reports whether a run that is no code is one with characters of an amount right
// before or behind it: somebody typed while it was scanned.
func joined(text []rune) bool {
	n := len(text) - codeLength
	if n < 1 || n >= longest {
		return false
	}
	amount := func(part []rune) bool {
		return !slices.ContainsFunc(part, func(r rune) bool { return !OfAmount(Half(r)) })
	}
	return isCode(text[n:]) && amount(text[:n]) || isCode(text[:codeLength]) && amount(text[codeLength:])
}

// likeALabel reports whether a scan is nothing that a person types for an amount: longer
// than one, or with more than one character that no amount has. A payment code that was
// not read whole is scanned again.
func (scan *Scan) likeALabel() bool {
	switch scan.Kind {
	case Cut:
		return true
	case Alipay, UnionPay, Goods, Link, Other:
		text := []rune(scan.Text)
		other := len(slices.DeleteFunc(slices.Clone(text), func(r rune) bool { return OfAmount(Half(r)) }))
		return len(text) >= longest || other > 1 || other == len(text)
	}
	return false
}

func ofBarcode(r rune) bool {
	return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || strings.ContainsRune("-. $/+%", r)
}

func classifyDigits(text []rune, gap bool) Kind {
	n := len(text)
	ours := n > 1 && text[0] == '1' && text[1] <= '5'
	two := ""
	if n > 1 {
		two = string(text[:2])
	}
	switch {
	case n < 3:
		return Quick
	case gap && ours && n > 8:
		return Cut
	case 16 <= n && n <= 24 && "25" <= two && two <= "30":
		return Alipay
	case n == 19 && two == "62":
		return UnionPay
	case n <= 14 && (n < 9 || !ours || hasCheckDigit(text)):
		return Goods
	case ours:
		return Cut
	}
	return Other
}

// hasCheckDigit reports whether the last digit is the check digit that product barcodes
// have.
func hasCheckDigit(text []rune) bool {
	sum := 0
	for i, r := range text {
		weight := 1
		if (len(text)-i)%2 == 0 {
			weight = 3
		}
		sum += weight * int(r-'0')
	}
	return sum%10 == 0
}

// Payload is a text that was typed as a code without what a scanner may send around it.
func Payload(text string) string { return string(bare([]rune(text))) }

// KindOf names a text that was typed as a code.
func KindOf(text string) Kind {
	if isCode([]rune(text)) {
		return Code
	}
	return classify([]rune(text))
}
