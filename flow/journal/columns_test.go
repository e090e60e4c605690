package journal

import (
	"testing"

	"facetill/flow"
)

// A column of a type that nobody knows would be in no sum, and could then change
// unseen: it stops whoever adds it.
func TestUnknownColumn(t *testing.T) {
	for name, use := range map[string]func(){
		"sum":  func() { rowSum(flow.Attempt{}, "") },
		"bind": func() { bind(flow.Attempt{}) },
		"scan": func() { _, _ = scannedAsIs(func(...any) error { return nil }) },
	} {
		t.Run(name, func(t *testing.T) {
			known := columns
			defer func() {
				columns = known
				if recover() == nil {
					t.Error("it was passed over")
				}
			}()
			columns = append(columns[:len(columns):len(columns)], column{"odd", func(*flow.Attempt) any { return new(float64) }})
			use()
		})
	}
}

// Money rule 2.2: what bore a refusal out is told from a code of WeChat's when it is read again.
func TestWhatBoreARefusalOut(t *testing.T) {
	for text, refusal := range map[string]bool{string(flow.AnswerNotPay): true, string(flow.AnswerClosed): true, string(flow.AnswerRevoked): true,
		string(flow.AnswerNotExist): true, string(flow.AnswerReversed): false, string(flow.AnswerStopped): false, string(flow.AnswerLost): false,
		string(flow.AnswerDoubt): false, string(flow.AnswerCertificate): false, string(flow.AnswerNotSent): false, "USERPAYING": false, "": false} {
		var a flow.Attempt
		asked(&a, text)
		if ask := string(a.RefusalAsk); refusal && (ask != text || a.QueryCode != "") || !refusal && (ask != "" || a.QueryCode != text) {
			t.Errorf("%q is read as the refusal's %q and the code %q", text, ask, a.QueryCode)
		}
	}
}
