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
	"facetill/flow/golden"
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
		{"unknown_field", "\u3000x", "has a blank at one end"},
		{"unknown_field", "\uFFFF", "has a character that xml cannot carry at byte 0"},
		{"unknown_field", "\U00010000", "has an emoji or another character of four bytes at byte 0"},
		{"receipt", "YYYYYYYYY", "has 9 bytes, 8 are allowed"},
		{"profit_sharing", "YN", "has 2 bytes, 1 are allowed"},
		{"auth_code", "中", "has a blank or a character beyond ascii at byte 0"},
		{"auth_code", "13\x7f", "has a control character at byte 2"},
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

// What a class takes and what it does not, to the last character.
func TestClasses(t *testing.T) {
	for _, r := range []struct {
		class     Class
		good, bad string // separated by blanks
		problem   string
	}{
		{Token, "!~ aZ09", "x中 中", "has a blank or a character beyond ascii at byte"},
		{JSON, `{} [1] "x" {"a":"中\n"}`, `{ x`, "is not json"},
		{OrderNo, "123456 aB_-|*@", "12345 1234.6 12345/", "has "},
		{Fen, "1 10 9999999999", "0 01 -1 1.0 x", "is not a whole number of fen from 1 up"},
		{Digits, "0 007", "-1 1.0 x", "is not a number"},
		{Time, "20261125235959", "20261125240000 2026-11-25 20261125120000.5", "is not a time"},
		{Day, "20261125 20240229", "20261131 2026112 202611250 2026-1-1", "is not a time"},
		{IP, "192.168.1.20 ::1", "till 1.2.3 fe80::1%eth0", "is not an ip address"},
		{OneOf, "Y N", "y YN", "is not one of the allowed values"},
	} {
		rule := Rule{Class: r.class, Values: []string{"Y", "N"}}
		for _, value := range strings.Fields(r.good) {
			if problem, try := rule.problem(value); problem != "" || try != "" {
				t.Errorf("class %d, %q: %q %q", r.class, value, problem, try)
			}
		}
		for _, value := range strings.Fields(r.bad) {
			if problem, try := rule.problem(value); !strings.HasPrefix(problem, r.problem) || try == "" {
				t.Errorf("class %d, %q: %q %q", r.class, value, problem, try)
			}
		}
		// A document may have lines, nothing else may.
		if problem, _ := rule.problem("[1,\n\t2]"); (problem == "") != (r.class == JSON) {
			t.Errorf("class %d in lines: %q", r.class, problem)
		}
	}
	for class, form := range map[Class]string{Time: "yyyyMMddHHmmss in beijing time", Day: "yyyyMMdd"} {
		rule := Rule{Class: class}
		if _, try := rule.problem("x"); try != "write it as "+form {
			t.Errorf("%q", try)
		}
	}
	if problem, try := textProblem("", false); problem != "" || try != "" {
		t.Errorf("nothing at all: %q %q", problem, try)
	}
	long := Rule{Class: JSON} // no table says how long
	if problem, _ := long.problem(`"` + strings.Repeat("x", 9000) + `"`); problem != "" {
		t.Error(problem)
	}
}

// Fields that no table knows are ignored by WeChat: they may have lines, and have
// to be fields.
func TestCheckUnknownFields(t *testing.T) {
	for _, good := range []Field{{"later", "a\nb\tc"}, {"later", ""}, {"later", "x\ufffdy"}, {"later", "x\u3000y"}} {
		if err := Micropay.Check(append(slices.Clone(requestFields), good)); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	err := Micropay.Check(append(slices.Clone(requestFields), Field{"a b", "x"}))
	if fe, is := errors.AsType[*field.Error](err); !is || *fe != (field.Error{Of: "micropay", Field: "field number 20",
		Problem: "has a name that is no xml name", Try: "use letters, digits and _"}) {
		t.Errorf("%#v", err)
	}
}

// TestFields holds the request tables of the documents, field by field, in a file
// where a change shows in review.
func TestFields(t *testing.T) {
	classes := []string{"text", "token", "json", "number", "fen", "digits", "time", "day", "ip", "one of"}
	var b strings.Builder
	for _, a := range APIs() {
		fmt.Fprintf(&b, "%s %s", a.Name, a.Path)
		if a.MD5Only {
			b.WriteString(", MD5 alone")
		}
		if a.Unsigned {
			b.WriteString(", answers without a sign")
		}
		b.WriteString("\n")
		for i, r := range a.Request {
			need := ""
			switch {
			case r.Required:
				need = "required"
			case r.Group != "":
				need = "one of " + r.Group
			}
			fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("  %-18s %-14s %4d  %s %s", r.Name, need, r.Max, classes[r.Class], strings.Join(r.Values, " ")), " "))
			if a.Rule(r.Name) != &a.Request[i] {
				t.Errorf("%s: %s has no rule", a.Name, r.Name)
			}
		}
		if a.Rule("later") != nil {
			t.Errorf("%s has a rule for a field that is not in its table", a.Name)
		}
	}
	golden.File(t, "testdata/fields.golden", b.String())
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
		"closeorder /pay/closeorder false false out_trade_no:32",
		"report /payitil/report false false interface_url:127 user_ip:16 trades:1024",
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
