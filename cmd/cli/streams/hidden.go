package streams

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"
)

// ErrLeft is a line that nobody typed to its end: Ctrl+C, Ctrl+D or a signal came.
var ErrLeft = errors.New("interrupted")

// Hidden asks on a terminal for a line and shows none of it, until ctx ends. The prompt
// stands there when each key is ours.
func Hidden(ctx context.Context, in *os.File, out io.Writer, prompt string) (string, error) {
	state, err := term.MakeRaw(in.Fd())
	if err != nil {
		return "", err
	}
	fmt.Fprint(out, prompt)
	defer fmt.Fprintln(out)
	defer func() { _ = term.Restore(in.Fd(), state) }()
	type line struct {
		text string
		err  error
	}
	typed := make(chan line, 1)
	go func() {
		text, err := typedLine(in, func() { fmt.Fprint(out, "\r\n"+prompt) })
		typed <- line{text, err}
	}()
	select {
	case l := <-typed:
		return l.text, l.err
	case <-ctx.Done():
		return "", ErrLeft
	}
}

// typedLine reads keys to an Enter. The terminal leaves all of them to us. An Enter behind
// nothing ends no line: it is asked for again, and counts as no wrong PIN.
func typedLine(keys io.Reader, again func()) (string, error) {
	var typed []byte
	for key := make([]byte, 1); ; {
		if _, err := io.ReadFull(keys, key); err != nil {
			return "", err
		}
		switch key[0] {
		case '\r', '\n':
			if len(typed) > 0 {
				return string(typed), nil
			}
			again()
		case 3, 4: // Ctrl+C, Ctrl+D
			return "", ErrLeft
		case 8, 127:
			_, size := utf8.DecodeLastRune(typed)
			typed = typed[:len(typed)-size]
		default:
			typed = append(typed, key[0])
		}
	}
}
