package print_test

import (
	"os"

	"facetill/cmd/cli/print"
)

func Example() {
	p := print.NewPrinter(os.Stdout)
	p.Line(print.TextLine{Type: "text", Text: "for people"})
	p.End(print.Ended{Type: print.Result, Command: "version"})
	// Output:
	// {"schema":1,"type":"text","text":"for people"}
	// {"type":"result","command":"version","exit_code":0}
}
