package cli_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// room is a package of the house: what it may import of ours, and why nothing
// else. A pattern that ends with /... covers a folder and all below it.
type room struct {
	pattern string
	may     []string
	why     string
}

// leaves are rooms that every other may import: they know nothing of ours.
var leaves = []string{"flow/secret", "flow/field", "flow/sharedfile", "flow/clock", "flow/money", "flow/trace"}

// house is the whole table; what is not in it is no room yet.
var house = []room{
	{"flow/secret", nil, "a secret prints as stars in every room, so it can know nothing of any"},
	{"flow/field", nil, "what may be done with a text from outside is the same everywhere, so it can know nothing of any room"},
	{"flow/sharedfile", nil, "a lock and a whole file are the same for journal, terminal and simulator, so they can know nothing of any"},
	{"flow/clock", nil, "what time it is is the same for rules, adapters and displays, so it can know nothing of any"},
	{"flow/money", nil, "what a yuan is is the same for every rule and every room, so it can know nothing of any"},
	{"flow/trace", nil, "what is told of a call is the same for terminal and WeChat, and whoever watches, so it can know nothing of any"},
	{"flow/refund", nil, "a refund is decided by its list and the time: what a sale is and how anything is reached stays outside"},
	{"flow/charge", nil, "what is agreed around an amount is text and numbers: what a sale is and how WeChat spells it stays outside"},
	{"flow/face", nil, "what a terminal says of a customer is its words: what becomes of the sale stays outside"},
	{"flow", []string{"flow/refund", "flow/charge", "flow/face"}, "the money rules decide without knowing how anything is reached; they declare the ports that others fill"},
	{"flow/ledger", []string{"flow", "flow/refund"}, "a line is what a fact did to the money, whatever is stored of it and whoever adds it up"},
	{"flow/journal", []string{"flow", "flow/refund", "flow/ledger"}, "a journal keeps the flow's facts and knows no engine"},
	{"flow/journal/sqlite/wal", []string{"flow/journal"}, "a log is bytes of a file: it has frames and sums, and no attempts"},
	{"flow/journal/sqlite", []string{"flow", "flow/journal", "flow/journal/sqlite/wal"}, "an engine carries the one text of the journal and adds none of its own"},
	{"flow/day", []string{"flow", "flow/refund", "flow/ledger"}, "a day is sums over lines, whoever asks for it and whatever they are stored in"},
	{"flow/archive", []string{"flow", "flow/refund", "flow/ledger", "flow/day", "flow/journal"}, "what may leave is decided from rows, lines, records and bills, and moved by others"},
	{"flow/till", []string{"flow", "flow/refund", "flow/day", "flow/ledger"}, "what screen and commands both do is decided over the ports alone, and knows neither of them"},
	{"flow/reconcile", []string{"flow", "flow/refund"}, "a bill is compared row by row with what the journal has: who reads it, asks WeChat or notes it stands around"},
	{"flow/reconcile/desk", []string{"flow", "flow/reconcile", "flow/refund", "flow/till", "wx/bill"}, "a bill is kept, compared, asked about and noted over the ports: a text is a leaf, and how it is fetched is the wiring's"},
	{"flow/golden", nil, "it compares texts with files, and whoever draws them imports it in tests"},
	{"flow/flowtest", []string{"flow", "flow/charge", "flow/refund", "flow/ledger"}, "the port suites and fakes serve every adapter, so they know none"},
	{"wx/wire", nil, "signing, XML and codes are WeChat's language, without network and without our rules"},
	{"wx/transport", nil, "connections are HTTP and TLS: whoever knows WeChat's words may not decide what is sent twice"},
	{"wx/transport/pipetest", nil, "it stands for a server that the tests of connections know nothing else of"},
	{"wx", []string{"flow", "flow/charge", "flow/refund", "wx/wire", "wx/transport"}, "the gateway fills the flow's port and never sees the device"},
	{"wx/bill", nil, "a bill is WeChat's text: what a row means for a sale of ours is for who compares them"},
	{"wx/sim/book", nil, "what WeChat remembers is state: messages and faults stand around it"},
	{"wx/sim/certificates", nil, "who signs for whom is X.509: no message of WeChat's stands in a certificate"},
	{"wx/sim", []string{"wx/wire", "wx/sim/book"}, "the fake server stands for WeChat: shared code beyond the wire would share its mistakes"},
	{"wx/sim/host", []string{"wx/wire", "wx/sim", "wx/sim/book", "wx/sim/certificates"}, "sockets and certificates stand around the simulator, and decide no answer"},
	{"device/wire", nil, "the SDK's JSON is the vendor's language, without transport and without our rules"},
	{"device", []string{"flow", "device/wire"}, "the device fills the flow's port over a caller and never sees the gateway"},
	{"device/bridge", []string{"device/wire"}, "both ends of the bridge carry the SDK's JSON unchanged"},
	{"device/sdk", []string{"device/wire", "device/bridge"}, "the library is called in a child process that speaks the bridge contract"},
	{"device/sim", []string{"device/wire"}, "the two simulators agree through the simulated code alone, also across processes"},
	{"device/sim/callertest", []string{"device/sim", "device/wire"}, "the suite of all callers runs against the simulated terminal and knows none of them"},
	{"tui/input", nil, "amount entry, scanner and key guard are pure machines of keys and times"},
	{"tui/page/...", []string{"flow", "flow/reconcile", "flow/reconcile/desk", "flow/refund", "flow/day", "flow/ledger", "flow/till", "tui/page/...", "tui/draw", "tui/input", "tui/receipt", "tui/text", "tui/theme"},
		"a page gets a context, and never the model that holds it; a row of a bill is the desk's, which decides what may be done about it"},
	{"tui/keyboard", []string{"tui/input", "tui/page/...", "tui/text"}, "keys are for the page in hand; which key leads where is the root model's"},
	{"tui/draw", []string{"tui/theme"}, "rows and digits are laid out without knowing what they are about"},
	{"tui/...", []string{"flow", "flow/charge", "flow/refund", "flow/day", "flow/ledger", "flow/till", "tui/..."}, "the screen follows the flow's state; journal, gateway and device are behind it"},
	{"cmd/config/pin", nil, "a hash is a leaf"},
	{"cmd/config", []string{"cmd/config/pin", "tui/text", "tui/theme"}, "plain checked values, and the lists of what a screen has; whoever is configured does not know the file"},
	{"cmd/cli", []string{"cmd/cli/...", "cmd/config", "cmd/config/pin", "flow", "flow/archive", "flow/reconcile", "flow/reconcile/desk", "flow/charge", "flow/refund", "flow/day", "flow/ledger", "flow/till", "tui", "tui/page", "tui/receipt", "tui/text", "tui/theme/background",
		"device", "device/wire"},
		"a command asks flow, the application and what wiring made: of the adapters it names the terminal alone, whose own words device and member print and end with (device, device/wire)"},
	{"cmd/cli/logfile", nil, "lines end in a file, whatever they say"},
	{"cmd/cli/wiring", []string{"flow/...", "wx/...", "device/...", "tui", "tui/page", "cmd/config", "cmd/config/pin", "cmd/cli/logfile"}, "the wiring makes what a command asks for and knows no command"},
	{"cmd/cli/doctor", []string{"cmd/cli/wiring", "cmd/cli/print", "cmd/config", "flow", "flow/till", "wx", "device", "device/sdk", "device/wire"},
		"a check asks what wiring opened, and an adapter alone what only it can judge: a certificate's file, a library's, a terminal's answer; it knows no command"},
	{"cmd/cli/support", []string{"cmd/cli/doctor", "cmd/cli/logfile", "cmd/cli/print", "cmd/cli/wiring", "cmd/config", "flow"},
		"what is sent to others is what the commands may show: it reads no row, no file of a secret and no stored body"},
	{"cmd/cli/print/schema", nil, "a schema is made of the structs that are printed, whatever they are about"},
	{"cmd/cli/print", []string{"cmd/cli/print/schema", "flow", "flow/reconcile", "flow/reconcile/desk", "flow/charge", "flow/refund", "flow/day", "flow/ledger", "flow/till", "tui/text"}, "a printer tells what the flow says and knows no command, no exit code and no adapter"},
	{"cmd/cli/flags", nil, "what is wrong with a call is a matter of cobra alone"},
	{"cmd/cli/numbers", []string{"flow"}, "a number is a text that somebody gives; what its sale is the command line asks"},
	{"cmd/cli/codes", []string{"flow", "tui/text"}, "what a caller may branch on is a list; which error ends in which code is the command line's"},
	{"cmd/cli/wxcall", []string{"cmd/cli/codes", "cmd/cli/streams", "cmd/cli/wiring", "wx", "wx/bill", "wx/wire"},
		"a call by hand is WeChat's own words: its fields are the tables of wx/wire, and what holds of an answer is the gateway's word; it knows no sale, no journal and no command beside it"},
	{"cmd/cli/display", []string{"cmd/cli/print", "cmd/config", "flow", "flow/till"}, "a socket carries what the till shows: it knows no screen and no command"},
	{"cmd/cli/streams", []string{"tui/text", "flow", "device/wire"}, "whether a line was taken is a matter of files and time, and what a face is is the terminal's word; neither is a command's"},
	{"cmd/proof/lab", nil, "a changed tree is source text, whatever is changed in it"},
	{"cmd/proof/mutagen", []string{"cmd/proof/lab"}, "a mutant is source text: whoever leans on the product cannot say that it is broken"},
	{"cmd/proof/mutation", []string{"cmd/proof/lab"}, "a planted bug is source text: whoever leans on the product cannot say that it is broken"},
	{"cmd/proof/...", []string{"..."}, "what proves plays the whole house"},
	{"cmd/e2e", nil, "it has tests alone"},
	{"cmd/facetill", []string{"cmd/cli"}, "main is ten lines: everything else can be called by a test"},
}

