package cli_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// forbidden are phrases that stand for a word of the field: a predicate "reports
// whether", a function "returns". They are looked for anywhere in a comment, or as the
// verb of what a comment is about. Split, so that this file is not found.
var forbidden = []struct {
	phrase *regexp.Regexp
	try    string
}{
	{regexp.MustCompile(`\bsays` + ` whether\b`), "reports whether"},
	{regexp.MustCompile(`\bsays` + ` that\b`), "reports whether, or is"},
	{regexp.MustCompile(`^(//|/\*) ?\w+ ` + `gives\b`), "returns"},
}

// phrases finds comments that say such a thing.
func phrases(f *file) (found []string) {
	for _, group := range f.ast.Comments {
		var text strings.Builder
		for _, c := range group.List { // a phrase may be on two lines
			text.WriteString(strings.Replace(c.Text, "//", "", min(1, text.Len())))
		}
		for _, bad := range forbidden {
			if p := bad.phrase.FindString(text.String()); p != "" {
				found = append(found, fmt.Sprintf("%s: %q in a comment: write %s", f.at(group), strings.TrimLeft(p, "/ "), bad.try))
			}
		}
	}
	return found
}

func TestTidyPhrases(t *testing.T) {
	files, err := parseAll(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		for _, finding := range phrases(f) {
			t.Error(finding)
		}
	}
}

// The control: each phrase is found, also over two lines, and other uses of the
// same words are not.
func TestTidyPhrasesControl(t *testing.T) {
	for comment, count := range map[string]int{
		"// isOpen says" + " whether it is.":          1,
		"// Open is a word that says\n//" + " that.":  1,
		"// Number " + "gives the count.":             1,
		"// Number returns what somebody " + "gives.": 0,
		"// isOpen reports whether it is.":            0,
	} {
		files, err := parseAll(fstest.MapFS{"wx/wire/x.go": {Data: []byte("package wire\n\n" + comment + "\nvar x int\n")}})
		if err != nil || len(phrases(files[0])) != count {
			t.Errorf("%q: %v, %v", comment, phrases(files[0]), err)
		}
	}
}
