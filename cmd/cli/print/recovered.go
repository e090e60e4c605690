package print

import (
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/text"
)

// RecoveryEnded is the result line of recover.
type RecoveryEnded struct {
	Ended
	Open         int   `json:"open" doc:"how many attempts are open"`
	Otherwise    int   `json:"otherwise,omitempty" doc:"how many were resolved by hand and not as WeChat has them, or have more on its way back than was charged"`
	Closing      int   `json:"closing,omitempty" doc:"how many numbers of refused sales are still to be closed"`
	ClosingUntil Stamp `json:"closing_until,omitzero" doc:"until when at the latest"`
	RefundsOpen
	Count int `json:"count" doc:"how many attempts have a line before this one; where one has several (--watch), the last one holds"`
}

// Say is the result line for people, of a recovery at wechat that left open. A refusal whose number is still to be
// closed is neither open nor in the way.
func (line RecoveryEnded) Say(w io.Writer, words *text.Words, wechat string, open []flow.Attempt) {
	persons, away := 0, 0
	for _, a := range open {
		switch {
		case !a.At(wechat):
			away++
		case till.PersonsTurn(a):
			persons++
		}
	}
	var kept []string
	if persons > 0 {
		kept = append(kept, counted(persons, "1 waits for a person", "%d wait for a person"))
	}
	if away > 0 {
		kept = append(kept, counted(away, "1 is of another WeChat and was left alone", "%d are of another WeChat and were left alone"))
	}
	switch {
	case line.Open == 0 && line.Persons() > 0:
		fmt.Fprintf(w, "nothing is open; %s\n", CountPersons(line.Persons()))
	case line.Open == 0:
		fmt.Fprintln(w, "nothing is open")
	case len(kept) == 0:
		fmt.Fprintf(w, "%d open: recover goes on with it\n", line.Open)
	default:
		fmt.Fprintf(w, "%d open, of which %s\n", line.Open, strings.Join(kept, " and "))
	}
	if line.Closing > 0 {
		fmt.Fprintf(w, "%s still to be closed, until %s\n", counted(line.Closing, "1 refused number is", "%d refused numbers are"),
			time.Time(line.ClosingUntil).In(flow.Beijing).Format("15:04:05"))
	}
	if refunds := line.RefundsOpen.Say(words); refunds != "" {
		fmt.Fprintln(w, refunds)
	}
}

// counted is a phrase about one or about many.
func counted(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}
