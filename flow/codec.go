package flow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
)

// blankFacts has one of every durable fact, for reading them back.
var blankFacts = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, f := range []Fact{OrderOpened{}, OrderOpened{Charge: ChargeProven{Unclaimed: true}}, PayerIdentified{}, IntentWritten{}, FencesBegun{}, NothingSent{}, SaleCancelled{},
		PayAnswered{}, OrderAsked{}, ChargeProven{}, Shown{}, LeftUnclaimed{}, GoodsGiven{}, RefusalConfirmed{},
		NumberClosed{}, RefusalReopened{}, ReversalDecided{}, ReverseAnswered{}, ReversalProven{}, PersonNeeded{},
		PersonResolved{}, TenderTaken{}, RefundBegun{}, RefundSent{}, RefundAnswered{}, RefundFenced{}, RefundHeard{}, RefundFound{},
		RefundDenied{}, RefundResent{}, RefundSettled{}, RefundTold{}, RefundEnded{}} {
		m[f.Kind()] = reflect.TypeOf(f)
	}
	return m
}()

// EncodeFact returns the body of a durable fact as one JSON object.
func EncodeFact(f Fact) ([]byte, error) {
	if _, ok := blankFacts[f.Kind()]; !ok {
		return nil, fmt.Errorf("fact %q is not durable", f.Kind())
	}
	return json.Marshal(f)
}

// DecodeFact reads a body back. It refuses an unknown kind, an unknown field
// and anything behind the object: a newer version wrote it, or it is damaged.
func DecodeFact(kind string, body []byte) (Fact, error) {
	t, ok := blankFacts[kind]
	if !ok {
		return nil, fmt.Errorf("fact kind %s is unknown to this version", quote(kind))
	}
	v := reflect.New(t)
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v.Interface()); err != nil {
		return nil, fmt.Errorf("fact %q does not read: %w", kind, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("fact %q has something behind its end", kind)
	}
	return v.Elem().Interface().(Fact), nil
}

// quote shows what was read without letting it fill the line or move a cursor.
func quote(text string) string {
	if runes := []rune(text); len(runes) > 24 {
		text = string(runes[:24]) + "..."
	}
	return strconv.Quote(text)
}
