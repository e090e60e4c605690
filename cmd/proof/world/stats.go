package world

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// Stats is what a sweep did, for its closing lines.
type Stats struct {
	Worlds, Sales, Crashes, Faults, Calls, Checks int
	Keys                                          int     // at the screen
	Suspensions, Takeovers                        int     // of lanes
	Hours                                         float64 // of virtual time; a Duration ends at 292 years
	Marks                                         map[string]int
}

// NewStats returns what nothing was counted in.
func NewStats() *Stats { return &Stats{Marks: map[string]int{}} }

// Mark notes that a rare path was reached. A sweep that does not reach its
// paths proves nothing; [Wanted] lists them.
func (s *Stats) Mark(name string) { s.Marks[name]++ }

// Add joins what another goroutine's worlds did.
func (s *Stats) Add(o *Stats) {
	s.Worlds += o.Worlds
	s.Sales += o.Sales
	s.Crashes += o.Crashes
	s.Faults += o.Faults
	s.Calls += o.Calls
	s.Checks += o.Checks
	s.Keys += o.Keys
	s.Suspensions += o.Suspensions
	s.Takeovers += o.Takeovers
	s.Hours += o.Hours
	for name, n := range o.Marks {
		s.Marks[name] += n
	}
}

// Wanted are the paths that a sweep of some thousand sales must have reached.
var Wanted = []string{"paid", "refused", "cancelled", "not_sent", "reversing", "reversed", "needs_person", "submitting",
	"confirming", "refunding", "refunded", "unclaimed", "suspended", "reverse sent", "finished earlier", "crash before intent", "crash after intent",
	"crash before paid", "crash after paid", "crash after told", "crash before reversal_decided", "crash after reversal_decided",
	"crash before reversed", "crash after POST /pay/micropay", "crash before POST /pay/micropay", "crash after POST /secapi/pay/reverse",
	"first Date a day ahead", "first Date a day behind", "intent on one Date", "fences began late",
	"late answer", "one ORDERNOTEXIST, confirming", "one ORDERNOTEXIST, reversing", "one ORDERNOTEXIST, needs_person",
	"own answer of before", "own answer to another question", "own answer of another order", "own answer of another order, which it names",
	"answer of another order", "answer of another merchant", "answer of another app", "answer of another sub-merchant",
	"answer without its sub-merchant", "answer of another amount", "answer in another currency",
	"refunded outside", "topped up", "on its way for days", "a refund ends in CHANGE", "a refund ends in REFUNDCLOSE",
	"refund begun", "refund accepted", "refund done", "refund refused", "refund stuck", "refund elsewhere", "answer of another refund",
	"crash after refund_begun", "crash before refund_sent", "crash after refund_sent", "crash before POST /secapi/pay/refund",
	"crash after POST /secapi/pay/refund", "crash before refund_answered"}

// Missed returns the wanted paths that were not reached.
func (s *Stats) Missed(wanted []string) (all []string) {
	for _, name := range wanted {
		if s.Marks[name] == 0 {
			all = append(all, name)
		}
	}
	return all
}

// Print is the closing line.
func (s *Stats) Print(w io.Writer, name string, wanted []string, violations int, took time.Duration) {
	suspended := ""
	if s.Suspensions > 0 {
		suspended = fmt.Sprintf(" %d suspensions, %d takeovers,", s.Suspensions, s.Takeovers)
	}
	if s.Keys > 0 {
		suspended = fmt.Sprintf(" %d keys at a screen,", s.Keys) + suspended
	}
	fmt.Fprintf(w, "%s: %d worlds, %d sales, %d crashes,%s %d faults, %d calls, %.1f virtual years, %d checks, %d of %d marks, %d violations, %v\n",
		name, s.Worlds, s.Sales, s.Crashes, suspended, s.Faults, s.Calls, s.Hours/24/365, s.Checks,
		len(wanted)-len(s.Missed(wanted)), len(wanted), violations, took.Round(time.Millisecond))
}

// Table prints every mark, most seen first.
func (s *Stats) Table(w io.Writer) {
	names := slices.SortedFunc(maps.Keys(s.Marks), func(a, b string) int { return s.Marks[b] - s.Marks[a] })
	for _, name := range names {
		fmt.Fprintf(w, "%10d  %s\n", s.Marks[name], name)
	}
}
