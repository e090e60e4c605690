package linetest

import (
	"os/exec"
	"slices"
	"strings"
	"sync"

	"facetill/cmd/cli/print"
)

// published is the schema that the program in the path prints, closed: no line
// that a test sees may have a field that it does not name.
var published = sync.OnceValues(func() (*Schema, error) {
	text, err := exec.Command("facetill", "help", "json", "--schema").Output()
	if err != nil {
		return nil, err
	}
	if text, err = print.Close(text); err != nil {
		return nil, err
	}
	return Read(text)
})

// Call holds what a call of facetill wrote to stdout against the program's own
// schema; one that does not speak JSON passes. A call that was killed (code -1) or
// panicked (2) has whole lines and no result.
func Call(args []string, out string, code int) error {
	if !speaksJSON(args) {
		return nil
	}
	schema, err := published()
	if err != nil {
		return err
	}
	if code == -1 || code == 2 {
		return schema.Lines(out[:strings.LastIndex(out, "\n")+1])
	}
	return schema.Output(out)
}

// speaksJSON reports whether a call's stdout is lines.
func speaksJSON(args []string) bool {
	for i, a := range args {
		if a == "-ojson" || a == "-o=json" || a == "--output=json" || a == "json" && i > 0 && slices.Contains([]string{"-o", "--output", "--format"}, args[i-1]) {
			return true
		}
	}
	return false
}
