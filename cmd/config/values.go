package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Duration is a time span written with its unit, such as "45s" or "1m30s". A
// bare number is refused: TOML would silently take 45 as 45 nanoseconds.
type Duration struct{ time.Duration }

// UnmarshalTOML reads the text form.
func (d *Duration) UnmarshalTOML(data any) error {
	text, ok := data.(string)
	if !ok {
		return fmt.Errorf("is a bare %s without a unit; write it like \"45s\" or \"30m\"", tomlName(data))
	}
	parsed, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("is %s, which is no time span; write it like \"45s\" or \"30m\"", shown(text))
	}
	d.Duration = parsed
	return nil
}

// MarshalText writes what UnmarshalTOML reads, without empty parts: 30m, not
// 30m0s.
func (d Duration) MarshalText() ([]byte, error) { return []byte(spell(d.Duration)), nil }

func spell(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func tomlName(data any) string {
	switch data.(type) {
	case int64, float64:
		return "number"
	case bool:
		return "true or false"
	case time.Time:
		return "date"
	}
	return "list or table"
}

// Yuan is an amount in fen that the file writes in yuan, as a text: "1000.00".
// A number is refused, because 1000.10 would pass through floating point.
type Yuan int64

var yuanForm = pattern(`^(\d{1,7})(?:\.(\d{1,2}))?$`)

// UnmarshalTOML reads the text form.
func (y *Yuan) UnmarshalTOML(data any) error {
	text, ok := data.(string)
	if !ok {
		return fmt.Errorf("is not a text; write yuan in quotes, like \"1000.00\"")
	}
	part := yuanForm().FindStringSubmatch(text)
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

// TimeOfDay is how long after midnight, in minutes, written like "04:00". A number or
// a TOML time is refused: "4" may be meant in several ways, and seconds mean nothing here.
type TimeOfDay int

var timeForm = pattern(`^([01]\d|2[0-3]):([0-5]\d)$`)

// UnmarshalTOML reads the text form.
func (t *TimeOfDay) UnmarshalTOML(data any) error {
	text, ok := data.(string)
	if !ok {
		return fmt.Errorf("is a %s and not a text; write a time in quotes, like \"04:00\"", tomlName(data))
	}
	part := timeForm().FindStringSubmatch(text)
	if part == nil {
		return fmt.Errorf("is %s, which is no time of day; write hour and minute with two digits each, like \"04:00\"", shown(text))
	}
	hour, _ := strconv.Atoi(part[1]) // the pattern bounds both
	minute, _ := strconv.Atoi(part[2])
	*t = TimeOfDay(hour*60 + minute)
	return nil
}

// Duration is how long after midnight.
func (t TimeOfDay) Duration() time.Duration { return time.Duration(t) * time.Minute }

func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// MarshalText writes what UnmarshalTOML reads.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Size is a number of bytes that is written with its unit, such as "10MB".
type Size int64

// sizeUnits are what a size may be written in, the largest first.
var sizeUnits = []struct {
	name  string
	bytes int64
}{{"GB", 1_000_000_000}, {"MB", 1_000_000}, {"KB", 1_000}}

// UnmarshalTOML reads the text form. A number without a unit is refused, as that of a
// time is.
func (s *Size) UnmarshalTOML(data any) error {
	text, ok := data.(string)
	if !ok {
		return fmt.Errorf("is a bare %s without a unit; write it like \"10MB\" or \"500KB\"", tomlName(data))
	}
	for _, u := range sizeUnits {
		if number, is := strings.CutSuffix(text, u.name); is {
			if n, err := strconv.ParseUint(number, 10, 20); err == nil {
				*s = Size(int64(n) * u.bytes)
				return nil
			}
		}
	}
	return fmt.Errorf("is %s, which is no size; write a whole number and KB, MB or GB, like \"10MB\"", shown(text))
}

// MarshalText writes what UnmarshalTOML reads.
func (s Size) MarshalText() ([]byte, error) {
	for _, u := range sizeUnits {
		if int64(s)%u.bytes == 0 && s != 0 {
			return fmt.Appendf(nil, "%d%s", int64(s)/u.bytes, u.name), nil
		}
	}
	return fmt.Appendf(nil, "%dB", int64(s)), nil
}
