package checkout

import (
	"fmt"
	"regexp"
	"strings"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/page"
	"facetill/tui/text"
)

// reading is what the cashier reads off a page.
type reading struct {
	word   string // one of the three; "" for another page
	no     flow.OutTradeNo
	digits string // of the number, as they stand there
	free   bool   // what stopped a sale took no money after all
}

// number is the end of an order number on a page, not in the row of the last sale.
var number = regexp.MustCompile(`\.\.(\d{6})\b`)

// reads reads the page. Of a result it sees the word, the number and the amount.
func (s *checkout) reads() (r reading) {
	view := s.course.v.View()
	r.free = strings.Contains(view, text.English.StoppedFree)
	r.word, r.digits = looks(view)
	for no := range s.payer {
		if r.digits != "" && no.LastDigits(6) == r.digits {
			r.no = no
		}
	}
	if r.word == "PAID" && !s.shows(strings.Split(view, "\n"), s.serving.fee) {
		s.w.Broken("7.2", "the screen says PAID to %s, and another amount than %s:\n%s", s.serving.name, s.serving.fee, view)
	}
	return r
}

// looks reads the word of a result, and the end of its number.
func looks(view string) (word, digits string) {
	for line := range strings.SplitSeq(view, "\n") {
		for _, w := range []string{text.English.Paid, text.English.NotCharged, text.English.Checking} {
			if f := strings.Fields(line); len(f) > 2 && strings.Join(f[1:len(f)-1], " ") == w {
				word = w
			}
		}
		if found := number.FindStringSubmatch(line); digits == "" && found != nil && !strings.HasPrefix(strings.TrimSpace(line), "Last") {
			digits = found[1]
		}
	}
	return word, digits
}

// shows reports whether an amount stands on the page in large digits.
func (s *checkout) shows(lines []string, fee flow.Fen) bool {
	th, _ := s.opt.WithDefaults().Look()
	screen := draw.Screen{Width: s.opt.Width, Height: s.opt.Height, Theme: th}
	art := screen.Large(page.NumberOf(fee), s.opt.Width, screen.Paint(th.Digits))
	for i := range lines {
		same := 0
		for k := range art {
			if i+k < len(lines) && strings.TrimSpace(lines[i+k]) == strings.TrimSpace(art[k]) {
				same++
			}
		}
		if same == len(art) {
			return true
		}
	}
	return false
}

func (r reading) String() string { return fmt.Sprintf("%s of ..%s", r.word, r.digits) }
