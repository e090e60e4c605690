package pictures

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestScreen(t *testing.T) {
	rows := screen("a\x1b[1;38;2;1;2;255mb\x1b[48:5:16m 中\x1b[0mc\n\x1b[7md\x1b[mx\n")
	want := [][]cell{
		{{"a", 1, look{}}, {"b", 1, look{fg: "#0102ff", bold: true}}, {" ", 1, look{fg: "#0102ff", bg: "#000000", bold: true}},
			{"中", 2, look{fg: "#0102ff", bg: "#000000", bold: true}}, {"c", 1, look{}}},
		{{"d", 1, look{reverse: true}}, {"x", 1, look{}}},
	}
	if len(rows) != len(want) {
		t.Fatalf("%d rows", len(rows))
	}
	for y := range want {
		for x := range want[y] {
			if rows[y][x] != want[y][x] {
				t.Errorf("%d,%d: %+v, want %+v", y, x, rows[y][x], want[y][x])
			}
		}
	}
}

func TestIndexed(t *testing.T) {
	for n, want := range map[int]string{16: "#000000", 21: "#0000ff", 196: "#ff0000", 231: "#ffffff", 232: "#080808", 255: "#eeeeee", 256: "", -1: ""} {
		if got := indexed(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

// Whatever a terminal shows, the picture is well-formed and has the text.
func TestPictureIsXML(t *testing.T) {
	out := string(SVG("\x1b[31m<已支付> & \"x\"\x1b[0m\n\x1b[44m   \x1b["))
	text := ""
	for d := xml.NewDecoder(strings.NewReader(out)); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if c, ok := tok.(xml.CharData); ok {
			text += strings.TrimSpace(string(c))
		}
	}
	if text != `<已支付>&"x"` {
		t.Errorf("text %q", text)
	}
}
