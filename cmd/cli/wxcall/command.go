package wxcall

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"facetill/wx/wire"
)

// Command is a call by the name that people give it.
type Command struct {
	Name, Short string
	api         *wire.API
	face        *wire.API // the same of an order of facepay; nil: there is none
	moves       bool      // money: it is sent to a simulator alone
	tells       bool      // what became of money: what it does not tell nobody knows
	instead     string    // what does it with all rules, for a real gateway
}

// Commands are all of them, in the sequence of a walk.
func Commands() []Command {
	return []Command{
		{Name: "authinfo", Short: "Exchange the device's rawdata for its authinfo (get_wxpayface_authinfo)", api: &wire.Authinfo},
		{Name: "openid", Short: "Ask who shows a payment code (authcodetoopenid)", api: &wire.Authcodetoopenid},
		{Name: "micropay", Short: "Charge a payment code, or a face code of type 1; simulator alone", api: &wire.Micropay, moves: true, instead: "facetill pay AMOUNT"},
		{Name: "facepay", Short: "Charge a face code of type 0; simulator alone", api: &wire.Facepay, moves: true, instead: "facetill pay AMOUNT"},
		{Name: "query", Short: "Ask for the state of an order (orderquery, facepayquery)", api: &wire.Orderquery, face: &wire.Facepayquery, tells: true},
		{Name: "reverse", Short: "Reverse an order (reverse, facepayreverse); simulator alone", api: &wire.Reverse, face: &wire.Facepayreverse, moves: true, instead: "facetill reverse OUT_TRADE_NO --reason TEXT"},
		{Name: "refund", Short: "Give back an order or a part of it; simulator alone", api: &wire.Refund, moves: true, instead: "facetill refund OUT_TRADE_NO --reason TEXT"},
		{Name: "refundquery", Short: "Ask what became of an order's refunds", api: &wire.Refundquery, tells: true},
		{Name: "closeorder", Short: "Close an order, which WeChat refuses to those of a code; simulator alone", api: &wire.Closeorder, moves: true, instead: "facetill reverse OUT_TRADE_NO --reason TEXT"},
		{Name: "bill", Short: "Fetch the bill of a day (downloadbill)", api: &wire.Downloadbill},
		{Name: "report", Short: "Tell WeChat how calls went (payitil/report)", api: &wire.Report},
	}
}

// long is the page of help behind the short line.
func (c *Command) long() string {
	text := c.Short + ".\n\n" +
		"One request, one answer. The fields are the documents', with their names and in fen, each as a\n" +
		"flag or in --json; appid, mch_id, their sub ids and sign_type are the configuration's, nonce_str\n" +
		"and sign are made. Nothing of it is in the journal: no other command knows of it.\n\n"
	switch {
	case c.moves:
		text += "It moves money, so it is sent to a simulator alone: with --sim, or to `facetill sim` where\n" +
			"wechat.api_url leads there and wechat.ca_file is its ca.pem alone. Elsewhere it ends with 64, and\n" +
			"nothing is sent. Use " + c.instead + ".\n\n" +
			"0: well signed, ours, and result_code SUCCESS; 69: not one byte was sent; 8: everything else,\n" +
			"because one refusal proves nothing about money: facetill wx query asks."
	case c.tells:
		text += "0: well signed, ours, and result_code SUCCESS, which says that the call worked: the state of the\n" +
			"money is in the answer. 8: everything else, because what it did not tell nobody knows."
	default:
		text += "0: done; 69: WeChat refused, did not answer, or not in a way that can be believed."
	}
	return text
}

// new makes the command that runs do.
func (c Command) new(do func(context.Context, *Call) error) *cobra.Command {
	call := &Call{Command: &c, given: map[string]string{}}
	cmd := &cobra.Command{Use: c.Name, Short: c.Short, Long: c.long(), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			call.collect(cmd.Flags())
			return do(cmd.Context(), call)
		}}
	f := cmd.Flags()
	for _, r := range c.own() {
		f.String(flagOf(r.Name), "", c.about(r))
	}
	if c.face != nil {
		f.BoolVar(&call.facepay, "facepay", false, "the order is one of facepay: "+c.face.Name)
	}
	if c.api == &wire.Downloadbill {
		f.StringVar(&call.to, "to", "", "keep the bill as it came in a `file` of its own (openids are in it)")
	}
	f.StringVar(&call.json, "json", "", "a `file` with fields as one JSON object; - reads it from stdin")
	return cmd
}

// New makes all commands. Each hands what was asked for to do.
func New(do func(context.Context, *Call) error) (all []*cobra.Command) {
	for _, c := range Commands() {
		all = append(all, c.new(do))
	}
	return all
}

func flagOf(field string) string { return strings.ReplaceAll(field, "_", "-") }
