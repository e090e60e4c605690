package wire

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"sync"
)

// Key is a merchant's API key, the shared secret of every signature. It prints
// as stars under every verb of fmt, in slog and in JSON. A Key may be used by
// several goroutines.
type Key struct{ state *keyState }

// keyState keeps the secret inside a function: fmt cannot call the methods of a
// Key in an unexported field, and for a verb that does not suit a pointer it
// walks into the struct behind it. A function prints as an address everywhere.
type keyState struct {
	secret func() []byte
	pool   sync.Pool // of *scratch
}

// scratch is what one signature needs: the string to sign and both hashes, the
// HMAC already keyed.
type scratch struct {
	text []byte
	mac  hash.Hash
	md5  hash.Hash
	sum  [sha256.Size]byte
	hex  [2 * sha256.Size]byte
}

// NewKey takes the API key as the merchant platform shows it (there it has 32
// characters). It refuses an empty key and one with characters that cannot be
// in a key; a line break from the end of a file is the usual one.
func NewKey(secret string) (*Key, error) {
	if secret == "" {
		return nil, errors.New("api key is empty; set the 32 characters from the merchant platform")
	}
	for i := range len(secret) {
		if secret[i] <= ' ' || secret[i] > '~' {
			return nil, fmt.Errorf("api key has a blank, a line break or a character beyond ascii at position %d; copy the 32 characters only", i+1)
		}
	}
	bytes := []byte(secret)
	st := &keyState{secret: func() []byte { return bytes }}
	st.pool.New = func() any {
		return &scratch{
			text: make([]byte, 0, 2048),
			mac:  hmac.New(sha256.New, bytes),
			md5:  md5.New(),
		}
	}
	return &Key{st}, nil
}

// Len returns the key's length in bytes, which is no secret: checks of the
// configuration want 32.
func (k Key) Len() int {
	if k.state == nil {
		return 0
	}
	return len(k.state.secret())
}

const stars = "********"

// String returns stars.
func (k Key) String() string { return stars }

// GoString returns stars.
func (k Key) GoString() string { return stars }

// Format prints stars whatever the verb: %x of a struct would otherwise walk
// into its fields.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, stars) }

// LogValue returns stars.
func (k Key) LogValue() slog.Value { return slog.StringValue(stars) }

// MarshalText returns stars, also for JSON.
func (k Key) MarshalText() ([]byte, error) { return []byte(stars), nil }
