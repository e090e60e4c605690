package draw

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Wrapped is a text in lines that the screen has room for and that are easy to read.
func (s Screen) Wrapped(text string) []string { return wrapped(text, min(s.Width-2, textWidth)) }

// WrappedAt is a text in lines of at most a width.
func (s Screen) WrappedAt(text string, width int) []string { return wrapped(text, width) }

// wrapped breaks a text into as few lines as it can, and makes these as even as
// they can be. Between words and after Chinese punctuation is the best place for
// a break; between any two Chinese characters is the next one, taken where it
// saves a line. Numbers and Latin words stay whole, because half a number is
// another number, unless one alone is wider than a line.
func wrapped(text string, width int) []string {
	width = max(1, width)
	pieces := clauses(text)
	lines := laid(pieces, width)
	if fine := split(pieces); len(laid(fine, width)) < len(lines) {
		pieces, lines = fine, laid(fine, width)
	}
	least := ansi.StringWidth(text) / len(lines)
	for _, p := range pieces {
		if n := ansi.StringWidth(strings.TrimRight(p, " ")); n <= width {
			least = max(least, n) // what fits stays whole
		}
	}
	for w := least; w < width; w++ { // the first that needs no line more
		if even := laid(pieces, w); len(even) == len(lines) {
			return even
		}
	}
	return lines
}

// laid fills lines of a width with pieces. A piece that is wider is split.
func laid(pieces []string, width int) (lines []string) {
	line := ""
	for _, p := range pieces {
		if used := ansi.StringWidth(line); used+ansi.StringWidth(strings.TrimRight(p, " ")) <= width {
			line += p
			continue
		}
		if line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
		}
		line = p
		for ansi.StringWidth(strings.TrimRight(line, " ")) > width {
			head := firstPart(line, width)
			lines, line = append(lines, strings.TrimRight(head, " ")), line[len(head):]
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// firstPart is as much of a piece as a line has room for, a character at least.
func firstPart(piece string, width int) string {
	head := ""
	for _, p := range split([]string{piece}) {
		if ansi.StringWidth(head+strings.TrimRight(p, " ")) > width {
			break
		}
		head += p
	}
	if head == "" {
		head = ansi.Truncate(piece, width, "")
	}
	if head == "" {
		head = string([]rune(piece)[:1])
	}
	return head
}

// clauses ends a piece behind Chinese punctuation, and at a blank that has no
// Chinese beside it.
func clauses(text string) []string {
	return cutWhere(text, func(before, at, after rune) bool {
		return closing(at) && !closing(after) || at == ' ' && !chinese(before) && !chinese(after)
	})
}

// split ends a piece wherever a line may end.
func split(pieces []string) (parts []string) {
	for _, p := range pieces {
		parts = append(parts, cutWhere(p, func(before, at, after rune) bool {
			switch {
			case closing(after) || opening(at), at == ' ' && '0' <= before && before <= '9' && chinese(after): // and a number with its unit
				return false
			}
			return at == ' ' || chinese(at) || chinese(after) && after != ' ' && at != ' '
		})...)
	}
	return parts
}

// cutWhere cuts a text behind each character that ends says to.
func cutWhere(text string, ends func(before, at, after rune) bool) (pieces []string) {
	runes := []rune(text)
	from := 0
	for i, at := range runes {
		before, after := ' ', ' '
		if i > 0 {
			before = runes[i-1]
		}
		if i == len(runes)-1 {
			break
		}
		if after = runes[i+1]; after != ' ' && ends(before, at, after) {
			pieces, from = append(pieces, string(runes[from:i+1])), i+1
		}
	}
	return append(pieces, string(runes[from:]))
}

func closing(r rune) bool { return strings.ContainsRune("，。；：、！？）」》”", r) }
func opening(r rune) bool { return strings.ContainsRune("（「《“", r) }
func chinese(r rune) bool { return unicode.Is(unicode.Han, r) || closing(r) || opening(r) }
