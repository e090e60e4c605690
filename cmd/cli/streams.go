package cli

import (
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// streams are what a command reads and writes.
type streams struct {
	in     io.Reader
	out    io.Writer // results: what a program reads
	err    io.Writer // talk: what a person reads
	getenv func(string) string
	// terminal says that a person sits at both ends, so the till can be shown.
	terminal      bool
	width, height int // of a screen that cannot be asked for them; 0 asks
}

// osStreams are those of this process. What cannot be written is dropped: a
// closed stdout never stops a sale (money rule 7.1).
func osStreams() *streams {
	return &streams{in: os.Stdin, out: deaf{os.Stdout}, err: deaf{os.Stderr}, getenv: os.Getenv,
		terminal: term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd())}
}

// deaf is a writer whose reader may have gone.
type deaf struct{ w io.Writer }

func (d deaf) Write(p []byte) (int, error) {
	_, _ = d.w.Write(p)
	return len(p), nil
}
