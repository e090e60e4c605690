package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every page has a scene: what has one is drawn at each size and in
// each language, and held against all rules of the screen.
func TestEveryPageHasAScene(t *testing.T) {
	drawn := map[string]bool{}
	for _, list := range []map[string]func(t *testing.T) *rig{scenes(), moreScenes()} {
		for _, make := range list {
			m := make(t).m
			kind := strings.TrimPrefix(fmt.Sprintf("%T", m.Top()), "*")
			if drawn[kind] = true; m.Title() == "" {
				t.Errorf("%s has no title on a small screen: name it in Context.Title", kind)
			}
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
				t.Errorf("%s has no scene: add one to scenes() or moreScenes()", kind)
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d pages were found", found)
	}
}
