package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"facetill/tui/page"
)

// Every page has a scene: what has one is drawn at each size and in
// each language, and held against all rules of the screen.
func TestEveryPageHasAScene(t *testing.T) {
	drawn, named := map[string]bool{}, map[page.Kind]string{}
	for _, list := range []map[string]func(t *testing.T) *rig{scenes(), moreScenes()} {
		for _, make := range list {
			m := make(t).m
			kind := strings.TrimPrefix(fmt.Sprintf("%T", m.Top()), "*")
			if drawn[kind] = true; m.Title() == "" {
				t.Errorf("%s has no title on a small screen", kind)
			}
			if other := named[m.At()]; other != "" && other != kind {
				t.Errorf("%s and %s are both called %s", kind, other, m.At())
			}
			named[m.At()] = kind
		}
	}
	names, err := filepath.Glob("page/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func \((?:\w+ )?\*?(\w+)\) Kind\(\) page\.Kind`).FindAllSubmatch(src, -1) {
			kind := filepath.Base(filepath.Dir(name)) + "." + string(m[1])
			if found++; !drawn[kind] {
				t.Errorf("%s has no scene: name its key in panels, or add one to scenes() or moreScenes()", kind)
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d pages were found", found)
	}
}

func source(t *testing.T, patterns ...string) string {
	var all strings.Builder
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test.go") {
				all.Write(src)
			}
		}
	}
	return all.String()
}

// Cashiers are told of each key that opens a page, and of no other one.
func TestEveryPanelIsInTheManual(t *testing.T) {
	manual := source(t, "../cmd/cli/pages/screen.md")
	for i := range 12 {
		key := fmt.Sprintf("f%d", i+1)
		works := slices.Contains(append(PanelKeys(), "f1", "f6", "f7", "f8", "f11", "f12"), key)
		if is := strings.Contains(manual, "**"+strings.ToUpper(key)+"**"); is != works {
			t.Errorf("screen.md tells of %s: %t", key, is)
		}
	}
}
