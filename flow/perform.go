package flow

import (
	"context"
	"errors"
	"strings"
	"time"

	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/refund"
	"facetill/flow/secret"
)

// perform does one step that is not a wait, and records what came of it. An
// error means that the journal did not take it: the drive then ends where the
// journal says it is.
func (d *drive) perform(ctx context.Context, step Step) error {
	d.tell(Update{Step: step})
	switch s := step.(type) {
	case Record:
		return d.write(ctx, s.Facts)
	case Capture:
		return d.capture(ctx)
	case SyncClock:
		return d.syncClock(ctx)
	case Submit:
		return d.submit(ctx)
	case Ask:
		return d.ask(ctx, s)
	case Reverse:
		return d.reverse(ctx, s)
	case SendRefund:
		return d.sendRefund(ctx, s)
	case AskRefund:
		return d.askRefund(ctx, s)
	case LookRefunds:
		return d.lookRefunds(ctx)
	}
	return errors.New("a step that nobody can do")
}

// write records facts that follow from what is known. An intent starts the
// clock of the machine, too: a machine that slept must not wake and charge.
func (d *drive) write(ctx context.Context, facts []Fact) error {
	for i, f := range facts {
		if f, is := f.(RefundBegun); is && f.Purpose == refund.Reversal {
			f.By, f.ApprovedBy = d.decidedBy(ctx)
			facts[i] = f
		}
		if _, is := f.(IntentWritten); is {
			d.intentAt = d.r.ports.Clock.Now() // before the guard: what that takes counts
			if stopped, err := d.duplicated(ctx); stopped || err != nil {
				return err
			}
		}
	}
	return d.record(ctx, facts...)
}

// decidedBy returns who decided the reversal that has to become a refund, and who approved
// it; both are "" where the till did itself. The attempt keeps the first one alone.
func (d *drive) decidedBy(ctx context.Context) (by, approvedBy string) {
	if d.a.DecidedBy == "" {
		return "", ""
	}
	events, _ := d.r.ports.Journal.Timeline(ctx, d.a.OutTradeNo)
	for _, e := range events {
		if f, is := e.Fact.(ReversalDecided); is && f.By == d.a.DecidedBy {
			approvedBy = f.ApprovedBy
		}
	}
	return d.a.DecidedBy, approvedBy
}

func (d *drive) capture(ctx context.Context) error {
	// Nobody is to look into a camera for a sale that will be stopped.
	if stopped, err := d.duplicated(ctx); stopped || err != nil {
		return err
	}
	if d.cool == nil {
		d.cool = d.r.ports.Gateway.KeepWarm(context.WithoutCancel(ctx))
	}
	scan, cancel := context.WithTimeout(ctx, d.r.rules.ScanTimeout)
	defer cancel()
	if !d.ctl.capturing(cancel) {
		return nil // Next sees the wish to end it
	}
	d.captured = true
	c := d.r.ports.Device.Capture(scan, CaptureRequest{Attempt: d.a, FaceCodeType: faceCodeType(d.a.Family),
		Telephone: d.phone, OpenID: d.openID, Member: d.member})
	d.ctl.capturing(nil)
	if by, _ := d.ctl.asked(); by != "" || ctx.Err() != nil {
		return nil // whatever came, it came too late (6.4)
	}
	switch c.Kind {
	case CaptureCode:
		if scan.Err() != nil { // the stop was asked for, if only by the clock
			return d.record(ctx, scanTimedOut(c.Message, d.wall()))
		}
		d.code, d.face, d.faceSID = c.FaceCode, c.Face, c.FaceSID
		if !c.OpenID.IsZero() {
			d.openID = c.OpenID
		}
		d.a.Live.HasCode = true
		return nil
	case CaptureScan:
		return d.record(ctx, SaleCancelled{By: ForScan, Code: c.Code, Message: c.Message, At: d.wall()})
	case CaptureCancelled:
		if errors.Is(scan.Err(), context.DeadlineExceeded) {
			return d.record(ctx, scanTimedOut(c.Message, d.wall()))
		}
		return d.record(ctx, SaleCancelled{By: ByCustomer, Code: c.Code, Message: c.Message, At: d.wall()})
	}
	return d.record(ctx, NothingSent{Code: c.Code, Message: c.Message, At: d.wall()})
}

// scanTimedOut is the end of a capture whose time ran out, whatever the terminal
// answered to being stopped, a code that came too late included.
func scanTimedOut(message string, at time.Time) SaleCancelled {
	return SaleCancelled{By: ByTimeout, Code: "SCAN_TIMEOUT", Message: message, At: at}
}

func faceCodeType(f Family) string {
	if f == FamilyFacepay {
		return "0"
	}
	return "1"
}

func (d *drive) wall() time.Time { return d.r.ports.Clock.Now().Wall }

