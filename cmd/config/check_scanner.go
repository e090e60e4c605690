package config

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many characters stand around a scan at most.
const maxMarks = 8

// scanner checks what is to stand around a scan: nothing that a cashier types or a
// terminal has a meaning for, else what a person types would be a scan.
func (k *checker) scanner() {
	k.marks("scanner.prefix", k.c.Scanner.Prefix)
	k.marks("scanner.suffix", k.c.Scanner.Suffix)
}

func (k *checker) marks(key, v string) {
	const hint = `program the scanner to send what nobody types, such as STX, which is "\u0002" here, or "~"`
	n, letters := utf8.RuneCountInString(v), 0
	for _, r := range v {
		switch {
		case strings.ContainsRune("\r\n", r):
			k.problem(key, "has an Enter or a line feed", "leave it out: Enter, a line feed and a tab end a scan in any case")
			return
		case strings.ContainsRune("0123456789.,+-* \x00\x03\b\x1b\x7f", r) || r > unicode.MaxASCII:
			k.problem(key, fmt.Sprintf("has %q, which a cashier or a terminal may send, too", r), hint)
			return
		case unicode.IsLetter(r):
			letters++
		}
	}
	switch {
	case n > maxMarks:
		k.problem(key, fmt.Sprintf("has %d characters, and %d are allowed", n, maxMarks), hint)
	case n > 0 && letters == n:
		k.problem(key, "is "+shown(v)+", letters alone, which a cashier may press", hint)
	}
}
