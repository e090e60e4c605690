package streams

import (
	"strings"
	"testing"

	"facetill/flow"
)

// Case 34: a code that a shell of Windows pipes, marked, in UTF-16, with its line
// ends, is the code.
func TestPipedCode(t *testing.T) {
	const code = "130000000000010001"
	wide := func(text string) string {
		var b strings.Builder
		for _, c := range []byte(text) {
			b.WriteByte(c)
			b.WriteByte(0)
		}
		return b.String()
	}
	for name, in := range map[string]string{
		"plain": code, "a line": code + "\n", "CR LF": code + "\r\n", "blanks": " " + code + " \n", "marked": "\ufeff" + code + "\r\n",
		"marked twice": "\ufeff\ufeff" + code + "\n", "empty lines behind it": code + "\n\n\r\n", "the end of a DOS file": code + "\r\n\x1a",
		"a mark behind it": code + "\n\ufeff", "UTF-16": "\xff\xfe" + wide(code+"\r\n"), "UTF-16 unmarked": wide(code + "\r\n"), "UTF-16, no line": "\xff\xfe" + wide(code),
	} {
		if got, err := FirstLine(strings.NewReader(in)); err != nil || got != code {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, in := range map[string]string{"nothing": "", "a mark alone": "\ufeff", "a marked empty line": "\ufeff\r\n", "UTF-16 mark": "\xff\xfe",
		"two codes": code + "\n" + code + "\n", "two in UTF-16": wide(code + "\n" + code)} {
		if got, err := FirstLine(strings.NewReader(in)); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got, err := AllOf(strings.NewReader("\ufeff{\"cmd\":\"x\"}\r\n"), 100); err != nil || strings.TrimSpace(got) != `{"cmd":"x"}` {
		t.Errorf("%q, %v", got, err)
	}
}

// A face that was taken before comes with its number, its amount and what the terminal said
// of it, from the line of `device code` as from the terminal's own answer.
func TestReadFace(t *testing.T) {
	const code = "130000000000010001"
	for text, want := range map[string]flow.FaceTold{
		code + "\n": {},
		`{"face_code":"` + code + `","openid":"o","underage_state":2,"telephone_used":0}`:                           {UnderageState: flow.Minor, TelephoneUsed: "0"},
		`{"face_code":"` + code + `","openid":"o","underage_state":"1","telephone_used":"1"}`:                       {UnderageState: flow.Adult, TelephoneUsed: "1"},
		`{"face_code":"` + code + `","openid":"o","underage_state":3,"telephone_used":13800000000}`:                 {},
		`{"face_code":"` + code + `","openid":"o","underage_state":[1],"telephone_used":null}`:                      {},
		`{"out_trade_no":"N1","total_fee":5,"answer":{"face_code":"` + code + `","openid":"o","underage_state":2}}`: {UnderageState: flow.Minor},
		`{"underage_state":1,"answer":{"face_code":"` + code + `","openid":"o"}}`:                                   {},
	} {
		got, err := ReadFace(text)
		if err != nil || got.Code.Reveal() != code || got.Told != want || (got.OpenID.Reveal() == "o") != (text[0] == '{') {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
		if line := strings.Contains(text, "N1"); line != (got.Number == "N1" && got.Fee == 5) {
			t.Errorf("%s: %s, %d", text, got.Number, got.Fee)
		}
	}
}

// Of two faces nobody knows which is meant. The line with which a command ends is no second
// one.
func TestSeveralFaces(t *testing.T) {
	const face, result = `{"cmd":"getWxpayfaceCode","answer":{"face_code":"130000000000010001"}}`, `{"type":"result","command":"device code","exit_code":0}`
	for text, ok := range map[string]bool{
		face: true, face + "\n" + result + "\n": true, face + result: true, "130000000000010001\r\n\r\n": true, face + "\r\n\x1a": true,
		face + face: false, face + "\n" + result + "\n" + face + "\n" + result: false, face + "\n130000000000010002": false, face + result + result: false,
		"130000000000010001\n130000000000010002\n": false, "130000000000010001\n" + face: false,
	} {
		if _, err := ReadFace(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		} else if err != nil && strings.Contains(err.Error(), "1300000") {
			t.Errorf("%q: the refusal repeats a code: %v", text, err)
		}
	}
}
