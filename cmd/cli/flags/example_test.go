package flags_test

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/flags"
)

func Example() {
	root := &cobra.Command{Use: "shop", SilenceErrors: true, SilenceUsage: true}
	sell := &cobra.Command{Use: "sell AMOUNT", Args: cobra.ExactArgs(1), RunE: func(*cobra.Command, []string) error { return nil }}
	sell.Flags().Int("count", 1, "")
	root.AddCommand(sell)
	root.SetFlagErrorFunc(flags.Refused)
	root.PersistentPreRunE = flags.NotEmpty
	flags.CountInWords(root)
	root.SetOut(io.Discard)
	for _, call := range [][]string{{"sell", "--count", "x", "1"}, {"sell"}, {"sell", " "}, {"sell", "1"}} {
		root.SetArgs(call)
		fmt.Println(root.Execute())
	}
	// Output:
	// --count takes a whole number such as 20
	// sell got 0 arguments; write shop sell AMOUNT [flags]
	// argument 1 is empty
	// <nil>
}
