package cli

import (
	"context"
	"errors"
	"fmt"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
)

// runPay is one sale from its request to its exit code. read reads its code from
// stdin, and is nil for one that reads none.
func runPay(parent context.Context, g *global, q flow.SaleRequest, read func(*flow.SaleRequest) error) error {
	ctx, again, stop := g.untilSignal(parent)
	defer stop()
	n := wiring.Needs{Create: true, Money: true, Gateway: true, Device: q.Method == flow.MethodFace && read == nil, Press: q.TotalFee}
	if read != nil {
		n.Pressed = func() error { return untilStopped(ctx, &q, read) }
	}
	t, err := g.open(ctx, n)
	if err != nil {
		return endingOf(fromOpening(ctx, q), err)
	}
	defer t.Close()
	return sell(ctx, again, g, t, q)
}

// sell is the sale itself, by a till that is open.
func sell(ctx context.Context, again <-chan struct{}, g *global, t *wiring.Till, q flow.SaleRequest) error {
	if q.Member {
		if err := memberPays(t); err != nil {
			return endingOf(fromOpening(ctx, q), err)
		}
	}
	q.Press = t.Press
	if err := tellOpen(ctx, g, t); err != nil {
		return endingOf(fromSale(ctx, q), err)
	}
	said := &print.Notices{To: g.s.err, Own: t.Trace, Next: print.NewTextFacts(g.s.err)}
	if g.json() {
		said.Next = print.Facts{To: g.p}
	}
	s, err := t.App.Call(ctx, q, said)
	if err != nil {
		return finish(g, t, endingOf(fromSale(ctx, q), err), false)
	}
	// Not earlier: it would take over what this reference may have to follow.
	defer t.App.Recover(ctx)()
	a, err := s.Run(ctx, again)
	e := saleEnding(a, err, interrupted(ctx))
	if a.State == flow.Reversing && err == nil { // it leaves two minutes after the intent (4.4)
		said.Tell(a, flow.NoticeSlow)
	}
	if turnedAway(err) {
		e = endingOf(fromSale(ctx, q), err)
	}
	if err == nil { // else the sale may still be under way
		e.payer, e.faceSID = s.Payer(), s.FaceSID()
	}
	if e.code == codes.ExitDone && s.Replayed() {
		if says, err := t.App.Says(ctx, a); err == nil {
			e.against(g, t, says) // goods may go for it
		}
	}
	if s.Replayed() && a.OutTradeNo != "" && (q.Body != a.Body || q.Attach != a.Attach || q.GoodsTag != a.GoodsTag || q.Detail != a.Detail) {
		const other = "the first call of this reference had another body, attach, goods tag or detail, and those stand; nothing of this one's was sent"
		fmt.Fprintln(g.s.err, "facetill:", other)
		e.hint(other)
	}
	out := finish(g, t, e, s.Replayed())
	s.TellDevice(ctx)
	if e.code != codes.ExitDone {
		return out
	}
	if err := g.out.Failed(g.patience()); err != nil {
		return notTold(a, out, "the caller could not be told", err)
	}
	return told(ctx, t, a, out)
}

// untilStopped lets a request read what it needs from stdin, and does not wait for
// it any more once a signal has come: whoever reads is left behind, and the process
// is about to end.
func untilStopped(ctx context.Context, q *flow.SaleRequest, read func(*flow.SaleRequest) error) error {
	type end struct {
		q   flow.SaleRequest
		err error
	}
	ended := make(chan end, 1)
	go func(q flow.SaleRequest) {
		err := read(&q)
		ended <- end{q, err}
	}(*q)
	select {
	case e := <-ended:
		*q = e.q
		return e.err
	case <-ctx.Done():
		return failed(context.Cause(ctx))
	}
}

// memberPays reports whether this terminal can take a member's payment.
func memberPays(t *wiring.Till) error {
	if t.Device == nil {
		return usage("--member needs a camera, and device.adapter is none").as(codes.WhyNoDevice)
	}
	if err := t.Device.CanPayQuickly(); err != nil {
		return usage("--member: %s", err).as(codes.WhyDevice)
	}
	return nil
}

// saleEnding says how a sale ended. err is what stopped it before its end.
func saleEnding(a flow.Attempt, err error, stopped bool) *ending {
	e := &ending{code: codes.ExitOf(a), outcome: a.Outcome(), attempt: a}
	if unsubmitted(a) {
		// Nothing left this process, and its code dies with it.
		e.code, e.outcome = codes.ExitFailed, flow.OutcomeFailed
		if stopped {
			e.code, e.outcome = codes.ExitInterrupted, flow.OutcomeCancelled
		}
	}
	if err != nil && !errors.Is(err, errSignal) {
		e.text = err.Error()
	}
	switch {
	case e.code == codes.ExitOpen && stopped && a.Epoch == 0: // followed, and never this process's to drive
		e.text = "interrupted: another call of this reference has the sale in hand and goes on with it"
		e.hint("facetill status %s", print.AskedFor(a))
	case e.code == codes.ExitOpen && a.State == flow.Paid && !a.OpenRefund():
		e.text = "a charge was found that nobody has claimed; no goods before a person has looked"
		e.hint("facetill status %s", a.OutTradeNo.LastDigits(6))
	case e.code == codes.ExitOpen:
		e.hint("%s", print.WhatHelps(a))
	case a.State == flow.NotSent && a.Code == flow.CodeAgeUnknown:
		e.hint("look at the customer's papers; if it is an adult, facetill pay %s --auth-code -, with the scanned code on stdin", a.TotalFee)
	case a.State == flow.Cancelled && a.EndedBy == flow.ForScan:
		e.hint("facetill pay %s --auth-code -, with the scanned code on stdin", a.TotalFee)
	}
	return e
}

// unsubmitted reports whether an attempt of this process stands before its request.
func unsubmitted(a flow.Attempt) bool {
	switch a.State {
	case flow.Opened, flow.Identified:
		return a.Live.Mine
	case flow.Submitting:
		return a.Live.Mine && !a.Live.Submitted
	}
	return false
}

// finish prints the result line. The ending that it returns has been told.
func finish(g *global, t *wiring.Till, e *ending, replayed bool) *ending {
	r := resultOf(e)
	r.Replayed = r.Replayed || replayed
	if e.code == codes.ExitCancelled && e.attempt.EndedBy == flow.ForScan && r.ErrCode == "" {
		r.ErrCode = "SCAN_PAYMENT"
	}
	if r.OutTradeNo == "" {
		r.Simulated = t.ID.Simulated
	}
	r.OpenID, r.SubOpenID, r.FaceSID = e.payer.OpenID.Reveal(), e.payer.SubOpenID.Reveal(), e.faceSID.Reveal()
	g.saleEnd(t.Config.UI.Language, r, "")
	e.told = true
	return e
}

// told is the very last act of a sale that was paid (money rule 5.3). What
// cannot be written any more makes it 8: nobody can know later that goods went.
func told(ctx context.Context, t *wiring.Till, a flow.Attempt, out *ending) error {
	if err := t.App.CallerTold(ctx, a); err != nil {
		return notTold(a, out, "it cannot be recorded that this was told", err)
	}
	if out.code == codes.ExitDone && out.text == "" {
		return nil
	}
	return out
}

// notTold is a paid sale of which no fact records that it was told, also where nobody took
// its lines whole: it stops the next sale of its amount (money rule 5.3).
func notTold(a flow.Attempt, out *ending, what string, why error) *ending {
	out.code, out.text = codes.ExitOpen, "paid, but "+what+": "+why.Error()
	return out.hint("facetill status %s, before goods are given", a.OutTradeNo.LastDigits(6))
}
