package cli

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/streams"
	device "facetill/device/wire"
	"facetill/flow/golden"
	"facetill/wx/wire"
)

// docField is a field of WeChat's documents: whose, in which direction, and what reaches it.
type docField struct {
	way   string // ">" of the request, "<" of the answer
	name  string
	reach []string
}

// docCall is a call of the documents, and the command that makes it alone.
type docCall struct {
	part, name, command string
	fields              []docField
}

// docCalls reads testdata/fields.txt.
func docCalls(t *testing.T) (all []*docCall) {
	t.Helper()
	text, err := os.ReadFile("testdata/fields.txt")
	if err != nil {
		t.Fatal(err)
	}
	part := ""
	for n, line := range strings.Split(string(text), "\n") {
		parts := strings.Split(line, " | ")
		kind, rest, _ := strings.Cut(parts[0], " ")
		switch kind {
		case "", "#":
		case "==":
			part = rest
		case "=":
			c := &docCall{part: part, name: rest}
			if len(parts) == 2 {
				c.command = parts[1]
			}
			all = append(all, c)
		case ">", "<":
			of := all[len(all)-1]
			if len(parts) < 2 || slices.ContainsFunc(of.fields, func(f docField) bool { return f.way == kind && f.name == rest }) {
				t.Errorf("line %d: %q is there twice, or reached by nothing", n+1, line)
			}
			of.fields = append(of.fields, docField{kind, rest, parts[1:]})
		default:
			t.Errorf("line %d: %q", n+1, line)
		}
	}
	return all
}

// docReach is what a row may name: the commands, the keys and the JSON names that there are.
type docReach struct {
	root       *cobra.Command
	keys, json map[string]bool
}

func newDocReach(t *testing.T) docReach {
	t.Helper()
	schema, err := jsonSchema()
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Defs map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(schema), &all); err != nil {
		t.Fatal(err)
	}
	r := docReach{root: newRoot(&global{s: &stdio{}, out: &streams.Heard{}}), keys: map[string]bool{}, json: map[string]bool{}}
	for _, def := range all.Defs {
		fieldsOf(def, r.json)
	}
	text, err := os.ReadFile("../../config.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	table := ""
	for _, m := range regexp.MustCompile(`(?m)^(?:(\[[a-z.]+\])|#?([a-z_0-9]+) = )`).FindAllStringSubmatch(string(text), -1) {
		if m[1] != "" {
			table = m[1]
			continue
		}
		r.keys[table+" "+m[2]] = true
	}
	return r
}

// command returns the command that words begin with, and what is left of them.
func (r docReach) command(words string) (*cobra.Command, []string) {
	found, rest, err := r.root.Find(strings.Fields(words))
	if err != nil || found == r.root {
		return nil, nil
	}
	return found, rest
}

// problem is why a row leads nowhere, "" where it does.
func (r docReach) problem(c *docCall, to string) string {
	kind, rest, _ := strings.Cut(to, " ")
	switch {
	case kind == "itself:" || kind == "not:":
		if rest == "" {
			return "says nothing"
		}
		return ""
	case to == "answer":
		if cmd, left := r.command(c.command); cmd == nil || len(left) > 0 || cmd.HasSubCommands() {
			return "no command has this answer"
		}
		return ""
	case kind == "json":
		if !r.json[rest] {
			return "no line of JSON has this name"
		}
		return ""
	case strings.HasPrefix(to, "["):
		if !r.keys[to] {
			return "the configuration has no such key"
		}
		return ""
	}
	words, flag, flagged := strings.Cut(to, " --")
	cmd, left := r.command(words)
	switch {
	case cmd == nil:
		return "there is no such command"
	case flagged && (len(left) > 0 || cmd.Flags().Lookup(flag) == nil && cmd.PersistentFlags().Lookup(flag) == nil):
		return "the command has no such flag"
	case !flagged && (len(left) != 1 || !strings.Contains(cmd.Use, left[0])):
		return "the command takes no such argument"
	}
	return ""
}

// completed adds the flags of the wx commands, which are made of the tables.
func (r docReach) completed(c *docCall) {
	if cmd, _ := r.command(c.command); cmd != nil && strings.HasPrefix(c.command, "wx ") {
		for i, f := range c.fields {
			flag := strings.ReplaceAll(f.name, "_", "-")
			if f.way == ">" && cmd.Flags().Lookup(flag) != nil {
				c.fields[i].reach = append(c.fields[i].reach, c.command+" --"+flag)
			}
		}
	}
}

