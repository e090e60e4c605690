package wire

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is text that must not reach a log, an error or a screen: face_code,
// authinfo, rawdata, openid, telephone, the proxy's password. It prints as
// stars under every verb, in slog and in JSON. Reveal gives the text itself.
type Secret string

const stars = "***"

// Reveal returns the text. Each call is a place to look at in a review.
func (s Secret) Reveal() string { return string(s) }

// Format prints stars whatever the verb, so that %x and %q hide it as well.
// An empty secret prints as nothing: that it is absent is no secret.
func (s Secret) Format(f fmt.State, _ rune) {
	if s != "" {
		_, _ = io.WriteString(f, stars)
	}
}

// LogValue hides the text from structured logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(s)) }

// MarshalText hides the text from JSON and other encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(fmt.Sprint(s)), nil }
