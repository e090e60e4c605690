package streams

import (
	"bufio"
	"bytes"
	"encoding/json"
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
	if rest, _ := in.Peek(in.Buffered()); len(strings.Trim(string(rest), ends)) > 0 {
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

// Scanned reads a payment code: alone on a line, or in the answer of the terminal's own
// scanner, startCodeScanner, whose result line may follow.
func Scanned(r io.Reader) (string, error) {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(1); string(head) != "{" {
		return FirstLine(in)
	}
	text, err := AllOf(in, MostAnswer)
	if err == nil {
		err = One(text)
	}
	if err != nil {
		return "", err
	}
	var line struct {
		Answer struct {
			CodeMsg string `json:"code_msg"`
		}
	}
	if json.NewDecoder(strings.NewReader(text)).Decode(&line) != nil || line.Answer.CodeMsg == "" {
		return "", errors.New("stdin has no scanned code: pipe what device scanner start prints with -o json, or the code alone on a line; a face belongs to --face-code -")
	}
	return line.Answer.CodeMsg, nil
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

// One refuses more than one answer of a command: nobody knows which is meant. The line
// of its result may follow, which a command ends with. A text that is no JSON at all
// is its reader's to refuse.
func One(text string) error {
	dec := json.NewDecoder(strings.NewReader(strings.Trim(text, ends)))
	var all []string
	for results := 0; ; {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if errors.Is(err, io.EOF) || err != nil && len(all) == 0 {
			break
		}
		var line struct{ Type, Cmd, API string }
		_ = json.Unmarshal(raw, &line) // what does not fit is not there
		if line.Type == "result" && len(all) > 0 && err == nil {
			if results++; results == 1 {
				continue
			}
		}
		all = append(all, said(line.Type, line.Cmd+line.API, err))
		if err != nil {
			break
		}
	}
	if len(all) < 2 {
		return nil
	}
	return fmt.Errorf("stdin has several answers, %s: pipe one alone, with > and not >>", strings.Join(all[:2], " and "))
}

// ends is what may stand around a text: blanks, marks, DOS's end of a file.
const ends = " \t\r\n\x00\x1a\ufeff"

// said names an answer, by whose it is and nothing else.
func said(kind, of string, err error) string {
	switch {
	case err != nil:
		return "something else"
	case kind == "result":
		return "a result"
	case field.IsCode(strings.ToUpper(of)):
		return of
	}
	return "another one"
}
