package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Stars is what a [Secret] prints as, whatever its length.
const Stars = "********"

// Secret is a text that must not be seen: it prints as stars under every fmt
// verb, in slog, in JSON and in TOML. The zero Secret prints as nothing.
type Secret struct{ value string }

// NewSecret keeps a text from being printed.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal gives the text to the one call that needs it.
func (s Secret) Reveal() string { return s.value }

// IsZero says whether there is no secret. It also serves the omitzero tag.
func (s Secret) IsZero() bool { return s.value == "" }

// String is stars, or nothing where nothing is set.
func (s Secret) String() string {
	if s.value == "" {
		return ""
	}
	return Stars
}

// Format covers every verb, also those that look inside a struct.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText covers JSON and TOML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue covers slog handlers that do not go through fmt.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// UnmarshalTOML takes a text in quotes. What it refuses it does not repeat.
func (s *Secret) UnmarshalTOML(data any) error {
	text, ok := data.(string)
	if !ok {
		return errors.New("is not a text; write it in quotes")
	}
	s.value = text
	return nil
}
