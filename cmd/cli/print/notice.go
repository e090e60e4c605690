package print

import (
	"fmt"
	"io"
	"sync"

	"facetill/flow"
	"facetill/flow/trace"
)

// notices are those of an open reversal, for programs and for people (money rule 4.1).
var notices = map[flow.Notice]struct{ word, text string }{
	flow.NoticeSlow: {"slow", "takes longer than two minutes: no goods; the money comes back by itself, and the customer need not wait"},
	flow.NoticeLate: {"late", "takes longer than thirty minutes: look at the sale on the merchant platform"},
}

// NoticeText is a notice of an attempt for people, "" where there is none. Money of which
// nobody knows that it was charged does not come back by itself.
func NoticeText(a flow.Attempt, n flow.Notice) string {
	if n == flow.NoticeSlow && a.Expired && !flow.Charged(a) {
		return "takes longer than two minutes: no goods; it is not known whether anything was charged"
	}
	return notices[n].text
}

// Notices says each notice of each reversal once, on stderr, whatever the output.
type Notices struct {
	To   io.Writer
	Next flow.Observer // nil: nobody else listens
	Own  *trace.Trace  // hears that these are what the command is about; nil: it is about none

	mu   sync.Mutex
	said map[flow.OutTradeNo]flow.Notice
}

// Observe looks at every update, and not at facts alone: what waits has none.
func (n *Notices) Observe(u flow.Update) {
	n.Own.Of(string(u.Attempt.OutTradeNo))
	if n.Next != nil {
		n.Next.Observe(u)
	}
	n.Tell(u.Attempt, u.Attempt.Notice(u.Now))
}

// Tell says a notice, unless it or a later one was said.
func (n *Notices) Tell(a flow.Attempt, notice flow.Notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if notice <= n.said[a.OutTradeNo] {
		return
	}
	if n.said == nil {
		n.said = map[flow.OutTradeNo]flow.Notice{}
	}
	n.said[a.OutTradeNo] = notice
	what := fmt.Sprintf("reversal of %s, %s", a.OutTradeNo, a.TotalFee)
	if e, is := a.Refunds.Begun(); is && a.DecidedAt.IsZero() {
		what = fmt.Sprintf("refund of %s of %s", e.Amount(), a.OutTradeNo)
	}
	fmt.Fprintf(n.To, "facetill: the %s, %s\n", what, NoticeText(a, notice))
}