// own is the command that says in its short line that it makes a call, "" for none.
func (r docReach) own(call string) (command string) {
	var look func(*cobra.Command)
	look = func(c *cobra.Command) {
		if strings.Contains(c.Short, "("+call+")") {
			_, command, _ = strings.Cut(c.CommandPath(), " ")
		}
		for _, below := range c.Commands() {
			look(below)
		}
	}
	look(r.root)
	return command
}

// hasField reports whether a call, or every call of its part, has a field.
func hasField(all []*docCall, part, call, way, name string) bool {
	return slices.ContainsFunc(all, func(c *docCall) bool {
		return c.part == part && (c.name == call || strings.HasPrefix(c.name, "every ")) &&
			slices.ContainsFunc(c.fields, func(f docField) bool { return f.way == way && f.name == name })
	})
}

const (
	partTerminal = "The terminal: the SDK's commands"
	partWeChat   = "WeChat Pay v2"
)

// Every field of the tables of both sides has a row, every row leads to a flag, an argument, a
// key or a name that is there, and `help fields` is all of them.
func TestFields(t *testing.T) {
	all, reach := docCalls(t), newDocReach(t)
	for _, c := range all {
		if own := reach.own(c.name); own != "" && own != c.command {
			t.Errorf("%s is made by %q, and its row says %q", c.name, own, c.command)
		}
		for _, f := range c.fields {
			for _, to := range f.reach {
				if problem := reach.problem(c, to); problem != "" {
					t.Errorf("%s %s %s, %q: %s", c.name, f.way, f.name, to, problem)
				}
			}
		}
		reach.completed(c)
		for _, f := range c.fields { // what came to have a name of its own since its row was written
			if f.way == "<" && slices.Equal(f.reach, []string{"answer"}) && reach.json[f.name] {
				t.Errorf("%s < %s is in JSON, and its row says that the answer alone has it", c.name, f.name)
			}
		}
	}
	for _, api := range wire.APIs() {
		for _, rule := range api.Request {
			if !hasField(all, partWeChat, api.Name, ">", rule.Name) {
				t.Errorf("%s > %s of wx/wire has no row", api.Name, rule.Name)
			}
		}
	}
	requests := terminalFields(t)
	if len(requests) < 10 {
		t.Fatalf("only %d commands of the terminal were found", len(requests))
	}
	for cmd, fields := range requests {
		for _, name := range fields {
			if !hasField(all, partTerminal, cmd, ">", name) {
				t.Errorf("%s > %s of device/wire has no row", cmd, name)
			}
		}
	}
	for dir, part := range map[string]string{"../../device/wire": partTerminal, "../../wx": partWeChat} {
		answers := namesRead(t, dir)
		if len(answers) < 10 {
			t.Fatalf("only %d fields of answers were found in %s", len(answers), dir)
		}
		for _, name := range answers {
			if !slices.ContainsFunc(all, func(c *docCall) bool { // a request is read as well, by who ends it
				return hasField([]*docCall{c}, part, c.name, "<", name) || dir != "../../wx" && hasField([]*docCall{c}, part, c.name, ">", name)
			}) {
				t.Errorf("%s is read in %s and has no row", name, dir)
			}
		}
	}
	golden.File(t, "pages/fields.md", fieldsPage(all))
}

// The control: a row that leads nowhere is told, each by its own reason.
func TestFieldsControl(t *testing.T) {
	reach := newDocReach(t)
	for to, want := range map[string]string{
		"pay --attach": "", "pay AMOUNT": "", "[store] limit_pay": "", "json coupon_fee": "", "answer": "", "itself: made": "", "not: why": "",
		"pay --detial": "no such flag", "pya --attach": "no such command", "pay FEE": "no such argument", "pay": "no such argument", "[store] limit": "no such key",
		"json cupon": "this name", "itself: ": "says nothing", "": "no such command",
	} {
		if got := reach.problem(&docCall{command: "wx query"}, to); got != want && (want == "" || !strings.Contains(got, want)) {
			t.Errorf("%q: %q, want %q", to, got, want)
		}
	}
	if got := reach.problem(&docCall{command: "device"}, "answer"); got == "" {
		t.Error("a group of commands has an answer")
	}
	if hasField([]*docCall{{part: "p", name: "c", fields: []docField{{way: ">", name: "f"}}}}, "p", "c", "<", "f") {
		t.Error("a field of a request is one of an answer")
	}
}

