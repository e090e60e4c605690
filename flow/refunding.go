package flow

import (
	"context"
	"fmt"
	"time"

	"facetill/flow/clock"
	"facetill/flow/field"
	"facetill/flow/refund"
)

// RefundRequest is a person's wish to give money of a sale back, or to send a refund
// again.
type RefundRequest struct {
	OutTradeNo OutTradeNo
	// Press is what they saw of the sale, when they confirmed it, and how much; with All
	// its fee is the rest as they saw it. Of a refund that is to be sent again, Again is
	// the number, and the fee is that refund's.
	Press          refund.Press
	Reason, Note   string // the customer reads the reason, and nobody but us the note
	By, ApprovedBy string
	Account        string // refund_account of what is sent again; "" is WeChat's own choice
}

// BeginRefund writes down that money of a sale is to be given back (money rules 4b.2
// and 4b.3); a recovery then sends it. The entry of the request's reference is the
// answer where there is one. Else it returns a *RefundStoppedError where an entry may be
// what the person means, a *TooLateError, a *RefundUnaskedError, a *SalesSuspendedError
// where nothing can be sent, or a *field.Error; nothing was begun then. ErrOwned is that
// another process is at work on the sale.
func (r *Runner) BeginRefund(ctx context.Context, q RefundRequest) (Attempt, refund.Entry, error) {
	q.Press.Again = ""
	if err := q.check(); err != nil {
		return Attempt{}, refund.Entry{}, err
	}
	return (&refunding{r: r, q: q}).run(ctx)
}

// SendAgain writes down that a person sends an entry again, under its number: one that
// was refused, or one that was begun before the journal was adopted (money rules 4b.6
// and 4b.12). Its errors are those of BeginRefund.
func (r *Runner) SendAgain(ctx context.Context, q RefundRequest) (Attempt, refund.Entry, error) {
	q.Press.Ref, q.Press.All = "", false
	if q.Press.Again == "" {
		return Attempt{}, refund.Entry{}, field.NewError("refund", "has no number", "name the refund that is to be sent again")
	}
	if err := q.checkNames(); err != nil {
		return Attempt{}, refund.Entry{}, err
	}
	return (&refunding{r: r, q: q}).run(ctx)
}

// check refuses what no sale could have.
func (q RefundRequest) check() error {
	if q.Press.Fee <= 0 && !q.Press.All {
		return &refund.LimitError{Limit: refund.LimitZero, Fee: q.Press.Fee}
	}
	if q.Press.Ref != "" {
		if err := CheckRef(q.Press.Ref); err != nil {
			return err
		}
	}
	if err := q.checkNames(); err != nil {
		return err
	}
	return field.CheckLine("note", q.Note, mostReason, "write one line")
}

func (q RefundRequest) checkNames() error {
	if err := checkName(q.By); err != nil || q.ApprovedBy == "" {
		return err
	}
	return checkName(q.ApprovedBy)
}

// refunding is one call that begins a refund or sends one again.
type refunding struct {
	r      *Runner
	q      RefundRequest
	looked bool // WeChat has told all refunds of the order
}

// run decides on the version that the append compares. What speaks against it is asked
// before the sale is taken from anybody: an entry that stops the press may be another
// process's to drive.
func (w *refunding) run(ctx context.Context) (a Attempt, e refund.Entry, err error) {
	_ = w.r.sync(ctx)
	first := func(seen Attempt) (answers bool, err error) {
		e, answers, err = w.judge(seen)
		return answers, err
	}
	a, err = withSale(ctx, w.r, w.q.OutTradeNo, first, func(a Attempt, left []Fact) (next Attempt, err error) {
		next, e, err = w.claimed(ctx, a, left)
		return next, err
	})
	return a, e, err
}

// claimed begins it in a sale that is this process's. A charge of this process may be about
// to be shown, and nothing of it goes back before.
func (w *refunding) claimed(ctx context.Context, a Attempt, left []Fact) (Attempt, refund.Entry, error) {
	if a.unshown() && len(left) == 0 {
		return a, refund.Entry{}, ErrOwned
	}
	e, answers, err := w.judge(a)
	if err == nil && !answers {
		err = w.ready(a, e)
	}
	if err == nil && !answers && !w.looked {
		if a, err = w.look(ctx, a, left); err == nil {
			left = nil
			e, answers, err = w.judge(a)
		}
	}
	if err != nil || answers {
		return a, e, err
	}
	fact, number, err := w.fact(a)
	if err != nil {
		return a, e, err
	}
	next, err := note(ctx, w.r, a, append(left, fact)...)
	if err != nil {
		return a, refund.Entry{}, err
	}
	e, _ = next.Refunds.Find(number)
	return next, e, nil
}

