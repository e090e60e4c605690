package sim

import (
	"strings"
	"unicode/utf8"
)

// What a bill's headers are written in, and the same in GBK, two bytes each.
const (
	billChars = "业交付代企众信值充公券功包单号名品商型备子币应微态总成户手据数时易标款注特状率用申种称类红约结续行订设识请账货费退金银间额"
	billGBK   = "" +
		"\xd2\xb5\xbd\xbb\xb8\xb6\xb4\xfa\xc6\xf3\xd6\xda\xd0\xc5\xd6\xb5\xb3\xe4\xb9\xab\xc8\xaf\xb9\xa6" +
		"\xb0\xfc\xb5\xa5\xba\xc5\xc3\xfb\xc6\xb7\xc9\xcc\xd0\xcd\xb1\xb8\xd7\xd3\xb1\xd2\xd3\xa6\xce\xa2" +
		"\xcc\xac\xd7\xdc\xb3\xc9\xbb\xa7\xca\xd6\xbe\xdd\xca\xfd\xca\xb1\xd2\xd7\xb1\xea\xbf\xee\xd7\xa2" +
		"\xcc\xd8\xd7\xb4\xc2\xca\xd3\xc3\xc9\xea\xd6\xd6\xb3\xc6\xc0\xe0\xba\xec\xd4\xbc\xbd\xe1\xd0\xf8" +
		"\xd0\xd0\xb6\xa9\xc9\xe8\xca\xb6\xc7\xeb\xd5\xcb\xbb\xf5\xb7\xd1\xcd\xcb\xbd\xf0\xd2\xf8\xbc\xe4" +
		"\xb6\xee"
)

// toGBK writes a bill as an old spreadsheet saves it. Other Chinese than that of the
// headers becomes question marks.
func toGBK(text []byte) []byte {
	var out []byte
	for _, r := range strings.TrimPrefix(string(text), "\ufeff") {
		i := strings.IndexRune(billChars, r)
		switch {
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case i >= 0:
			n := 2 * utf8.RuneCountInString(billChars[:i])
			out = append(out, billGBK[n:n+2]...)
		default:
			out = append(out, '?')
		}
	}
	return out
}
