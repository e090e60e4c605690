package cli_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// longSteps are the calls of make that .ci/long makes.
func longSteps(script string) (calls []string) {
	for _, m := range regexp.MustCompile(`(?m)^  "([a-z]+(?: [A-Z]+=[^: "]+)*):[^"]+"$`).FindAllStringSubmatch(script, -1) {
		calls = append(calls, m[1])
	}
	return calls
}

// What .ci/long calls is there, and each size that it gives is one that the
// Makefile knows: an unknown one would be taken in silence, and little be played.
func TestLongProofIsCallable(t *testing.T) {
	script, err := os.ReadFile("../../.ci/long")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	makefile := string(file)
	unknown := func(call string) (what []string) {
		words := strings.Fields(call)
		if !regexp.MustCompile(`(?m)^` + words[0] + `:`).MatchString(makefile) {
			what = append(what, words[0])
		}
		for _, w := range words[1:] {
			name, _, _ := strings.Cut(w, "=")
			if !regexp.MustCompile(`(?m)^`+name+` +\?=`).MatchString(makefile) || !strings.Contains(makefile, "$("+name+")") {
				what = append(what, name)
			}
		}
		return what
	}
	calls := longSteps(string(script))
	if len(calls) < 10 {
		t.Errorf("only %d steps are read: %q", len(calls), calls)
	}
	for _, call := range calls {
		for _, what := range unknown(call) {
			t.Errorf(".ci/long: make %s: the Makefile has no %s", call, what)
		}
	}
	if unknown("worlds WORLD=5") == nil || unknown("world") == nil {
		t.Error("the control was not found")
	}
}

// Both scripts are bash, and each tree plays seeds of its own: what .ci/run takes
// from the tree's hash is a number that the Makefile hands to each proof.
func TestScriptsOfTheProof(t *testing.T) {
	for _, script := range []string{"../../.ci/run", "../../.ci/long"} {
		if out, err := exec.Command("bash", "-n", script).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", script, out)
		}
	}
	script, err := os.ReadFile("../../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^from=.*$`).FindString(string(script))
	for tree, want := range map[string]string{"0": "1000000", "00000010ffffffff": "1000016", "ffffffff": "4295967295"} {
		cmd := exec.Command("bash", "-c", "tree="+tree+"; "+line+"; echo $from")
		if out, err := cmd.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != want {
			t.Errorf("tree %s plays from %s, want %s (%v)", tree, out, want, err)
		}
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(makefile), "-seed $(FROM)"); n < 6 {
		t.Errorf("%d proofs play from FROM on", n)
	}
}
