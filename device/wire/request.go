package wire

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"
)

// Request is one command with its fields. The types Init, Rawdata, Code,
// Update, Stop, Release, UserInfo, ActivateMember, Consent, StartScanner and StopScanner
// of this package implement it.
type Request interface {
	request() (Command, []parameter)
}

// CommandFor returns the SDK call of a request.
func CommandFor(r Request) Command {
	cmd, _ := r.request()
	return cmd
}

// Encode checks a request against its field rules and against what sdk knows,
// and returns the SDK's JSON: cmd, version, now (Unix seconds), then the fields
// that have a value, in the manual's sequence. The error is a *field.Error or a
// *GateError and comes before anything was sent.
func Encode(r Request, sdk SDK, now time.Time) ([]byte, error) {
	cmd, parameters := r.request()
	if err := sdk.Check(cmd); err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, 512), `{"cmd":"`+string(cmd)+`","version":"`+version+`","now":`...)
	out = strconv.AppendInt(out, now.Unix(), 10)
	for _, p := range parameters {
		if err := p.check(cmd); err != nil {
			return nil, err
		}
		if p.text == "" {
			continue
		}
		if err := sdk.CheckField(cmd, p.name); err != nil {
			return nil, err
		}
		if p.oneOf != nil {
			if err := sdk.checkValue(cmd, p.name, p.text); err != nil {
				return nil, err
			}
		}
		out = append(out, `,"`+p.name+`":`...)
		if p.number {
			out = append(out, p.text...)
		} else {
			out = appendString(out, p.text)
		}
	}
	return append(out, '}'), nil
}

// appendString writes a JSON string. ASCII, which is nearly everything
// here, is copied; the rest is left to the standard library.
func appendString(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			quoted, _ := json.Marshal(s) // a string always marshals
			return append(out, quoted...)
		}
	}
	return append(out, `"`+s+`"`...)
}

// Rawdata asks for the device's data, from which WeChat makes authinfo.
type Rawdata struct{}

func (Rawdata) request() (Command, []parameter) { return CmdRawdata, nil }

// Release frees the camera. On a terminal that only WeChat uses it belongs at
// the end of the day: after it the next start is slow.
type Release struct{}

func (Release) request() (Command, []parameter) { return CmdRelease, nil }
