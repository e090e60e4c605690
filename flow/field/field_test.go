package field

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// Every character that the money rules name is hidden, and what people write is
// not.
func TestHidden(t *testing.T) {
	hide := []rune{0, 7, 8, '\t', '\n', '\r', 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x180E,
		0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2064, 0x2066,
		0x2067, 0x2068, 0x2069, 0x206F, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0xFFFF, 0xE0001, 0xE0041, 0xE0100}
	for _, r := range hide {
		if !Hidden(r) {
			t.Errorf("U+%04X is shown", r)
		}
	}
	for _, r := range " ~09aZ，。¥￥中文店é\u00a0\u3000☺😀\ufffd" {
		if Hidden(r) {
			t.Errorf("U+%04X is hidden", r)
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "",
		"上海一号店 No. 1":                     "上海一号店 No. 1",
		"no\nPAID 99.99":                  "no PAID 99.99",
		"a\r\nb\u2028c\u0085d\te":         "a  b c d e",
		"\x1b[2J\x1b]0;x\x07up":           "[2J]0;xup",
		"\u009b31mred":                    "31mred",
		"\u202edesrever\u202c":            "desrever",
		"P\u200bA\u2060I\ufeffD":          "PAID",
		"bad \xc4\xe3 bytes":              "bad \ufffd\ufffd bytes",
		"tag\U000E0041\U000E0042 \ufe0fx": "tag x",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := Quoted("PAID\"\n99"); got != `"PAID' 99"` {
		t.Errorf("quoted: %s", got)
	}
	if got := Cut("中文abc", 3); got != "中文a" {
		t.Errorf("cut to %q", got)
	}
}

func TestCode(t *testing.T) {
	for in, want := range map[string]string{"": "", "USERPAYING": "USERPAYING", "HTTP_502": "HTTP_502", "paid": OddCode,
		"A B": OddCode, "PAID\x1b[0m": OddCode, "已支付": OddCode, strings.Repeat("A", 33): OddCode} {
		if got := Code(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := Number("42\u009b0000\u202e77\u2028A-z", 32); got != "42000077Az" {
		t.Errorf("a number became %q", got)
	}
	if got := Number(strings.Repeat("7", 40), 32); len(got) != 32 {
		t.Errorf("a number has %d digits", len(got))
	}
}

func TestJSON(t *testing.T) {
	text := "a\u0085b\u2028c\u202ed\x7fe\U000E0041f\ufefftab\tnew\n中"
	plain, _ := json.Marshal(map[string]string{"text": text})
	out := JSON(plain)
	if strings.ContainsFunc(string(out), Hidden) {
		t.Errorf("%q has a hidden character", out)
	}
	var back map[string]string
	if err := json.Unmarshal(out, &back); err != nil || back["text"] != text {
		t.Errorf("%v, %q came back as %q", err, text, back["text"])
	}
	if same := []byte("{\"a\":\n\t\"中\"}\n"); !bytes.Equal(JSON(same), same) {
		t.Errorf("%q was changed", same)
	}
}

func TestWriter(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out)
	for _, piece := range []string{"one\x1b[31m\n", "\xe4\xb8", "\xad\ttwo\r", "\xc2", "\x9b3\xff\n"} {
		if n, err := io.WriteString(w, piece); n != len(piece) || err != nil {
			t.Errorf("%q: %d, %v", piece, n, err)
		}
	}
	if got := out.String(); got != "one[31m\n中\ttwo3\ufffd\n" {
		t.Errorf("wrote %q", got)
	}
	if _, err := NewWriter(broken{}).Write([]byte("x")); !errors.Is(err, errBroken) {
		t.Errorf("a broken writer: %v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

// FuzzPlain: what comes out hides nothing, a second time changes nothing, and
// JSON keeps its value.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"", "PAID 99.99", "\x1b[0m\u009b\u202e", "\xc4\xe3", "中\U000E0041", "\u2028\u2029\u0085\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out := Plain(text)
		if strings.ContainsFunc(out, Hidden) || !utf8.ValidString(out) || !IsPlain(out) {
			t.Errorf("%q became %q", text, out)
		}
		if Plain(out) != out || IsPlain(text) != (out == text) {
			t.Errorf("%q is plain %t, became %q and then %q", text, IsPlain(text), out, Plain(out))
		}
		for _, word := range []string{Code(text), Number(text, 32)} {
			if !IsPlain(word) || len(word) > 32 {
				t.Errorf("%q became %q", text, word)
			}
		}
		if q := Quoted(text); strings.Count(q, `"`) != 2 || !IsPlain(q) {
			t.Errorf("%q became %s", text, q)
		}
		encoded, _ := json.Marshal(text)
		var before, after string
		if json.Unmarshal(encoded, &before) != nil || json.Unmarshal(JSON(encoded), &after) != nil || before != after {
			t.Errorf("%q came out of JSON as %q", before, after)
		}
		if strings.ContainsFunc(string(JSON(encoded)), Hidden) {
			t.Errorf("%q hides in %q", text, JSON(encoded))
		}
		var b bytes.Buffer
		w := NewWriter(&b)
		for i := range len(text) { // a byte at a time
			if _, err := w.Write([]byte{text[i]}); err != nil {
				t.Error(err)
			}
		}
		if strings.ContainsFunc(b.String(), func(r rune) bool { return r != '\n' && r != '\t' && Hidden(r) }) {
			t.Errorf("%q was written as %q", text, b.String())
		}
	})
}

func ExamplePlain() {
	fmt.Println(Plain("no\x1b[2K\r\nPAID 99.99"))
	// Output: no[2K  PAID 99.99
}

// What editors and shells of Windows write is read as the text that it is.
func TestUnmarked(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"1":                     "1",
		"13\r\n":                "13\r\n",
		"\ufeff13\r\n":          "13\r\n",
		"\xff\xfe1\x003\x00":    "13",
		"\xfe\xff\x001\x003":    "13",
		"1\x003\x00\r\x00\n":    "13\r",
		"\x001\x003":            "13",
		"\xff\xfe\x2d\x4e1\x00": "中1",
		"中\x00":                 "中\x00",
		"\xff":                  "\xff",
		"\xff\xfe":              "",
	} {
		if got := string(Unmarked([]byte(in))); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestCheckPaymentCode(t *testing.T) {
	if err := CheckPaymentCode("134567890123456789"); err != nil {
		t.Error(err)
	}
	for code, word := range map[string]string{"": "empty", "13456789012345678": "17 digits", "164567890123456789": "begin",
		"284567890123456789": "Alipay", "6212345678901234567": "UnionPay", "13456789012345678x": "not digits", "１３4567890123456789": "not digits"} {
		err := CheckPaymentCode(code)
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%v; want a word about %q", err, word)
		}
		if err != nil && code != "" && strings.Contains(err.Error(), code) {
			t.Error("the error repeats the code")
		}
	}
}

// A line is as long as it is seen, and has nothing that hides.
func TestCheckLine(t *testing.T) {
	for text, fits := range map[string]bool{"": true, "票票票": true, "票票票票": false, "a\n": false, "a\u202e": false, "\xff": false} {
		err := CheckLine("note", text, 3, "write one line")
		if e, is := errors.AsType[*Error](err); is == fits || is && (e.Field != "note" || e.Try != "write one line") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
