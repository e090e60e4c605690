package cli

import (
	_ "embed" // of the page
	"fmt"
	"strings"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/doctor"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/print/schema"
	"facetill/cmd/cli/wxcall"
	"facetill/flow"
	"facetill/flow/archive"
	"facetill/flow/ledger"
	"facetill/flow/reconcile"
	"facetill/flow/refund"
	"facetill/flow/trace"
	"facetill/tui/text"
)

// jsonHelp is `help json`.
func jsonHelp() string {
	var b strings.Builder
	b.WriteString(jsonLines)
	b.WriteString("\nerr_code where exit_code is 64 or 69, and where 8 means that nothing could be read;\nelsewhere it is WeChat's or the device's:\n")
	for _, row := range codes.Whys {
		fmt.Fprintf(&b, "  %-17s  %s\n", row.Code, row.Meaning)
	}
	b.WriteString("\nfacetill help json --schema prints all of it as JSON Schema (draft 2020-12). The last\n" +
		"word is the exit code. A missing result line means 8: nobody knows yet.\n")
	return b.String()
}

// jsonLines is the page up to the err_codes.
//
//go:embed pages/json.txt
var jsonLines string

// lineTypes are all lines that -o json prints, and where they are described.
var lineTypes = []schema.Line{
	{Type: "fact", Doc: "something that happened to an attempt: pay, status --timeline", Struct: print.FactLine{}},
	{Type: "step", Doc: "a call to the terminal or to WeChat that is over: --trace of pay, status, recover, refund, reverse, member", Struct: print.StepLine{}},
	{Type: "attempt", Doc: "an attempt in a list: sales, sales export, recover, day, close, status where several are meant", Struct: print.AttemptLine{}},
	{Type: "contradiction", Doc: "recover, day, close: WeChat says otherwise of a sale, or of a refund, than a person did", Struct: print.Contradiction{}},
	{Type: "receipt", Doc: "receipt: the record, and the text", Struct: receiptLine{}},
	{Type: "finding", Doc: "doctor: one check", Struct: doctor.Finding{}},
	{Type: "version", Doc: "version", Struct: versionLine{}},
	{Type: "member", Doc: "member: who stands before the camera", Struct: memberLine{}},
	{Type: "device", Doc: "device: what the terminal answered", Struct: reply{}},
	{Type: "answer", Doc: "wx: what WeChat answered to one call, and what of it is verified", Struct: wxcall.Line{}},
	{Type: "serving", Doc: "sim: how to connect", Struct: serving{}},
	{Type: "serving", Name: "serving_device", Doc: "device serve: how to connect", Struct: bridging{}},
	{Type: "text", Doc: "what a command prints for people alone: help, config show, sim --list", Struct: print.TextLine{}},
	{Type: print.Result, Doc: "the sale that was asked for, or asked about", Struct: print.SaleResult{}, Commands: []string{"pay", "status", "resolve", "settle", "reverse"}},
	{Type: print.Result, Doc: "the refund that was asked for", Struct: print.RefundResult{}, Commands: []string{"refund"}},
	{Type: print.Result, Doc: "how many attempt lines there were", Struct: print.ListEnded{}, Commands: []string{"sales", "sales export"}},
	{Type: print.Result, Doc: "what is open", Struct: print.RecoveryEnded{}, Commands: []string{"recover"}},
	{Type: "bill_row", Doc: "reconcile: a finding of a bill", Struct: print.BillRow{}},
	{Type: print.Result, Doc: "a bill against the journal", Struct: print.Bill{}, Commands: []string{"reconcile"}},
	{Type: print.Result, Doc: "a day's sums so far", Struct: print.Day{}, Commands: []string{"day"}},
	{Type: "money", Doc: "close --lines: what a fact did to the shop's money", Struct: print.Money{}},
	{Type: print.Result, Doc: "the record of a close", Struct: print.Closed{}, Commands: []string{"close"}},
	{Type: print.Result, Doc: "whose shift it is, and what it comes to", Struct: print.Shift{}, Commands: []string{"shift", "shift in", "shift out", "shift handover", "shift end"}},
	{Type: print.Result, Doc: "what was verified", Struct: verifyLine{}, Commands: []string{"journal verify"}},
	{Type: print.Result, Doc: "the copy that was made", Struct: backupLine{}, Commands: []string{"journal backup"}},
	{Type: print.Result, Doc: "the archive of facts that was made, and what stays", Struct: archiveLine{}, Commands: []string{"journal archive"}},
	{Type: print.Result, Doc: "the archive for support", Struct: supportLine{}, Commands: []string{"support-bundle"}},
	{Type: print.Result, Doc: "the journal that was a copy", Struct: adoptLine{}, Commands: []string{"journal adopt"}},
	{Type: print.Result, Doc: "how many checks and findings", Struct: diagnosis{}, Commands: []string{"doctor"}},
	{Type: print.Result, Doc: "of every other command", Struct: print.Ended{}},
}

// vocabulary has the closed lists of words in these lines.
func vocabulary() schema.Vocabulary {
	return schema.Vocabulary{
		"err_code":     codes.WhyWords(),
		"method":       {string(flow.MethodFace), string(flow.MethodCode)},
		"outcome":      words(flow.Outcomes()),
		"state":        words(flow.States()),
		"fee_type":     {"CNY"},
		"resolved":     append(flow.ResolvedWords(), flow.ResolvedElse),
		"tender":       flow.Tenders(),
		"finding":      doctor.Statuses(),
		"refund_state": words(refund.States()),
		"settled":      refund.SettledWords(),
		"money":        words(ledger.Kinds()),
		"bill_class":   append([]string{string(reconcile.Agrees), string(reconcile.Reversed), string(reconcile.RefundAgrees)}, words(reconcile.Classes())...),
		"system":       words(trace.Systems()),
		"proved":       text.Proofs(),
		"stays":        append(words(archive.Reasons()), string(changed)),
		"bill_verdict": {string(reconcile.Agreed), string(reconcile.Findings), string(reconcile.NotKnown)},
	}
}

func words[T ~string](list []T) (all []string) {
	for _, w := range list {
		all = append(all, string(w))
	}
	return all
}

// jsonSchema is `help json --schema`.
func jsonSchema() (string, error) {
	text, err := schema.Of(lineTypes, vocabulary())
	return string(text) + "\n", err
}
