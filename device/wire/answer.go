package wire

import (
	"fmt"
	"regexp"
	"strings"

	"facetill/flow/field"
	"facetill/flow/secret"
)

// Answer is what the SDK said. Only ReturnCode is always there; the rest
// depends on the command and on SUCCESS.
type Answer struct {
	ReturnCode string // one of codes.go, or ODD_CODE
	ReturnMsg  string // free text, for people, plain; never compared
	ErrCode    int64  // second level of FAIL; 0 when absent

	Rawdata secret.Secret // getWxpayfaceRawdata

	FaceCode  secret.Secret // getWxpayfaceCode: single-use payer credential
	OpenID    secret.Secret
	SubOpenID secret.Secret
	FaceSID   secret.Secret // ticket for identity queries
	// "" where it did not come, or as what it cannot be.
	UnderageState string // Android: "0" unknown or not permitted, "1" adult, "2" minor
	TelephoneUsed string // Android: "1" the telephone that it was given was used, "0" it was not

	Nickname string        // getWxpayfaceUserInfo; what a member is called, plain
	Token    secret.Secret // the ticket of a unionid query
	// What became of the ticket: a return_code and its words, plain.
	UnionIDCode, UnionIDMsg string

	CodeMsg secret.Secret // startCodeScanner: what was scanned, a payment code perhaps
}

// ReadAnswer reads the answer to cmd. It fails with a *CallError of
// KindBadAnswer when the bytes are not an answer at all: empty, too long, not
// a JSON object, or without return_code.
func ReadAnswer(cmd Command, data []byte) (Answer, error) {
	fields, err := ReadFields(Normal(data))
	if err != nil {
		return Answer{}, &CallError{Kind: KindBadAnswer, Cmd: cmd, Err: err}
	}
	if fields["return_code"] == "" {
		return Answer{}, &CallError{Kind: KindBadAnswer, Cmd: cmd, Err: fmt.Errorf("it has no return_code")}
	}
	code, msg := fields.returnCode()
	return Answer{
		ReturnCode: code,
		ReturnMsg:  msg,
		ErrCode:    fields.Int("err_code"),
		Rawdata:    secret.New(fields["rawdata"]),
		FaceCode:   secret.New(fields["face_code"]),
		OpenID:     secret.New(fields["openid"]),
		SubOpenID:  secret.New(fields["sub_openid"]),
		FaceSID:    secret.New(fields["face_sid"]),
		Nickname:   fields.text("nickname"),
		Token:      secret.New(fields["token"]),
		CodeMsg:    secret.New(fields["code_msg"]),

		UnderageState: fields.oneOf("underage_state", "0", "1", "2"),
		TelephoneUsed: fields.oneOf("telephone_used", "0", "1"),
		UnionIDCode:   field.Code(fields["unionid_code"]),
		UnionIDMsg:    fields.text("unionid_msg"),
	}, nil
}

// CheckRawdata checks the rawdata of a SUCCESS: present and at most
// MaxRawdata bytes.
func CheckRawdata(raw secret.Secret) error {
	switch n := len(raw.Reveal()); {
	case n == 0:
		return &field.Error{Of: string(CmdRawdata), Field: "rawdata", Problem: "is missing from a SUCCESS", Try: "restart WxpayFaceService"}
	case n > MaxRawdata:
		return &field.Error{Of: string(CmdRawdata), Field: "rawdata", Problem: fmt.Sprintf("has %d bytes, more than %d", n, MaxRawdata), Try: "check that library and service belong together"}
	}
	return nil
}

// CheckFaceCode checks a face_code against the face_code_type that was asked
// for: 18 digits beginning with 10 to 15 for "1"; letters, digits and at least
// one hyphen, at most MaxFaceCode bytes, for "0". The error holds no digit of
// the code.
func CheckFaceCode(faceCodeType string, code secret.Secret) error {
	fail := func(problem, hint string) error {
		return &field.Error{Of: string(CmdCode), Field: "face_code", Problem: problem, Try: hint}
	}
	s := code.Reveal()
	if s == "" {
		return fail("is missing from a SUCCESS", "take the face again; nothing was charged")
	}
	if faceCodeType == FaceCodeMicropay {
		if !field.IsPaymentCode(s) {
			return fail(fmt.Sprintf("(%d bytes) is not 18 digits beginning with 10 to 15", len(s)),
				"face_code_type \"1\" needs SDK 1.16 on Windows or 1.30 on Android: update it, or set face_code_type \"0\"")
		}
		return nil
	}
	if !hyphenated.MatchString(s) {
		return fail("holds a character that is no letter, digit or hyphen", "take the face again; nothing was charged")
	}
	if hyphens := strings.Count(s, "-"); hyphens == 0 || len(s) > MaxFaceCode {
		return fail(fmt.Sprintf("(%d bytes, %d hyphens) is not the hyphenated form of at most %d bytes", len(s), hyphens, MaxFaceCode),
			"check that face_code_type is the one of this merchant")
	}
	return nil
}

var hyphenated = regexp.MustCompile(`^[0-9A-Za-z-]*$`)
