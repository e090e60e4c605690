package tui

import (
	"bufio"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// svgOf is the picture of a frame: lines with colour sequences, as the screen is
// drawn and as "tmux capture-pane -e -p -N" prints it.
func svgOf(frame string) []byte {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	writeCells(w, cellsOf(frame))
	_ = w.Flush() // a buffer takes everything
	return out.Bytes()
}

// look is how a cell is painted. Colours are "#rrggbb", "" is the terminal's own.
type look struct {
	fg, bg  string
	bold    bool
	reverse bool
}

// cell is one character and the columns it takes.
type cell struct {
	text  string
	width int
	look
}

// cellsOf reads lines into cells. A colour lasts over the end of a line, as in a
// terminal.
func cellsOf(text string) (rows [][]cell) {
	var now look
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		var row []cell
		for line != "" {
			if params, rest, ok := sequence(line); ok {
				now, line = now.apply(params), rest
				continue
			}
			r, n := utf8.DecodeRuneInString(line)
			if r >= ' ' {
				row = append(row, cell{line[:n], ansi.StringWidth(line[:n]), now})
			}
			line = line[n:]
		}
		rows = append(rows, row)
	}
	return rows
}

// sequence cuts an SGR sequence off the front. Others do not occur in a capture.
func sequence(s string) (params []string, rest string, ok bool) {
	body, found := strings.CutPrefix(s, "\x1b[")
	if !found {
		return nil, s, false
	}
	end := strings.IndexByte(body, 'm')
	if end < 0 {
		return nil, "", true
	}
	return strings.FieldsFunc(body[:end], func(r rune) bool { return r == ';' || r == ':' }), body[end+1:], true
}

// apply follows one SGR sequence.
func (l look) apply(params []string) look {
	if len(params) == 0 {
		return look{}
	}
	for i := 0; i < len(params); i++ {
		n, _ := strconv.Atoi(params[i])
		switch {
		case n == 0:
			l = look{}
		case n == 1:
			l.bold = true
		case n == 22:
			l.bold = false
		case n == 7:
			l.reverse = true
		case n == 27:
			l.reverse = false
		case n == 39:
			l.fg = ""
		case n == 49:
			l.bg = ""
		case n == 38:
			l.fg, i = colour(params, i)
		case n == 48:
			l.bg, i = colour(params, i)
		case 30 <= n && n <= 37:
			l.fg = indexed(n - 30)
		case 90 <= n && n <= 97:
			l.fg = indexed(n - 90 + 8)
		case 40 <= n && n <= 47:
			l.bg = indexed(n - 40)
		case 100 <= n && n <= 107:
			l.bg = indexed(n - 100 + 8)
		}
	}
	return l
}

// colour reads 38;2;r;g;b and 38;5;n at i, and returns the last index read.
func colour(params []string, i int) (string, int) {
	number := func(k int) int {
		if k >= len(params) {
			return 0
		}
		n, _ := strconv.Atoi(params[k])
		return n
	}
	switch number(i + 1) {
	case 2:
		return fmt.Sprintf("#%02x%02x%02x", number(i+2)&255, number(i+3)&255, number(i+4)&255), i + 4
	case 5:
		return indexed(number(i + 2)), i + 2
	}
	return "", i + 1
}
