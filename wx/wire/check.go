package wire

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"facetill/flow/field"
)

// Check compares a request with the field table of a: required fields, lengths
// in bytes, characters. Fields that the table does not know are held to the
// rules for text alone, as WeChat ignores them. The only errors are
// *field.Error; the first problem by the table is reported.
func (a *API) Check(m Message) error {
	for i := range a.Request {
		r := &a.Request[i]
		value := m.Get(r.Name)
		if value == "" {
			if err := a.missing(r, m); err != nil {
				return err
			}
			continue
		}
		if problem, try := r.problem(value); problem != "" {
			return &field.Error{Of: a.Name, Field: r.Name, Problem: problem, Try: try}
		}
	}
	for i := range m {
		if a.Rule(m[i].Name) != nil {
			continue
		}
		if !validName(m[i].Name) {
			return &field.Error{Of: a.Name, Field: fmt.Sprintf("field number %d", i+1), Problem: "has a name that is no xml name", Try: "use letters, digits and _"}
		}
		if problem, try := textProblem(m[i].Value, true); problem != "" {
			return &field.Error{Of: a.Name, Field: m[i].Name, Problem: problem, Try: try}
		}
	}
	return nil
}

// missing reports a field that should have been there.
func (a *API) missing(r *Rule, m Message) error {
	if r.Required {
		return &field.Error{Of: a.Name, Field: r.Name, Problem: "is missing", Try: "set it"}
	}
	if r.Group == "" {
		return nil
	}
	var names []string
	for i := range a.Request {
		if a.Request[i].Group != r.Group {
			continue
		}
		if m.Has(a.Request[i].Name) {
			return nil
		}
		names = append(names, a.Request[i].Name)
	}
	return &field.Error{Of: a.Name, Field: strings.Join(names, " or "), Problem: "is missing", Try: "set one of them"}
}

// problem returns what is wrong with a value that is not empty, and what to try.
func (r *Rule) problem(value string) (problem, try string) {
	if problem, try = textProblem(value, r.Class == JSON); problem != "" {
		return problem, try
	}
	if r.Max > 0 && len(value) > r.Max {
		return fmt.Sprintf("has %d bytes, %d are allowed", len(value), r.Max), "shorten it"
	}
	switch r.Class {
	case Token:
		if i := strings.IndexFunc(value, func(c rune) bool { return c <= ' ' || c > '~' }); i >= 0 {
			return fmt.Sprintf("has a blank or a character beyond ascii at byte %d", i), "remove it"
		}
	case JSON:
		if !json.Valid([]byte(value)) {
			return "is not json", "write one json document"
		}
	case OrderNo:
		return orderNoProblem(value)
	case Fen:
		if !field.IsDigits(value) || value[0] == '0' {
			return "is not a whole number of fen from 1 up", "give the amount in fen, without sign, point or leading zero"
		}
	case Digits:
		if !field.IsDigits(value) {
			return "is not a number", "use digits only"
		}
	case Time:
		return timeProblem(value, "20060102150405", "yyyyMMddHHmmss in beijing time")
	case Day:
		return timeProblem(value, "20060102", "yyyyMMdd")
	case IP:
		if a, err := netip.ParseAddr(value); err != nil || a.Zone() != "" {
			return "is not an ip address", "give the address of this machine, such as 192.168.1.20"
		}
	case OneOf:
		if !slices.Contains(r.Values, value) {
			return "is not one of the allowed values", "use " + strings.Join(r.Values, " or ")
		}
	}
	return "", ""
}

// textProblem is what holds for every value: characters that XML carries, none
// beyond three bytes of UTF-8 (WeChat's FAQ: no emoji), no blank at either end
// (SDKs disagree whether to trim before signing).
func textProblem(value string, lines bool) (problem, try string) {
	if value == "" {
		return "", ""
	}
	if value[0] == ' ' || value[len(value)-1] == ' ' {
		return "has a blank at one end", "trim it"
	}
	for i, r := range value {
		switch {
		case r >= ' ' && r < 0x7F, lines && (r == '\n' || r == '\t'):
		case r < ' ' || r == 0x7F:
			return fmt.Sprintf("has a control character at byte %d", i), "remove it"
		case r == utf8.RuneError && !strings.HasPrefix(value[i:], "\ufffd"):
			return fmt.Sprintf("is not utf-8 at byte %d", i), "encode it as utf-8"
		case r > 0xFFFF:
			return fmt.Sprintf("has an emoji or another character of four bytes at byte %d", i), "remove it"
		case !legalChar(r):
			return fmt.Sprintf("has a character that xml cannot carry at byte %d", i), "remove it"
		case r == '\u3000' && (i == 0 || i+len("\u3000") == len(value)):
			return "has a blank at one end", "trim it"
		}
	}
	return "", ""
}

func orderNoProblem(value string) (problem, try string) {
	if len(value) < 6 {
		return fmt.Sprintf("has %d characters, 6 to 32 are allowed", len(value)), "use a longer number"
	}
	for i := range len(value) {
		b := value[i]
		if nameByte[b] && b != '.' || b == '|' || b == '*' || b == '@' {
			continue
		}
		return fmt.Sprintf("has a character at byte %d that is not allowed", i), "use digits, letters and _ - | * @"
	}
	return "", ""
}

func timeProblem(value, layout, form string) (problem, try string) {
	if _, err := time.Parse(layout, value); err != nil || !field.IsDigits(value) {
		return "is not a time", "write it as " + form
	}
	return "", ""
}
