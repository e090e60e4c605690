package wire

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"sync"

	"facetill/flow/secret"
)

// Key is a merchant's API key, the shared secret of every signature. It prints
// as every secret does, and its text leaves this package to nobody. A Key may be used
// by several goroutines.
type Key struct {
	text secret.Secret
	pool *sync.Pool // of *scratch
}

// Format prints stars whatever the verb.
func (k Key) Format(f fmt.State, verb rune) { k.text.Format(f, verb) }

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
func NewKey(text string) (*Key, error) {
	if text == "" {
		return nil, errors.New("api key is empty; set the 32 characters from the merchant platform")
	}
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return nil, fmt.Errorf("api key has a blank, a line break or a character beyond ascii at position %d; copy the 32 characters only", i+1)
		}
	}
	kept := secret.New(text)
	return &Key{kept, &sync.Pool{New: func() any {
		return &scratch{
			text: make([]byte, 0, 2048),
			mac:  hmac.New(sha256.New, []byte(kept.Reveal())),
			md5:  md5.New(),
		}
	}}}, nil
}
