package flags

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// paths are the flags and commands that take a path, all others take none.
var paths = map[string]bool{"config": true, "scenario": true, "dir": true, "cert": true, "key": true, "library": true,
	"config init": true, "journal backup": true}

// Offer says for every command and flag what a shell may offer: values where there are
// some, files where a file belongs, and else nothing. A shell that is told nothing offers
// the files of the folder. own sets what a command, by its name, has of arguments.
func Offer(cmd *cobra.Command, values map[string][]string, own func(cmd *cobra.Command, name string)) {
	name := Name(cmd)
	own(cmd, name)
	if cmd.ValidArgsFunction == nil && cmd.ValidArgs == nil && !paths[name] {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Value.Type() == "bool" || paths[f.Name] {
			return
		}
		complete := cobra.NoFileCompletions
		if list := values[f.Name]; list != nil {
			complete = cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp)
		}
		_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // it fails where the command has its own
	})
	for _, c := range cmd.Commands() {
		Offer(c, values, own)
	}
}
