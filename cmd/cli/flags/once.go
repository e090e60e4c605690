package flags

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// errTwice is a flag that is there a second time.
var errTwice = errors.New("is given twice; give it once")

// once is a value that is set at most once.
type once struct {
	pflag.Value
	set bool
}

func (o *once) Set(text string) error {
	if o.set {
		return errTwice
	}
	o.set = true
	return o.Value.Set(text)
}

// Once makes the flags of some commands below parent, and of those below them, refuse a
// second value, but for lists: of two amounts nobody knows which a script meant.
func Once(parent *cobra.Command, names ...string) {
	for _, cmd := range parent.Commands() {
		if len(names) > 0 && !slices.Contains(names, cmd.Name()) {
			continue
		}
		Once(cmd)
		cmd.Flags().VisitAll(func(flag *pflag.Flag) {
			if _, list := flag.Value.(pflag.SliceValue); !list {
				flag.Value = &once{Value: flag.Value}
			}
		})
	}
}