// look asks WeChat for all refunds of the order and writes down what is new: what
// somebody else gave back is not there to be given once more (money rule 4b.3). A sale that
// was reversed past this till has none, and every send would be without an answer.
func (w *refunding) look(ctx context.Context, a Attempt, left []Fact) (Attempt, error) {
	if a.State == Paid && w.r.ports.Gateway.Query(ctx, a, Try{Limit: freshTry}).Kind == AnswerRevoked {
		return a, field.NewError("refund", fmt.Sprintf("is not possible: %s was reversed outside this till, and WeChat has given all of it back", a.OutTradeNo), "look at it with status")
	}
	says, at, heard := listRefunds(ctx, w.r, a)
	if !heard {
		return a, &RefundUnaskedError{OutTradeNo: a.OutTradeNo, Answer: says}
	}
	next, err := noteRefunds(ctx, w.r, a, left, says, at)
	w.looked = err == nil // else what it told is not in the list, and is asked anew
	return next, err
}

// ready asks what can be known before anything is sent.
func (w *refunding) ready(a Attempt, e refund.Entry) error {
	if err := w.r.ports.Gateway.Ready(); err != nil {
		return &SalesSuspendedError{Kind: SuspendedByCertificate, Why: err.Error()}
	}
	e.Account = w.q.Account
	if w.q.Press.Again == "" {
		e.Fee, e.Reason = w.q.Press.Fee, w.q.Reason
	}
	return w.r.ports.Gateway.CheckRefund(a, e)
}

// fact is what begins it, and the number.
func (w *refunding) fact(a Attempt) (f Fact, number string, err error) {
	q, read := w.q, w.r.ports.WeChat.Read()
	at, wall := read.Now, w.r.ports.Clock.Now().Wall
	if q.Press.Again != "" {
		return RefundResent{OutRefundNo: q.Press.Again, By: q.By, ApprovedBy: q.ApprovedBy, Lane: w.r.id.Lane, Account: q.Account,
			Beside: q.Press.Beside, At: at, Wall: wall, Trusted: read.Trusted}, q.Press.Again, nil
	}
	if number = refund.NumberOf(string(a.OutTradeNo), q.Press.Ref); q.Press.Ref == "" {
		if number, err = refund.MintNumber(string(a.OutTradeNo), w.r.ports.Random); err != nil {
			return nil, "", err
		}
	}
	purpose := refund.ByHand
	if a.State == NeedsPerson { // one more for what was to undo the sale (money rule 4b.7)
		purpose = refund.Reversal
	}
	return RefundBegun{OutRefundNo: number, Fee: q.Press.Fee, Reason: q.Reason, By: q.By, Ref: q.Press.Ref, Note: q.Note, ApprovedBy: q.ApprovedBy,
		Lane: w.r.id.Lane, Purpose: purpose, Beside: q.Press.Beside, At: at, Wall: wall}, number, nil
}

// judge is what speaks against it, in the order of money rule 4b.2: the entry of its
// reference answers, then what stops a press, then the limits. The entry is that one, or
// the one that is to be sent again.
func (w *refunding) judge(a Attempt) (e refund.Entry, answers bool, err error) {
	p, list := w.q.Press, a.Refunds
	if e, answers = list.FindRef(string(a.OutTradeNo), p.Ref); answers {
		switch is := fmt.Sprintf("%s is of a refund of %s (%s, %s)", p.Ref, e.Fee, e.Number, e.State); {
		case p.All && !list.WasRest(a.TotalFee, e):
			err = field.NewError("reference", is+", which was not all that was left", "give its amount, or another reference")
		case !p.All && e.Fee != p.Fee:
			err = field.NewError("reference", fmt.Sprintf("%s; %s is another one", is, p.Fee), "give another reference")
		}
		return e, answers, err
	}
	if err := w.givesBack(a); err != nil {
		return e, false, err
	}
	if p.Again != "" {
		if e, err = refund.Again(a.Refunds, string(a.OutTradeNo), p.Again, a.Adoptions); err != nil {
			return e, false, err
		}
		p.Fee, w.q.Press.Fee = e.Fee, e.Fee
	}
	if err := refund.Have(list, string(a.OutTradeNo), p.Beside); err != nil {
		return e, false, err
	}
	read := w.r.ports.WeChat.Read()
	m := refund.Moment{Running: read.Now, Sure: read.Sure, Now: w.r.ports.Clock.Now()}
	if stops := list.Stops(a.TotalFee, p, m); len(stops) > 0 {
		return e, false, &RefundStoppedError{OutTradeNo: a.OutTradeNo, Entries: stops}
	}
	switch err := refund.UntilAdopted(a.AdoptedAt, m); {
	case p.IsTooOld(m.Now):
		return e, false, &TooLateError{OutTradeNo: a.OutTradeNo}
	case err != nil:
		return e, false, err
	case !read.Sure:
		return e, false, &RefundUnaskedError{OutTradeNo: a.OutTradeNo, Answer: refund.Answer{Kind: refund.AnswerLost, Code: "NETWORK", Message: "nobody knows the time"}}
	}
	return e, false, w.limits(a, e, read)
}

