package secret

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Stars is what every Secret prints as, whatever its length.
const Stars = "********"

// Secret is a text that must not be seen: a payer's credential, an API key, a
// password. The zero Secret is none, and prints as nothing. It may be
// used by several goroutines.
type Secret struct{ reveal func() string }

// New wraps a text. An empty text is the zero Secret.
func New(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{func() string { return text }}
}

// Reveal returns the text, for the one call that needs it. Each use is a place
// to look at in a review.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether there is no secret. The omitzero tag asks it, too.
func (s Secret) IsZero() bool { return s.reveal == nil }

// String returns stars, or nothing where there is no secret.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return Stars
}

// Format prints stars whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText returns stars for JSON, TOML, XML and whatever else asks for text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalTOML takes a text in quotes. What it refuses it does not repeat.
func (s *Secret) UnmarshalTOML(data any) error {
	text, ok := data.(string)
	if !ok {
		return errors.New("is not a text; write it in quotes")
	}
	*s = New(text)
	return nil
}

// LogValue returns stars for the handlers of slog that do not ask fmt.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
