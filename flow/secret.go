package flow

import "log/slog"

// Secret is a payer's credential: a face_code, an auth_code, an openid. It
// lives in memory alone and prints as stars, whoever prints it.
type Secret struct{ text string }

// NewSecret wraps a credential.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal gives the credential to the one who sends it.
func (s Secret) Reveal() string { return s.text }

// IsZero says whether there is none.
func (s Secret) IsZero() bool { return s.text == "" }

const stars = "***"

func (s Secret) String() string               { return stars }
func (s Secret) GoString() string             { return stars }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(stars) }
func (s Secret) MarshalText() ([]byte, error) { return []byte(stars), nil }