// file is one parsed Go file.
type file struct {
	path string
	src  string
	ast  *ast.File
	fset *token.FileSet
}

func (f *file) test() bool { return strings.HasSuffix(f.path, "_test.go") }

// at is where a node stands, for findings.
func (f *file) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", f.path, f.fset.Position(n.Pos()).Line)
}

// imports are the import paths of a file.
func (f *file) imports() []string {
	var paths []string
	for _, spec := range f.ast.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, p)
	}
	return paths
}

// walkText calls visit for every file of the module, less folders that the go
// command leaves out and modules inside it.
func walkText(root fs.FS, visit func(name, text string) error) error {
	return fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			base := d.Name()
			if name != "." && (base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
				return fs.SkipDir
			}
			if _, err := fs.Stat(root, path.Join(name, "go.mod")); err == nil && name != "." {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() || !textFile(d.Name()) {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		return visit(name, string(text))
	})
}

func textFile(name string) bool {
	return slices.Contains([]string{".go", ".toml", ".md", ".c", ".h", ".sh", ".sql", ".mod"}, path.Ext(name)) || name == "Makefile"
}

// parseAll parses every Go file, whatever its build tags.
func parseAll(root fs.FS) ([]*file, error) {
	var files []*file
	fset := token.NewFileSet()
	err := walkText(root, func(name, text string) error {
		if path.Ext(name) != ".go" {
			return nil
		}
		tree, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, &file{path: name, src: text, ast: tree, fset: fset})
		return nil
	})
	return files, err
}

