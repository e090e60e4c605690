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

// A refusal has its number, its words and what to try; the words decide nothing.
func TestRefusalSaysWhy(t *testing.T) {
	for _, c := range []struct {
		r         device.Reply
		byHand    bool
		text, try string
	}{
		{device.Reply{ReturnCode: "FAIL", ReturnMsg: "face service is not initialised", ErrCode: wire.ErrNotInitialised}, false, "stopCodeScanner: FAIL 271378620: face service is not initialised", "facetill device init"},
		{device.Reply{ReturnCode: "PARAM_ERROR", ReturnMsg: "AuthInfo License Error"}, true, "PARAM_ERROR: AuthInfo License Error", "facetill device rawdata"},
		{device.Reply{ReturnCode: "PARAM_ERROR", ReturnMsg: "AuthInfo License Error"}, false, "PARAM_ERROR: AuthInfo License Error", "facetill help fields"},
		{device.Reply{ReturnCode: "SYSTEMERROR", ReturnMsg: "SYSTEMERROR"}, false, "stopCodeScanner: SYSTEMERROR", "facetill device release"},
		{device.Reply{ReturnCode: "ERROR"}, false, "stopCodeScanner: ERROR", ""},
	} {
		e := (&reply{Cmd: wire.CmdStopScanner, byHand: c.byHand}).refused(c.r)
		if !strings.HasSuffix(e.text, c.text) || !strings.Contains(e.tries(), c.try) || (e.tries() == "") != (c.try == "") || e.code != codes.ExitFailed || string(e.errCode) != c.r.ReturnCode {
			t.Errorf("%+v: %+v", c.r, e)
		}
	}
}

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
