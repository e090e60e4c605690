package cli

import (
	"bytes"
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
)

// What is open at another WeChat is counted, and not called what recover goes on
// with; nobody is sent to a command that would leave it alone again.
func TestRecoverNamesWhatItLeavesAlone(t *testing.T) {
	wired := wiring.New(config.Sim(t.TempDir()))
	defer wired.Close()
	ours := flow.Attempt{Order: flow.Order{OutTradeNo: "1", WeChat: wired.ID.WeChat}, State: flow.Reversing}
	person, theirs := ours, ours
	person.State, theirs.WeChat = flow.NeedsPerson, "https://other"
	theirPerson := theirs
	theirPerson.State = flow.NeedsPerson
	for _, c := range []struct {
		open []flow.Attempt
		says string
		hint string
	}{
		{[]flow.Attempt{ours}, "1 open: recover goes on with it\n", "facetill recover"},
		{[]flow.Attempt{theirs}, "1 open, of which 1 is of another WeChat and was left alone\n", "facetill recover, with api_url as it was when they were charged"},
		{[]flow.Attempt{theirs, theirs, ours}, "3 open, of which 2 are of another WeChat and were left alone\n", "facetill recover"},
		{[]flow.Attempt{theirs, person}, "2 open, of which 1 waits for a person and 1 is of another WeChat and was left alone\n", "facetill resolve 1"},
		{[]flow.Attempt{theirPerson}, "1 open, of which 1 is of another WeChat and was left alone\n", "facetill recover, with api_url as it was when they were charged"},
		{[]flow.Attempt{person, person}, "2 open, of which 2 wait for a person\n", "facetill resolve 1"},
	} {
		var out bytes.Buffer
		e := endingOf(fromCommand, (&global{s: &stdio{out: &out, err: &out, getenv: func(string) string { return "" }}, output: formatText}).tellRecovered(wired, print.RecoveryEnded{}, c.open, nil))
		if e.code != codes.ExitOpen || !strings.HasSuffix(out.String(), c.says) || len(e.hints) != 1 || !strings.HasPrefix(e.hints[0], c.hint) {
			t.Errorf("%q, hints %q, want %q, %q", out.String(), e.hints, c.says, c.hint)
		}
		if c.hint == "facetill recover" && e.hints[0] != c.hint {
			t.Errorf("hint %q", e.hints[0])
		}
	}
}
