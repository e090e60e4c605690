package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// patched returns the texts of the changed files, by their names below root.
func patched(root string, m mutant) (map[string]string, error) {
	texts := map[string]string{}
	for _, e := range m.edits {
		text, ok := texts[e.file]
		if !ok {
			raw, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(e.file)))
			if err != nil {
				return nil, err
			}
			text = string(raw)
		}
		if e.body != "" { // the control's are empty
			before, after, times := cutLines(text, e.old)
			if times != 1 {
				return nil, stale(e, text, times)
			}
			text = before + e.new + after
		}
		texts[e.file] = text
	}
	return texts, nil
}

// cutLines cuts a text around whole lines, and counts how often they stand in it.
func cutLines(text, lines string) (before, after string, times int) {
	for from := 0; ; from++ {
		i := strings.Index(text[from:], lines)
		if i < 0 {
			return before, after, times
		}
		if from += i; from == 0 || text[from-1] == '\n' {
			before, after = text[:from], text[from+len(lines):]
			times++
		}
	}
}

// stale is the error of a hunk that does not fit the code as it is now. It names
// the line where the most of its lines stand.
func stale(e edit, text string, times int) error {
	want, have := strings.Split(strings.TrimSuffix(e.old, "\n"), "\n"), strings.Split(text, "\n")
	line, most := 0, 0
	for i := range have {
		same := 0
		for k, w := range want {
			if w = strings.TrimSpace(w); w != "" && i+k < len(have) && strings.TrimSpace(have[i+k]) == w {
				same++
			}
		}
		if same > most {
			line, most = i+1, same
		}
	}
	return fmt.Errorf("the patch is stale: %s has these lines %d times, not once (nearest: line %d, with %d of %d); mend it for the code as it is now:\n%s",
		e.file, times, line, most, len(want), e.body)
}
