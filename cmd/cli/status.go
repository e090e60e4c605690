package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/refund"
	"facetill/flow/till"
)

// statusDrives is how long status goes on with what is open (money rule 4.5).
const statusDrives = 3 * time.Second

func newStatus(g *global) *cobra.Command {
	var timeline bool
	cmd := &cobra.Command{
		Use:   "status [REF, OUT_TRADE_NO, TRANSACTION_ID or last digits]",
		Short: "Say what became of a sale; without an argument, of this lane's last one",
		Long: "status tells what the journal knows and what WeChat says now, goes on with what is open\n" +
			"for 3 seconds, and exits like the sale did. An unclaimed charge is 8; nothing is claimed. A\n" +
			"sale with a refund that has no end is 8, too: whether WeChat takes it is not known, or it is stuck.\n" +
			"Where WeChat knows of money behind a refusal it is opened again, and reversed: 8. Where\n" +
			"WeChat says otherwise than a person did (resolve), or than the record has it: 9.",
		Args:        cobra.MaximumNArgs(1),
		Annotations: map[string]string{resultLine: resultOfRecord, readsAny: "yes"},
		RunE: g.stoppable(g.withTill(wiring.Needs{Gateway: true}, func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
			return runStatus(ctx, g, t, args, timeline)
		})).run,
	}
	cmd.Flags().BoolVar(&timeline, "timeline", false, "print every fact of the attempt")
	return cmd
}

func runStatus(ctx context.Context, g *global, t *wiring.Till, args []string, timeline bool) error {
	a, err := find(ctx, g, t, args, t.App.Find)
	if err != nil {
		return err
	}
	gone := archivedIn(ctx, t, a)
	if g.journal == "" {
		if err := tellOpen(ctx, g, t); err != nil {
			return endingOf(fromJournal, err)
		}
	}
	now := till.Recheck{Attempt: a}
	for told := flow.OutTradeNo(""); g.journal == "" && gone == "" && told != a.OutTradeNo; { // its reference may have been pressed again meanwhile
		told = a.OutTradeNo
		if now, err = statusNow(ctx, t, a); err != nil {
			return err
		}
		if a, err = t.App.Now(context.WithoutCancel(ctx), strings.Join(args, ""), now.Attempt); err != nil {
			return endingOf(fromJournal, err)
		}
	}
	if timeline && gone == "" {
		if err := printTimeline(ctx, g, t, now.Attempt); err != nil {
			return err
		}
	}
	end := tellStatus(g, t, now, gone)
	if gone != "" { // there is nobody to tell of its refunds any more
		return end
	}
	if err := closingsTold(ctx, g, t, now.Attempt); err != nil { // the next call says it again
		t.Log.Warn("told", "out_trade_no", string(now.Attempt.OutTradeNo), "error", err)
	}
	return end
}

// statusNow is what the journal and WeChat say of an attempt, behind a little driving.
func statusNow(ctx context.Context, t *wiring.Till, a flow.Attempt) (now till.Recheck, err error) {
	if a, err = driveFor(ctx, t, a.OutTradeNo, statusDrives); err != nil {
		return now, endingOf(fromJournal, err)
	}
	if now, err = t.App.Says(ctx, a); err != nil {
		return now, failed(err)
	}
	if len(a.Refunds) > 0 || now.Says.Kind == flow.AnswerRefund {
		if now.Attempt, err = t.App.LookRefunds(ctx, now.Attempt); err != nil {
			return now, endingOf(fromJournal, err)
		}
	}
	return now, nil
}

// find looks an attempt up, or lists several. in is App.Find, or App.FindAny for what
// moves money.
func find(ctx context.Context, g *global, t *wiring.Till, args []string, in func(context.Context, string) ([]flow.Attempt, error)) (flow.Attempt, error) {
	text := strings.Join(args, "")
	found, err := in(ctx, text)
	switch {
	case err != nil:
		return flow.Attempt{}, endingOf(fromJournal, err)
	case len(found) == 0 && len(args) == 0:
		return flow.Attempt{}, usage("lane %s has no sale in this journal yet", t.ID.Lane).as(codes.WhyNotFound).hint("another journal, if sales were made elsewhere")
	case len(found) == 0:
		return flow.Attempt{}, usage("nothing in this journal has that reference or number; that says nothing about the money").as(codes.WhyNotFound).
			hint("the whole reference, or at least the last 4 digits of a number").
			hint("the journal of the till that took the sale (--config)")
	case len(found) > 1:
		g.list(found)
		most := ""
		if len(found) >= till.FindMost {
			most = ", and there may be more"
		}
		return flow.Attempt{}, usage("%d attempts are meant by that; they are listed on stdout%s", len(found), most).as(codes.WhyAmbiguous).hint("more digits, or the whole out_trade_no")
	case t.App.IsAnothers(found[0], text):
		g.list(found)
		return flow.Attempt{}, usage("no sale of this till has that reference; the one of another till is listed on stdout").as(codes.WhyNotFound).
			hint("its out_trade_no, if that sale is meant")
	}
	t.Trace.Of(string(found[0].OutTradeNo))
	return found[0], nil
}

