package bill

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// Reader reads one bill: plain or packed by gzip, with a byte order mark or without,
// in each layout that there is.
type Reader struct {
	from   io.Reader
	lines  *lines // nil before the first row
	layout *layout
	sum    Summary
	err    error // of every further Next
}

// NewReader returns a Reader that has read nothing yet.
func NewReader(r io.Reader) *Reader { return &Reader{from: r} }

// Next returns the next row, readable or not, and io.EOF after the last one. What is
// no bill is an *Error, as is WeChat's answer that there is none. Any other error is
// that of the reader that the bill comes from.
func (r *Reader) Next() (Row, error) {
	if r.err == nil && r.lines == nil {
		r.err = r.begin()
	}
	if r.err != nil {
		return Row{}, r.err
	}
	row, err := r.next()
	if err != nil {
		r.err = err
		return Row{}, err
	}
	r.sum.add(&row)
	return row, nil
}

// Summary returns what there is to say of the bill once Next returned io.EOF.
func (r *Reader) Summary() Summary { return r.sum }

// begin reads the header.
func (r *Reader) begin() (err error) {
	if r.lines, err = open(r.from); err != nil {
		return err
	}
	if head, _ := r.lines.text.Peek(len(byteOrderMark)); string(head) == byteOrderMark {
		_, _ = r.lines.text.Discard(len(byteOrderMark)) // it was seen: cannot fail
	}
	var line []byte
	ended := true
	for len(bytes.TrimSpace(line)) == 0 {
		if head, _ := r.lines.text.Peek(len("<xml")); strings.EqualFold(string(head), "<xml") {
			return failure(r.lines.text)
		}
		if line, ended, err = r.lines.next(); errors.Is(err, io.EOF) {
			if r.lines.cut {
				return &Error{Kind: Cut}
			}
			return &Error{Kind: Empty}
		} else if err != nil {
			return err
		}
	}
	if !ended && beginsHeader(line) {
		return &Error{Kind: Cut}
	}
	if isGBK(line) {
		return &Error{Kind: GBK}
	}
	r.layout, err = newLayout(string(line))
	return err
}

// beginsHeader reports whether a line is how a bill begins, or a part of that.
func beginsHeader(line []byte) bool {
	begin := []byte(colTime.name())
	line = bytes.TrimPrefix(line, []byte("`"))
	return bytes.HasPrefix(line, begin) || bytes.HasPrefix(begin, line) || bytes.HasPrefix([]byte(byteOrderMark), line)
}

// isGBK reports whether a header is written in GBK.
func isGBK(line []byte) bool {
	return !utf8.Valid(line) && bytes.Contains(line, []byte("\xbd\xbb\xd2\xd7\xca\xb1\xbc\xe4")) // 交易时间
}

// next returns the next row, or io.EOF with the findings made.
func (r *Reader) next() (Row, error) {
	for {
		text, at, ended, err := r.lines.row()
		if errors.Is(err, io.EOF) {
			r.sum.find(Finding{Kind: NoSummary, Line: at})
			return Row{}, io.EOF
		}
		if err != nil {
			return Row{}, err
		}
		line := strings.TrimSpace(string(text))
		switch {
		case line == "":
			continue
		case strings.HasPrefix(strings.TrimPrefix(line, "`"), summaryMark):
			return Row{}, r.finish(line, ended)
		case isHeader(line):
			r.sum.find(Finding{Kind: Twice, Line: at})
			r.sum.find(Finding{Kind: NoSummary, Line: at})
			return Row{}, r.drain()
		}
		row := Row{Unreadable: "is cut off: the text ends in it"}
		if ended {
			row = r.layout.row(line)
		}
		if row.Line = at; row.Unreadable != "" {
			row.Print = printOf(line)
		}
		return row, nil
	}
}

// finish reads the summary and what should not follow it.
func (r *Reader) finish(header string, ended bool) error {
	if !ended {
		r.sum.find(Finding{Kind: NoSummary, Line: r.lines.read})
		return io.EOF
	}
	values, _, err := r.lines.next()
	if errors.Is(err, io.EOF) {
		r.sum.find(Finding{Kind: NoSummary, Line: r.lines.read})
		return io.EOF
	}
	if err != nil {
		return err
	}
	r.sum.compare(header, string(values), r.lines.read)
	at := r.lines.read + 1
	more, err := r.lines.rest()
	switch {
	case err != nil:
		return err
	case more:
		r.sum.find(Finding{Kind: Twice, Line: at})
	case r.lines.cut:
		r.sum.find(Finding{Kind: NoSummary, Line: r.lines.read})
	}
	return io.EOF
}

// drain reads what counts no more.
func (r *Reader) drain() error {
	if _, err := r.lines.rest(); err != nil {
		return err
	}
	return io.EOF
}
