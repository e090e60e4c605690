package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/wiring"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/tui/receipt"
	"facetill/tui/text"
)

// offers are the values of flags that have a closed list, by the flag's name.
func offers() map[string][]string {
	return map[string][]string{
		"output": {formatText, formatJSON}, "lang": text.Languages(), "as": flow.ResolvedWords(), "state": vocabulary()["state"],
		"format": {formatCSV, formatJSON}, "width": {strconv.Itoa(receipt.Narrow), strconv.Itoa(receipt.Wide)},
		"face-authtype": {wire.AuthFacepay, wire.AuthFacepayDelay, wire.AuthRealName},
		"auth-code":     {"-"}, "face-code": {"-"}, "authinfo": {"-"}, "face-sid": {"-"},
	}
}

// completeAll says for every command and flag what a shell may offer.
func completeAll(g *global, root *cobra.Command) {
	flags.Offer(root, offers(), func(cmd *cobra.Command, name string) {
		switch name {
		case "status", "receipt", "resolve", "refund", "reverse":
			cmd.ValidArgsFunction = g.references(name)
		case "device result":
			cmd.ValidArgs = []string{wire.PaySuccess, wire.PayError}
		}
	})
}

const (
	completeWithin = time.Second // a shell waits for it
	completeMost   = 20
)

// references offers the newest sales of this till: references, and numbers where
// there are none; to resolve the numbers of what is open.
func (g *global) references(command string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		const none = cobra.ShellCompDirectiveNoFileComp
		if len(args) > 0 {
			return nil, none
		}
		ctx, cancel := context.WithTimeout(context.Background(), completeWithin)
		defer cancel()
		var all []flow.Attempt
		err := g.withTill(wiring.Needs{}, func(ctx context.Context, g *global, t *wiring.Till, _ []string) (err error) {
			if command == "resolve" {
				all, err = t.App.Open(ctx)
			} else {
				all, _, err = t.App.List(ctx, flow.Filter{Limit: completeMost})
			}
			return err
		})(ctx, nil)
		if err != nil {
			return nil, none
		}
		var list []string
		for _, a := range all {
			word := string(a.OutTradeNo)
			if command != "resolve" && !a.RefMinted {
				word = a.Sale.Ref
			}
			if strings.HasPrefix(word, begun) {
				list = append(list, cobra.CompletionWithDesc(word, a.TotalFee.String()+" "+string(a.State)))
			}
		}
		return list, none | cobra.ShellCompDirectiveKeepOrder
	}
}
