package field

import (
	"reflect"
	"strings"
	"time"
)

// mostNumber is the longest transaction_id, by WeChat's tables.
const mostNumber = 32

// PlainTexts makes every text of the struct at a pointer plain, so that none is
// forgotten. A code is in capitals. A transaction_id is letters and digits: the charge is
// proven without it, so what else stands in it is left out and nothing is doubted for it.
func PlainTexts(of any) { plainTexts(reflect.ValueOf(of).Elem()) }

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
			f.SetString(Number(f.String(), mostNumber))
		case strings.HasSuffix(name, "Code") || name == "RefusalAsk":
			f.SetString(PlainCode(f.String()))
		default:
			f.SetString(Plain(f.String()))
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
			one.SetString(Plain(one.String()))
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
		if !IsCode(part) {
			return OddCode
		}
	}
	return strings.Join(strings.Fields(code), " ")
}
