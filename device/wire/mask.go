package wire

import (
	"regexp"
	"strings"
)

// A library or service may say what it likes, also the authinfo that it was
// given. A word as long as a credential, or as many digits as a phone number,
// is masked in all free text that comes from it.
var secretLike = regexp.MustCompile(`[0-9A-Za-z+/=_-]{16,}|[0-9]{11,}`)

// masked stands where Mask found something.
const masked = "***"

// Mask puts stars in the place of whatever may be a credential in free text
// that came from the vendor's side: a return_msg, a line that a library printed.
func Mask(text string) string { return secretLike.ReplaceAllString(text, masked) }

// InSecret reports whether a rune may stand inside what Mask masks.
func InSecret(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("+/=_-", r)
}
