package field_test

import (
	"errors"
	"fmt"

	"facetill/flow/field"
)

// What came from outside is refused with what to do, or made plain to be shown.
func Example() {
	cashier := "Li\x1b[2J\nPAID"
	var err error
	if !field.IsPlain(cashier) {
		err = field.NewError("cashier", "has a character that moves the cursor", "write it anew")
	}
	fmt.Println(err)
	wrong, is := errors.AsType[*field.Error](err)
	fmt.Println(is, wrong.Field, field.Plain(cashier))
	// Output:
	// cashier has a character that moves the cursor; write it anew
	// true cashier Li[2J PAID
}

// Of a price that stands twice JSON's readers take the last one, and others the first.
func ExampleOddJSON() {
	at, problem, try := field.OddJSON([]byte(`{"goods_detail":[{"price":1,"price":1280}]}`))
	fmt.Println(at, problem, "-", try)
	// Output: .goods_detail[0].price is given twice - give it once
}
