package wire

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"facetill/flow/field"
	"facetill/flow/secret"
)

func TestReadAnswerIsLenient(t *testing.T) {
	const in = `{"return_code":"ERROR","return_msg":7,"err_code":"271378620","unknown":{"a":[1]},
		"telephone_used":"1","underage_state":2,"face_code":null,"return_code":"SUCCESS","openid":"oX"}`
	a, err := ReadAnswer(CmdCode, []byte(in))
	if err != nil {
		t.Fatal(err)
	}
	want := Answer{ReturnCode: Success, ReturnMsg: "7", ErrCode: ErrNotInitialised, OpenID: secret.New("oX"), UnderageState: "2", TelephoneUsed: "1"}
	same := a.OpenID.Reveal() == want.OpenID.Reveal()
	if a.OpenID = want.OpenID; !same || fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", want) {
		t.Errorf("got %+v, want %+v", a, want)
	}
}

func TestReadAnswerRefusesWhatIsNone(t *testing.T) {
	tests := map[string]string{
		"empty":          "",
		"blank":          " \n",
		"cut short":      `{"return_code":"SUCC`,
		"not an object":  `"SUCCESS"`,
		"null":           `null`,
		"no return_code": `{"face_code":"` + hidden + `"}`,
		"trailing":       `{"return_code":"SUCCESS"} x` + hidden,
		"too long":       `{"return_code":"SUCCESS","return_msg":"` + strings.Repeat("x", MaxAnswer) + `"}`,
	}
	for name, in := range tests {
		_, err := ReadAnswer(CmdCode, []byte(in))
		if KindOf(err) != KindBadAnswer || !strings.Contains(err.Error(), string(CmdCode)) {
			t.Errorf("%s: got %v, want a bad answer that names the command", name, err)
		} else if strings.Contains(err.Error(), hidden) {
			t.Errorf("%s: the error quotes the answer", name)
		}
	}
}

func TestCheckFaceCode(t *testing.T) {
	tests := []struct {
		kind, code string
		ok         bool
	}{
		{"1", "130000000000010001", true},
		{"1", "100000000000000000", true},
		{"1", "150000000000000000", true},
		{"1", "160000000000000000", false},
		{"1", "280000000000000000", false},
		{"1", "13000000000001000", false},
		{"1", "13000000000001000x", false},
		{"1", "b713b5d2-666c-4812", false},
		{"1", "", false},
		{"0", "b713b5d2-666c-48", true},
		{"", "b713b5d2-666c-48", true},
		{"0", "130000000000010001", false},
		{"0", "b713b5d2-666c 48", false},
		{"0", "中文-中文", false},
		{"0", strings.Repeat("a-", 64), true},
		{"0", strings.Repeat("a-", 64) + "a", false},
		{"0", "", false},
	}
	for _, tt := range tests {
		err := CheckFaceCode(tt.kind, secret.New(tt.code))
		if (err == nil) != tt.ok {
			t.Errorf("type %q, %q: got %v", tt.kind, tt.code, err)
			continue
		}
		if err == nil {
			continue
		}
		if fe, is := errors.AsType[*field.Error](err); !is || fe.Field != "face_code" {
			t.Errorf("type %q: got %T, want an Error of face_code", tt.kind, err)
		}
		if tt.code != "" && strings.Contains(err.Error(), tt.code) {
			t.Errorf("the error shows the code: %v", err)
		}
	}
}

func TestCheckRawdata(t *testing.T) {
	if err := CheckRawdata(secret.New(strings.Repeat("x", MaxRawdata))); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", strings.Repeat("x", MaxRawdata+1)} {
		if err := CheckRawdata(secret.New(bad)); err == nil {
			t.Errorf("%d bytes were accepted", len(bad))
		}
	}
}

func TestCommandOf(t *testing.T) {
	if c, err := CommandOf([]byte(`{"cmd":"stopWxpayface"}`)); c != CmdStop || err != nil {
		t.Errorf("got %q, %v", c, err)
	}
	for _, bad := range []string{``, `[]`, `{}`, `{"cmd":""}`} {
		if _, err := CommandOf([]byte(bad)); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestCallErrorSaysWhy(t *testing.T) {
	cause := errors.New("exit status 2")
	err := error(&CallError{Kind: KindReturned, RC: -2, Cmd: CmdInit, Err: cause})
	for _, part := range []string{"initWxpayface", "-2", "WxpayFaceService", "exit status 2"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	if !errors.Is(err, cause) || KindOf(err) != KindReturned || KindOf(cause) != "" {
		t.Error("cause or kind is lost")
	}
}

// FuzzReadAnswer: no input panics, and what is accepted has a return_code.
func FuzzReadAnswer(f *testing.F) {
	f.Add([]byte(`{"return_code":"SUCCESS","return_msg":"SUCCESS"}`))
	f.Add([]byte(`{"return_code":null,"err_code":1e9,"face_code":["a"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ReadAnswer(CmdCode, data)
		if (err == nil) != (a.ReturnCode != "") {
			t.Errorf("answer %v and error %v disagree", a, err)
		}
	})
}

func TestMask(t *testing.T) {
	in := "authinfo 0CSmor/Pp4vC7WE5CsJx is bad, phone 13800138000, amount 100, 订单 SYSTEMERROR"
	want := "authinfo *** is bad, phone ***, amount 100, 订单 SYSTEMERROR"
	if got := Mask(in); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
