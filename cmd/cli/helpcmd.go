package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/flags"
)

// addHelp makes the ways to help, version and completion, which end with 64 where
// there is no such page or command.
func addHelp(g *global, root *cobra.Command, args []string) {
	root.SetHelpCommand(newHelp(g))
	show := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if g.refused = flags.NoHelp(cmd); g.refused == nil {
			g.helped = true
			show(cmd, args)
		}
	})
	root.InitDefaultHelpFlag() // else what stands behind --help could be taken for its value
	root.InitDefaultCompletionCmd(args...)
	if c, _, err := root.Find([]string{"completion"}); err == nil {
		like := flags.Group(c.Name(), c.Short)
		c.Args, c.RunE = like.Args, like.RunE
	}
	completeAll(g, root)
}

// newHelp is help with its pages. Cobra's own shows the general page and ends
// with 0 where there is no such page.
func newHelp(g *global) *cobra.Command {
	var schema bool
	cmd := &cobra.Command{
		Use:               "help [COMMAND or PAGE]",
		Short:             "Show what a command does",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completePages,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return noPage(args)
			}
			if !schema {
				about.InitDefaultHelpFlag()
				about.InitDefaultVersionFlag()
				return about.Help()
			}
			if about.Name() != pageJSON {
				return usage("--schema belongs to one page").hint("facetill help %s --schema", pageJSON)
			}
			text, err := jsonSchema()
			if err != nil {
				return failed(err)
			}
			fmt.Fprint(g.s.out, text)
			return nil
		},
	}
	cmd.Flags().BoolVar(&schema, "schema", false, "of help json: JSON Schema of every line")
	return cmd
}

// completePages offers what help has a page on.
func completePages(cmd *cobra.Command, args []string, begun string) (list []string, _ cobra.ShellCompDirective) {
	about, rest, err := cmd.Root().Find(args)
	if err == nil && len(rest) == 0 {
		for _, c := range about.Commands() {
			if !c.Hidden && strings.HasPrefix(c.Name(), begun) {
				list = append(list, cobra.CompletionWithDesc(c.Name(), c.Short))
			}
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

func noPage(args []string) *ending {
	return usage("there is no help on %q: no such command or page", args).hint("facetill help")
}
