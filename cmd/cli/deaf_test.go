package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/flow"
)

// breaking takes so many writes and a part of the next one at most. After that it
// takes all again, as a disk that has room again.
type breaking struct {
	bytes.Buffer
	writes, part int
	err          error
}

func (b *breaking) Write(p []byte) (int, error) {
	if b.writes == 0 {
		b.writes--
		n, _ := b.Buffer.Write(p[:min(b.part, len(p))])
		return n, b.err
	}
	if b.writes > 0 {
		b.writes--
	}
	return b.Buffer.Write(p)
}

// runAt is a call in folders of its own.
func runAt(home string, out io.Writer, args ...string) (codes.Exit, string) {
	var talk bytes.Buffer
	env := map[string]string{"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "LocalAppData": home, "AppData": home, "LANG": "C.UTF-8"}
	code := run(context.Background(), &stdio{in: strings.NewReader(""), out: out, err: &talk, getenv: func(k string) string { return env[k] }}, args)
	return code, talk.String()
}

// Schedule 40, at each write: whichever line of a paid sale is the first that is
// not taken, or not taken whole, the sale is 8, no line stands behind the gap, no
// fact states that it was told, and the next press of its amount is stopped. With no
// write that fails it is 0 and told: the control.
func TestS40_EachWrite(t *testing.T) {
	for _, format := range []string{formatJSON, formatText} {
		var whole breaking
		whole.writes = 1000
		sale := []string{"pay", "12.80", "--sim", "--auth-code", "134567890123456701", "-o", format}
		home := t.TempDir()
		if code, talk := runAt(home, &whole, sale...); code != codes.ExitDone {
			t.Fatalf("control: exit %d: %s", code, talk)
		}
		if code, _ := runAt(home, io.Discard, "pay", "12.80", "--sim", "--auth-code", "134567890123456702"); code != codes.ExitDone {
			t.Errorf("control: the next customer is stopped: exit %d", code)
		}
		writes := 1000 - whole.writes
		if format == formatJSON && writes < 5 || format == formatText && writes != 1 {
			t.Fatalf("%d writes of %s", writes, format)
		}
		for n := range writes {
			for _, broken := range []breaking{{err: syscall.ENOSPC}, {err: syscall.EPIPE}, {err: syscall.ENOSPC, part: 7}, {part: 7}} {
				home, out := t.TempDir(), broken
				out.writes = n
				code, talk := runAt(home, &out, sale...)
				if code != codes.ExitOpen || !strings.Contains(talk, "could not be told") || strings.Count(out.String(), "\n") != n {
					t.Errorf("%s, write %d, %v: exit %d, %q, %s", format, n, broken.err, code, out.String(), talk)
				}
				var again bytes.Buffer
				code, _ = runAt(home, &again, "pay", "12.80", "--sim", "--auth-code", "134567890123456702", "-o", formatJSON)
				var r map[string]any
				if err := json.Unmarshal(again.Bytes(), &r); err != nil || code != codes.ExitOpen || r["err_code"] != flow.CodePossibleDuplicate || r["out_trade_no"] != nil {
					t.Errorf("%s, write %d, %v: the next press: exit %d, %s", format, n, broken.err, code, again.String())
				}
			}
		}
	}
}

// eachCommand calls visit for every command.
func eachCommand(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, c := range cmd.Commands() {
		eachCommand(c, visit)
	}
}

func wholeRoot() *cobra.Command {
	g := &global{s: &stdio{out: io.Discard, err: io.Discard}}
	root := newRoot(g)
	addHelp(g, root, nil)
	return root
}

// No flag of any command takes an empty value, those that come later included,
// and the refusal names it.
func TestEveryEmptyValue(t *testing.T) {
	home := t.TempDir()
	checked := 0
	eachCommand(wholeRoot(), func(cmd *cobra.Command) {
		if !cmd.Runnable() || strings.HasPrefix(cmd.Name(), "__") || cmd.Name() == "host" {
			return
		}
		named := map[string]bool{}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { named[f.Name] = f.Value.Type() != "bool" })
		for name, valued := range named {
			if !valued {
				continue
			}
			checked++
			args := append(strings.Fields(flags.Name(cmd)), "--"+name+"=")
			if words := strings.Fields(cmd.Use); len(words) > 1 && !strings.Contains(words[1], "--") {
				args = append(args, "1")
			}
			if code, talk := runAt(home, io.Discard, args...); code != codes.ExitUsage || !strings.Contains(talk, name) {
				t.Errorf("%q: exit %d, %s", args, code, talk)
			}
		}
	})
	if checked < 40 {
		t.Errorf("only %d flags were looked at", checked)
	}
}

// The list of err_codes is closed: each constant stands in it once with its
// meaning, the page of help has them all, and nothing makes a code of its own.
func TestErrCodesAreClosed(t *testing.T) {
	seen := map[codes.Why]bool{}
	for _, row := range codes.Whys {
		if seen[row.Code] || row.Meaning == "" || !strings.Contains(jsonHelp(), string(row.Code)+" ") {
			t.Errorf("%q: twice, without a meaning or not in the help", row.Code)
		}
		seen[row.Code] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, "codes/why.go")
	constants := map[string]bool{}
	var used []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if id, is := n.Type.(*ast.Ident); is && id.Name == "Why" && len(n.Values) == 1 {
					if lit, is := n.Values[0].(*ast.BasicLit); is {
						text, _ := strconv.Unquote(lit.Value)
						constants[n.Names[0].Name] = true
						if !seen[codes.Why(text)] {
							t.Errorf("%s is not in the list", n.Names[0].Name)
						}
					}
				}
			case *ast.CallExpr:
				if f, is := n.Fun.(*ast.SelectorExpr); is && f.Sel.Name == "as" && len(n.Args) == 1 {
					if code, is := n.Args[0].(*ast.SelectorExpr); is {
						used = append(used, code.Sel.Name)
					} else if _, made := n.Args[0].(*ast.BasicLit); made {
						t.Errorf("%s: a code that is no constant", name)
					}
				}
			}
			return true
		})
	}
	for _, name := range used {
		if !constants[name] {
			t.Errorf("%s is no code", name)
		}
	}
	if len(used) < 30 || len(constants) < 20 {
		t.Errorf("%d uses of %d codes", len(used), len(constants))
	}
}

// Money rule 5.3: who cannot be heard on stderr has a stdout all the same.
func TestDeafOnStderr(t *testing.T) {
	env := map[string]string{"HOME": t.TempDir()}
	code := run(context.Background(), &stdio{in: strings.NewReader(""), out: io.Discard, err: &breaking{err: syscall.EPIPE},
		getenv: func(k string) string { return env[k] }}, []string{"pay", "12.80", "--sim", "--auth-code", "134567890123456701"})
	if code != codes.ExitDone {
		t.Errorf("exit %d", code)
	}
}
