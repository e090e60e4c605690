package cli

import (
	"context"
	"crypto/rand"
	"io"
	"os"

	"facetill/flow"
)

// checkCertificate finds out at the till's start, and not after a customer was
// charged, whether WeChat takes the certificate that every reversal needs (money
// rule 1.6): it reverses a number that was never used. A network that is down
// says nothing about it.
func (sh *shop) checkCertificate(ctx context.Context) {
	if sh.ID.Simulated {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, certificateAsks)
	defer cancel()
	no, err := flow.MintOutTradeNo(sh.Ports.Clock.Now().Wall, rand.Reader)
	if err != nil {
		return
	}
	ans := sh.Ports.Gateway.Reverse(ctx, flow.Attempt{Order: flow.Order{OutTradeNo: no, Merchant: sh.ID.Merchant, Family: flow.FamilyMicropay}})
	if ans.Kind != flow.AnswerCertificate {
		return
	}
	if err := sh.Ports.Journal.SuspendSales(context.WithoutCancel(ctx), flow.SuspendedByCertificate, join(ans.Code, ans.Message)); err != nil {
		sh.Log.Warn("halt", "error", err)
	}
}

// terminalOf gives Bubble Tea the file itself: it asks it for its size.
func terminalOf(w io.Writer) io.Writer {
	if a, is := w.(*aside); is {
		w = a.w
	}
	if d, is := w.(*heard); is {
		switch f := d.w.(type) {
		case *os.File:
			return f
		case asciiFile:
			return f.File
		}
	}
	return w
}
