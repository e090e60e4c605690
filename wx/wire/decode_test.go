package wire

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestDecodeAccepts(t *testing.T) {
	rows := []struct {
		name, body string
		want       Message
	}{
		{"plain", `<xml><a>1</a><b>2</b></xml>`, Message{{"a", "1"}, {"b", "2"}}},
		{"cdata", `<xml><a><![CDATA[<x>&amp;]]></a></xml>`, Message{{"a", "<x>&amp;"}}},
		{"indented", "\n<xml>\n  <a><![CDATA[1]]></a>\r\n\t<b>2</b>\n</xml>\n", Message{{"a", "1"}, {"b", "2"}}},
		{"declaration", `<?xml version="1.0" encoding="UTF-8" standalone="no"?>` + "\n<xml><a>1</a></xml>", Message{{"a", "1"}}},
		{"declaration without encoding", `<?xml version='1.0'?><xml><a>1</a></xml>`, Message{{"a", "1"}}},
		{"entities", `<xml><a>&lt;&gt;&amp;&quot;&apos;&#65;&#x4E2d;</a></xml>`, Message{{"a", "<>&\"'A中"}}},
		{"mixed", `<xml><a>1<![CDATA[2]]>3<![CDATA[]]>&amp;</a></xml>`, Message{{"a", "123&"}}},
		{"cdata end split", `<xml><a><![CDATA[]]]]><![CDATA[>]]></a></xml>`, Message{{"a", "]]>"}}},
		{"empty", `<xml><a></a><b/><c /><d><![CDATA[]]></d></xml>`, Message{{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}}},
		{"blanks kept", `<xml><a> x </a></xml>`, Message{{"a", " x "}}},
		{"blank in tags", "<xml ><a >1</a\n></xml >", Message{{"a", "1"}}},
		{"no entities in cdata, also where a line ends", "<xml><a><![CDATA[&amp;\r\n]]></a></xml>", Message{{"a", "&amp;\n"}}},
		{"line ends", "<xml><a>1\r\n2\r3</a><b><![CDATA[\r\n]]></b><c>&#13;</c></xml>", Message{{"a", "1\n2\n3"}, {"b", "\n"}, {"c", "\r"}}},
		{"nothing inside", `<xml></xml>`, Message{}},
		{"wide", `<xml><a>腾讯￥😀</a></xml>`, Message{{"a", "腾讯￥😀"}}},
		{"names with the same bits", `<xml><ab>1</ab><ba>2</ba><coupon_id_0>3</coupon_id_0><coupon_id_1>4</coupon_id_1></xml>`,
			Message{{"ab", "1"}, {"ba", "2"}, {"coupon_id_0", "3"}, {"coupon_id_1", "4"}}},
	}
	for _, r := range rows {
		got, err := Decode([]byte(r.body))
		if err != nil {
			t.Errorf("%s: %v", r.name, err)
		} else if !reflect.DeepEqual(got, r.want) {
			t.Errorf("%s: %q, want %q", r.name, got, r.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	many := strings.Builder{}
	for i := range maxFields + 1 {
		fmt.Fprintf(&many, "<a%d>1</a%d>", i, i)
	}
	rows := []struct {
		body string
		want Reason
	}{
		{"", Empty},
		{" \n", Empty},
		{"\xef\xbb\xbf<xml></xml>", NotXML},
		{"not xml", NotXML},
		{"<html><body>502 Bad Gateway</body></html>", NotXML},
		{"<!DOCTYPE html><html></html>", DTD},
		{`<!doctype xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>`, DTD},
		{`<?xml version="1.0"?><!DOCTYPE xml SYSTEM "http://x/y"><xml></xml>`, DTD},
		{`<xml><!DOCTYPE xml><a>1</a></xml>`, DTD},
		{`<xml><a><!DOCTYPE xml></a></xml>`, DTD},
		{`<xml><a>1</a></xml><!DOCTYPE xml>`, DTD},
		{`<xml><a>&x;</a></xml>`, BadEntity},
		{`<xml><a>&nbsp;</a></xml>`, BadEntity},
		{`<xml><a>1 & 2</a></xml>`, BadEntity},
		{`<xml><a>&#0;</a></xml>`, BadEntity},
		{`<xml><a>&#xFFFE;</a></xml>`, BadEntity},
		{`<xml><a>&#xD800;</a></xml>`, BadEntity},
		{`<xml><a>&#x110000;</a></xml>`, BadEntity},
		{`<xml><a>&#99999999999999999999;</a></xml>`, BadEntity},
		{`<xml><a>&#+65;</a></xml>`, BadEntity},
		{`<xml><a>&#;</a></xml>`, BadEntity},
		{`<xml><a><b>1</b></a></xml>`, Nested},
		{`<xml><xml><a>1</a></xml></xml>`, Nested},
		{`<xml><a id="1">1</a></xml>`, Attribute},
		{`<xml xmlns="x"><a>1</a></xml>`, Attribute},
		{`<xml><a>1</a><b>2</b><a>1</a></xml>`, DuplicateName},
		{"<xml><a>\xff</a></xml>", NotUTF8},
		{"<xml><a>\xed\xa0\x80</a></xml>", NotUTF8},
		{"<xml><a>\xc4\xe3</a></xml>", NotUTF8},
		{`<?xml version='0'?><xml></xml>`, NotXML},
		{`<?xml version="1.1"?><xml></xml>`, NotXML},
		{`<?xml version="1.0" encoding="GBK"?><xml><a>1</a></xml>`, NotUTF8},
		{"<xml><a>\x01</a></xml>", BadCharacter},
		{"<xml><a><![CDATA[\x00]]></a></xml>", BadCharacter},
		{"<xml><a>\uFFFE</a></xml>", BadCharacter},
		{"<xml><a>\uFFFF</a></xml>", BadCharacter},
		{"<xml>", CutShort},
		{"<xml><a>1", CutShort},
		{"<xml><a>1</a>", CutShort},
		{"<xml><a>1</a></xml", CutShort},
		{"<xml><a><![CDATA[1]]", CutShort},
		{"<?xml version=", CutShort},
		{"<xml><a>1</b></xml>", NotXML},
		{"<xml><a>1</a></xml>x", NotXML},
		{"<xml><a>1</a></xml><xml></xml>", NotXML},
		{"<xml>text<a>1</a></xml>", NotXML},
		{"<xml><!-- c --><a>1</a></xml>", NotXML},
		{"<xml><a><!-- c -->1</a></xml>", NotXML},
		{"<xml><?php x?><a>1</a></xml>", NotXML},
		{"<xml><1a>1</1a></xml>", NotXML},
		{"<xml><a:b>1</a:b></xml>", NotXML},
		{"<xml><a>1]]>2</a></xml>", NotXML},
		{"<XML><a>1</a></XML>", NotXML},
		{"<xml>" + many.String() + "</xml>", TooLarge},
		{"<xml><a>" + strings.Repeat("x", MaxBody) + "</a></xml>", TooLarge},
	}
	for _, r := range rows {
		name := r.body[:min(len(r.body), 70)]
		got, err := Decode([]byte(r.body))
		var de *DecodeError
		if !errors.As(err, &de) || de.Reason != r.want || got != nil {
			t.Errorf("%q: %v, want %s", name, err, r.want)
		}
	}
}

// TestDecodeEveryCut cuts a good answer at every byte: no part of it may pass
// for an answer.
func TestDecodeEveryCut(t *testing.T) {
	body := signedAnswer(mustKey(fixtureSecret), HMACSHA256, "\n")
	for n := range len(body) {
		if m, err := Decode(body[:n]); err == nil {
			t.Fatalf("cut at %d of %d decodes to %d fields", n, len(body), len(m))
		}
	}
}

func TestDecodeErrorHoldsNoValue(t *testing.T) {
	const marked = "MARKED130000000000123456"
	for _, body := range []string{
		"<xml><a>" + marked + "&x;</a></xml>", "<xml><a>" + marked + "</b></xml>", marked,
		"<xml><" + marked + " x='1'></xml>", "<xml><a>" + marked + "\x01</a></xml>",
	} {
		_, err := Decode([]byte(body))
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), marked) {
			t.Errorf("error holds a value: %#v", err)
		}
	}
}

func TestIndentedAnswerVerifies(t *testing.T) {
	k := mustKey(fixtureSecret)
	for _, indent := range []string{"", "\n", "\r\n\t"} {
		for _, st := range []SignType{MD5, HMACSHA256} {
			m, err := Decode(signedAnswer(k, st, indent))
			if err != nil {
				t.Fatal(err)
			}
			if err := k.Verify(m); err != nil {
				t.Errorf("%s, indent %q: %v", st, indent, err)
			}
		}
	}
}

func TestAppend(t *testing.T) {
	m := Message{{"a", `<&>]]>"'`}, {"b", "x\ry\n"}, {"c", ""}, {"d", "中\x01\xff\uFFFE文😀"}, {"bad name", "x"}, {"", "x"}}
	want := `<xml><a>&lt;&amp;&gt;]]&gt;"'</a><b>x&#13;y` + "\n" + `</b><c></c><d>中文😀</d></xml>`
	if got := string(m.Append(nil)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := string(m.Append([]byte("head "))); got != "head "+want {
		t.Errorf("behind a prefix: %s", got)
	}
}

func TestSetGetClone(t *testing.T) {
	var m Message
	m.Set("a", "1")
	m.Set("b", "2")
	m.Set("a", "3")
	c := slices.Clone(m)
	m.Set("a", "")
	m.Set("x", "")
	if !reflect.DeepEqual(m, Message{{"b", "2"}}) || c.Get("a") != "3" || c.Get("b") != "2" || c.Get("x") != "" || c.Has("x") {
		t.Errorf("m %v, clone %v", m, c)
	}
}

// FuzzDecode: whatever decodes is written and read back unchanged, and the
// standard library reads the same fields from it.
func FuzzDecode(f *testing.F) {
	k := mustKey(fixtureSecret)
	f.Add(signedAnswer(k, HMACSHA256, "\n"))
	f.Add(requestFields.Append(nil))
	f.Add([]byte("<xml><a>1&#13;<![CDATA[2]]></a><b/></xml>"))
	f.Add([]byte("<?xml version='1.0' encoding='utf-8'?><xml><a>\r\n</a></xml>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := Decode(body)
		if err != nil {
			var de *DecodeError
			if !errors.As(err, &de) || de.Offset < 0 || de.Offset > len(body) {
				t.Fatalf("error %#v", err)
			}
			return
		}
		std, err := refstd{}.decode(body)
		if err != nil {
			t.Fatalf("the standard library refuses what Decode accepts: %v", err)
		}
		if !reflect.DeepEqual(std, asMap(m)) {
			t.Fatalf("standard library %q, Decode %q", std, m)
		}
		again, err := Decode(m.Append(nil))
		if err != nil && len(body) < MaxBody/8 {
			t.Fatalf("own encoding does not decode: %v", err)
		}
		if err == nil && !reflect.DeepEqual(again, m) {
			t.Fatalf("round trip %q, was %q", again, m)
		}
		k.Verify(m)
	})
}

// FuzzAppend: any value, however broken, yields a message that both decoders
// read, and legal values come back unchanged.
func FuzzAppend(f *testing.F) {
	f.Add("body", "a ]]> & <b>\r\n", "attach", "\xff😀\uFFFE")
	f.Fuzz(func(t *testing.T, n1, v1, n2, v2 string) {
		if n1 == n2 || len(v1)+len(v2) > MaxBody/8 {
			return
		}
		m := Message{{n1, v1}, {n2, v2}}
		body := m.Append(nil)
		got, err := Decode(body)
		if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		std, err := refstd{}.decode(body)
		if err != nil || !reflect.DeepEqual(std, asMap(got)) {
			t.Fatalf("%q: standard library %q %v, Decode %q", body, std, err, got)
		}
		for _, f := range m {
			if problem, _ := textProblem(f.Value, true); problem == "" && validName(f.Name) && got.Get(f.Name) != f.Value {
				t.Fatalf("%s: %q came back as %q", f.Name, f.Value, got.Get(f.Name))
			}
		}
		if !bytes.HasSuffix(body, []byte("</xml>")) {
			t.Fatalf("%q", body)
		}
	})
}
