package cli

import (
	"fmt"
	"io"
	"sync"

	"facetill/flow"
)

// noticeWord is a notice of an open reversal for programs (money rule 4.1).
func noticeWord(n flow.Notice) string {
	switch n {
	case flow.NoticeSlow:
		return "slow"
	case flow.NoticeLate:
		return "late"
	}
	return ""
}

// noticeText is the same for people, "" where there is none.
func noticeText(n flow.Notice) string {
	switch n {
	case flow.NoticeSlow:
		return "takes longer than two minutes: no goods; the money comes back by itself, and the customer need not wait"
	case flow.NoticeLate:
		return "takes longer than thirty minutes: look at the sale on the merchant platform"
	}
	return ""
}

// notices says each notice of each reversal once, on stderr, whatever the output.
type notices struct {
	mu   sync.Mutex
	w    io.Writer
	said map[flow.OutTradeNo]flow.Notice
	next flow.Observer // nil: nobody else listens
}

// Observe looks at every update, and not at facts alone: what waits has none.
func (n *notices) Observe(u flow.Update) {
	if n.next != nil {
		n.next.Observe(u)
	}
	n.tell(u.Attempt, u.Attempt.Notice(u.Now))
}

func (n *notices) tell(a flow.Attempt, notice flow.Notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if notice <= n.said[a.OutTradeNo] {
		return
	}
	if n.said == nil {
		n.said = map[flow.OutTradeNo]flow.Notice{}
	}
	n.said[a.OutTradeNo] = notice
	fmt.Fprintf(n.w, "facetill: the reversal of %s, %s, %s\n", a.OutTradeNo, a.TotalFee, noticeText(notice))
}

// listOpen prints what a recovery left open, with the notice that each has.
func (g *global) listOpen(sh *shop, open []flow.Attempt) {
	now, sure := sh.Ports.WeChat.Now()
	if !sure { // no network: the wall clock is good enough for a notice
		now = sh.Ports.Clock.Now().Wall
	}
	for _, a := range open {
		notice := a.Notice(now)
		if g.json() {
			g.p.line(attemptLine{"attempt", string(a.Outcome()), recordOf(a), noticeWord(notice)})
			continue
		}
		line := row(a)
		if notice != flow.NoticeNone {
			line += "  " + noticeText(notice)
		}
		fmt.Fprintln(g.s.out, line)
	}
}
