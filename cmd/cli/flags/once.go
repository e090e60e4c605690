package flags

import (
	"errors"

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

// Once makes flags of f, but lists, refuse a second value: of two amounts nobody
// knows which a script meant.
func Once(f *pflag.FlagSet) {
	f.VisitAll(func(flag *pflag.Flag) {
		if _, list := flag.Value.(pflag.SliceValue); !list {
			flag.Value = &once{Value: flag.Value}
		}
	})
}
