package tui

import (
	"strings"
	"time"
)

const (
	// scanGap: a scanner that is a keyboard types faster than anybody.
	scanGap = 50 * time.Millisecond
	// scanStall: a scan without its Enter was cut.
	scanStall = 400 * time.Millisecond
	// scanMin: fewer characters are a person's, or an amount. A whole amount has
	// seven digits, and ten characters with its point.
	scanMin, scanMinPoint = 8, 11
)

// scanner tells a barcode scanner from a person by the gaps between keys.
type scanner struct {
	buf    []rune
	last   time.Time
	begins bool // the last character began a burst
}

// feed takes a character. begins is true for the first of a burst: what was
// typed before it is to be kept.
func (s *scanner) feed(r rune, at time.Time) (begins bool) {
	if begins = len(s.buf) == 0 || at.Sub(s.last) > scanGap; begins {
		s.buf = s.buf[:0]
	}
	s.begins = begins
	if len(s.buf) < 512 {
		s.buf = append(s.buf, r)
	}
	s.last = at
	return begins
}

// burst says that this is a scan: no amount is typed that fast and that long.
func (s *scanner) burst() bool {
	text := string(s.buf)
	return len(s.buf) >= scanMinPoint || len(s.buf) >= scanMin && !strings.Contains(text, ".")
}

// began says that the last character was the first of a burst.
func (s *scanner) began() bool { return s.begins }

// digits says that this is a scan of digits alone: a pasted text, or the words
// that an input method gives at once, is not.
func (s *scanner) digits() bool {
	return s.burst() && strings.Trim(string(s.buf), "0123456789") == ""
}

// enter ends a burst and gives its text; "" where it was none.
func (s *scanner) enter(at time.Time) string {
	defer s.reset()
	if s.burst() && at.Sub(s.last) <= scanGap {
		return string(s.buf)
	}
	return ""
}

// stalled forgets a burst that got no Enter, and says so once.
func (s *scanner) stalled(now time.Time) bool {
	if len(s.buf) == 0 || now.Sub(s.last) < scanStall {
		return false
	}
	was := s.burst()
	s.reset()
	return was
}

// reset forgets, and overwrites what may be a payer's code.
func (s *scanner) reset() {
	clear(s.buf)
	s.buf = s.buf[:0]
}

// codeKind is what a scanned text is.
type codeKind int

const (
	codeWeChat codeKind = iota
	codeAlipay
	codeUnionPay
	codeGoods
	codeLink
	codeOther
)

// classify names a scanned text. WeChat: 18 digits that begin with 10 to 15;
// Alipay: 16 to 24 digits that begin with 25 to 30; UnionPay: 19 digits that
// begin with 62.
func classify(text string) codeKind {
	if strings.Trim(text, "0123456789") != "" {
		if strings.Contains(text, "://") {
			return codeLink
		}
		return codeOther
	}
	n := len(text)
	if n < 8 {
		return codeOther
	}
	switch prefix := text[:2]; {
	case n == 18 && "10" <= prefix && prefix <= "15":
		return codeWeChat
	case 16 <= n && n <= 24 && "25" <= prefix && prefix <= "30":
		return codeAlipay
	case n == 19 && prefix == "62":
		return codeUnionPay
	case n <= 14:
		return codeGoods
	}
	return codeOther
}

// unlike says why a text cannot be charged; "" when it can.
func (m *model) unlike(text string) string {
	switch classify(text) {
	case codeWeChat:
		return ""
	case codeAlipay:
		return m.w.CodeAlipay
	case codeUnionPay:
		return m.w.CodeUnionPay
	case codeGoods:
		return m.w.CodeGoods
	case codeLink:
		return m.w.CodeLink
	}
	return m.w.CodeWrong
}
