package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// stats is what a sweep did, for its closing lines.
type stats struct {
	worlds, sales, crashes, faults, calls, checks int
	suspensions, takeovers                        int     // of lanes
	hours                                         float64 // of virtual time; a Duration ends at 292 years
	marks                                         map[string]int
}

func newStats() *stats { return &stats{marks: map[string]int{}} }

// mark notes that a rare path was reached. A sweep that does not reach its
// paths proves nothing; wanted lists them.
func (s *stats) mark(name string) { s.marks[name]++ }

// add joins what another goroutine's worlds did.
func (s *stats) add(o *stats) {
	s.worlds += o.worlds
	s.sales += o.sales
	s.crashes += o.crashes
	s.faults += o.faults
	s.calls += o.calls
	s.checks += o.checks
	s.suspensions += o.suspensions
	s.takeovers += o.takeovers
	s.hours += o.hours
	for name, n := range o.marks {
		s.marks[name] += n
	}
}

// wanted are the paths that a sweep of some thousand sales must have reached.
var wanted = []string{"paid", "refused", "cancelled", "not_sent", "reversing", "reversed", "needs_person", "submitting",
	"confirming", "refunding", "refunded", "unclaimed", "suspended", "reverse sent", "finished earlier", "crash before intent", "crash after intent",
	"crash before paid", "crash after paid", "crash after told", "crash before reversal_decided", "crash after reversal_decided",
	"crash before reversed", "crash after POST /pay/micropay", "crash before POST /pay/micropay", "crash after POST /secapi/pay/reverse",
	"first Date a day ahead", "first Date a day behind", "intent on one Date", "fences began late"}

// missed gives the wanted paths that were not reached.
func (s *stats) missed(wanted []string) (all []string) {
	for _, name := range wanted {
		if s.marks[name] == 0 {
			all = append(all, name)
		}
	}
	return all
}

func (s *stats) print(w io.Writer, m mode, violations int, took time.Duration) {
	suspended := ""
	if s.suspensions > 0 {
		suspended = fmt.Sprintf(" %d suspensions, %d takeovers,", s.suspensions, s.takeovers)
	}
	fmt.Fprintf(w, "%s: %d worlds, %d sales, %d crashes,%s %d faults, %d calls, %.1f virtual years, %d checks, %d of %d marks, %d violations, %v\n",
		m.name, s.worlds, s.sales, s.crashes, suspended, s.faults, s.calls, s.hours/24/365, s.checks,
		len(m.wanted)-len(s.missed(m.wanted)), len(m.wanted), violations, took.Round(time.Millisecond))
}

// table prints every mark, most seen first.
func (s *stats) table(w io.Writer) {
	names := slices.SortedFunc(maps.Keys(s.marks), func(a, b string) int { return s.marks[b] - s.marks[a] })
	for _, name := range names {
		fmt.Fprintf(w, "%10d  %s\n", s.marks[name], name)
	}
}
