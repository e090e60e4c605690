package streams

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"facetill/flow/field"
)

var errStdin = errors.New("stdin cannot be read")

// FirstLine reads a code that a program pipes in. Shells of Windows put a byte
// order mark before it, or write UTF-16. It does not wait for the end, because a person
// may type it; a second line that came in the same write is refused: of two codes nobody
// knows which is meant. A mark, or DOS's end of a file, is no line.
func FirstLine(r io.Reader) (string, error) {
	in := bufio.NewReader(io.LimitReader(r, 4096))
	text, err := in.ReadBytes('\n')
	if rest, _ := in.Peek(in.Buffered()); len(strings.Trim(string(rest), " \t\r\n\x00\x1a\ufeff")) > 0 {
		return "", errors.New("stdin has more than one line")
	}
	if line := strings.Trim(string(field.Unmarked(text)), " \t\r\n\ufeff"); line != "" {
		return line, nil
	}
	if err != nil && err != io.EOF {
		return "", errStdin
	}
	return "", errors.New("stdin has no line")
}

// AllOf reads all that a program pipes in, up to limit bytes.
func AllOf(r io.Reader, limit int) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	text = field.Unmarked(text)
	switch {
	case err != nil:
		return "", errStdin
	case len(bytes.TrimSpace(text)) == 0:
		return "", errors.New("stdin is empty")
	case len(text) > limit:
		return "", fmt.Errorf("stdin has more than %d bytes", limit)
	}
	return string(text), nil
}
