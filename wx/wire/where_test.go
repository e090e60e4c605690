package wire

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// TestWhereItIsRefused: a support call about an answer begins with the reason and the
// byte. The mark in a body shows where; it is no part of it.
func TestWhereItIsRefused(t *testing.T) {
	const mark = "|"
	for _, r := range []struct{ body, reason string }{
		{"|", "EMPTY"},
		{" \n|", "EMPTY"},
		{"<xml><a>中\ufffd|\xff</a></xml>", "NOT_UTF8"},
		{"<xml><a>1</a>|<a></a></xml>", "DUPLICATE_FIELD"},

		// The declaration.
		{"<?xml version=|", "CUT_SHORT"},
		{"|<?xmlx ?><xml></xml>", "NOT_XML"},
		{"|<?xml!?><xml></xml>", "NOT_XML"},
		{`|<?xml version="1.0" a<b?><xml></xml>`, "NOT_XML"},
		{`|<?xml version="1.0" a>b?><xml></xml>`, "NOT_XML"},
		{`|<?xml version="1.0?><xml></xml>`, "NOT_XML"},
		{`|<?xml version=x1.0x?><xml></xml>`, "NOT_XML"},
		{`|<?xml version="1.0'?><xml></xml>`, "NOT_XML"},
		{`|<?xml version="1.1"?><xml></xml>`, "NOT_XML"},
		{`|<?xml version="1.0" encoding="utf-8?><xml></xml>`, "NOT_UTF8"},
		{`|<?xml version="1.0" encoding="utf-8'?><xml></xml>`, "NOT_UTF8"},
		{`|<?xml version="1.0" encoding="utf-9"?><xml></xml>`, "NOT_UTF8"},
		{`<?xml version="1.0"?>|<!DOCTYPE xml><xml></xml>`, "DTD"},

		// The root.
		{"|not xml", "NOT_XML"},
		{"|<!DOCTYPE", "DTD"},
		{"<html|></xml>", "NOT_XML"},
		{"<html| </xml>", "NOT_XML"},
		{"<xml |</xml>", "NOT_XML"},
		{"<xml |x='1'></xml>", "ATTRIBUTE"},
		{"<xml |='1'></xml>", "NOT_XML"},
		{"<xml><a>1</a></xml|", "CUT_SHORT"},
		{"<xml><a>1</a></|html>", "NOT_XML"},
		{"<xml><a>1</a></xml> |<!doctype a>", "DTD"},
		{"<xml><a>1</a></xml>|x", "NOT_XML"},

		// A field's tags.
		{"<xml>|<!", "NOT_XML"},
		{"<xml>|<?php x?><a>1</a></xml>", "NOT_XML"},
		{"<xml>|<!-- c --><a>1</a></xml>", "NOT_XML"},
		{"<xml><1a| <b>1</b></xml>", "NOT_XML"},
		{"<xml><a |</xml>", "NOT_XML"},
		{"<xml><a |", "CUT_SHORT"},
		{"<xml><a |id='1'>1</a></xml>", "ATTRIBUTE"},
		{"<xml><a |='1'>1</a></xml>", "NOT_XML"},
		{"<xml><a>1</| </xml>", "NOT_XML"},
		{"<xml><a>1</|b></xml>", "NOT_XML"},
		{"<xml><a>1</|", "CUT_SHORT"},

		// A field's value.
		{"<xml><a>1|", "CUT_SHORT"},
		{"<xml><a>|<b", "NESTED"},
		{"<xml><a>1|<b>2</b></a></xml>", "NESTED"},
		{"<xml><a>1|<!-- c --></a></xml>", "NOT_XML"},
		{"<xml><a><![CDATA[1]]|", "CUT_SHORT"},
		{"<xml><a><![CDATA[1]]>x/a></|xml>", "NOT_XML"},
		{"<xml><a>1]]|>2</a></xml>", "NOT_XML"},
		{"<xml><a>12|\x01</a></xml>", "CHARACTER"},
		{"<xml><a>12|\uffff</a></xml>", "CHARACTER"},
		{"<xml><a>|\x01<![CDATA[1]]></a></xml>", "CHARACTER"},
		{"<xml><a><![CDATA[12|\x00]]></a></xml>", "CHARACTER"},
		{"<xml><a>12|&x;</a></xml>", "ENTITY"},
		{"<xml><a>12|& 3</a></xml>", "ENTITY"},
		{"<xml><a>|&65;</a></xml>", "ENTITY"},
		{"<xml><a>|&#6x5;</a></xml>", "ENTITY"},
		{"<xml><a>|&#4294967361;</a></xml>", "ENTITY"}, // 65 beyond 32 bits
	} {
		at := strings.Index(r.body, mark)
		_, err := Decode([]byte(strings.Replace(r.body, mark, "", 1)))
		de, is := errors.AsType[*DecodeError](err)
		if !is || string(de.Reason) != r.reason || de.Offset != at {
			t.Errorf("%q: %v, want %s at byte %d", r.body, err, r.reason, at)
		}
	}
	_, err := Decode(make([]byte, MaxBody+1))
	if de, is := errors.AsType[*DecodeError](err); !is || de.Reason != TooLarge || de.Offset != 64<<10 {
		t.Errorf("a byte too many: %v", err)
	}
}

// What is at the edge of what is allowed is allowed.
func TestDecodeAtTheEdge(t *testing.T) {
	for body, want := range map[string]Message{
		"<?xml?><xml><a>1</a></xml>":                                 {{"a", "1"}},
		"<?xml x=''?><xml></xml>":                                    {},
		"<?xml version='1.0' encoding='utf-8'?>\n<xml></xml>":        {},
		"<?xml version = \"1.0\" encoding = \"UTF-8\" ?><xml></xml>": {},
		"<xml><a>1\r</a></xml>":                                      {{"a", "1\n"}},
		"<xml><a>1\r\n2></a></xml>":                                  {{"a", "1\n2>"}},
		"<xml><a>&#65;&#x41;]]</a></xml>":                            {{"a", "AA]]"}},
		"<xml><a><![CDATA[1]]>2<![CDATA[3]]></a></xml>":              {{"a", "123"}},
	} {
		if got, err := Decode([]byte(body)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q %v, want %q", body, got, err, want)
		}
	}
	// As long, and as full, as a message may be.
	const frame = len("<xml><a></a></xml>")
	if m, err := Decode([]byte("<xml><a>" + strings.Repeat("x", 64<<10-frame) + "</a></xml>")); err != nil || len(m.Get("a")) != 64<<10-frame {
		t.Errorf("%v", err)
	}
	var b strings.Builder
	for i := range 1024 {
		b.WriteString("<f" + string(rune('a'+i%26)) + strings.Repeat("x", i/26) + "/>")
	}
	if m, err := Decode([]byte("<xml>" + b.String() + "</xml>")); err != nil || len(m) != 1024 {
		t.Errorf("%d fields, %v", len(m), err)
	}
}
