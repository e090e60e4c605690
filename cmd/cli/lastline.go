package cli

import (
	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/flow"
)

// lastLine ends what a command that is over has not ended itself: every call with
// -o json has one result line, the last, and a pay has one in words, too.
func (g *global) lastLine(kind string, args []string, e *ending) {
	if kind == resultOfPay && e.outcome == "" && !g.helped { // help is no sale
		e.outcome = flow.OutcomeFailed // nothing was submitted
	}
	if !g.checked && wantsJSON(args) {
		g.output = formatJSON
	}
	r := resultOf(e)
	if !g.json() {
		if kind == resultOfPay && !e.told {
			g.saleEnd("", r, "")
		}
		return
	}
	if text := g.text.Take(); text != "" {
		g.p.Line(print.TextLine{Type: "text", Text: text})
	}
	switch {
	case g.p.HasEnded():
	case kind == "":
		g.p.End(g.ended(e))
	case kind == resultOfRefund:
		r := refundResult(g, e)
		r.Count = g.p.Count()
		g.p.End(r)
	default:
		if kind == resultOfRecord {
			r.Count = g.p.Count()
		}
		g.saleEnd("", r, "")
	}
}

// resultOf is the line of a command that has nothing better to say.
func resultOf(e *ending) print.SaleResult {
	r := print.SaleResult{Outcome: string(e.outcome), ExitCode: int(e.code), Record: print.RecordOf(e.attempt), Hint: e.tries()}
	r.Replayed = e.code == codes.ExitFinished
	for _, a := range e.stoppedBy {
		r.StoppedBy = append(r.StoppedBy, print.RecordOf(a))
	}
	r.StoppedByRefunds = print.RefundsOf(e.refund.stops)
	if r.OutTradeNo == "" || r.Message == "" {
		r.Message = e.text
	}
	switch {
	case e.errCode != "":
		r.ErrCode = string(e.errCode)
	case e.code == codes.ExitFailed && r.ErrCode != "":
		var code codes.Why
		code, r.Detail = codes.Closed(r.ErrCode)
		r.ErrCode = string(code)
	case e.code == codes.ExitFailed || e.code == codes.ExitUsage:
		r.ErrCode = string(e.why())
	}
	return r
}
