package main

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed testdata
var patches embed.FS

// mutants returns all planted bugs, by the names of their files.
func mutants() ([]mutant, error) { return read(patches) }

// read parses every patch of a tree.
func read(tree fs.FS) (all []mutant, err error) {
	err = fs.WalkDir(tree, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".patch" {
			return err
		}
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			return err
		}
		m, err := parse(strings.TrimSuffix(path.Base(file), ".patch"), string(text))
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		m.patch = file
		all = append(all, m)
		return nil
	})
	return all, err
}

// parse reads a patch: lines "key: value" up to the first file, then a unified
// diff. Nothing in a hunk's @@ line counts: its lines are found by their text.
func parse(name, text string) (mutant, error) {
	m := mutant{name: name}
	head, diff, _ := strings.Cut(text, "--- a/")
	for line := range strings.Lines(head) {
		if err := m.header(strings.TrimSpace(line)); err != nil {
			return m, err
		}
	}
	for part := range strings.SplitSeq(diff, "\n--- a/") {
		file, hunks, _ := strings.Cut(part, "\n+++ b/")
		if first, _, _ := strings.Cut(hunks, "\n"); first != file {
			return m, fmt.Errorf("it makes %q of %q: a bug changes files, and renames none", first, file)
		}
		for i, body := range strings.Split(hunks, "\n@@") {
			if i == 0 { // the file's name
				continue
			}
			e, err := hunk(body)
			if err != nil {
				return m, err
			}
			e.file = file
			m.edits = append(m.edits, e)
		}
	}
	return m, nil
}

// header takes one line of what stands above the diff.
func (m *mutant) header(line string) error {
	key, value, _ := strings.Cut(line, ": ")
	switch key {
	case "":
	case "rule":
		m.rule = value
	case "schedule":
		m.schedule = value
	case "case":
		m.report = value
	case "bug":
		m.bug = value
	case "noticed by":
		c, err := parseCatcher(value)
		m.by = append(m.by, c)
		return err
	default:
		return fmt.Errorf("the line %q above the diff is none of rule, schedule, case, bug, noticed by", line)
	}
	return nil
}

// parseCatcher reads what [catcher.String] writes.
func parseCatcher(text string) (catcher, error) {
	words := strings.Fields(text)
	switch {
	case text == "counter":
		return counter, nil
	case text == "sweep":
		return sweep, nil
	case len(words) == 3 && words[0] == "sweep" && words[1] == "-mode":
		return catcher{pkg: sweepDir, mode: words[2]}, nil
	case len(words) == 2 && strings.Contains(words[1], "Test"):
		return test(words[0], words[1]), nil
	}
	return catcher{}, fmt.Errorf("%q is no catcher: a package and its test, sweep, sweep -mode M, or counter", text)
}

// hunk reads the lines of a hunk, the first of which is the rest of its @@ line.
func hunk(body string) (e edit, err error) {
	_, body, _ = strings.Cut(strings.TrimRight(body, "\n")+"\n", "\n")
	e.body = body
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "": // an editor has cut the blank
			e.old, e.new = e.old+"\n", e.new+"\n"
		case line[0] == ' ':
			e.old, e.new = e.old+line[1:]+"\n", e.new+line[1:]+"\n"
		case line[0] == '-':
			e.old += line[1:] + "\n"
		case line[0] == '+':
			e.new += line[1:] + "\n"
		default:
			return e, fmt.Errorf("%q in a hunk: a line of a diff begins with a blank, - or +", line)
		}
	}
	if e.old == "" {
		return e, fmt.Errorf("a hunk that only adds needs a line beside what it adds")
	}
	return e, nil
}
