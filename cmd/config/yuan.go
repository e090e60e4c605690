package config

import (
	"fmt"
	"regexp"
	"strconv"
)

// Yuan is an amount in fen that the file writes in yuan, as a text: "1000.00".
// A number is refused, because 1000.10 would pass through floating point.
type Yuan int64

var yuanForm = regexp.MustCompile(`^(\d{1,7})(?:\.(\d{1,2}))?$`)

// UnmarshalTOML reads the text form.
func (y *Yuan) UnmarshalTOML(data any) error {
	text, ok := data.(string)
	if !ok {
		return fmt.Errorf("is not a text; write yuan in quotes, like \"1000.00\"")
	}
	part := yuanForm.FindStringSubmatch(text)
	if part == nil {
		return fmt.Errorf("is %s, which is no amount; write yuan like \"1000.00\", at most seven digits before the point", shown(text))
	}
	// The pattern bounds both parts, so neither conversion can fail.
	whole, _ := strconv.ParseInt(part[1], 10, 64)
	cents, _ := strconv.ParseInt((part[2] + "00")[:2], 10, 64)
	*y = Yuan(whole*100 + cents)
	return nil
}

// MarshalText writes what UnmarshalTOML reads.
func (y Yuan) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%d.%02d", int64(y)/100, int64(y)%100), nil
}
