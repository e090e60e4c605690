package cli

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/device"
	"facetill/device/wire"
)

// What a terminal says beside the SDK's rules is no reason for the line of a
// command not to come, and goes to nobody's screen.
func TestReplyThatIsNoJSON(t *testing.T) {
	for _, output := range []string{formatText, formatJSON} {
		for raw, shown := range map[string]bool{`{"return_code":"SUCCESS"}`: true, `{"return_msg":"no code"}`: true, "\x1b[2J<html>": false, "": false} {
			var out bytes.Buffer
			g := &global{s: &stdio{out: &out}, p: print.NewPrinter(&out), output: output}
			bad := &wire.CallError{Kind: wire.KindBadAnswer, Cmd: wire.CmdInit, Err: errors.New("it is none")}
			err := g.replied(t.Context(), &reply{Type: "device", Cmd: wire.CmdInit}, device.Reply{Raw: []byte(raw)}, bad)
			e, is := errors.AsType[*ending](err)
			if !is || e.code != codes.ExitFailed || strings.Contains(out.String(), raw) != (shown || raw == "") || !shown && out.Len() != 0 {
				t.Errorf("%s %q: %v, and %q was printed", output, raw, err, out.String())
			}
		}
	}
}
