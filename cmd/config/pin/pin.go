package pin

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"facetill/flow/secret"
)

var phc = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$`)
})

// hash is a manager's PIN as argon2id keeps it.
type hash struct {
	memory, passes uint32 // KiB, rounds
	lanes          uint8
	salt, sum      []byte
}

// parse reads the PHC form (salt of 8 to 48 bytes, hash of 16 to 64,
// base64 without padding), and refuses what the till cannot afford: more than
// 256 MiB or 20 passes.
func parse(text string) (h hash, ok bool) {
	part := phc().FindStringSubmatch(text)
	if part == nil {
		return h, false
	}
	memory, _ := strconv.Atoi(part[1])
	passes, _ := strconv.Atoi(part[2])
	lanes, _ := strconv.Atoi(part[3])
	if lanes < 1 || lanes > 255 || memory < 8*lanes || memory > 256<<10 || passes < 1 || passes > 20 {
		return h, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(part[4])
	if err != nil {
		return h, false
	}
	sum, err := base64.RawStdEncoding.DecodeString(part[5])
	return hash{uint32(memory), uint32(passes), uint8(lanes), salt, sum}, err == nil
}

func (h hash) of(pin string) []byte {
	return argon2.IDKey([]byte(pin), h.salt, h.passes, h.memory, h.lanes, uint32(len(h.sum)))
}

// IsHash reports whether a text can be a manager_pin_hash.
func IsHash(text string) bool {
	_, is := parse(text)
	return is
}

// Check reports whether pin is the one behind a manager_pin_hash.
func Check(kept secret.Secret, pin string) bool {
	h, ok := parse(kept.Reveal())
	return ok && subtle.ConstantTimeCompare(h.of(pin), h.sum) == 1
}

// Fewest and most characters of a manager's PIN.
const (
	shortest = 4
	longest  = 64
)

// Hash makes a manager_pin_hash, with a salt of its own.
func Hash(pin string) (string, error) {
	n := utf8.RuneCountInString(pin)
	for _, r := range pin {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return "", fmt.Errorf("the PIN has a character that cannot be typed; use digits and letters")
		}
	}
	if n < shortest || n > longest {
		return "", fmt.Errorf("the PIN has %d characters; take %d to %d", n, shortest, longest)
	}
	h := hash{memory: 19 << 10, passes: 2, lanes: 1, salt: make([]byte, 16), sum: make([]byte, 32)}
	if _, err := rand.Read(h.salt); err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", h.memory, h.passes, h.lanes,
		b64.EncodeToString(h.salt), b64.EncodeToString(h.of(pin))), nil
}
