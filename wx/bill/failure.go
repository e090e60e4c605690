package bill

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// WeChat's words in place of a bill. The manual and the service differ in their
// capitals.
const (
	wordNoTrade  = "No Bill Exist"
	wordNotReady = "Bill Creating"
)

// maxWords bounds what is repeated of WeChat's words, in characters.
const maxWords = 128

// failure reads the answer that is XML and no bill.
func failure(r io.Reader) error {
	var answer struct {
		ReturnCode string `xml:"return_code"`
		ReturnMsg  string `xml:"return_msg"`
		ErrorCode  string `xml:"error_code"`
	}
	text, err := io.ReadAll(io.LimitReader(r, maxLine))
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &Error{Kind: Cut}
	}
	if err != nil {
		return failed(err)
	}
	if err := xml.Unmarshal(text, &answer); err != nil {
		return &Error{Kind: NotABill}
	}
	e := &Error{Kind: Refused, Code: words(cmp.Or(answer.ErrorCode, answer.ReturnCode)), Message: words(answer.ReturnMsg)}
	switch {
	case strings.EqualFold(e.Message, wordNoTrade):
		e.Kind = NoTrade
	case strings.EqualFold(e.Message, wordNotReady):
		e.Kind = NotReady
	}
	return e
}

// words makes a text fit for one line.
func words(text string) string {
	chars := []rune(strings.TrimSpace(plain(text)))
	return string(chars[:min(len(chars), maxWords)])
}
