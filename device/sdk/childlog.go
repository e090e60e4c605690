package sdk

import "regexp"

// maxLogLine is the longest line of a child that is logged whole.
const maxLogLine = 1024

// A library may print what it likes, also the authinfo that it was given. A
// word as long as a credential, or as many digits as a phone number, is masked.
var secretLike = regexp.MustCompile(`[0-9A-Za-z+/=_-]{16,}|[0-9]{11,}`)

func masked(line []byte) []byte {
	return secretLike.ReplaceAll(line, []byte("***"))
}