// matches reports whether a package is what a pattern means.
func matches(pattern, pkg string) bool {
	if pattern == "..." {
		return true
	}
	if dir, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == dir || strings.HasPrefix(pkg, dir+"/")
	}
	return pkg == pattern
}

// layering lists every import of ours, in files that are no tests, that the
// table does not allow.
func layering(files []*file) []string {
	const module = "facetill/"
	var found []string
	for _, f := range files {
		if f.test() {
			continue
		}
		pkg := path.Dir(f.path)
		i := slices.IndexFunc(house, func(r room) bool { return matches(r.pattern, pkg) })
		if i < 0 {
			found = append(found, fmt.Sprintf("%s: package %s is no room of the house; find the room it belongs to, or add a row with its reason", f.path, pkg))
			continue
		}
		for _, imported := range f.imports() {
			target, ours := strings.CutPrefix(imported, module)
			if !ours || target == pkg || slices.Contains(leaves, target) {
				continue
			}
			if !slices.ContainsFunc(house[i].may, func(p string) bool { return matches(p, target) }) {
				found = append(found, fmt.Sprintf("%s: %s must not import %s: %s", f.path, pkg, target, house[i].why))
			}
		}
	}
	return found
}

func TestLayering(t *testing.T) {
	files, err := parseAll(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("only %d Go files were found", len(files))
	}
	for _, finding := range layering(files) {
		t.Error(finding)
	}
}

