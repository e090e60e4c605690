package wire

import (
	"strings"
	"testing"

	"facetill/flow/field"
)

// What a device says comes in one line that hides nothing, under a code that is
// one of the SDK's: nothing that it is called can look like a word of ours.
func TestReadAnswerFilters(t *testing.T) {
	for _, odd := range []string{"PAID", "PAID 99.99", "paid", "SUCCESS ", "SUCCESS\u200b", "\x1b[2JPAID", "已支付", "USER_CANCEL\r\nPAID 99.99", strings.Repeat("A", 40)} {
		data := answerWith(t, map[string]string{"return_code": odd, "return_msg": "no\r\nPAID 99.99\x1b[0m\u202e", "nickname": "a\u009bb\u2028PAID",
			"unionid_code": "O\x1bK", "unionid_msg": "x\u200by"})
		a, err := ReadAnswer(CmdCode, data)
		if err != nil {
			t.Fatal(err)
		}
		if a.ReturnCode != field.OddCode {
			t.Errorf("return_code %q became %q, want %s", odd, a.ReturnCode, field.OddCode)
		}
		for _, text := range []string{a.ReturnMsg, a.Nickname} {
			if !field.IsPlain(text) {
				t.Errorf("%q hides something", text)
			}
		}
	}
	for _, code := range []string{Success, Error, ParamError, SystemError, UserCancel, UserQueryCancel, ScanPayment, FacepayNotAuth, FaceUnknown, Fail, Ignore} {
		if a, _ := ReadAnswer(CmdCode, answerWith(t, map[string]string{"return_code": code})); a.ReturnCode != code {
			t.Errorf("%s became %q", code, a.ReturnCode)
		}
	}
}

