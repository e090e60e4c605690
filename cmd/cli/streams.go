package cli

import (
	"io"
	"os"
	"time"

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
	ascii         bool          // stdout is a terminal without UTF-8
	width, height int           // of a screen that cannot be asked for them; 0 asks
	hear          time.Duration // how long a sale's caller may leave its output unread; 0 is hearWithin
}

// osStreams are those of this process.
func osStreams() *streams {
	out, ascii := stdout(os.Getenv)
	talk, _ := shown(os.Stderr, os.Getenv)
	return &streams{in: os.Stdin, out: out, err: talk, getenv: os.Getenv, ascii: ascii,
		terminal: term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd())}
}

// stdout is this process's, or nothing where it was closed before the start: on
// Unix Go opens /dev/null in its place, on Windows the handle is none.
func stdout(getenv func(string) string) (w io.Writer, ascii bool) {
	if !isOpen(os.Stdout) {
		return io.Discard, false
	}
	return shown(os.Stdout, getenv)
}
