package wire

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"facetill/flow/field"
)

func TestCheckMicropay(t *testing.T) {
	if err := Micropay.Check(requestFields); err != nil {
		t.Fatal(err)
	}
	rows := []struct{ field, value, problem string }{
		{"appid", "", "is missing"},
		{"auth_code", "", "is missing"},
		{"nonce_str", strings.Repeat("x", 33), "has 33 bytes, 32 are allowed"},
		{"body", strings.Repeat("中", 43), "has 129 bytes, 127 are allowed"},
		{"body", "咖啡☕️😀", "has an emoji or another character of four bytes at byte 12"},
		{"body", " x", "has a blank at one end"},
		{"body", "x ", "has a blank at one end"},
		{"body", "x\u3000", "has a blank at one end"},
		{"body", "x\ny", "has a control character at byte 1"},
		{"body", "x\x7f", "has a control character at byte 1"},
		{"body", "x\xff", "is not utf-8 at byte 1"},
		{"body", "x\uFFFEy", "has a character that xml cannot carry at byte 1"},
		{"detail", "{", "is not json"},
		{"out_trade_no", "12345", "has 5 characters, 6 to 32 are allowed"},
		{"out_trade_no", "123456.", "has a character at byte 6 that is not allowed"},
		{"out_trade_no", "订单123456", "has a character at byte 0 that is not allowed"},
		{"total_fee", "0", "is not a whole number of fen from 1 up"},
		{"total_fee", "-1", "is not a whole number of fen from 1 up"},
		{"total_fee", "1.00", "is not a whole number of fen from 1 up"},
		{"total_fee", "01", "is not a whole number of fen from 1 up"},
		{"fee_type", "USD", "is not one of the allowed values"},
		{"spbill_create_ip", "till-3", "is not an ip address"},
		{"spbill_create_ip", "fe80::1%eth0", "is not an ip address"},
		{"time_start", "20261332000000", "is not a time"},
		{"time_expire", "2026-11-25", "is not a time"},
		{"auth_code", "13 00", "has a blank or a character beyond ascii at byte 2"},
		{"sign_type", "SHA1", "is not one of the allowed values"},
		{"unknown_field", "😀", "has an emoji or another character of four bytes at byte 0"},
	}
	for _, r := range rows {
		m := slices.Clone(requestFields)
		m.Set(r.field, r.value)
		err := Micropay.Check(m)
		var fe *field.Error
		if !errors.As(err, &fe) {
			t.Errorf("%s: %v, want %q", r.field, err, r.problem)
			continue
		}
		if fe.Of != "micropay" || fe.Field != r.field || fe.Problem != r.problem || fe.Try == "" {
			t.Errorf("%s: %#v, want %q", r.field, fe, r.problem)
		}
		if r.value != "" && strings.Contains(fe.Error(), r.value) && len(r.value) > 2 {
			t.Errorf("%s: error holds the value: %v", r.field, fe)
		}
	}
	for _, number := range []string{"123456", "a-B_9|*@", strings.Repeat("9", 32)} {
		m := slices.Clone(requestFields)
		m.Set("out_trade_no", number)
		if err := Micropay.Check(m); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckGroups(t *testing.T) {
	m := Message{{"appid", "wx1"}, {"mch_id", "19"}, {"nonce_str", "n"}}
	err := Orderquery.Check(m)
	if err == nil || err.Error() != "orderquery: transaction_id or out_trade_no is missing; set one of them" {
		t.Error(err)
	}
	for _, field := range []string{"transaction_id", "out_trade_no"} {
		one := slices.Clone(m)
		one.Set(field, "1234567")
		for _, a := range []API{Orderquery, Facepayquery, Reverse, Facepayreverse} {
			if err := a.Check(one); err != nil {
				t.Error(err)
			}
		}
	}
}

// A refund's two amounts are whole fen above nothing, whatever the other one is.
func TestCheckRefundAmounts(t *testing.T) {
	good := Message{{"appid", "wx1"}, {"mch_id", "19"}, {"nonce_str", "n"}, {"out_trade_no", "1234567"},
		{"out_refund_no", "R1"}, {"total_fee", "100"}, {"refund_fee", "50"}}
	if err := Refund.Check(good); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"total_fee", "refund_fee"} {
		for _, amount := range []string{"0", "-1", "0.5", "1e2", "050", "x"} {
			m := slices.Clone(good)
			m.Set(field, amount)
			if err := Refund.Check(m); err == nil {
				t.Errorf("%s %q goes out", field, amount)
			}
		}
	}
}

// needed are the fields that a call has to have beside those of every call, each
// with its length in bytes; of a group one of those between bars.
func needed(a API) (text string) {
	group := ""
	for _, r := range a.Request[len(merchantRules):] {
		switch {
		case r.Group != "" && r.Group == group:
			text += "|"
		case r.Required || r.Group != "":
			text += " "
		default:
			continue
		}
		group = r.Group
		text += fmt.Sprint(r.Name, ":", r.Max)
	}
	return text
}

// TestAPIs holds what the documents say of each call: path, certificate, face
// host, and the fields without which it is refused.
func TestAPIs(t *testing.T) {
	want := []string{
		"micropay /pay/micropay false false body:127 out_trade_no:32 total_fee:10 spbill_create_ip:64 auth_code:128",
		"orderquery /pay/orderquery false false transaction_id:32|out_trade_no:32",
		"reverse /secapi/pay/reverse true false transaction_id:32|out_trade_no:32",
		"facepay /pay/facepay false false body:127 out_trade_no:32 total_fee:10 fee_type:16 spbill_create_ip:16 openid:128 face_code:128",
		"facepayquery /pay/facepayquery false false transaction_id:32|out_trade_no:32",
		"facepayreverse /secapi/pay/facepayreverse true false transaction_id:32|out_trade_no:32",
		"refund /secapi/pay/refund true false transaction_id:32|out_trade_no:32 out_refund_no:64 total_fee:10 refund_fee:10",
		"refundquery /pay/refundquery false false refund_id:32|out_refund_no:64|transaction_id:32|out_trade_no:32",
		"downloadbill /pay/downloadbill false false bill_date:8",
		"authcodetoopenid /tools/authcodetoopenid false false auth_code:128",
		"get_wxpayface_authinfo /face/get_wxpayface_authinfo false true store_id:32 store_name:128 device_id:32 rawdata:2048 now:10 version:32",
	}
	for _, a := range APIs() {
		if got := fmt.Sprint(a.Name, " ", a.Path, " ", a.Cert, " ", a.FaceHost) + needed(a); !slices.Contains(want, got) {
			t.Errorf("%q: no document says so above: read it there once more, and add the line", got)
		} else {
			want = slices.DeleteFunc(want, func(w string) bool { return w == got })
		}
		seen := map[string]bool{}
		for _, r := range a.Request {
			if seen[r.Name] || !validName(r.Name) || (r.Class == OneOf) != (len(r.Values) > 0) {
				t.Errorf("%s: bad rule %+v", a.Name, r)
			}
			seen[r.Name] = true
		}
		if a.Cert != strings.HasPrefix(a.Path, "/secapi/") {
			t.Errorf("%s: certificate %v on %s", a.Name, a.Cert, a.Path)
		}
	}
	for _, w := range want {
		t.Errorf("%s is in no table", w)
	}
}

// An API that is written down and not in the list would be called and never tried.
func TestEveryAPIIsInTheList(t *testing.T) {
	src, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	written := regexp.MustCompile(`= API\{Name: "(\w+)"`).FindAllSubmatch(src, -1)
	for _, w := range written {
		if !slices.ContainsFunc(APIs(), func(a API) bool { return a.Name == string(w[1]) }) {
			t.Errorf("%s is not in APIs()", w[1])
		}
	}
	if len(written) != len(APIs()) {
		t.Errorf("%d APIs are written down, %d are in the list", len(written), len(APIs()))
	}
}

func TestCheckFacepayNeedsOpenid(t *testing.T) {
	m := slices.Clone(requestFields)
	m.Set("auth_code", "")
	m.Set("face_code", "f1300-0000000000-1234")
	var fe *field.Error
	if err := Facepay.Check(m); !errors.As(err, &fe) || fe.Field != "openid" {
		t.Errorf("%v", err)
	}
}

// A refusal for which nobody knows a remedy ends with the problem.
func TestErrorWithoutARemedy(t *testing.T) {
	e := field.Error{Of: "micropay", Field: "body", Problem: "is empty"}
	if got := e.Error(); got != "micropay: body is empty" {
		t.Errorf("%q", got)
	}
	if e.Try = "give one"; e.Error() != "micropay: body is empty; give one" {
		t.Errorf("%q", e.Error())
	}
}
