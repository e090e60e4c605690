package tui

import (
	"strings"

	"facetill/flow"
)

// amount is what is being typed: an amount, or several that are added up, as at
// a cash register.
type amount struct {
	text   string
	kept   bool    // from the sale before: the first digit replaces it
	before *amount // as it was before the burst in hand; nil without one
}

const (
	maxWhole, maxCents = 7, 2
	maxSum             = 60 // characters of a sum
)

// ofAmount says that a character may be part of one.
func ofAmount(r rune) bool { return r == '.' || r == '+' || '0' <= r && r <= '9' }

// add takes a digit, a point or a plus; false when there is no room for it.
func (a *amount) add(r rune) bool {
	text := a.text
	if a.kept && r != '+' {
		text = ""
	}
	head, last := "", text
	if i := strings.LastIndexByte(text, '+'); i >= 0 {
		head, last = text[:i+1], text[i+1:]
	}
	switch {
	case r == '+':
		if last == "" || len(text) >= maxSum {
			return false
		}
		last += "+"
	case r == '.' && text == "" && a.kept:
		return false
	default:
		var fits bool
		if last, fits = addToTerm(last, r); !fits {
			return false
		}
	}
	if fee, _ := total(head + last); fee > flow.MaxFen {
		return false
	}
	a.text, a.kept = head+last, false
	return true
}

// addToTerm takes a digit or a point of one amount.
func addToTerm(term string, r rune) (string, bool) {
	whole, cents, dotted := strings.Cut(term, ".")
	switch {
	case r == '.' && dotted:
		return term, false
	case r == '.' && term == "":
		return "0.", true
	case r == '.':
		return term + ".", true
	case dotted && len(cents) == maxCents, !dotted && len(whole) == maxWhole:
		return term, false
	case term == "0":
		term = ""
	}
	return term + string(r), true
}

// back takes the last character away, of a kept amount all of it.
func (a *amount) back() {
	if a.kept || a.text == "" {
		*a = amount{}
		return
	}
	a.text = a.text[:len(a.text)-1]
}

// mark notes what a burst is to leave as it was.
func (a *amount) mark() {
	was := *a
	was.before = nil
	a.before = &was
}

// restore takes a burst out of the amount.
func (a *amount) restore() {
	if a.before != nil {
		*a = *a.before
	}
}

// fee is the amount in fen, of a sum its total. It is an error where nothing,
// or nothing but zeros, was typed.
func (a *amount) fee() (flow.Fen, error) { return total(a.text) }

// total adds up what stands between the pluses; one at the end waits for more.
func total(text string) (sum flow.Fen, err error) {
	for term := range strings.SplitSeq(text, "+") {
		term = strings.TrimSuffix(term, ".")
		if strings.Trim(term, "0.") == "" {
			continue
		}
		fee, err := flow.ParseYuan(term)
		if err != nil {
			return 0, err
		}
		sum += fee
	}
	if sum == 0 {
		_, err = flow.ParseYuan("0")
	}
	return sum, err
}

// shown is what stands in large digits: what is typed, or the total of a sum.
func (a *amount) shown() string {
	switch {
	case a.text == "":
		return "0.00"
	case a.sum() == "":
		return a.text
	}
	sum, _ := a.fee()
	return sum.String()
}

// sum is how a sum was typed; "" where it is one amount.
func (a *amount) sum() string {
	if !strings.Contains(a.text, "+") {
		return ""
	}
	return strings.ReplaceAll(a.text, "+", " + ")
}
