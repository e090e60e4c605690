package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/flow"
)

// commandName is a command as the caller wrote it, "" for facetill itself.
func commandName(cmd *cobra.Command) string {
	_, name, _ := strings.Cut(cmd.CommandPath(), " ")
	return name
}

// ended is the part that every result line has.
func (g *global) ended(e *ending) print.Ended {
	return print.Ended{Type: print.Result, Command: g.command, ExitCode: int(e.code), ErrCode: string(e.why()), Message: e.text, Hint: strings.Join(e.hints, "; ")}
}

// lines reports whether -o json was asked for, also where the flags did not parse.
func (g *global) lines(args []string) bool {
	if g.checked {
		return g.json()
	}
	return g.json() || wantsJSON(args)
}

// lastLine ends what a command that is over has not ended itself: every call with
// -o json has one result line, the last, and a pay has one in words, too.
func (g *global) lastLine(kind string, args []string, e *ending) {
	if kind == resultOfPay && e.outcome == "" && !g.helped { // help is no sale
		e.outcome = flow.OutcomeFailed // nothing was submitted
	}
	if !g.lines(args) {
		if kind == resultOfPay && !e.told {
			fmt.Fprintln(g.s.out, print.SayResult(g.words(""), resultOf(e)))
		}
		return
	}
	if text := g.text.take(); text != "" {
		g.p.Line(print.TextLine{Type: "text", Text: text})
	}
	switch {
	case g.p.HasEnded():
	case kind != "":
		r := resultOf(e)
		if kind == resultOfRecord {
			r.Count = g.p.Count()
		}
		g.saleEnd(r)
	default:
		g.p.End(g.ended(e))
	}
}

// aside is stdout for people. Where lines are asked for it keeps what would be
// written, for a line of its own: nothing but lines reaches a program.
type aside struct {
	g  *global
	w  io.Writer
	mu sync.Mutex
	b  bytes.Buffer
}

func (a *aside) Write(p []byte) (int, error) {
	if !a.g.json() {
		return a.w.Write(p)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.b.Write(p)
}

func (a *aside) take() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	text := a.b.String()
	a.b.Reset()
	return text
}

// saleEnd prints the result line of a sale.
func (g *global) saleEnd(r print.SaleResult) {
	r.Type, r.Command = print.Result, g.command
	g.p.End(r)
}

// resultOf is the line of a command that has nothing better to say.
func resultOf(e *ending) print.SaleResult {
	r := print.SaleResult{Outcome: string(e.outcome), ExitCode: int(e.code), Record: print.RecordOf(e.attempt), Hint: strings.Join(e.hints, "; ")}
	r.Replayed = e.code == codes.ExitFinished
	for _, a := range e.stoppedBy {
		r.StoppedBy = append(r.StoppedBy, print.RecordOf(a))
	}
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
