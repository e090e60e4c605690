package flow

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"facetill/flow/field"
)

// mostNumber is the longest transaction_id, by WeChat's tables.
const mostNumber = 32

// PlainFact returns a fact whose texts from outside are plain (money rule 6.5): an
// adapter may have filtered them, and need not have. An order's are the caller's,
// and refused instead (checkTexts).
func PlainFact(f Fact) Fact {
	if _, ours := f.(OrderOpened); ours || f == nil {
		return f
	}
	v := reflect.New(reflect.TypeOf(f)).Elem()
	v.Set(reflect.ValueOf(f))
	plainTexts(v)
	return v.Interface().(Fact)
}

// plainTexts makes every text of a struct plain, so that none is forgotten. A code
// is in capitals. A transaction_id is letters and digits: the charge is proven
// without it, so what else stands in it is left out and nothing is doubted for it.
func plainTexts(v reflect.Value) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch {
		case f.Kind() == reflect.Struct && f.Type() != reflect.TypeFor[time.Time]():
			plainTexts(f)
		case f.Kind() == reflect.Slice:
			plainList(f)
		case f.Kind() != reflect.String:
		case name == "TransactionID":
			f.SetString(field.Number(f.String(), mostNumber))
		case strings.HasSuffix(name, "Code") || name == "RefusalAsk":
			f.SetString(PlainCode(f.String()))
		default:
			f.SetString(field.Plain(f.String()))
		}
	}
}

// plainList makes the texts of a list plain, in a list of its own: who gave it away
// keeps the one that it had.
func plainList(f reflect.Value) {
	if f.IsNil() {
		return
	}
	own := reflect.MakeSlice(f.Type(), f.Len(), f.Len())
	reflect.Copy(own, f)
	for i := range own.Len() {
		if one := own.Index(i); one.Kind() == reflect.String {
			one.SetString(field.Plain(one.String()))
		} else {
			plainTexts(one)
		}
	}
	f.Set(own)
}

// PlainCode returns a code as it may be shown or the codes of two levels
// with a blank between them; what has another form is ODD_CODE.
func PlainCode(code string) string {
	for part := range strings.FieldsSeq(code) {
		if !field.IsCode(part) {
			return field.OddCode
		}
	}
	return strings.Join(strings.Fields(code), " ")
}

// Plain returns an attempt as it may be shown: a journal may have been written by
// a version that filtered nothing (money rule 6.5). What is shown is no key: who
// looks an attempt up takes it as it is stored.
func (a Attempt) Plain() Attempt {
	plainTexts(reflect.ValueOf(&a).Elem())
	return a
}

// checkTexts refuses a caller's text that hides something. It is not made plain:
// it goes to WeChat, and the same call must say the same thing twice.
func (q SaleRequest) checkTexts() error {
	for _, t := range []struct{ name, text string }{
		{"body", q.Body}, {"attach", q.Attach}, {"goods tag", q.GoodsTag}, {"cashier", q.Cashier},
	} {
		if !field.IsPlain(t.text) {
			return field.NewError(t.name, fmt.Sprintf("has a character that moves the cursor, turns the line or is not seen (%d bytes)", len(t.text)),
				"write it anew, without pasting")
		}
	}
	return nil
}
