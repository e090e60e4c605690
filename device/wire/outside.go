package wire

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"facetill/flow/field"
)

// Unreadable stands for a text that is not UTF-8.
const Unreadable = "(a text that is not UTF-8)"

// known are the values of return_code that documents and field know.
var known = map[string]bool{Success: true, Error: true, ParamError: true, SystemError: true, UserCancel: true, UserQueryCancel: true,
	ScanPayment: true, FacepayNotAuth: true, FaceUnknown: true, Fail: true, Ignore: true}

// mark is UTF-8's byte order mark.
const mark = "\ufeff"

// replacement is what stands in a text for bytes that are not UTF-8.
const replacement = "\ufffd"

// Normal returns an answer as strict JSON in UTF-8, where it can be read as
// that, and else unchanged. Terminals have sent a byte order mark, a NUL that
// was counted, and texts in the code page of the machine: none of them changes
// what the other fields say. Requests are ours and are read strictly.
func Normal(data []byte) []byte {
	if _, ok := scan(data); ok {
		if utf8.Valid(data) {
			return data
		}
		return []byte(string([]rune(string(data)))) // each odd byte becomes U+FFFD
	}
	inner := bytes.TrimPrefix(data, []byte(mark))
	inner = bytes.TrimRight(inner, "\x00 \r\n\t")
	if !utf8.Valid(inner) {
		inner = fromGBK(inner)
	}
	if _, ok := scan(inner); ok {
		return inner
	}
	return data
}

// fromGBK puts U+FFFD in the place of every character beyond ASCII inside
// strings. The second byte of one may be that of a backslash, which escapes
// nothing then.
func fromGBK(data []byte) []byte {
	var b bytes.Buffer
	inside := false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case c == '"':
			inside = !inside
			b.WriteByte(c)
		case inside && c == '\\' && i+1 < len(data):
			b.Write(data[i : i+2])
			i++
		case inside && c >= utf8.RuneSelf:
			b.WriteString(replacement)
			if i+1 < len(data) && c >= 0x81 && c <= 0xFE && data[i+1] >= 0x40 && data[i+1] != 0x7F && data[i+1] != 0xFF {
				i++
			}
		default:
			b.WriteByte(c)
		}
	}
	return b.Bytes()
}

// text is a free text of an answer as it may be shown: plain, marked where it
// was not UTF-8, without a credential of the same answer.
func (f Fields) text(name string) string {
	value := f[name]
	if strings.Contains(value, replacement) {
		return Unreadable
	}
	for _, secret := range []string{"authinfo", "rawdata", "face_code", "openid", "sub_openid", "face_sid", "token", "code_msg"} {
		if s := f[secret]; len(s) >= 6 {
			value = strings.ReplaceAll(value, s, masked)
		}
	}
	return field.Plain(value)
}

// returnCode is the return_code of an answer and its message. A code that
// nobody knows is ODD_CODE, and is told in quotes before the message.
func (f Fields) returnCode() (code, msg string) {
	code, msg = f["return_code"], f.text("return_msg")
	if known[code] {
		return code, msg
	}
	return field.OddCode, strings.TrimSpace(field.Quoted(field.Cut(f.text("return_code"), 64)) + " " + msg)
}
