package cli

import (
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
)

// A call by hand whose answer could not be written moved money all the same, or told
// nobody what became of it: 8, and never "surely no money moved".
func TestCallsThatNobodyHeard(t *testing.T) {
	home := t.TempDir()
	for _, c := range []struct {
		args string
		want codes.Exit
	}{
		{"micropay --out-trade-no NO --total-fee 1280 --auth-code CODE", codes.ExitOpen},
		{"query --out-trade-no NO", codes.ExitOpen},
		{"refund --out-trade-no NO --out-refund-no NO --total-fee 1280 --refund-fee 300", codes.ExitOpen},
		{"refundquery --out-trade-no NO", codes.ExitOpen},
		{"openid --auth-code 134567890123456702", codes.ExitFailed},
		{"query --out-trade-no 2026", codes.ExitUsage},
	} {
		for _, format := range []string{formatJSON, formatText} {
			args := strings.NewReplacer("NO", "20260131001"+format, "CODE", map[string]string{formatJSON: "134567890123456701", formatText: "134567890123456703"}[format]).Replace(c.args)
			code, talk := runAt(home, &breaking{}, append(append([]string{"wx"}, strings.Fields(args)...), "--sim", "-o", format)...)
			if code != c.want {
				t.Errorf("%s: exit %d, want %d: %s", args, code, c.want, talk)
			}
		}
	}
}

// A flag that is given twice is refused where money may move: of two amounts nobody knows
// which is meant.
func TestFlagTwice(t *testing.T) {
	home := t.TempDir()
	for _, args := range []string{
		"wx micropay --out-trade-no 20260131001 --auth-code 134567890123456701 --total-fee 100 --total-fee 200", "wx query --out-trade-no 20260131001 --out-trade-no 20260131001",
		"wx micropay --json a --json b", "wx reverse --out-trade-no 20260131001 --facepay --facepay", "pay 12.80 --ref a --ref b",
		"refund 20260131001 --reason a --reason b", "reverse 20260131001 --reason a --reason b",
	} {
		words := strings.Fields(args)
		flag := words[len(words)-1]
		if !strings.HasPrefix(flag, "--") {
			flag = words[len(words)-2]
		}
		if code, talk := runAt(home, &strings.Builder{}, append(words, "--sim")...); code != codes.ExitUsage || !strings.Contains(talk, flag+" is given twice") {
			t.Errorf("%s: exit %d: %s", args, code, talk)
		}
	}
}
