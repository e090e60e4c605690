package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"
)

// mend writes anew, with the line numbers of the code as it is now, each stale
// patch whose lines have moved to another file unchanged. It names the others,
// which are for a person, and counts them.
func mend(w io.Writer, root string, all []mutant) (left int, err error) {
	texts, err := sources(root)
	if err != nil {
		return 0, err
	}
	for _, m := range all {
		if _, err := patched(root, m); err == nil {
			continue
		}
		for i, e := range m.edits {
			if _, _, times := cutLines(texts[e.file], e.old); times == 1 {
				continue
			}
			var homes []string
			for name, text := range texts {
				if _, _, times := cutLines(text, e.old); times == 1 {
					homes = append(homes, name)
				}
			}
			if len(homes) == 1 {
				m.edits[i].file = homes[0]
			}
		}
		if _, err := patched(root, m); err != nil {
			left++
			fmt.Fprintf(w, "%s: %v\n", m.patch, err)
			continue
		}
		if err := os.WriteFile(filepath.Join(root, "cmd/proof/mutation", m.patch), []byte(m.text(texts)), 0o644); err != nil {
			return left, err
		}
		fmt.Fprintf(w, "%s is mended\n", m.patch)
	}
	return left, nil
}

// sources reads the files that a bug may be in.
func sources(root string) (map[string]string, error) {
	texts := map[string]string{}
	tree := os.DirFS(root)
	return texts, fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if ext := path.Ext(name); err != nil || d.IsDir() || ext != ".go" && ext != ".sql" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		texts[name] = string(text)
		return err
	})
}

// text is the patch as a file, which git apply and patch take, too.
func (m mutant) text(texts map[string]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "rule: %s\n", m.rule)
	if m.schedule != "" {
		fmt.Fprintf(&b, "schedule: %s\n", m.schedule)
	}
	if m.report != "" {
		fmt.Fprintf(&b, "case: %s\n", m.report)
	}
	fmt.Fprintf(&b, "bug: %s\n", m.bug)
	for _, c := range m.by {
		fmt.Fprintf(&b, "noticed by: %s\n", c)
	}
	changed, file, grown := "", "", 0
	for _, e := range m.edits {
		if e.file != file {
			file, changed, grown = e.file, texts[e.file], 0
			fmt.Fprintf(&b, "\n--- a/%s\n+++ b/%s\n", file, file)
		}
		before, after, _ := cutLines(changed, e.old)
		inside := ""
		for l := range strings.Lines(before) {
			if unicode.IsLetter(rune(l[0])) {
				inside = strings.TrimSpace(l)
			}
		}
		line, was, is := strings.Count(before, "\n")+1, strings.Count(e.old, "\n"), strings.Count(e.new, "\n")
		fmt.Fprintf(&b, "@@ -%d,%d +%d,%d @@ %s\n%s", line-grown, was, line, is, inside, e.body)
		changed, grown = before+e.new+after, grown+is-was
	}
	return b.String()
}
