package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/tui/receipt"
)

func newReceipt(g *global) *cobra.Command {
	var width int
	var original bool
	cmd := &cobra.Command{
		Use:   "receipt OUT_TRADE_NO",
		Short: "Print a sale's receipt as text, or the slip of a reversal or a refund",
		Long: "receipt writes plain text of 32 or 48 columns, for a printer (facetill receipt ... | lp)\n" +
			"or a screen. It says what the journal knows, asks nobody and changes nothing. It is\n" +
			"marked as a reprint unless --original says that the customer has none yet. A reference\n" +
			"or the last digits of a number will do where they mean one sale. The out_refund_no of a\n" +
			"refund prints the slip of that refund.",
		Args:        cobra.ExactArgs(1),
		Annotations: map[string]string{readsAny: "yes"},
		PreRunE: func(*cobra.Command, []string) error {
			if width != receipt.Narrow && width != receipt.Wide {
				return usage("--width %d is no paper: say %d or %d", width, receipt.Narrow, receipt.Wide)
			}
			return nil
		},
		RunE: g.withTill(wiring.Needs{}, func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
			a, err := find(ctx, g, t, args, t.App.Find)
			if err != nil {
				return err
			}
			words, number := g.words(t.Config.UI.Language), ""
			slip := receipt.Slip{Shop: receiptShop(t), Attempt: a, Width: width, Reprint: !original, Words: words}.Text()
			if e, is := a.Refunds.Find(args[0]); is {
				number = e.Number
				slip = receipt.RefundSlip{Shop: receiptShop(t), Attempt: a, Number: number, Width: width, Reprint: !original, Words: words}.Text()
			}
			g.say(receiptLine{"receipt", print.RecordOf(a), number, slip}, "%s", strings.TrimSuffix(slip, "\n"))
			return nil
		}).run,
	}
	cmd.Flags().IntVar(&width, "width", receipt.Narrow, "`columns` of the paper: 32 (58 mm) or 48 (80 mm)")
	cmd.Flags().BoolVar(&original, "original", false, "the first print: do not mark it as a reprint")
	return cmd
}

// receiptLine is a receipt for a program: the record, and the text.
type receiptLine struct {
	Type string `json:"type"`
	print.Record
	OutRefundNo string `json:"out_refund_no,omitempty" doc:"of the refund whose slip it is"`
	Text        string `json:"text"`
}

// receiptShop is the head of the receipts.
func receiptShop(t *wiring.Till) receipt.Shop {
	return receipt.Shop{Name: t.Config.Store.Name, Address: t.Config.Store.Address, Lane: t.ID.Lane}
}