// syncClock learns WeChat's time. Before an intent a failure ends the sale with
// nothing sent; after it somebody must try again.
func (d *drive) syncClock(ctx context.Context) error {
	err := d.r.ports.Gateway.Sync(ctx)
	s := d.situation()
	// A Date that leaves the time as untrusted as before is waited for again.
	idle := s.Sure && !s.Trusted && !s.Now.Before(s.TrustAt) && !d.a.in(Opened, Identified)
	if err == nil && s.Sure && s.Recent && !idle {
		d.syncs = 0
		return nil
	}
	switch {
	case !d.a.in(Opened, Identified):
		d.syncs++
		return nil
	case ctx.Err() != nil:
		return nil // the sale was given up, not the network down
	case err == nil:
		err = errors.New("WeChat's answer has no Date")
	}
	return d.record(ctx, NothingSent{Code: "NETWORK", Message: err.Error(), At: d.wall()})
}

// submit sends the pay request: once. The answer is waited for whoever hangs up.
func (d *drive) submit(ctx context.Context) error {
	if ctx.Err() != nil {
		return nil // whoever asked has gone, and was told that nothing was sent
	}
	left := sendWithin - (d.r.ports.Clock.Now().Mono - d.intentAt.Mono)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), left)
	defer cancel()
	if err := d.record(ctx, RequestBegun{}); err != nil {
		return err
	}
	req := PayRequest{Attempt: d.a, Credential: d.code, OpenID: d.openID}
	d.code = secret.Secret{}
	ans := d.r.ports.Gateway.Pay(ctx, req)
	// Where the adapter does not know when the first byte left, it left now at
	// the latest: what waits for it then waits longer.
	if d.sentAt = ans.SentAt; d.sentAt.IsZero() {
		d.sentAt = d.r.ports.Clock.Now()
	}
	d.warmed()
	d.heed(ctx, ans)
	switch ans.Kind {
	case AnswerPaid:
		return d.record(ctx, d.charge(ans.Charge, "answer"))
	case AnswerNotSent:
		return d.record(ctx, NothingSent{Code: ans.Code, Message: ans.Message, At: d.wall()})
	}
	return d.record(ctx, PayAnswered{Answer: ans.Kind, Code: ans.Code, Message: ans.Message, At: d.r.now(), SentAt: d.wechat(ans.SentAt)})
}

// warmed lets the pay connection cool down.
func (d *drive) warmed() {
	if d.cool != nil {
		d.cool()
		d.cool = nil
	}
}

// wechat is a moment of this machine on WeChat's clock.
func (d *drive) wechat(at clock.Instant) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return d.r.now().Add(at.Mono - d.r.ports.Clock.Now().Mono)
}

func (d *drive) charge(c Charge, source string) ChargeProven {
	d.payer = c.Payer
	return ChargeProven{TransactionID: c.TransactionID, TimeEnd: c.TimeEnd, CashFee: c.CashFee, SettlementFee: c.SettlementFee, Told: c.Told,
		OpenIDTag: d.r.tag(c.Payer.OpenID), Source: source, Unclaimed: !d.a.Live.Mine, At: d.wall()}
}

// ask queries the order. In the window a proven charge is the end; after a
// decision it is one more thing to undo.
func (d *drive) ask(ctx context.Context, s Ask) error {
	d.ctl.unask()
	ans := d.r.ports.Gateway.Query(ctx, d.a, s.Try)
	d.heed(ctx, ans)
	if ans.Kind == AnswerPaid && d.a.in(Submitting, Confirming) {
		return d.record(ctx, d.charge(ans.Charge, "query"))
	}
	kind := ans.Kind
	switch kind {
	case AnswerPaid, AnswerPaying, AnswerNotPay, AnswerClosed, AnswerRevoked, AnswerNotExist, AnswerPayError, AnswerRefund:
	default: // nothing else is an answer to this question
		kind = AnswerLost
		if !d.a.in(Submitting, Confirming) && hidden(ans) == AnswerPaid {
			kind = AnswerPaid
		}
	}
	read := d.r.ports.WeChat.Read()
	return d.record(ctx, OrderAsked{Answer: kind, Code: ans.Code, Message: ans.Message, At: read.Now, Trusted: read.Trusted, Fresh: s.Fresh})
}

func (d *drive) reverse(ctx context.Context, s Reverse) error {
	if s.Closing {
		d.r.hands.closing()
	}
	ans := d.r.ports.Gateway.Reverse(ctx, d.a)
	d.heed(ctx, ans)
	return d.record(ctx, ReverseAnswered{Answer: ans.Kind, Code: ans.Code, Message: ans.Message, At: d.r.now(), Closing: s.Closing})
}

// heed stops new sales where an answer is that this till cannot reverse or cannot
// sign (money rules 1.6 and 7.3); who begins the next sale asks, and lifts the stop.
// It is best effort: the attempt is driven all the same.
func (d *drive) heed(ctx context.Context, ans Answer) {
	ctx = context.WithoutCancel(ctx)
	switch ans.Kind {
	case AnswerCertificate:
		_ = d.r.ports.Journal.SuspendSales(ctx, SuspendedByCertificate, plainAnswer(ans))
	case AnswerRejected:
		if d.a.PayAnswer == AnswerRejected {
			_ = d.r.ports.Journal.SuspendSales(ctx, SuspendedByKey, plainAnswer(ans))
		}
	}
}

// plainAnswer returns the code and words of an answer, with nothing hidden in them.
func plainAnswer(ans Answer) string {
	return strings.TrimSpace(field.Plain(ans.Code + " " + ans.Message))
}
