package streams

import (
	"io"
	"os"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"facetill/tui/text"
)

// Stdout is this process's, or nothing where it was closed before the start: on
// Unix Go opens /dev/null in its place, on Windows the handle is none.
func Stdout(getenv func(string) string) (w io.Writer, ascii bool) {
	if !isOpen(os.Stdout) {
		return io.Discard, false
	}
	return shown(os.Stdout, getenv)
}

// Stderr is this process's.
func Stderr(getenv func(string) string) io.Writer {
	w, _ := shown(os.Stderr, getenv)
	return w
}

// Terminal reports whether a person sits at both ends of this process.
func Terminal() bool { return term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd()) }

// shown is a file as a person sees it: on a terminal without UTF-8 what is not
// ASCII becomes a question mark, because its bytes would be read as something
// else, some of them as commands to the terminal.
func shown(f *os.File, getenv func(string) string) (w io.Writer, ascii bool) {
	if !term.IsTerminal(f.Fd()) || text.UTF8(getenv) {
		return f, false
	}
	return asciiFile{f}, true
}

// asciiFile writes ASCII alone.
type asciiFile struct{ *os.File }

func (a asciiFile) Write(p []byte) (int, error) {
	out := make([]byte, 0, len(p))
	for i := 0; i < len(p); {
		r, size := utf8.DecodeRune(p[i:])
		if i += size; r < utf8.RuneSelf {
			out = append(out, byte(r))
		} else {
			out = append(out, '?')
		}
	}
	if _, err := a.File.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// File is what lies below a [Heard] and may be asked for its size, w itself where
// that is no file.
func File(w io.Writer) io.Writer {
	if h, is := w.(*Heard); is {
		switch f := h.w.(type) {
		case *os.File:
			return f
		case asciiFile:
			return f.File
		}
	}
	return w
}
