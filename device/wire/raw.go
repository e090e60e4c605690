package wire

import (
	"encoding/json"
	"fmt"
	"time"

	"facetill/flow/field"
)

// EncodeRaw takes a script's own JSON for a command, typed here or not. What
// every request has (version, now) is added where it is missing; a command or a
// field that is known here and not to sdk is refused as by Encode, and nothing
// else is judged. The error quotes no value.
func EncodeRaw(data []byte, sdk SDK, now time.Time) (Command, []byte, error) {
	bad := func(problem string) error {
		return &field.Error{Field: "cmd", Problem: problem, Try: `give one JSON object such as {"cmd":"getWxpayfaceRawdata"}`}
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil || fields == nil {
		return "", nil, bad("is in no JSON object")
	}
	var cmd Command
	if json.Unmarshal(fields["cmd"], &cmd) != nil || cmd == "" {
		return "", nil, bad("is missing, or no text")
	}
	if err := sdk.Check(cmd); err != nil {
		return "", nil, err
	}
	for name := range fields {
		if err := sdk.CheckField(cmd, name); err != nil {
			return "", nil, err
		}
	}
	for name, value := range map[string]any{"version": version, "now": now.Unix()} {
		if _, given := fields[name]; !given {
			fields[name], _ = json.Marshal(value) // text and numbers always encode
		}
	}
	out, err := json.Marshal(fields)
	if len(out) > MaxRequest {
		return "", nil, &field.Error{Field: string(cmd), Problem: fmt.Sprintf("has %d bytes, more than %d", len(out), MaxRequest), Try: "shorten its fields"}
	}
	return cmd, out, err
}
