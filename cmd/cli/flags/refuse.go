package flags

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Error is a call that is wrong, and where the command is explained.
type Error struct{ Text, Hint string }

func (e *Error) Error() string { return e.Text }

// Name is a command as the caller wrote it, "" for the program itself.
func Name(cmd *cobra.Command) string {
	_, name, _ := strings.Cut(cmd.CommandPath(), " ")
	return name
}

// wrong is an error about a call of a command.
func wrong(cmd *cobra.Command, format string, args ...any) *Error {
	return &Error{fmt.Sprintf(format, args...), strings.TrimSpace(cmd.Root().Name() + " help " + Name(cmd))}
}

// needed marks flags without which their command cannot do anything.
const needed = "needed"

// MustHave marks flags of f as needed.
func MustHave(f *pflag.FlagSet, names ...string) {
	for _, name := range names {
		_ = f.SetAnnotation(name, needed, []string{"true"}) // it is one of f's
	}
}

// NotEmpty refuses values and arguments that are there and have nothing but blanks:
// a script's variable was not set, and nobody may guess what it meant. It is asked
// for every command, before it runs.
func NotEmpty(cmd *cobra.Command, args []string) (err error) {
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
			is, one := "is", "one"
			if list {
				is, one = "are", "some"
			}
			err = wrong(cmd, "--%s: the %s %s empty; give %s%s", f.Name, name, is, one, or)
		}
	})
	for i, a := range args {
		if err == nil && strings.TrimSpace(a) == "" {
			err = wrong(cmd, "argument %d is empty", i+1)
		}
	}
	return err
}

// CountInWords makes the refusal of a wrong number of arguments speak as the rest
// does, for every command below one.
func CountInWords(parent *cobra.Command) {
	for _, cmd := range parent.Commands() {
		CountInWords(cmd)
		fits := cmd.Args
		if fits == nil {
			continue
		}
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			switch {
			case fits(cmd, args) == nil:
				return nil
			case fits(cmd, nil) == nil && fits(cmd, args[:1]) != nil:
				return wrong(cmd, "%s takes no argument, and got %q", Name(cmd), args[0])
			}
			return wrong(cmd, "%s got %d arguments; write %s", Name(cmd), len(args), cmd.UseLine())
		}
	}
}

// Group is a command that is nothing without one of its own.
func Group(name, short string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Args: cobra.ArbitraryArgs, RunE: func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return wrong(cmd, "%s has no command %q", name, args[0])
		}
		return wrong(cmd, "%s needs a command", name)
	}}
}

// NoHelp refuses --help behind a word that is no command, nil for any other: cobra
// would show the help of what stands before it, and end with 0.
func NoHelp(cmd *cobra.Command) error {
	args := cmd.Flags().Args()
	if len(args) == 0 || cmd.Runnable() && !cmd.HasAvailableSubCommands() {
		return nil
	}
	return wrong(cmd, "%s has no command %q", cmp.Or(Name(cmd), cmd.Root().Name()), args[0])
}

// takes has the values of flags of a type.
var takes = map[string]string{
	"int": takesNumber, "int64": takesNumber, "uint16": takesNumber, "float64": " takes a number such as 1.5",
	"duration": " takes a time such as 2m", "bool": " takes true or false, or nothing",
}

const takesNumber = " takes a whole number such as 20"

// Refused is what the flag package refuses, in our words. A value is not repeated: it
// may be a code in the wrong place.
func Refused(cmd *cobra.Command, err error) error {
	if bad, is := errors.AsType[*pflag.InvalidValueError](err); is {
		f := bad.GetFlag()
		if errors.Is(bad.Unwrap(), errTwice) {
			return wrong(cmd, "--%s %s", f.Name, errTwice)
		}
		return wrong(cmd, "--%s%s", f.Name, cmp.Or(takes[f.Value.Type()], ": "+bad.Unwrap().Error()))
	}
	if none, is := errors.AsType[*pflag.ValueRequiredError](err); is {
		return wrong(cmd, "%s needs a value", dashed(none.GetSpecifiedName(), none.GetSpecifiedShortnames()))
	}
	if unknown, is := errors.AsType[*pflag.NotExistError](err); is {
		return wrong(cmd, "%s has no flag %s", cmd.Name(), dashed(unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames()))
	}
	return wrong(cmd, "%s", err)
}

// dashed is a flag as it was written; short are the letters of a short one.
func dashed(name, short string) string {
	if short != "" {
		return "-" + name
	}
	return "--" + name
}
