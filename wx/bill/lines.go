package bill

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
)

// maxLine is the longest row in bytes. A real one has less than 2 KiB.
const maxLine = 64 << 10

// MostBytes is the largest bill that is read, unpacked. A merchant's bill of a day is some
// MB, and one of 500 MB was tried; some KB can unpack into more than any disk holds.
const MostBytes = 1 << 30

// lines is a bill's text, unpacked, by its lines.
type lines struct {
	text   *bufio.Reader
	packed bool
	cut    bool // a packed text that ends before its end
	read   int  // lines
	bytes  int64
	most   int64
	last   []byte
}

// open looks at the first bytes for gzip.
func open(r io.Reader) (*lines, error) {
	l := &lines{text: bufio.NewReaderSize(r, maxLine), most: MostBytes}
	if head, _ := l.text.Peek(2); string(head) != "\x1f\x8b" {
		return l, nil
	}
	z, err := gzip.NewReader(l.text)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return nil, &Error{Kind: Cut}
	case err != nil:
		return nil, failed(err)
	}
	l.text, l.packed = bufio.NewReaderSize(z, maxLine), true
	return l, nil
}

// failed tells what packs a bill apart from what it is read from.
func failed(err error) error {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	if corrupt || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
		return &Error{Kind: Damaged}
	}
	return err
}

// next returns the next line, without its end, and whether it had one. It is good
// until the next call.
func (l *lines) next() (line []byte, ended bool, err error) {
	line, err = l.text.ReadSlice('\n')
	l.read++
	l.bytes += int64(len(line))
	switch {
	case l.bytes > l.most:
		return nil, false, &Error{Kind: TooLarge, Bytes: l.bytes}
	case err == nil:
		return bytes.TrimSuffix(line[:len(line)-1], []byte("\r")), true, nil
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, false, &Error{Kind: LongLine, Line: l.read}
	case l.packed && errors.Is(err, io.ErrUnexpectedEOF):
		l.cut = true
	case !errors.Is(err, io.EOF):
		return nil, false, failed(err)
	}
	if len(line) == 0 {
		return nil, false, io.EOF
	}
	return line, false, nil
}

// row returns the next line with what goes on after a line end in a name, and the
// number of its first line. It is good until the next call.
func (l *lines) row() (row []byte, at int, ended bool, err error) {
	line, ended, err := l.next()
	at = l.read
	if err != nil || !bytes.HasPrefix(line, []byte("`")) {
		return line, at, ended, err
	}
	l.last = append(l.last[:0], line...)
	for ended && l.goesOn() {
		if line, ended, err = l.next(); err != nil {
			return nil, at, false, err
		}
		if len(l.last)+len(line) >= maxLine {
			return nil, at, false, &Error{Kind: LongLine, Line: at}
		}
		l.last = append(append(l.last, '\n'), line...)
	}
	return bytes.TrimRight(l.last, "\r\n "), at, ended, nil
}

// goesOn reports whether the line to come belongs to the row before it.
func (l *lines) goesOn() bool {
	head, _ := l.text.Peek(len(summaryMark))
	if len(head) == 0 {
		return false
	}
	for _, begin := range []string{"`", byteOrderMark, summaryMark, colTime.name()} {
		if bytes.HasPrefix(head, []byte(begin)) {
			return false
		}
	}
	return true
}

// rest reads to the end: what packs a text vouches for it only there. Whether anything
// but blanks was there is reported.
func (l *lines) rest() (more bool, err error) {
	for {
		line, _, err := l.next()
		var e *Error
		switch {
		case errors.Is(err, io.EOF):
			return more, nil
		case errors.As(err, &e) && e.Kind == LongLine:
			more = true
		case err != nil:
			return more, err
		}
		more = more || len(bytes.TrimSpace(line)) > 0
	}
}