// fieldsPage is the page.
func fieldsPage(all []*docCall) string {
	var b strings.Builder
	b.WriteString("# Every field of WeChat's documents, and the flag, key or JSON name that reaches it\n\n" +
		"`→` is what is sent, `←` what comes back. \"made\" is what the program sends or judges by\n" +
		"itself. \"answer\" is the whole answer, which the command beside the call prints. A field\n" +
		"that stands in no command's JSON can be sent by hand: `wx` and `device call` take all.\n")
	part := ""
	for _, c := range all {
		if c.part != part {
			part = c.part
			fmt.Fprintf(&b, "\n## %s\n", part)
		}
		fmt.Fprintf(&b, "\n### %s", c.name)
		if c.command != "" {
			fmt.Fprintf(&b, " (`facetill %s`)", c.command)
		}
		b.WriteString("\n")
		if len(c.fields) > 0 {
			b.WriteString("\n| | field | reached by |\n| --- | --- | --- |\n")
		}
		for _, f := range c.fields {
			var to []string
			for _, r := range f.reach {
				to = append(to, said(r))
			}
			fmt.Fprintf(&b, "| %s | `%s` | %s |\n", map[string]string{">": "→", "<": "←"}[f.way], f.name, strings.Join(to, ", "))
		}
	}
	return b.String()
}

func said(to string) string {
	kind, rest, _ := strings.Cut(to, " ")
	switch kind {
	case "itself:":
		return "made: " + rest
	case "not:":
		return "nothing: " + rest
	case "answer":
		return "answer"
	case "json":
		return "`" + rest + "` in JSON"
	}
	return "`" + strings.ReplaceAll(to, "|", "/") + "`"
}

// terminalFields are the fields of each command's request, as device/wire names them in the
// methods that make them.
func terminalFields(t *testing.T) map[string][]string {
	t.Helper()
	commands, found := map[string]string{}, map[string][]string{}
	parsed(t, "../../device/wire", func(f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, is := n.(*ast.ValueSpec)
			if is && len(spec.Values) == 1 && strings.HasPrefix(spec.Names[0].Name, "Cmd") {
				commands[spec.Names[0].Name] = literal(spec.Values[0])
			}
			return true
		})
	})
	ids := []string{"appid", "mch_id", "sub_appid", "sub_mch_id", "store_id"}
	parsed(t, "../../device/wire", func(f *ast.File) {
		for _, d := range f.Decls {
			fn, is := d.(*ast.FuncDecl)
			if !is || fn.Recv == nil || fn.Name.Name != "request" || fn.Body == nil {
				continue
			}
			cmd, names := "", []string{}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Ident:
					if word := commands[n.Name]; word != "" {
						cmd = word
					}
				case *ast.KeyValueExpr:
					if key, is := n.Key.(*ast.Ident); is && key.Name == "name" {
						names = append(names, literal(n.Value))
					}
				case *ast.CallExpr:
					switch fun := n.Fun.(type) {
					case *ast.SelectorExpr:
						if fun.Sel.Name == "ids" {
							names = append(names, ids...)
						}
					case *ast.Ident:
						switch fun.Name {
						case "id", "optionalID", "flag":
							names = append(names, literal(n.Args[0]))
						case "authInfo":
							names = append(names, "authinfo")
						case "screen":
							names = append(names, "screen_index")
						}
					}
				}
				return true
			})
			found[cmd] = names
		}
	})
	if !slices.Contains(found[string(device.CmdCode)], "face_code_type") || !slices.Contains(found[string(device.CmdCode)], "store_id") {
		t.Fatalf("of %s only %v was found", device.CmdCode, found[string(device.CmdCode)])
	}
	return found
}

// namesRead are the fields that a room reads from answers: what stands between the brackets
// of Get, Has, Int, text and of an index.
func namesRead(t *testing.T, dir string) []string {
	t.Helper()
	names := map[string]bool{}
	add := func(e ast.Expr, of ast.Expr) {
		name, on := literal(e), fmt.Sprint(of)
		if sel, is := of.(*ast.SelectorExpr); is {
			on = sel.Sel.Name
		}
		if regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`).MatchString(name) && slices.Contains([]string{"m", "fields", "f", "Fields"}, on) {
			names[name] = true
		}
	}
	parsed(t, dir, func(f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.IndexExpr:
				add(n.Index, n.X)
			case *ast.CallExpr:
				if sel, is := n.Fun.(*ast.SelectorExpr); is && len(n.Args) == 1 && slices.Contains([]string{"Get", "Has", "Int", "text", "fee"}, sel.Sel.Name) {
					add(n.Args[0], sel.X)
				}
			}
			return true
		})
	})
	return slices.Sorted(maps.Keys(names))
}

func literal(e ast.Expr) string {
	if lit, is := e.(*ast.BasicLit); is && lit.Kind == token.STRING {
		text, _ := strconv.Unquote(lit.Value)
		return text
	}
	return ""
}

// parsed hands each file of a room that is no test to do.
func parsed(t *testing.T, dir string, do func(*ast.File)) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		do(f)
	}
}
