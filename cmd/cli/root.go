package cli

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/streams"
	"facetill/cmd/config"
	"facetill/tui/text"
)

// The formats of -o.
const (
	formatText = "text"
	formatJSON = "json"
)

// resultLine marks commands that end with a result line whatever happens, and
// tells whether it is one about a sale that was asked for or about the past.
const (
	resultLine     = "result-line"
	resultOfPay    = "pay"
	resultOfRecord = "record"
	resultOfRefund = "refund"
)

// readsAny marks commands that take --journal: a backup is read as it lies.
const readsAny = "reads-any-journal"

// onlyReads refuses --journal to what does more.
func onlyReads(what string) *ending {
	return usage("--journal is for what only reads; %s works with the journal of the configuration", what).
		hint("facetill sales --journal FILE; also sales export, status, receipt, day, close --print and journal verify")
}

// global are the flags of every command.
type global struct {
	s       *stdio
	p       *print.Printer // of JSON lines
	config  string
	journal string // another one, to be read
	sim     bool
	lang    string
	noted   bool // why the words are English
	output  string
	trace   bool // the walk is shown

	command string         // the one that runs, "" before it is known
	checked bool           // the flags of every command were read: output counts
	out     *streams.Heard // stdout itself
	talk    *streams.Heard // stderr itself
	stopped atomic.Bool    // by a signal
	refused error          // by --help
	helped  bool           // --help was shown
	served  bool           // it is a server, and has served
	closed  int            // the record that this call made
	worded  bool           // a person's word about a bill is in the journal
	root    *cobra.Command // what hints name
	asked   bool           // a call by hand moved money, or told what became of it
	text    *streams.Aside // what is for people, where lines are asked for
}

// check reads the flags that every command has.
func (g *global) check() error {
	g.checked = true
	if err := oneOf("--output", g.output, formatText, formatJSON); err != nil {
		return err
	}
	if g.lang == "" || text.IsSpelled(g.lang) {
		return nil
	}
	return oneOf("--lang", g.lang, text.Spellings()...)
}

// carry is a hint with what this call had for the whole program.
func carry(g *global, hint string) string {
	if g.root == nil {
		return hint
	}
	return flags.Carry(g.root, hint, g.sim, g.config)
}

func (g *global) json() bool { return g.output == formatJSON }

// load reads the configuration.
func (g *global) load() (*config.Config, error) {
	c, err := config.Open(config.Options{File: g.config, Sim: g.sim, Getenv: g.s.getenv})
	if err != nil {
		return nil, endingOf(fromConfig, err)
	}
	if g.lang != "" {
		c.UI.Language = g.lang
	}
	if c.Simulated() {
		g.p.Mark()
	}
	return c, nil
}

func newRoot(g *global) *cobra.Command {
	asked := false // for the version
	root := &cobra.Command{
		Use:   "facetill",
		Short: "A till for WeChat face payment",
		Long: "facetill takes a cashier from an amount to paid, or to certainly not paid.\n" +
			"On a terminal and without a command it opens the till. --sim needs neither a\n" +
			"merchant account nor a camera.",
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			g.command = flags.Name(cmd)
			if err := flags.NotEmpty(cmd, args); err != nil {
				return err
			}
			if g.journal != "" && cmd.Annotations[readsAny] == "" {
				return onlyReads(cmp.Or(g.command, "the till"))
			}
			return g.check()
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asked {
				fmt.Fprintln(g.s.out, "facetill", version())
				return nil
			}
			return g.till(cmd.Context(), nil)
		},
	}
	// Cobra's own flag prints the version whatever word stands before it.
	root.Flags().BoolVarP(&asked, "version", "v", false, "print the version")
	traced(g, root) // the till by its short name
	f := root.PersistentFlags()
	f.StringVar(&g.config, "config", "", "configuration `file` (default $FACETILL_CONFIG, ./facetill.toml, the user's folder)")
	f.StringVar(&g.journal, "journal", "", "for what only reads: a backup or another journal that nobody uses, as a `file`")
	f.BoolVar(&g.sim, "sim", false, "run everything against built-in simulators")
	f.StringVar(&g.lang, "lang", "", "language of the screen and of the words for money: "+strings.Join(text.Languages(), " or "))
	f.StringVarP(&g.output, "output", "o", formatText, "text or json")
	root.AddCommand(traced(g, newTill(g)), traced(g, newPay(g)), traced(g, newMember(g)), traced(g, newStatus(g)), traced(g, newRecover(g)), newResolve(g), newSettle(g),
		traced(g, newRefund(g)), traced(g, newReverse(g)), newSales(g),
		newReceipt(g), newDisplay(g), newDay(g), newClose(g), newReconcile(g), newShift(g), newSim(g),
		newJournal(g), newConfig(g), newDoctor(g), newSupport(g), newVersion(g), newDevice(g), newWX(g),
		topic("exit-codes", "What the exit codes mean", codes.ExitHelp()),
		topic(pageJSON, "What -o json prints", jsonHelp()))
	root.AddCommand(writtenTopics()...)
	root.SetFlagErrorFunc(flags.Refused)
	flags.CountInWords(root)
	flags.Once(root, "wx", "pay", "refund", "reverse")
	return root
}

// pageJSON is the page of help on -o json.
const pageJSON = "json"

// topic is a page of `facetill help`.
func topic(name, short, long string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Long: long}
}

// pages are the topics that are text alone: their name, and a first line that says
// what they are about.
//
//go:embed pages/*.md
var pages embed.FS

func writtenTopics() (all []*cobra.Command) {
	names, _ := fs.Glob(pages, "pages/*.md") // sorted; what is embedded can be read
	for _, name := range names {
		text, _ := pages.ReadFile(name)
		title, long, _ := strings.Cut(string(text), "\n\n")
		all = append(all, topic(strings.TrimSuffix(path.Base(name), ".md"), strings.TrimPrefix(title, "# "), strings.TrimSpace(long)))
	}
	return all
}
