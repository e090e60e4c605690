package config

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"facetill/flow/field"
)

// checker looks at a decoded configuration, section by section, and notes
// every problem.
type checker struct {
	c      *Config
	src    *source
	mode   fs.FileMode // of the configuration file
	getenv Getenv
}

func (k *checker) all() {
	k.merchant()
	k.store()
	k.terminal()
	k.wechat()
	k.device()
	k.flow()
	k.journal()
	k.scanner()
	k.screen()
}

// deviceOnly is all for a machine with a terminal and without a till. A simulated
// camera passes beside a real gateway: there is no gateway, and the bridge tells
// its clients.
func (k *checker) deviceOnly() {
	if k.c.Device.Adapter == AdapterSim {
		k.c.WeChat.Adapter = AdapterSim
	}
	k.device()
	k.journal()
	k.scanner()
	k.screen()
}

// problem notes what is wrong with a key.
func (k *checker) problem(key, text, try string) { k.src.problem(key, text, try) }

// failed says whether one of the keys could not be read: then it is not
// missing, and what would follow is not told.
func (k *checker) failed(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return k.src.failed[key] })
}

// oneOf refuses a value that is not in a list.
func (k *checker) oneOf(key, value string, allowed ...string) {
	if slices.Contains(allowed, value) {
		return
	}
	names := make([]string, len(allowed))
	for i, a := range allowed {
		names[i] = fmt.Sprintf("%q", a)
	}
	k.problem(key, "is "+shown(value), "write one of "+strings.Join(names, ", "))
}

// between refuses a time span below its floor or above its ceiling.
func (k *checker) between(key string, d Duration, floor, ceiling time.Duration) {
	text := ""
	switch {
	case d.Duration < floor:
		text = fmt.Sprintf("is %s, below its floor of %s", spell(d.Duration), spell(floor))
	case d.Duration > ceiling:
		text = fmt.Sprintf("is %s, above its ceiling of %s", spell(d.Duration), spell(ceiling))
	default:
		return
	}
	k.problem(key, text, fmt.Sprintf("write a time span from %q to %q", spell(floor), spell(ceiling)))
}

// number refuses a whole number outside its range.
func (k *checker) number(key string, n, low, high int) {
	if n < low || n > high {
		k.problem(key, fmt.Sprintf("is %d", n), fmt.Sprintf("write a number from %d to %d", low, high))
	}
}

// id checks a name that goes to WeChat as an identifier: printable ASCII
// without blanks, at most 32 characters.
func (k *checker) id(key, value string) {
	switch {
	case value == "":
	case len(value) > 32:
		k.problem(key, fmt.Sprintf("has %d characters", len(value)), "shorten it to at most 32")
	case strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }):
		k.problem(key, "is "+shown(value), "use letters, digits and ASCII signs without blanks")
	}
}

// text checks a text that goes to WeChat: its length in bytes, which is never
// more generous than WeChat's own count, and the characters that it refuses.
func (k *checker) text(key, value string, limit int) {
	switch {
	case len(value) > limit:
		k.problem(key, fmt.Sprintf("has %d bytes (a Chinese character has three)", len(value)),
			fmt.Sprintf("shorten it to at most %d", limit))
	case strings.ContainsFunc(value, func(r rune) bool { return r > 0xFFFF }):
		k.problem(key, "has an emoji or another four-byte character, which WeChat refuses", "leave it out")
	case !field.IsPlain(value):
		n, r := firstHidden(value)
		k.problem(key, fmt.Sprintf("has a character that turns the line or is not seen (U+%04X at character %d)", r, n), "write it anew, without pasting")
	case strings.TrimSpace(value) != value:
		k.problem(key, "begins or ends with a blank", "leave the blank out")
	}
}

// firstHidden is the place and the number of the first character that is not
// plain. TOML is UTF-8, so there is no other reason.
func firstHidden(value string) (n int, r rune) {
	for _, r := range value {
		if n++; field.Hidden(r) {
			return n, r
		}
	}
	return 0, 0
}

// required refuses an empty value.
func (k *checker) required(key, value, try string) {
	if value == "" {
		k.problem(key, "is missing", try)
	}
}
