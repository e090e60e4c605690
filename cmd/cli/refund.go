package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/print"
	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/till"
	"facetill/tui/text"
)

// refundStays is how long refund stays with one that WeChat may yet take.
const refundStays = 30 * time.Second

// refundAccounts are the words of --account.
var refundAccounts = map[string]string{"unsettled": refund.AccountUnsettled, "balance": refund.AccountBalance}

// refundOptions are the flags of refund.
type refundOptions struct {
	amount, ref, again, account, settled, as string
	reason, note, by                         string
	beside                                   []string
	fee                                      flow.Fen // of amount
}

func newRefund(g *global) *cobra.Command {
	o := &refundOptions{}
	cmd := &cobra.Command{
		Use:   "refund OUT_TRADE_NO --reason TEXT",
		Short: "Give money of a paid sale back: all that is left of it, or a part",
		Long: "refund gives back what is left of a sale, or --amount of it, with the manager's PIN where one\n" +
			"is set. It stays until WeChat has taken it (0: on its way, to a balance in minutes, to a card\n" +
			"in one to three working days), refused it (3), or 30 s are over (8: recover goes on).\n\n" +
			"Where it may have been given back already it gives back nothing, lists what matches, and ends\n" +
			"with 8; --new with the numbers of that list says that this is one more. With --ref the same\n" +
			"call may be repeated at any time: it never gives back twice. See help refunds.",
		Args:        cobra.ExactArgs(1),
		Annotations: map[string]string{resultLine: resultOfRefund},
		PreRunE:     func(cmd *cobra.Command, _ []string) error { return o.check(cmd.Flags()) },
		RunE: g.stoppable(func(ctx context.Context, args []string) error {
			t, err := g.open(ctx, wiring.Needs{Gateway: true, Money: true})
			if err != nil {
				return o.before(ctx, err)
			}
			defer t.Close()
			return runRefund(ctx, g, t, args, o)
		}).run,
	}
	cmd.SetFlagErrorFunc(payFlagError)
	f := cmd.Flags()
	f.StringVar(&o.amount, "amount", "", "a part, in `yuan` (default all that is left)")
	f.StringVar(&o.ref, "ref", "", "your own `reference` of the refund: the same again gives the same answer")
	f.StringSliceVar(&o.beside, "new", nil, "one more, beside the refunds of these `numbers`; with --as otherwise, too")
	f.StringVar(&o.again, "send-again", "", "send the refund of this `number` again: it was refused, or the journal was adopted since")
	f.StringVar(&o.account, "account", "", "unsettled or balance: which of the shop's money; with --send-again")
	f.StringVar(&o.settled, "settled", "", "record what became of the refund of this `number`, with --as")
	f.StringVar(&o.as, "as", "", "there: stuck, and given back on the merchant platform; otherwise: refused, and settled in another way")
	f.StringVar(&o.reason, "reason", "", "return, price, double, cancelled, or a `text`; the customer reads it. With --settled: how you know")
	f.StringVar(&o.note, "note", "", "a `text` that only the journal keeps")
	f.StringVar(&o.by, "by", "", "who gives it back (default who is signed in, or terminal.cashier)")
	return cmd
}

// check refuses what needs neither configuration nor journal to be wrong.
func (o *refundOptions) check(set *pflag.FlagSet) (err error) {
	for _, not := range []struct {
		flag   string
		others []string
	}{{"settled", []string{"amount", "ref", "send-again", "account", "note"}}, {"send-again", []string{"amount", "ref", "note", "as"}}} {
		for _, other := range not.others {
			if set.Changed(not.flag) && set.Changed(other) {
				return usage("--%s and --%s exclude each other", not.flag, other)
			}
		}
	}
	switch {
	case o.settled != "":
		if err := oneOf("--as", o.as, refund.SettledWords()...); err != nil {
			return err
		}
		if o.as == refund.SettledThere && set.Changed("new") {
			return usage("--new goes with --as otherwise: what was given back there is that refund itself")
		}
	case set.Changed("as"):
		return usage("--as goes with --settled")
	case o.account != "" && o.again == "":
		return usage("--account goes with --send-again")
	case o.account != "":
		if err := oneOf("--account", o.account, "unsettled", "balance"); err != nil {
			return err
		}
	}
	if o.reason == "" && o.again == "" {
		return usage("--reason is missing; give return, price, double, cancelled, or a text of your own").as(codes.WhyText)
	}
	if set.Changed("amount") {
		if o.fee, err = flow.ParseYuan(o.amount); err != nil {
			return usage("%s", err).as(codes.WhyAmount)
		}
	}
	if set.Changed("ref") {
		if err := flow.CheckRef(o.ref); err != nil {
			return usage("%s", err).as(codes.WhyReference).hint("leave --ref out where there is none")
		}
	}
	if o.settled != "" { // its reason is ours, and no field of WeChat's
		return nil
	}
	return fits("--reason", o.reason, 80)
}