// Encodings that terminals have been seen to send are read; a text that is not
// UTF-8 is marked, and nothing of the answer is quoted in an error.
func TestReadAnswerOfOtherEncodings(t *testing.T) {
	const rest = `"face_code":"130000000000010001","openid":"oX"}`
	for name, in := range map[string]string{
		"byte order mark":         "\ufeff" + `{"return_code":"SUCCESS",` + rest,
		"counted NUL":             `{"return_code":"SUCCESS",` + rest + "\x00",
		"NULs and a line":         `{"return_code":"SUCCESS",` + rest + "\x00\r\n\x00",
		"mark and NUL":            "\ufeff" + `{"return_code":"SUCCESS",` + rest + "\x00",
		"GBK, 5C before a quote":  "{\"return_code\":\"SUCCESS\",\"return_msg\":\"\xb3\xc9\xd5\x5c\"," + rest,
		"GBK, 5C inside":          "{\"return_code\":\"SUCCESS\",\"return_msg\":\"\xd5\x5c\xb3\xc9\"," + rest,
		"GBK, quote after escape": "{\"return_code\":\"SUCCESS\",\"return_msg\":\"\\\"\xd5\x5c\"," + rest,
		"GBK, 7C and 7D":          "{\"return_code\":\"SUCCESS\",\"return_msg\":\"\x81\x7c\x81\x7d\"," + rest,
		"UTF-8 cut short":         "{\"return_code\":\"SUCCESS\",\"return_msg\":\"\xe4\xb8\xad\xe6\"," + rest,
	} {
		a, err := ReadAnswer(CmdCode, []byte(in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a.ReturnCode != Success || a.FaceCode.Reveal() != "130000000000010001" || a.OpenID.Reveal() != "oX" {
			t.Errorf("%s: read as %s, code %q, openid %q", name, a.ReturnCode, a.FaceCode.Reveal(), a.OpenID.Reveal())
		}
		if marked := a.ReturnMsg == Unreadable; marked != strings.Contains(in, "return_msg") {
			t.Errorf("%s: the text is %q", name, a.ReturnMsg)
		}
		if f, err := ReadFields(Normal([]byte(in))); err != nil || f["face_code"] != "130000000000010001" {
			t.Errorf("%s: its normal form reads as %v, %v", name, f, err)
		}
	}
	for name, in := range map[string]string{
		"NUL inside":   "{\"return_code\":\"SUCCESS\",\"face_code\":\"" + hidden + "\x00\"}",
		"two marks":    "\ufeff\ufeff{\"return_code\":\"SUCCESS\",\"face_code\":\"" + hidden + "\"}",
		"UTF-16":       "\xff\xfe{\x00\"\x00}\x00",
		"GBK, no end":  "{\"return_code\":\"SUCCESS\",\"face_code\":\"" + hidden + "\",\"return_msg\":\"\xd5\x5c",
		"only a mark":  "\ufeff",
		"NULs alone":   "\x00\x00",
		"code in GBK":  "{\"return_code\":\"\xd5\x5c\",\"face_code\":\"" + hidden + "\"",
		"after an end": "{\"return_code\":\"SUCCESS\"}\x00{\"face_code\":\"" + hidden + "\"}",
	} {
		if _, err := ReadAnswer(CmdCode, []byte(in)); KindOf(err) != KindBadAnswer || strings.Contains(err.Error(), hidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A nickname is no credential, whatever it looks like; an answer that repeats
// its own credentials in a text is.
func TestTextsAreMaskedByField(t *testing.T) {
	a, err := ReadAnswer(CmdUserInfo, answerWith(t, map[string]string{"return_code": Success, "nickname": "Bartholomew16abc", "openid": "oABCDEFGHIJKLMNOP"}))
	if err != nil || a.Nickname != "Bartholomew16abc" {
		t.Errorf("the nickname is %q, %v", a.Nickname, err)
	}
	a, err = ReadAnswer(CmdUserInfo, answerWith(t, map[string]string{"return_code": Success, "nickname": "x oABCDEFGHIJKLMNOP y", "openid": "oABCDEFGHIJKLMNOP"}))
	if err != nil || strings.Contains(a.Nickname, "oABCDEFGHIJKLMNOP") {
		t.Errorf("the nickname is %q, %v", a.Nickname, err)
	}
}

// FuzzTolerant: whatever is read, its texts are plain, its code is one of the
// SDK's or ODD_CODE, its normal form reads the same, and a strict reader's
// answer is never read as another.
func FuzzTolerant(f *testing.F) {
	for _, seed := range []string{`{"return_code":"SUCCESS","return_msg":"x"}`, "\ufeff{\"return_code\":\"FAIL\"}\x00",
		"{\"return_code\":\"SUCCESS\",\"return_msg\":\"\xd5\x5c\",\"face_code\":\"1\"}", "{\"a\":\"\x81\"}", "{\"return_code\":\"\x81\x40\x1b\"}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if strict, err := ReadFields(data); err == nil {
			if got, err := ReadFields(Normal(data)); err != nil || len(got) != len(strict) {
				t.Errorf("%q reads as %q, strictly as %q", data, map[string]string(got), map[string]string(strict))
			}
		}
		a, err := ReadAnswer(CmdCode, data)
		if err != nil {
			return
		}
		if a.ReturnCode != field.OddCode && !known[a.ReturnCode] {
			t.Errorf("%q gives return_code %q", data, a.ReturnCode)
		}
		for _, text := range []string{a.ReturnMsg, a.Nickname} {
			if !field.IsPlain(text) {
				t.Errorf("%q gives the text %q", data, text)
			}
		}
		again, err := ReadAnswer(CmdCode, Normal(data))
		if err != nil || again.ReturnCode != a.ReturnCode || again.FaceCode.Reveal() != a.FaceCode.Reveal() {
			t.Errorf("%q: its normal form %q reads as %v, %v", data, Normal(data), again, err)
		}
	})
}

// answerWith is an answer as JSON with some fields.
func answerWith(t *testing.T, fields map[string]string) []byte {
	t.Helper()
	out := []byte("{")
	for name, value := range fields {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = appendString(append(appendString(out, name), ':'), value)
	}
	return append(out, '}')
}
