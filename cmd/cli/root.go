package cli

import (
	"github.com/spf13/cobra"

	"facetill/cmd/config"
	"facetill/tui"
	"facetill/tui/text"
)

// The formats of -o.
const (
	formatText = "text"
	formatJSON = "json"
)

// resultLine marks commands that end with a result line whatever happens, and
// says whether it is one about a sale that was asked for or about the past.
const (
	resultLine     = "result-line"
	resultOfPay    = "pay"
	resultOfRecord = "record"
)

// global are the flags of every command.
type global struct {
	s      *streams
	p      *printer // of JSON lines
	config string
	sim    bool
	lang   string
	output string
}

func (g *global) check() error {
	if err := oneOf("--output", g.output, formatText, formatJSON); err != nil {
		return err
	}
	if g.lang == "" {
		return nil
	}
	return oneOf("--lang", g.lang, text.Languages()...)
}

func (g *global) json() bool { return g.output == formatJSON }

// load reads the configuration.
func (g *global) load() (*config.Config, error) {
	c, err := config.Open(config.Options{File: g.config, Sim: g.sim, Getenv: g.s.getenv})
	if err != nil {
		return nil, configEnding(err)
	}
	if g.lang != "" {
		c.UI.Language = g.lang
	}
	return c, nil
}

// words are the strings of the language that was asked for; of the three words
// for money there are no others than the screen's.
func (g *global) words(configured string) *text.Words {
	if g.lang != "" {
		configured = g.lang
	}
	return tui.Words(configured, g.s.getenv)
}

func newRoot(g *global) *cobra.Command {
	root := &cobra.Command{
		Use:   "facetill",
		Short: "A till for WeChat face payment",
		Long: "facetill takes a cashier from an amount to paid, or to certainly not paid.\n" +
			"On a terminal and without a command it opens the till. --sim needs neither a\n" +
			"merchant account nor a camera.",
		Version:       version(),
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return g.check()
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return runTill(cmd.Context(), g) },
	}
	root.SetVersionTemplate("facetill {{.Version}}\n")
	f := root.PersistentFlags()
	f.StringVar(&g.config, "config", "", "configuration `file` (default $FACETILL_CONFIG, ./facetill.toml, the user's folder)")
	f.BoolVar(&g.sim, "sim", false, "run everything against built-in simulators")
	f.StringVar(&g.lang, "lang", "", "language of the screen and of the words for money: zh-CN or en")
	f.StringVarP(&g.output, "output", "o", formatText, "text or json")
	root.AddCommand(newTill(g), newPay(g), newMember(g), newStatus(g), newRecover(g), newResolve(g), newSales(g),
		newReceipt(g), newDisplay(g), newClose(g), newSim(g),
		newJournal(g), newConfig(g), newDoctor(g), newVersion(g), newDevice(g),
		topic("exit-codes", "What the exit codes mean", exitCodesHelp()),
		topic("json", "What -o json prints", jsonHelp))
	return root
}

// topic is a page of `facetill help`.
func topic(name, short, long string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Long: long}
}
