package sdk

import (
	"bufio"
	"errors"
	"io"
	"net"
	"strings"

	"facetill/device/wire"
	"facetill/flow/field"
)

// maxLogLine is the longest line of a child that is logged whole, in bytes.
const maxLogLine = 1024

// listen reads what the child and its library print: the READY line, then
// lines for the log.
func listen(r io.ReadCloser, ready chan<- string, log io.Writer) {
	defer r.Close()
	lines := bufio.NewReaderSize(r, maxLogLine)
	for waiting := true; ; {
		line, err := nextLine(lines)
		addr, isReady := strings.CutPrefix(strings.TrimSpace(line), readyLine)
		if host, _, bad := net.SplitHostPort(addr); waiting && isReady && bad == nil && host == "127.0.0.1" {
			ready <- addr
			waiting = false
		} else if line != "" {
			_, _ = io.WriteString(log, wire.Mask(field.Plain(strings.TrimRight(line, "\r\n")))+"\n")
		}
		if err != nil {
			return
		}
	}
}

// nextLine returns a line, of a long one its beginning. That ends before a word
// that is cut in two: half a credential would not be known for one.
func nextLine(r *bufio.Reader) (string, error) {
	part, err := r.ReadSlice('\n')
	line := string(part)
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = r.ReadSlice('\n')
	}
	return strings.TrimRightFunc(line, wire.InSecret) + "...\n", err
}
