package tui

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Sizes in pixels. The font's own width does not matter: every run is set to
// the width of its columns.
const (
	cellWidth  = 9
	cellHeight = 20
	baseline   = 15
	margin     = 12
	fontSize   = 15

	paper = "#16181a"
	pen   = "#c9d1d9"
)

// indexed is a colour of the 256.
func indexed(n int) string {
	basic := [16]string{"#1d1f21", "#d05f5f", "#7fb36a", "#d9b13b", "#5d8fc7", "#a985b8", "#5fb3a5", "#c9d1d9",
		"#6b737b", "#ff7b72", "#9fd88a", "#f2d45c", "#85b9f2", "#d0a8e0", "#86e0d0", "#ffffff"}
	switch {
	case n < 0 || n > 255:
		return ""
	case n < 16:
		return basic[n]
	case n >= 232:
		v := 8 + 10*(n-232)
		return fmt.Sprintf("#%02x%02x%02x", v, v, v)
	}
	level := func(v int) int {
		if v == 0 {
			return 0
		}
		return 55 + 40*v
	}
	n -= 16
	return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6))
}

// colours are those that a cell is drawn with.
func (l look) colours() (fg, bg string) {
	fg, bg = l.fg, l.bg
	if fg == "" {
		fg = pen
	}
	if l.reverse {
		if bg == "" {
			bg = paper
		}
		fg, bg = bg, fg
	}
	return fg, bg
}

// writeCells writes the picture: one rectangle a run of background, one text a run of
// characters of the same look and width.
func writeCells(w io.Writer, rows [][]cell) {
	columns := 0
	for _, row := range rows {
		n := 0
		for _, c := range row {
			n += c.width
		}
		columns = max(columns, n)
	}
	width, height := columns*cellWidth+2*margin, len(rows)*cellHeight+2*margin
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">`+"\n", width, height, width, height)
	fmt.Fprintf(w, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	fmt.Fprintf(w, `<g font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono CJK SC','WenQuanYi Micro Hei Mono',monospace" font-size="%d" xml:space="preserve">`+"\n", fontSize)
	for y, row := range rows {
		drawRow(w, row, margin+y*cellHeight)
	}
	fmt.Fprintln(w, "</g>\n</svg>")
}

func drawRow(w io.Writer, row []cell, y int) {
	x := margin
	for i := 0; i < len(row); {
		end, columns := i, 0
		for end < len(row) && row[end].look == row[i].look && row[end].width == row[i].width {
			columns += row[end].width
			end++
		}
		fg, bg := row[i].colours()
		if bg != "" {
			// A hair wider and higher, so that no seam shows between two.
			fmt.Fprintf(w, `<rect x="%d" y="%d" width="%d.4" height="%d.4" fill="%s"/>`+"\n", x, y, columns*cellWidth, cellHeight, bg)
		}
		drawText(w, row[i:end], x, y, fg)
		x += columns * cellWidth
		i = end
	}
}

// drawText places each word by itself, and each wide character: no font then
// moves a column. A word is set to its width where the font is another.
func drawText(w io.Writer, run []cell, x, y int, fg string) {
	var spans strings.Builder
	for i := 0; i < len(run); {
		word, end := "", i
		for end < len(run) && run[end].text != " " && (end == i || run[i].width == 1) {
			word += run[end].text
			end++
		}
		if word == "" {
			x += run[i].width * cellWidth
			i++
			continue
		}
		columns := (end - i) * run[i].width
		fit := ""
		if columns > 1 && run[i].width == 1 {
			fit = fmt.Sprintf(` textLength="%d"`, columns*cellWidth)
		}
		fmt.Fprintf(&spans, `<tspan x="%d"%s>`, x, fit)
		_ = xml.EscapeText(&spans, []byte(word))
		spans.WriteString("</tspan>")
		x += columns * cellWidth
		i = end
	}
	if spans.Len() == 0 {
		return
	}
	weight := ""
	if run[0].bold {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(w, `<text y="%d" fill="%s"%s>%s</text>`+"\n", y+baseline, fg, weight, spans.String())
}
