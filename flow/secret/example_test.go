package secret_test

import (
	"encoding/json"
	"fmt"

	"facetill/flow/secret"
)

// A payer's code prints as stars wherever it is put; one call has the text.
func Example() {
	request := struct{ Code, None secret.Secret }{Code: secret.New("134567890123456789")}
	text, err := json.Marshal(request)
	fmt.Printf("%v %x\n%s %v\n", request, request.Code, text, err)
	fmt.Println(len(request.Code.Reveal()), request.None.IsZero())
	// Output:
	// {******** } ********
	// {"Code":"********","None":""} <nil>
	// 18 true
}