// limits asks what WeChat would not take, and what is above the rest. What is begun
// already holds its own, which is not there any more where a look found it elsewhere.
func (w *refunding) limits(a Attempt, e refund.Entry, read clock.Reading) error {
	if e.State == refund.Entered {
		return a.Refunds.Overdrawn(a.TotalFee, e)
	}
	rest, fee := a.Refunds.Rest(a.TotalFee), w.q.Press.Fee
	if a.State == Refunded {
		return &refund.LimitError{Limit: refund.LimitNone, Fee: fee, Total: a.TotalFee}
	}
	if err := a.Refunds.Limits(a.TotalFee, max(fee, e.Amount()), a.chargedAt(), read.Now); err != nil {
		return err
	}
	if a.State == NeedsPerson && e.Number == "" && fee != rest {
		return field.NewError("amount", fmt.Sprintf("%s is not all that is left of a sale that is being undone (%s)", fee, rest), "give back the rest")
	}
	return nil
}

// chargedAt is when it was charged, or where that is not known, meant to be.
func (a Attempt) chargedAt() time.Time {
	if a.TimeEnd.IsZero() {
		return a.IntentAt
	}
	return a.TimeEnd
}

// givesBack returns why nothing of a sale can be given back in its state, as a
// *field.Error (money rule 4b.8), or nil.
func (w *refunding) givesBack(a Attempt) error {
	refuse := func(problem, try string) error {
		return field.NewError("refund", fmt.Sprintf("is not possible: %s is %s, and %s", a.OutTradeNo, a.State, problem), try)
	}
	switch a.State {
	case Paid, Refunded:
		return nil
	case Submitting, Confirming:
		return refuse("nobody knows yet whether it was charged", "look at it with status")
	case NeedsPerson:
		if a.Expired {
			return nil // one more for what was to undo it (money rule 4b.7)
		}
		return refuse("a person has to say first what became of it", "resolve it")
	case Refunding:
		if a.WasPaid() || w.q.Press.Again != "" {
			return nil
		}
		fallthrough
	case Reversing, Reversed:
		return refuse("its reversal was decided: the money goes back by itself", "look at it with status")
	}
	return refuse("nothing was charged", "")
}

// RefundStoppedError: a press may mean a refund that is there already (money rule 4b.2).
// Entries are all that match it, at least one. It goes on by naming them, but for one
// that is begun.
type RefundStoppedError struct {
	OutTradeNo OutTradeNo
	Entries    []refund.Entry
}

func (e *RefundStoppedError) Error() string {
	first, more := e.Entries[0], ""
	if n := len(e.Entries) - 1; n > 0 {
		more = fmt.Sprintf(", and %d more", n)
	}
	return fmt.Sprintf("this may have been given back already: %s has a refund of %s (%s, %s%s); name what was listed to give back one more beside it",
		e.OutTradeNo, first.Fee, first.Number, first.State, more)
}

// TooLateError: a person confirmed it more than a minute ago, and may have left since.
type TooLateError struct{ OutTradeNo OutTradeNo }

func (e *TooLateError) Error() string {
	return fmt.Sprintf("this call has begun nothing: %s was confirmed too long ago; look at the sale, and confirm it again", e.OutTradeNo)
}

// RefundUnaskedError: WeChat did not tell which refunds a sale has, so none was begun.
type RefundUnaskedError struct {
	OutTradeNo OutTradeNo
	Answer     refund.Answer
}

func (e *RefundUnaskedError) Error() string {
	return fmt.Sprintf("this call has begun nothing: WeChat does not say which refunds %s has (%s); try again",
		e.OutTradeNo, plainAnswer(Answer{Code: e.Answer.Code, Message: e.Answer.Message}))
}
