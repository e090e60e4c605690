package journal

import (
	"reflect"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/refund"
)

// Every field of a refund is in its row: one that is not would be forgotten.
func TestRefundColumns(t *testing.T) {
	for field := range reflect.TypeFor[refund.Entry]().Fields() {
		var e refund.Entry
		v := reflect.ValueOf(&e).Elem().FieldByIndex(field.Index)
		switch v.Kind() {
		case reflect.String:
			v.SetString("x")
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Struct:
			v.Set(reflect.ValueOf(time.UnixMilli(1)))
		default:
			v.SetInt(1)
		}
		if refundSum("1", 0, e) == refundSum("1", 0, refund.Entry{}) || len(bindRefund("1", 0, e)) != len(refundColumns)+3 {
			t.Errorf("%s has no column", field.Name)
		}
	}
	if refundSum("1", 0, refund.Entry{}) == refundSum("1", 1, refund.Entry{}) || refundSum("1", 0, refund.Entry{}) == refundSum("2", 0, refund.Entry{}) {
		t.Error("the sum does not say where it belongs")
	}
}

// A column of a type that nobody knows would be in no sum, and could then change
// unseen: it stops whoever adds it.
func TestUnknownColumn(t *testing.T) {
	for name, use := range map[string]func(){
		"sum":  func() { rowSum(flow.Attempt{}, "") },
		"bind": func() { bind(flow.Attempt{}) },
		"scan": func() { _, _ = scannedAsIs(func(...any) error { return nil }) },
	} {
		t.Run(name, func(t *testing.T) {
			known := columns
			defer func() {
				columns = known
				if recover() == nil {
					t.Error("it was passed over")
				}
			}()
			columns = append(columns[:len(columns):len(columns)], column[flow.Attempt]{"odd", func(*flow.Attempt) any { return new(float64) }})
			use()
		})
	}
}

// Money rule 2.2: what bore a refusal out is told from a code of WeChat's when it is read again.
func TestWhatBoreARefusalOut(t *testing.T) {
	for text, refusal := range map[string]bool{string(flow.AnswerNotPay): true, string(flow.AnswerClosed): true, string(flow.AnswerRevoked): true,
		string(flow.AnswerNotExist): true, string(flow.AnswerReversed): false, string(flow.AnswerStopped): false, string(flow.AnswerLost): false,
		string(flow.AnswerDoubt): false, string(flow.AnswerCertificate): false, string(flow.AnswerNotSent): false, "USERPAYING": false, "": false} {
		var a flow.Attempt
		asked(&a, text)
		if ask := string(a.RefusalAsk); refusal && (ask != text || a.QueryCode != "") || !refusal && (ask != "" || a.QueryCode != text) {
			t.Errorf("%q is read as the refusal's %q and the code %q", text, ask, a.QueryCode)
		}
	}
}
