package face_test

import (
	"fmt"

	"facetill/flow/face"
)

// A shop that sells to adults alone charges the face of an adult, and no other.
func Example() {
	for _, text := range []string{"1", "2", "0", "", "3"} {
		code, _ := face.Told{UnderageState: face.AgeOf(text)}.AdultsOnly()
		fmt.Printf("%q: %q\n", text, code)
	}
	// Output:
	// "1": ""
	// "2": "UNDERAGE"
	// "0": "AGE_UNKNOWN"
	// "": "AGE_UNKNOWN"
	// "3": "AGE_UNKNOWN"
}
