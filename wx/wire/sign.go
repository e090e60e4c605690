package wire

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"hash"
	"slices"
	"strings"
)

// SignType names a signature algorithm as the field sign_type spells it.
type SignType string

const (
	MD5        SignType = "MD5"
	HMACSHA256 SignType = "HMAC-SHA256"
)

const (
	md5Hex  = 2 * md5.Size    // digits of an MD5 sign
	hmacHex = 2 * sha256.Size // digits of an HMAC-SHA256 sign
)

// What Verify returns besides nil. They are apart because an unsigned
// answer is usual where return_code is not SUCCESS.
var (
	ErrUnsigned  = errors.New("message has no sign")
	ErrBadSign   = errors.New("sign does not match; check the api key and sign_type")
	ErrDowngrade = errors.New("sign is weaker than that of the request")
)

// Sign returns the signature of m in upper-case hexadecimal digits: the fields
// that are not empty, "sign" left out, sorted by the bytes of their names,
// joined raw as name=value with &, and "&key=" with the API key behind them.
// A sign type that is not HMAC-SHA256 is MD5, WeChat's default.
//
// Put sign_type into m before signing: it is signed when it is sent.
func (k *Key) Sign(m Message, t SignType) string {
	sc := k.pool.Get().(*scratch)
	sign := string(sc.sign(k.text.Reveal(), m, t))
	k.pool.Put(sc)
	return sign
}

// Verify checks the sign of m by the algorithm that its length tells (64 digits
// HMAC-SHA256, 32 MD5; answers do not carry sign_type), in constant time. It
// returns nil, ErrUnsigned or ErrBadSign.
func (k *Key) Verify(m Message) error {
	given := m.Get("sign")
	t := MD5
	switch len(given) {
	case 0:
		return ErrUnsigned
	case hmacHex:
		t = HMACSHA256
	case md5Hex:
	default:
		return ErrBadSign
	}
	sc := k.pool.Get().(*scratch)
	want := sc.sign(k.text.Reveal(), m, t)
	same := hmac.Equal([]byte(given), want)
	k.pool.Put(sc)
	if !same {
		return ErrBadSign
	}
	return nil
}

// VerifyAs is Verify for the answer to a request that was signed with t. It
// also returns ErrDowngrade where the request was signed with HMAC-SHA256 and
// the answer with MD5: whoever answers must not choose the weaker algorithm.
func (k *Key) VerifyAs(m Message, t SignType) error {
	if t == HMACSHA256 && len(m.Get("sign")) == md5Hex {
		return ErrDowngrade
	}
	return k.Verify(m)
}

// sign computes the digits into the scratch, where they are valid until it is
// put back.
func (sc *scratch) sign(secret string, m Message, t SignType) []byte {
	sc.text = appendCanonical(sc.text[:0], m)
	sc.text = append(sc.text, "key="...)
	sc.text = append(sc.text, secret...)
	h := hash.Hash(sc.md5)
	if t == HMACSHA256 {
		h = sc.mac
	}
	h.Reset()
	h.Write(sc.text)
	sum := h.Sum(sc.sum[:0])
	clear(sc.text)
	const digits = "0123456789ABCDEF"
	for i, b := range sum {
		sc.hex[2*i] = digits[b>>4]
		sc.hex[2*i+1] = digits[b&15]
	}
	return sc.hex[:2*len(sum)]
}

// appendCanonical writes the signed fields sorted by name, each with an & behind it.
func appendCanonical(dst []byte, m Message) []byte {
	var room [2 * usualFields]int32
	sorted := room[:0]
	for i := range m {
		if m[i].Value != "" && m[i].Name != "sign" {
			sorted = append(sorted, int32(i))
		}
	}
	slices.SortStableFunc(sorted, func(a, b int32) int {
		return strings.Compare(m[a].Name, m[b].Name)
	})
	for _, i := range sorted {
		dst = append(dst, m[i].Name...)
		dst = append(dst, '=')
		dst = append(dst, m[i].Value...)
		dst = append(dst, '&')
	}
	return dst
}