// before is how a call ends that has begun nothing, for err or for a signal. Of what an
// earlier call may have begun a signal says nothing.
func (o *refundOptions) before(ctx context.Context, err error) error {
	if interrupted(ctx) && o.ref == "" && o.again == "" && o.settled == "" {
		return notBegun()
	}
	return err
}

func runRefund(ctx context.Context, g *global, t *wiring.Till, args []string, o *refundOptions) error {
	a, err := find(ctx, g, t, args, t.App.FindAny)
	if err != nil {
		return o.before(ctx, err)
	}
	end := func(err error) error {
		out := endingOf(fromRefund(a), err)
		out.attempt = a
		return refundEnd(g, t, out)
	}
	for _, number := range slices.Concat(o.beside, []string{o.again, o.settled}) {
		if _, is := a.Refunds.Find(number); number != "" && !is {
			return end(usage("%q is no refund of %s", number, a.OutTradeNo).as(codes.WhyNotFound).hint("facetill status %s", a.OutTradeNo))
		}
	}
	if o.by, err = named(ctx, t, o.by); err != nil {
		return end(err)
	}
	pin, err := g.askManager(ctx, t, "refund")
	switch _, is := a.Refunds.FindRef(string(a.OutTradeNo), o.ref); {
	case is && typed[*ending](err) && endingOf(fromRefund(a), err).code == codes.ExitInterrupted:
		return end(context.Canceled) // this call did nothing, but an earlier one has begun it
	case err != nil:
		return end(err)
	}
	if o.settled != "" {
		a, err = t.App.SettleRefund(ctx, flow.RefundWord{OutTradeNo: a.OutTradeNo, Number: o.settled, As: o.as, By: o.by, Reason: o.reason, Version: a.Version, Beside: o.beside}, pin)
		if err != nil {
			return end(err)
		}
		e, _ := a.Refunds.Find(o.settled)
		e.ApprovedBy = lastApproved(ctx, t, a) // of the word: who approved the refund is told where it is listed
		return refundEnd(g, t, &ending{outcome: flow.Outcome(e.Outcome()), attempt: a, refund: refundSaid{entry: e}})
	}
	q := o.request(a, text.Wanted(t.Config.UI.Language, g.s.getenv).Words.RefundReasons) // the customer's phone shows every character
	begin := t.App.Refund
	if o.again != "" {
		begin = t.App.SendAgain
	}
	was, again := a.Refunds.FindRef(string(a.OutTradeNo), o.ref)
	now, e, err := begin(ctx, q, pin)
	if err != nil {
		if later, _, unread := t.Ports.Journal.Read(context.WithoutCancel(ctx), a.OutTradeNo); unread == nil {
			a = later // somebody else's may have begun meanwhile
		}
		return end(err)
	}
	if now, e, err = refundAnswer(ctx, t, now, e); err != nil {
		return end(err)
	}
	out := refundEnding(now, e)
	out.refund.replayed = again && was.Sends == e.Sends // else this call has sent it
	_ = refundEnd(g, t, out)
	return recordTold(ctx, g, t, out, e)
}

// named is who is meant by --by. Somebody has to be.
func named(ctx context.Context, t *wiring.Till, by string) (string, error) {
	name, err := t.App.Who(ctx, by)
	switch {
	case typed[*till.NoCashierError](err), typed[*till.AbsentError](err):
		return "", usage("--by: %s", err).as(codes.WhyCashier).hint("a name or number of [[cashiers]] in the configuration, or no --by: then it is who is signed in")
	case err == nil && name == "":
		return "", usage("--by is missing, and nobody is signed in: say who does it")
	}
	return name, err
}

// request is what is asked for of a sale as it was read. It is as old as the press, which
// comes behind the PIN.
func (o *refundOptions) request(a flow.Attempt, reasons map[string]string) flow.RefundRequest {
	q := flow.RefundRequest{OutTradeNo: a.OutTradeNo, Reason: cmp.Or(reasons[o.reason], o.reason), Note: o.note, By: o.by, Account: refundAccounts[o.account],
		Press: refund.Press{Version: a.Version, Fee: o.fee, Ref: o.ref, Beside: o.beside, Again: o.again}}
	if o.amount == "" {
		q.Press.All, q.Press.Fee = true, a.Refunds.Rest(a.TotalFee)
	}
	return q
}

// refundAnswer stays with a refund until WeChat has said whether it takes it, and reads it
// anew: what is told is how it stands then (money rule 4b.10).
func refundAnswer(ctx context.Context, t *wiring.Till, a flow.Attempt, e refund.Entry) (flow.Attempt, refund.Entry, error) {
	within, cancel := context.WithTimeout(ctx, refundStays)
	defer cancel()
	read := func(ctx context.Context) (flow.Attempt, refund.Entry, error) {
		now, _, err := t.Ports.Journal.Read(ctx, a.OutTradeNo)
		entry, _ := now.Refunds.Find(e.Number)
		return now, entry, err
	}
	if e.State == refund.Entered {
		_ = unlessStopped(ctx, func() error { // what the journal cannot do is told by the read behind it
			return t.Runner.NewRecovery(nil).Run(within, func(int) bool {
				now, e, err := read(within)
				return err != nil || e.State != refund.Entered || e.IsAdopted(now.Adoptions)
			})
		})
	}
	return read(context.WithoutCancel(ctx))
}

