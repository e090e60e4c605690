package flags

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// alike are the commands that answer the same whatever a call had for the whole program.
var alike = map[string]bool{"help": true, "version": true, "completion": true, "sim": true}

// Carry adds to each command that a hint names what this call had for the whole program:
// without --sim a hint about a simulated sale would ask the shop's own WeChat for it. It
// stands behind the words of the command, so that what follows may be words for people. A
// hint that says itself where it is meant is left alone.
func Carry(root *cobra.Command, hint string, sim bool, config string) string {
	var carried []string
	if sim {
		carried = append(carried, "--sim")
	}
	if config != "" {
		carried = append(carried, "--config "+quoted(config))
	}
	if carried == nil {
		return hint
	}
	all := strings.Split(hint, "; ") // of a line that has them all
	for i, one := range all {
		if !strings.Contains(one, "--sim") && !strings.Contains(one, "--config") {
			all[i] = carry(root, one, strings.Join(carried, " "))
		}
	}
	return strings.Join(all, "; ")
}

func carry(root *cobra.Command, hint, carried string) string {
	call := root.Name() + " "
	var b strings.Builder
	for {
		before, after, found := strings.Cut(hint, call)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(call)
		words := commandAt(root, after)
		if b.WriteString(after[:words]); words > 0 {
			b.WriteString(" " + carried)
		}
		hint = after[words:]
	}
}

// commandAt returns how much of a text is the words of a command, 0 for none that what a
// call had would change.
func commandAt(root *cobra.Command, text string) (end int) {
	for at, cmd := 0, root; ; {
		word := text[at:]
		if stop := strings.IndexFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' }); stop >= 0 {
			word = word[:stop]
		}
		var next *cobra.Command
		for _, c := range cmd.Commands() {
			if c.Name() == word {
				next = c
			}
		}
		if next == nil || alike[Name(next)] {
			return end
		}
		cmd, end = next, at+len(word)
		if at = end + 1; !strings.HasPrefix(text[end:], " ") {
			return end
		}
	}
}

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsAny(path, " \t'\"$`&|;<>()*?[]#~!{}") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// Tries is stderr, whose lines that begin with "try: " carry what the call had.
type Tries struct {
	To    io.Writer
	Carry func(hint string) string
}

// Write implements io.Writer. A line is written by one call.
func (t Tries) Write(p []byte) (int, error) {
	var b strings.Builder
	for line := range strings.Lines(string(p)) {
		if hint, is := strings.CutPrefix(line, "try: "); is {
			line = "try: " + t.Carry(hint)
		}
		b.WriteString(line)
	}
	if _, err := io.WriteString(t.To, b.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}
