package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"facetill/flow/field"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// The tag of a rule is its name with what it takes, as in "span 30s 60s". "none or"
// before it lets the value be empty.
const noneOr = "none or "

// rule returns what is wrong with a value, beginning with a verb, and what to try;
// "" where nothing is.
type rule func(value reflect.Value, takes []string) (problem, try string)

// rules are what the tag `is` may name. A test holds the tags against it. A rule is
// of one key alone: what hangs on others, such as whether it is needed, is checked
// in check_*.go.
var rules = map[string]rule{
	"any":    nil, // whatever has the type
	"own":    nil, // whatever check_*.go lets pass
	"path":   nil, // made absolute
	"env":    nil, // the name of an environment variable with a secret
	"one-of": oneOf,
	"language": func(v reflect.Value, none []string) (string, string) {
		if text.IsSpelled(v.String()) {
			return "", ""
		}
		return oneOf(v, append(none, text.Spellings()...))
	},
	"theme":  func(v reflect.Value, none []string) (string, string) { return oneOf(v, append(none, theme.Names()...)) },
	"span":   span,
	"number": number,
	"time":   timeOfDay,
	"size":   size,
	"id":     id,
	"text":   plainText,
	"https":  https,
	"mark":   mark,
}

// key is a row of the table: one key of the file, and its place in a Config.
type key struct {
	name  string // dotted: flow.confirm_window, cashiers[1].name
	rule  string
	takes []string
	none  bool // the empty value passes
	first string
	value reflect.Value
}

// keys is the table over c, in the sequence of the file.
func (c *Config) keys() []key { return keysIn("", reflect.ValueOf(c).Elem()) }

func keysIn(prefix string, table reflect.Value) (all []key) {
	for f, v := range table.Fields() {
		name := f.Tag.Get("toml")
		switch {
		case name == "-":
		case isTable(f.Type):
			all = append(all, keysIn(prefix+name+".", v)...)
		case isTables(f.Type):
			for i := range v.Len() {
				all = append(all, keysIn(element(prefix+name, i)+".", v.Index(i))...)
			}
		default:
			is, none := strings.CutPrefix(f.Tag.Get("is"), noneOr)
			k := key{name: prefix + name, value: v, none: none, first: f.Tag.Get("default")}
			if words := strings.Fields(is); len(words) > 0 {
				k.rule, k.takes = words[0], words[1:]
			}
			all = append(all, k)
		}
	}
	return all
}

// setFirst writes the default of a key. The tags are tried by a test.
func (k *key) setFirst() {
	if k.first == "" {
		return
	}
	switch v := k.value.Addr().Interface().(type) {
	case interface{ UnmarshalTOML(any) error }:
		_ = v.UnmarshalTOML(k.first)
	case *bool:
		*v, _ = strconv.ParseBool(k.first)
	case *int:
		*v, _ = strconv.Atoi(k.first)
	case *string:
		*v = k.first
	}
}

// table asks the rule of each key that is wanted.
func (k *checker) table(wanted func(name string) bool) {
	for _, key := range k.c.keys() {
		if ask := rules[key.rule]; ask != nil && wanted(key.name) && !(key.none && key.value.IsZero()) {
			if key.none && key.value.Kind() == reflect.String {
				key.takes = append([]string{""}, key.takes...)
			}
			if problem, try := ask(key.value, key.takes); problem != "" {
				k.problem(key.name, problem, try)
			}
		}
	}
}

// oneOf takes the whole list.
func oneOf(value reflect.Value, takes []string) (problem, try string) {
	if slices.Contains(takes, value.String()) {
		return "", ""
	}
	names := make([]string, len(takes))
	for i, a := range takes {
		names[i] = strconv.Quote(a)
	}
	return "is " + shown(value.String()), "write one of " + strings.Join(names, ", ")
}

// span takes the shortest and the longest time.
func span(value reflect.Value, takes []string) (problem, try string) {
	floor, _ := time.ParseDuration(takes[0])
	ceiling, _ := time.ParseDuration(takes[1])
	d := value.Interface().(Duration).Duration
	try = fmt.Sprintf("write a time span from %q to %q", spell(floor), spell(ceiling))
	switch {
	case d < floor:
		return fmt.Sprintf("is %s, below its floor of %s", spell(d), spell(floor)), try
	case d > ceiling:
		return fmt.Sprintf("is %s, above its ceiling of %s", spell(d), spell(ceiling)), try
	}
	return "", ""
}

// timeOfDay takes the earliest and the latest.
func timeOfDay(value reflect.Value, takes []string) (problem, try string) {
	var latest TimeOfDay
	_ = latest.UnmarshalTOML(takes[1]) // the tags are tried by a test
	if at := TimeOfDay(value.Int()); at > latest {
		return fmt.Sprintf("is %q, later than %s", at, takes[1]), fmt.Sprintf("write a time from %q to %q: the hour at which nobody sells any more", takes[0], takes[1])
	}
	return "", ""
}