// The control: every edge that the table does not have must be found, and
// every edge that it has must pass.
func TestLayeringControl(t *testing.T) {
	rooms := []string{"flow", "flow/till", "flow/secret", "flow/field", "flow/journal", "flow/journal/sqlite", "flow/journal/sqlite/wal", "flow/flowtest", "wx", "wx/wire", "wx/transport", "wx/sim", "wx/sim/book", "device", "device/wire", "device/sdk",
		"device/bridge", "device/sim", "device/sim/callertest", "tui", "tui/theme", "tui/text", "cmd/config", "cmd/cli", "cmd/proof/sweep", "cmd/facetill"}
	edges := "flow/journal>flow flow/journal/sqlite>flow flow/journal/sqlite>flow/journal flow/journal/sqlite>flow/journal/sqlite/wal flow/journal/sqlite/wal>flow/journal flow/flowtest>flow wx>flow wx>wx/wire wx>wx/transport wx/sim>wx/wire wx/sim>wx/sim/book device>flow device>device/wire " +
		"device/sdk>device/wire device/sdk>device/bridge device/bridge>device/wire device/sim>device/wire " +
		"device/sim/callertest>device/sim device/sim/callertest>device/wire " +
		"flow/till>flow tui>flow/till tui/theme>flow/till tui/text>flow/till tui>flow tui>tui/theme tui>tui/text tui/theme>flow tui/theme>tui tui/theme>tui/text " +
		"tui/text>flow tui/text>tui tui/text>tui/theme cmd/config>tui/text cmd/config>tui/theme cmd/facetill>cmd/cli " +
		"cmd/cli>flow cmd/cli>flow/till cmd/cli>device cmd/cli>device/wire cmd/cli>tui cmd/cli>tui/text cmd/cli>cmd/config"
	allowed := strings.Fields(edges)
	for _, from := range rooms {
		for _, to := range rooms {
			if from == to {
				continue
			}
			want := slices.Contains(allowed, from+">"+to) || from == "cmd/proof/sweep" || to == "flow/field" || to == "flow/secret"
			src := "package x\n\nimport _ \"facetill/" + to + "\"\n"
			files, err := parseAll(fstest.MapFS{
				from + "/x.go":           {Data: []byte(src)},
				from + "/x_test.go":      {Data: []byte("package x\n\nimport _ \"facetill/cmd/cli\"\n")},
				from + "/testdata/y.go":  {Data: []byte(src)},
				from + "/module/go.mod":  {Data: []byte("module y\n")},
				from + "/module/y/y.go":  {Data: []byte(src)},
				from + "/.hidden/y.go":   {Data: []byte(src)},
				from + "/third_party.md": {Data: []byte("text")},
			})
			if err != nil {
				t.Fatal(err)
			}
			found := layering(files)
			if ok := len(found) == 0; ok != want || len(found) > 1 {
				t.Errorf("%s importing %s: %v, want allowed %v", from, to, found, want)
			}
			if !want && len(found) == 1 && strings.HasSuffix(found[0], ": ") {
				t.Errorf("%s importing %s is refused without a reason", from, to)
			}
		}
	}
	files, err := parseAll(fstest.MapFS{"pkg/util/x.go": {Data: []byte("package util\n")}})
	if err != nil || len(layering(files)) != 1 {
		t.Errorf("a package outside the table: %v, %v", layering(files), err)
	}
}
