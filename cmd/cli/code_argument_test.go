package cli_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var codeArgument = regexp.MustCompile(`--auth-code ([0-9]|[A-Z]+\b)`)

// No text of the program, of the README or of the example tells anybody to put a
// payment code where every user of the machine can read it.
func TestCodesAreAdvisedOnStdin(t *testing.T) {
	err := walkText(os.DirFS("../.."), func(name, text string) error {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".sh") {
			return nil
		}
		for line := range strings.Lines(text) {
			if codeArgument.MatchString(line) && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s: %s", name, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"facetill pay %s --auth-code CODE", "`--auth-code N` charges", "pay 1 --auth-code 134567890123456789"} {
		if !codeArgument.MatchString(bad) {
			t.Errorf("the control passed: %s", bad)
		}
	}
}