// number takes the least and the most.
func number(value reflect.Value, takes []string) (problem, try string) {
	least, _ := strconv.ParseInt(takes[0], 10, 64)
	most, _ := strconv.ParseInt(takes[1], 10, 64)
	if n := value.Int(); n < least || n > most {
		return fmt.Sprintf("is %d", n), fmt.Sprintf("write a number from %d to %d", least, most)
	}
	return "", ""
}

// size takes the smallest and the largest one.
func size(value reflect.Value, takes []string) (problem, try string) {
	var least, most Size
	_, _ = least.UnmarshalTOML(takes[0]), most.UnmarshalTOML(takes[1])
	if s := value.Interface().(Size); s < least || s > most {
		text, _ := s.MarshalText()
		return "is " + string(text), fmt.Sprintf("write a size from %q to %q", takes[0], takes[1])
	}
	return "", ""
}

// id is a name that goes to WeChat as an identifier: printable ASCII without
// blanks, at most 32 characters. It takes "digits" where it has nothing else.
func id(value reflect.Value, takes []string) (problem, try string) {
	switch v := value.String(); {
	case len(v) > 32:
		return fmt.Sprintf("has %d characters", len(v)), "shorten it to at most 32"
	case strings.ContainsFunc(v, unseen):
		return "is " + shown(v), "use letters, digits and ASCII signs without blanks"
	case len(takes) > 0 && v != "" && !field.IsDigits(v):
		return "is " + shown(v), "write digits only"
	}
	return "", ""
}

// unseen reports whether a character is anything but printable ASCII.
func unseen(r rune) bool { return r <= ' ' || r > '~' }

// plainText is a text that goes to WeChat. It takes the most bytes, which is never
// more generous than WeChat's own count.
func plainText(value reflect.Value, takes []string) (problem, try string) {
	most, _ := strconv.Atoi(takes[0])
	v := value.String()
	switch {
	case len(v) > most:
		return fmt.Sprintf("has %d bytes (a Chinese character has three)", len(v)), fmt.Sprintf("shorten it to at most %d", most)
	case strings.ContainsFunc(v, func(r rune) bool { return r > 0xFFFF }):
		return "has an emoji or another four-byte character, which WeChat refuses", "leave it out"
	case !field.IsPlain(v): // TOML is UTF-8, so it hides something
		before := v[:strings.IndexFunc(v, field.Hidden)]
		r, _ := utf8.DecodeRuneInString(v[len(before):])
		return fmt.Sprintf("has a character that turns the line or is not seen (U+%04X at character %d)", r, utf8.RuneCountInString(before)+1),
			"write it anew, without pasting"
	case strings.TrimSpace(v) != v:
		return "begins or ends with a blank", "leave the blank out"
	}
	return "", ""
}

// https is the address of a host: its path may be the start of all paths.
func https(value reflect.Value, _ []string) (problem, try string) {
	const like = "write it like \"https://api.mch.weixin.qq.com\""
	u, ok := address(value.String())
	switch {
	case value.IsZero():
	case !ok:
		return "is no address", like
	case u.Scheme != "https":
		return "is not https", like
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "has more than a host and a path", "leave out user, ? and #"
	case strings.HasSuffix(u.Path, "/"):
		return "ends with a slash", "leave the slash out"
	}
	return "", ""
}

// maxMarks is how many characters stand around a scan at most.
const maxMarks = 8

// mark is what stands around a scan: nothing that a cashier types or a terminal has
// a meaning for, else what a person types would be a scan.
func mark(value reflect.Value, _ []string) (problem, try string) {
	const hint = `program the scanner to send what nobody types, such as STX, which is "\u0002" here, or "~"`
	v := value.String()
	for _, r := range v {
		switch {
		case strings.ContainsRune("\r\n", r):
			return "has an Enter or a line feed", "leave it out: Enter, a line feed and a tab end a scan in any case"
		case strings.ContainsRune("0123456789.,+-* \x00\x03\b\x1b\x7f", r) || r > unicode.MaxASCII:
			return fmt.Sprintf("has %q, which a cashier or a terminal may send, too", r), hint
		}
	}
	switch {
	case len(v) > maxMarks:
		return fmt.Sprintf("has %d characters, and %d are allowed", len(v), maxMarks), hint
	case v != "" && !strings.ContainsFunc(v, func(r rune) bool { return !unicode.IsLetter(r) }):
		return "is " + shown(v) + ", letters alone, which a cashier may press", hint
	}
	return "", ""
}
