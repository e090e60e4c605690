package flow

import (
	"fmt"
	"reflect"

	"facetill/flow/field"
)

// PlainFact returns a fact whose texts from outside are plain (money rule 6.5): an
// adapter may have filtered them, and need not have. An order's are the caller's,
// and refused instead (checkTexts).
func PlainFact(f Fact) Fact {
	if _, ours := f.(OrderOpened); ours || f == nil {
		return f
	}
	own := reflect.New(reflect.TypeOf(f))
	own.Elem().Set(reflect.ValueOf(f))
	field.PlainTexts(own.Interface())
	return own.Elem().Interface().(Fact)
}

// Plain returns an attempt as it may be shown: a journal may have been written by
// a version that filtered nothing (money rule 6.5). What is shown is no key: who
// looks an attempt up takes it as it is stored.
func (a Attempt) Plain() Attempt {
	field.PlainTexts(&a)
	return a
}

// checkTexts refuses a caller's text that hides something. It is not made plain:
// it goes to WeChat, and the same call must say the same thing twice.
func (q SaleRequest) checkTexts() error {
	for _, t := range []struct{ name, text string }{
		{"body", q.Body}, {"attach", q.Attach}, {"goods tag", q.GoodsTag}, {"detail", q.Detail}, {"cashier", q.Cashier},
	} {
		if !field.IsPlain(t.text) {
			return field.NewError(t.name, fmt.Sprintf("has a character that moves the cursor, turns the line or is not seen (%d bytes)", len(t.text)),
				"write it anew, without pasting")
		}
	}
	return nil
}
