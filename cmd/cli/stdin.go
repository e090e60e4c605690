package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

var errStdin = errors.New("stdin cannot be read")

// firstLine reads a code that a program pipes in.
func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if line = strings.TrimSpace(line); line != "" {
		return line, nil
	}
	if err != nil && err != io.EOF {
		return "", errStdin
	}
	return "", errors.New("stdin has no line")
}

// allOf reads all that a program pipes in, up to limit bytes.
func allOf(r io.Reader, limit int) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
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
