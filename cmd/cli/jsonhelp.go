package cli

import (
	"fmt"
	"strings"

	"facetill/cmd/cli/doctor"
	"facetill/cmd/cli/print"
	"facetill/flow"
)

// jsonHelp is `help json`.
func jsonHelp() string {
	var b strings.Builder
	b.WriteString(jsonLines)
	b.WriteString("\nerr_code where exit_code is 64 or 69, and where 8 means that nothing could be read;\nelsewhere it is WeChat's or the device's:\n")
	for _, row := range errCodes {
		fmt.Fprintf(&b, "  %-17s  %s\n", row.code, row.meaning)
	}
	b.WriteString("\nfacetill help json --schema prints all of it as JSON Schema (draft 2020-12). The last\n" +
		"word is the exit code. A missing result line means 8: nobody knows yet.\n")
	return b.String()
}

const jsonLines = `-o json prints one JSON object a line on stdout; talk goes to stderr. The first
line has "schema":1. Fields are added and never renamed; fields without value are
absent; ignore what you do not know.

Every call ends with one line {"type":"result","command":"pay","exit_code":0,...},
whatever happens short of a kill, wrong usage included; servers and watchers print
it when a signal ends them. Before it:

pay      {"type":"fact","seq":1,"out_trade_no":"...","at":"...","state":"opened",
         "fact":"opened"}, a line for each fact. seq is its number in the journal;
         what the journal does not keep (request_begun, answers that only repeat
         the last one) has none
status   the durable facts with --timeline, under the same numbers; or, where
         several are meant, {"type":"attempt",...}, a line each
sales, sales export    {"type":"attempt",...}, a line each. The result has their
         count, and "more":true where the list was cut
close    {"type":"attempt",...} for each one that is open or was decided by hand;
         the result has date, totals and hours
recover  {"type":"attempt",...} for each one as it ends or goes to a person, and at
         the end for each that is open; {"type":"contradiction",...} for each sale
         of which WeChat says otherwise than a person did
receipt, version, member, doctor, device, sim, device serve    lines of their own; what
         the terminal answers lies in "answer" as it came
What a command has for people alone is one line {"type":"text","text":"..."}.

Fields of result and attempt:
  outcome         paid, declined, cancelled, failed, reversed, refunded, open
  exit_code       the code of the process, see help exit-codes; when the two
                  differ, the code of the process counts (paid and told, but the
                  telling could not be recorded: 8)
  ref             your --ref
  out_trade_no    the number of the attempt
  transaction_id  WeChat's number of the charge
  state           where the attempt stands: opened, identified, submitting,
                  confirming, reversing, needs_person, paid, refused, cancelled,
                  not_sent, reversed, refunding, refunded
  total_fee, refunded_fee   fen
  fee_type        CNY
  method          face or code
  openid, sub_openid        the payer: of pay alone, and only in the call that heard
                  it from WeChat. It is kept nowhere
  openid_tag      a fingerprint of the payer, the same in all records
  err_code, message         WeChat's, the device's or ours
  detail          the code as it came, where err_code is a class of them
  stopped_by      the sales of which a person has to say that this is another
                  customer (err_code POSSIBLE_DUPLICATE)
  unclaimed       a charge of which nobody knows whether the goods were given;
                  its outcome is open
  resolved_as, resolved_by  a person's word, and whose
  replayed        the answer of an earlier call of this reference
  simulated       not real money
  time_end        when WeChat charged
  started_at, ended_at      this machine's clock; all times are RFC 3339
  wechat, wechat_code       what a query said just now (status)
  hint            what to try

Where nothing was begun (64, 69) the result line of pay comes without numbers. Where
the sale was stopped by another one of the same amount it does, too: it says open
with err_code POSSIBLE_DUPLICATE, and those sales stand under stopped_by; facts before
it may have a number that was given up. With exit code 6 it is the old record, and
replayed is true.
`

// lineTypes are all lines that -o json prints, and where they are described.
var lineTypes = []print.Line{
	{Type: "fact", Doc: "something that happened to an attempt: pay, status --timeline", Struct: print.FactLine{}},
	{Type: "attempt", Doc: "an attempt in a list: sales, sales export, recover, close, status where several are meant", Struct: print.AttemptLine{}},
	{Type: "contradiction", Doc: "recover: WeChat says otherwise of a sale than a person did", Struct: print.Contradiction{}},
	{Type: "receipt", Doc: "receipt: the record, and the text", Struct: receiptLine{}},
	{Type: "finding", Doc: "doctor: one check", Struct: doctor.Finding{}},
	{Type: "version", Doc: "version", Struct: versionLine{}},
	{Type: "member", Doc: "member: who stands before the camera", Struct: memberLine{}},
	{Type: "device", Doc: "device: what the terminal answered", Struct: reply{}},
	{Type: "serving", Doc: "sim: how to connect", Struct: serving{}},
	{Type: "serving", Name: "serving_device", Doc: "device serve: how to connect", Struct: bridging{}},
	{Type: "text", Doc: "what a command prints for people alone: help, config show, sim --list", Struct: print.TextLine{}},
	{Type: print.Result, Doc: "the sale that was asked for, or asked about", Struct: print.SaleResult{}, Commands: []string{"pay", "status", "resolve"}},
	{Type: print.Result, Doc: "how many attempt lines there were", Struct: print.ListEnded{}, Commands: []string{"sales", "sales export"}},
	{Type: print.Result, Doc: "what is open", Struct: openCount{}, Commands: []string{"recover"}},
	{Type: print.Result, Doc: "a day's sums", Struct: print.Day{}, Commands: []string{"close"}},
	{Type: print.Result, Doc: "what was verified", Struct: verifyLine{}, Commands: []string{"journal verify"}},
	{Type: print.Result, Doc: "the copy that was made", Struct: backupLine{}, Commands: []string{"journal backup"}},
	{Type: print.Result, Doc: "the journal that was a copy", Struct: adoptLine{}, Commands: []string{"journal adopt"}},
	{Type: print.Result, Doc: "how many checks and findings", Struct: diagnosis{}, Commands: []string{"doctor"}},
	{Type: print.Result, Doc: "of every other command", Struct: print.Ended{}},
}

// vocabulary has the closed lists of words in these lines.
func vocabulary() print.Vocabulary {
	v := print.Vocabulary{
		"err_code": errCodeWords(),
		"method":   {string(flow.MethodFace), string(flow.MethodCode)},
		"outcome":  {},
		"fee_type": {"CNY"},
		"resolved": flow.ResolvedWords(),
		"finding":  doctor.Statuses(),
	}
	for _, s := range flow.States() {
		v["state"] = append(v["state"], string(s))
	}
	for _, o := range flow.Outcomes() {
		v["outcome"] = append(v["outcome"], string(o))
	}
	return v
}

// jsonSchema is `help json --schema`.
func jsonSchema() (string, error) {
	text, err := print.Schema(lineTypes, vocabulary())
	return string(text) + "\n", err
}
