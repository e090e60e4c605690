package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// notEmpty refuses values and arguments that are there and have nothing but blanks:
// a script's variable was not set, and nobody may guess what it meant. It is asked
// for every command, before it runs.
func notEmpty(cmd *cobra.Command, args []string) (err error) {
	if cmd.DisableFlagParsing {
		return nil // a shell asks what may stand there
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		value, list := strings.TrimSpace(f.Value.String()), strings.Contains(f.Value.Type(), "Slice")
		if err == nil && (value == "" || list && value == "[]") {
			name, _ := pflag.UnquoteUsage(f)
			if name == f.Value.Type() {
				name = "value"
			}
			or := ", or leave --" + f.Name + " out"
			if f.Annotations[needed] != nil {
				or = ""
			}
			err = usage("--%s: the %s is empty; give one%s", f.Name, name, or).hint("facetill help %s", commandName(cmd))
		}
	})
	if err != nil {
		return err
	}
	for i, a := range args {
		if strings.TrimSpace(a) == "" {
			return usage("argument %d is empty", i+1).hint("facetill help %s", commandName(cmd))
		}
	}
	return nil
}

// needed marks flags without which their command cannot do anything.
const needed = "needed"

func mustHave(f *pflag.FlagSet, names ...string) {
	for _, name := range names {
		_ = f.SetAnnotation(name, needed, []string{"true"}) // it is one of f's
	}
}

// countedInWords makes the refusal of a wrong number of arguments speak as the rest
// does, for every command.
func countedInWords(parent *cobra.Command) {
	for _, cmd := range parent.Commands() {
		countedInWords(cmd)
		check := cmd.Args
		if check == nil {
			continue
		}
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			err := check(cmd, args)
			if _, is := errors.AsType[*ending](err); is || err == nil {
				return err
			}
			if check(cmd, nil) == nil && check(cmd, args[:1]) != nil {
				return usage("%s takes no argument, and got %q", commandName(cmd), args[0]).hint("%s", helpOf(cmd))
			}
			return usage("%s got %d arguments; write %s", commandName(cmd), len(args), cmd.UseLine()).hint("%s", helpOf(cmd))
		}
	}
}

// helpOf is where a command is explained.
func helpOf(cmd *cobra.Command) string { return strings.TrimSpace("facetill help " + commandName(cmd)) }

// notHelped refuses --help behind a word that is no command: cobra would show
// the help of what stands before it, and end with 0.
func (g *global) notHelped(cmd *cobra.Command) error {
	args := cmd.Flags().Args()
	if len(args) == 0 || cmd.Runnable() && !cmd.HasAvailableSubCommands() {
		return nil
	}
	parent := "facetill"
	if name := commandName(cmd); name != "" {
		parent = name
	}
	return usage("%s has no command %q", parent, args[0]).hint("facetill help %s", commandName(cmd))
}
