package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/cmd/cli/codes"
	"facetill/cmd/config/pin"
)

// shiftLane is a till of a shop with others, where Li and the manager Zhao sign in. Their
// PINs are their numbers twice.
func shiftLane(t *testing.T, home, lane string) func(want codes.Exit, typed, call string, says ...string) {
	text := fmt.Sprintf("[store]\nid = \"SIM-1\"\nname = \"Store\"\n[terminal]\ndevice_id = %q\n", lane)
	for number, who := range map[string]string{"07": "name = \"Li\"\n", "90": "name = \"Zhao\"\nmanager = true\n"} {
		hash, err := pin.Hash(number + number)
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("[[cashiers]]\n%snumber = %q\npin_hash = '%s'\n", who, number, hash)
	}
	path := filepath.Join(home, lane+".toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return func(want codes.Exit, typed, call string, says ...string) {
		t.Helper()
		var out, talk bytes.Buffer
		env := map[string]string{"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "LocalAppData": home, "AppData": home, "LANG": "C.UTF-8", envPIN: typed}
		code := run(t.Context(), &stdio{in: strings.NewReader(""), out: &out, err: &talk, getenv: func(k string) string { return env[k] }},
			append(strings.Fields(call), "--config", path, "--sim", "-o", formatJSON))
		if code != want {
			t.Errorf("%s, %s: exit %d, want %d: %s%s", lane, call, code, want, out.String(), talk.String())
		}
		for _, text := range says {
			if text, not := strings.CutPrefix(text, "!"); strings.Contains(out.String(), text) == not {
				t.Errorf("%s, %s: %q, found %t: %s%s", lane, call, text, not, out.String(), talk.String())
			}
		}
	}
}

// Money rule 4b.9: the shift of another lane is ended there and not here, and never without
// a manager's PIN, also where one is signed in here.
func TestEndOfAnotherLanesShift(t *testing.T) {
	home := t.TempDir()
	here, there := shiftLane(t, home, "L1"), shiftLane(t, home, "L2")
	here(codes.ExitDone, "9090", "shift in 90")
	there(codes.ExitDone, "0707", "shift in 07")
	here(codes.ExitUsage, "", "shift end --lane L2", `"err_code":"PIN"`)
	here(codes.ExitDone, "9090", "shift end --lane L2", `"cashier":"Li"`, `"approved_by":"Zhao"`, `"over":true`)
	there(codes.ExitDone, "", "shift", `!"cashier"`)
	here(codes.ExitDone, "", "shift", `"cashier":"Zhao"`)
}

// Who signs out looks at a refund that is stuck first, as at what is open or unclaimed.
func TestSignOutPastAStuckRefund(t *testing.T) {
	till := shiftLane(t, t.TempDir(), "L1")
	till(codes.ExitDone, "9090", "shift in 90")
	till(codes.ExitDone, "", "pay 900.58 --ref A --auth-code 134567890123456701")
	till(codes.ExitDone, "", "refund A --reason return")
	till(codes.ExitOpen, "", "recover", `"refunds_stuck":1`)
	till(codes.ExitOpen, "", "shift out", `"stuck":1`, `"count":1`, `!"over"`)
	till(codes.ExitDone, "", "shift out --seen", `"over":true`)
}