// tellStatus ends with what a sale came to; gone is the archive that has its facts.
func tellStatus(g *global, t *wiring.Till, says till.Recheck, gone string) error {
	a, now := says.Attempt, says.Says
	e := &ending{code: codes.ExitOf(a), outcome: a.Outcome(), attempt: a, told: true}
	e.against(g, t, says)
	e.ofRefunds(a)
	if a.State == flow.Paid && a.Unclaimed && !a.OpenRefund() {
		e.hint("ask whether the goods were given; the till asks it, too")
	} else if e.code == codes.ExitOpen && !a.Belied(now) {
		e.hint("%s", print.WhatHelps(a))
	}
	if gone != "" {
		e.hint("facetill status %s --timeline --journal %s", a.OutTradeNo, gone)
		fmt.Fprintf(g.s.err, "facetill: its facts are in the archive %s; WeChat is not asked\n", gone)
	}
	if named := now.Charge.Coupons; now.Kind == flow.AnswerPaid && a.Coupons == "" {
		e.attempt.Coupons = named // an answer to a payment names none, this query did
	}
	r := resultOf(e)
	r.Archive = gone
	r.Wechat, r.WechatCode = string(now.Kind), now.Code
	more, words := "", g.words(t.Config.UI.Language)
	if now.Kind != "" {
		more = fmt.Sprintf("  "+words.SaidNow, print.Said(now))
	}
	if stands := print.RefundStandsIn(words, a); stands != "" {
		more += "  " + stands
	}
	if !g.json() {
		print.RefundRows(g.s.out, a.Refunds)
	}
	g.saleEnd(t.Config.UI.Language, r, more)
	return e.orNone()
}

// ofRefunds makes a sale that is at its end 8 where a refund of it has none, and 9 where
// WeChat has one otherwise than the person who settled it, or gives back more than was
// charged (money rules 4b.10, 5.7).
func (e *ending) ofRefunds(a flow.Attempt) {
	if e.code == codes.ExitOpen && e.text == "" {
		e.text = print.RefundStands(a)
	}
	if e.code != codes.ExitDone && e.code != codes.ExitReversed && e.code != codes.ExitFinding {
		return
	}
	if finding := print.RefundFinding(a); finding != "" && e.code != codes.ExitFinding {
		e.code, e.text = codes.ExitFinding, finding
	}
	for _, entry := range a.Refunds {
		if entry.Outcome() == refund.OutcomeOpen || entry.IsUnheard() && entry.Final { // a refusal is no doubt: its line tells it
			e.code, e.text = codes.ExitOpen, strings.TrimPrefix(e.text+"; "+print.RefundStands(a), "; ")
			return
		}
	}
}

// closingsTold records that the line told of the refunds which WeChat has closed: until
// then nobody knew that they are not on their way any more.
func closingsTold(ctx context.Context, g *global, t *wiring.Till, a flow.Attempt) error {
	for _, e := range a.Refunds {
		if !e.IsUnheard() || t.Journal.Copied() != nil || g.out.Failed(g.patience()) != nil {
			continue // what was not heard is told by the next call
		}
		if _, err := t.App.RefundTold(context.WithoutCancel(ctx), a.OutTradeNo, e); err != nil {
			return err
		}
	}
	return nil
}

// printTimeline prints the durable facts of an attempt.
func printTimeline(ctx context.Context, g *global, t *wiring.Till, a flow.Attempt) error {
	events, err := t.App.Timeline(ctx, a.OutTradeNo)
	if err != nil {
		return endingOf(fromJournal, err)
	}
	for _, ev := range events {
		a.State = ev.State
		g.say(print.FactOf(ev.N, ev.At, a, ev.Fact), "%3d  %s  %s", ev.N, ev.At.In(flow.Beijing).Format("2006-01-02 15:04:05.000"), print.FactText(ev.State, ev.Fact))
	}
	return nil
}

// list prints attempts, a line each.
func (g *global) list(all []flow.Attempt) {
	for _, a := range all {
		g.say(print.AttemptOf(a, flow.NoticeNone), "%s", print.Row(a))
	}
}
