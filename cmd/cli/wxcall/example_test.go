package wxcall_test

import (
	"fmt"
	"strings"

	"facetill/cmd/cli/wxcall"
)

// The step before brings what the next one needs, and who comes too early is told what
// comes first.
func Example() {
	line := `{"type":"device","cmd":"getWxpayfaceRawdata","answer":{"return_code":"SUCCESS","rawdata":"cmF3"}}`
	step, err := wxcall.ReadStep(strings.NewReader(line + "\n" + `{"type":"result","command":"device rawdata","exit_code":0}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(step.Get("rawdata"))
	_, err = step.Get("auth_code")
	fmt.Println(err)
	// Output:
	// cmF3 <nil>
	// auth_code is not on stdin: it has the answer of getWxpayfaceRawdata; first facetill device code AMOUNT --authinfo - -o json, or a scanned code
}
