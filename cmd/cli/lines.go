package cli

import (
	"facetill/cmd/cli/print"
	"facetill/flow"
)

// ended is what every result line has, and the whole one of a command that has
// nothing more to say.
type ended struct {
	Type     string `json:"type"`
	Command  string `json:"command,omitempty"`
	ExitCode int    `json:"exit_code" doc:"the code of the process; where the two differ, the code of the process counts"`
	ErrCode  string `json:"err_code,omitempty" doc:"where exit_code is 64 or 69: a word of a closed list"`
	Message  string `json:"message,omitempty" doc:"for people"`
	Hint     string `json:"hint,omitempty" doc:"what to try"`
}

// listed is the result line of a command that lists.
type listEnded struct {
	ended
	Count int  `json:"count" doc:"how many attempt lines stand before this one"`
	More  bool `json:"more,omitempty" doc:"the list was cut: there are more"`
}

// textLine is what a command prints for people alone.
type textLine struct {
	Type string `json:"type"`
	Text string `json:"text" doc:"as the command prints it without -o json"`
}

// lineTypes are all lines that -o json prints, and where they are described.
var lineTypes = []print.Line{
	{Type: "fact", Doc: "something that happened to an attempt: pay, status --timeline", Struct: factLine{}},
	{Type: "attempt", Doc: "an attempt in a list: sales, sales export, recover, close, status where several are meant", Struct: attemptLine{}},
	{Type: "contradiction", Doc: "recover: WeChat says otherwise of a sale than a person did", Struct: contradiction{}},
	{Type: "receipt", Doc: "receipt: the record, and the text", Struct: receiptLine{}},
	{Type: "finding", Doc: "doctor: one check", Struct: finding{}},
	{Type: "version", Doc: "version", Struct: versionLine{}},
	{Type: "member", Doc: "member: who stands before the camera", Struct: memberLine{}},
	{Type: "device", Doc: "device: what the terminal answered", Struct: reply{}},
	{Type: "serving", Doc: "sim: how to connect", Struct: serving{}},
	{Type: "serving", Name: "serving_device", Doc: "device serve: how to connect", Struct: bridging{}},
	{Type: "text", Doc: "what a command prints for people alone: help, config show, sim --list", Struct: textLine{}},
	{Type: print.Result, Doc: "the sale that was asked for, or asked about", Struct: result{}, Commands: []string{"pay", "status", "resolve"}},
	{Type: print.Result, Doc: "how many attempt lines there were", Struct: listEnded{}, Commands: []string{"sales", "sales export"}},
	{Type: print.Result, Doc: "what is open", Struct: openCount{}, Commands: []string{"recover"}},
	{Type: print.Result, Doc: "a day's sums", Struct: dayLine{}, Commands: []string{"close"}},
	{Type: print.Result, Doc: "what was verified", Struct: verifyLine{}, Commands: []string{"journal verify"}},
	{Type: print.Result, Doc: "the copy that was made", Struct: backupLine{}, Commands: []string{"journal backup"}},
	{Type: print.Result, Doc: "the journal that was a copy", Struct: adoptLine{}, Commands: []string{"journal adopt"}},
	{Type: print.Result, Doc: "how many checks and findings", Struct: diagnosis{}, Commands: []string{"doctor"}},
	{Type: print.Result, Doc: "of every other command", Struct: ended{}},
}

// vocabulary has the closed lists of words in these lines.
func vocabulary() print.Vocabulary {
	v := print.Vocabulary{
		"err_code": errCodeWords(),
		"method":   {string(flow.MethodFace), string(flow.MethodCode)},
		"outcome":  {},
		"fee_type": {"CNY"},
		"resolved": flow.ResolvedWords(),
		"finding":  {doctorOK, doctorWarn, doctorBad},
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
