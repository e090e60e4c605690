package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	recipeTest  = regexp.MustCompile("`(Test[A-Z]\\w+)`")
	recipeFiles = regexp.MustCompile("`((?:cmd|device|flow|tui|wx)/[a-z0-9_/.*]+)`")
)

// A recipe that names a file or a test that is gone leads astray.
func TestRecipesAreTrue(t *testing.T) {
	var tests strings.Builder
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "_test.go") {
			src, _ := os.ReadFile(path)
			tests.Write(src)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", "cmd/proof/README.md"} {
		text, err := os.ReadFile(filepath.Join("../..", page))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range readmeLink.FindAllSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("../..", filepath.Dir(page), string(m[1]))); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			}
		}
		for _, m := range recipeFiles.FindAllSubmatch(text, -1) {
			if found, err := filepath.Glob(filepath.Join("../..", string(m[1]))); err != nil || len(found) == 0 {
				t.Errorf("%s names %s, and there is none", page, m[1])
			}
		}
		for _, m := range recipeTest.FindAllSubmatch(text, -1) {
			if name := string(m[1]); !strings.Contains(tests.String(), "func "+name+"(") && name != "TestSNN_Title" {
				t.Errorf("%s names %s, and there is no such test", page, name)
			}
		}
	}
}