// refundSaid is what the result line of refund says beside its sale.
type refundSaid struct {
	entry    refund.Entry
	stops    []refund.Entry // what may be the refund that is meant
	replayed bool
}

// refundEnding is how a call ends whose refund stands so.
func refundEnding(a flow.Attempt, e refund.Entry) *ending {
	out := &ending{outcome: flow.Outcome(e.Outcome()), attempt: a, refund: refundSaid{entry: e}}
	switch e.Outcome() {
	case refund.OutcomeOpen:
		out.code = codes.ExitOpen
	case refund.OutcomeDeclined:
		if out.code = codes.ExitDeclined; e.State == refund.SettledOtherwise { // its customer may have the money
			out.code, out.text = codes.ExitFinished, fmt.Sprintf("a person ended it earlier: %s says that it was given back in another way", e.SettledBy)
		}
	}
	if helps := print.RefundHelps(a, e); helps != "" {
		out.hint("%s", helps)
	}
	return out
}

// stands is what is said of a refund that WeChat has: given back is what has arrived.
var stands = map[refund.Outcome]string{refund.OutcomeRefunding: "on its way", refund.OutcomeRefunded: "given back"}

// recordTold is the very last act about a refund whose line is out. What is not known to
// have been heard stops the next press of its amount, and 0 becomes 8.
func recordTold(ctx context.Context, g *global, t *wiring.Till, out *ending, e refund.Entry) error {
	if e.Outcome() == refund.OutcomeOpen {
		return out.orNone()
	}
	what, err := "the caller could not be told", g.out.Failed(g.patience())
	if err == nil {
		what = "it cannot be recorded that this was told"
		_, err = t.App.RefundTold(context.WithoutCancel(ctx), out.attempt.OutTradeNo, e)
	}
	if err != nil && out.code == codes.ExitDone {
		out.code, out.text = codes.ExitOpen, fmt.Sprintf("%s, but %s: %s", stands[e.Outcome()], what, err)
		out.hint("facetill status %s, before anything more is given back", out.attempt.OutTradeNo)
	}
	return out.orNone()
}

// refundEnd prints the result line.
func refundEnd(g *global, t *wiring.Till, e *ending) error {
	e.told = true
	r := refundResult(g, e)
	switch {
	case g.json():
		g.p.End(r)
	case r.State != "":
		fmt.Fprintln(g.s.out, print.SayRefund(g.words(t.Config.UI.Language), e.attempt, e.refund.entry, r))
	default:
		print.RefundRows(g.s.out, e.refund.stops)
	}
	return e.orNone()
}

// refundResult is the result line of refund.
func refundResult(g *global, e *ending) print.RefundResult {
	r := print.RefundResultOf(e.attempt, e.refund.entry)
	r.Type, r.Command, r.Outcome, r.ExitCode = print.Result, g.command, string(cmp.Or(e.outcome, flow.OutcomeFailed)), int(e.code)
	r.Hint, r.Replayed, r.StoppedBy = carry(g, e.tries()), e.refund.replayed, print.RefundsOf(e.refund.stops)
	if r.Message == "" {
		r.Message = e.text
	}
	if why := e.why(); why != "" {
		r.ErrCode = string(why)
	}
	return r
}

// ofRefundStopped is a press that may mean a refund that is there (money rule 4b.2).
func ofRefundStopped(from origin, err error) *ending {
	e, _ := errors.AsType[*flow.RefundStoppedError](err)
	out := &ending{code: codes.ExitOpen, text: e.Error(), outcome: flow.OutcomeOpen, attempt: from.attempt, errCode: flow.CodePossibleDuplicate, refund: refundSaid{stops: e.Entries}}
	out.hint("facetill status %s", e.OutTradeNo)
	if from.attempt.Refunds.Rest(from.attempt.TotalFee) == 0 {
		return out // nothing is left to give back beside them
	}
	var numbers []string
	for _, stop := range e.Entries {
		if stop.State == refund.Entered {
			return out // nothing is given back beside it
		}
		numbers = append(numbers, stop.Number)
	}
	with := ", with all else as before"
	if from.undoes {
		with = " --reason TEXT"
	}
	return out.hint("facetill refund %s --new %s%s  (when a person says that this is one more)", e.OutTradeNo, strings.Join(numbers, ","), with)
}

// ofRefundField is a refund that was refused before anything was begun.
func ofRefundField(from origin, err error) *ending {
	out := ofField(from, err)
	out.attempt = from.attempt
	f, _ := errors.AsType[*field.Error](err)
	switch limit, is := errors.AsType[*refund.LimitError](err); {
	case is && limit.Limit != refund.LimitZero && limit.Limit != refund.LimitRest:
		out.errCode = codes.WhyLimit
	case f.Field == "reference": // its form was checked before
		out.errCode = codes.WhyRefundFee
	}
	return out
}
