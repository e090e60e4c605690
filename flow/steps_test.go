package flow

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow/golden"
	"facetill/flow/refund"
)

// looked are the moments at which TestSteps asks for the next step: each bound of the
// rules, and a moment before it.
var looked = []float64{0, 4.999, 5, 5.001, 7.999, 8, 14.999, 15, 19.999, 20, 21.999, 22, 22.999, 23, 24.999, 25, 34.999, 35, 44.999, 45, 54.999, 55,
	79.999, 80, 139.999, 140, 145, 319.999, 320, 1199.999, 1200, 1259.999, 1260, 1400}

func moment(s float64) time.Time { return t0.Add(time.Duration(s*1000) * time.Millisecond) }

// stands are what a step depends on besides the state and the last query.
var stands = []struct {
	name   string
	change func(a *Attempt)
}{
	{"", func(*Attempt) {}},
	{"ours", func(a *Attempt) { a.Live.Mine = true }},
	{"ours with a code", func(a *Attempt) { a.Live.Mine, a.Live.HasCode = true, true }},
	{"submitted", func(a *Attempt) { a.Live.Mine, a.Live.HasCode, a.Live.Submitted = true, true, true }},
	{"with our intent", func(a *Attempt) { a.Live.Intent = moment(-3) }},
	{"taken over", func(a *Attempt) { a.Live.Since = moment(5) }},
	{"taken over with an old stamp", func(a *Attempt) { a.Live.Since, a.Live.OldFence = moment(5), true }},
	{"stamped ahead", func(a *Attempt) {
		a.Live.Since, a.IntentAt, a.AnswerAt = moment(5), moment(60), moment(61)
		a.ConfirmBy, a.SendBy = moment(105), moment(68)
	}},
	{"without fences", func(a *Attempt) { a.FenceAt = time.Time{} }},
	{"after USERPAYING", func(a *Attempt) { a.PayAnswer, a.AnswerAt = AnswerPaying, moment(2) }},
	{"after USERPAYING ahead", func(a *Attempt) { a.PayAnswer, a.AnswerAt = AnswerPaying, moment(30) }},
	{"after a doubt", func(a *Attempt) { a.PayAnswer = AnswerDoubt }},
	{"after a refusal", func(a *Attempt) { a.PayAnswer, a.Code, a.Message = AnswerRefused, "NOTENOUGH", "m" }},
	{"freshly asked", func(a *Attempt) { a.Live.Fresh = true }},
	{"page closed", func(a *Attempt) { a.PayAnswer, a.Live.NotPay2 = AnswerPaying, true }},
	{"behind the fences", func(a *Attempt) { a.Live.AskBehind, a.Live.HeardBehind = true, true }},
	{"behind the fences and reversed", func(a *Attempt) { a.Live.AskBehind, a.Live.HeardBehind, a.ReverseDone = true, true, true }},
	{"absent once", func(a *Attempt) { a.Live.AskBehind, a.Live.HeardBehind, a.Live.AbsentAt = true, true, moment(20) }},
	{"absent twice", func(a *Attempt) { a.Live.AskBehind, a.Live.AbsentAt, a.Live.Absent2 = true, moment(20), true }},
	{"a reverse is lost", func(a *Attempt) { a.Live.Reverses, a.Live.Reverse, a.Live.ReverseAt = 1, AnswerLost, moment(19) }},
	{"a reverse to ask behind", func(a *Attempt) { a.Live.Reverses, a.Live.AskDue, a.Live.ReverseAt = 1, true, moment(20) }},
	{"five reverses", func(a *Attempt) { a.Live.Reverses, a.CloseTries, a.Live.ReverseAt = 5, 5, moment(19) }},
	{"five reverses, asked behind the fences", func(a *Attempt) {
		a.Live.Reverses, a.CloseTries, a.Live.ReverseAt, a.Live.AskBehind, a.Live.HeardBehind = 5, 5, moment(19), true, true
	}},
	{"USERPAYING on a reverse", func(a *Attempt) {
		a.Live.Reverses, a.Live.Reverse, a.Live.ReverseAt, a.Live.PayingAt = 9, AnswerPaying, moment(20), moment(-99)
	}},
	{"USERPAYING for long", func(a *Attempt) {
		a.Live.Reverses, a.Live.Reverse, a.Live.ReverseAt, a.Live.PayingAt = 3, AnswerPaying, moment(20), moment(-100)
	}},
	{"expired", func(a *Attempt) { a.Expired = true }},
	{"expired and unheard", func(a *Attempt) { a.Expired, a.Live.HeardAt = true, time.Time{} }},
	{"expired, a part is back", func(a *Attempt) { a.Expired, a.RefundedFee = true, 100 }},
	{"stopped nine times", func(a *Attempt) { a.ReverseStop = 9 }},
	{"stopped ten times", func(a *Attempt) { a.ReverseStop = 10 }},
	{"closed", func(a *Attempt) { a.Closing = false }},
	{"expired, looked at", lookedAtExpired()},
	{"expired, looked at, a part is back", lookedAtExpired(refund.Entry{Number: "P", State: refund.Elsewhere, Status: refund.StatusSuccess, Fee: 100})},
	{"expired, looked at, all is on its way", lookedAtExpired(refund.Entry{Number: "P", State: refund.Elsewhere, Status: refund.StatusProcessing, Fee: 1280})},
	{"expired, looked at, it was given back once", lookedAtExpired(refund.Entry{Number: "26112512000000000000000000000001R", State: refund.Refused, Fee: 1280})},
	{"expired, looked at, more is back than is known", func(a *Attempt) { lookedAtExpired()(a); a.RefundedFee = 100 }},
	{"without a refund's number", unnumbered},
}

func lookedAtExpired(l ...refund.Entry) func(a *Attempt) {
	return func(a *Attempt) {
		a.Expired, a.Refunds, a.RefundedFee = true, l, refund.List(l).Back()
		a.Live.RefundAsk, a.Live.RefundAt, a.Live.Refunds = AnswerRefundNone, moment(20), 1
	}
}

// unnumbered makes what is being refunded one that an older version saw.
func unnumbered(a *Attempt) {
	if a.State == Refunding {
		a.OutRefundNo, a.Refunds = "", slices.Clone(a.Refunds)
		a.Refunds[0].Number = ""
	}
}

func init() {
	for _, k := range []AnswerKind{AnswerLost, AnswerRejected, AnswerCertificate, AnswerRefundPending, AnswerRefundAll, AnswerRefundPart, AnswerRefundStuck, AnswerRefundNone} {
		stands = append(stands, struct {
			name   string
			change func(a *Attempt)
		}{"the refund: " + string(k), func(a *Attempt) {
			unnumbered(a)
			a.Live.RefundAsk, a.Live.RefundAt, a.Live.Refunds, a.Live.RefundFee = k, moment(20), 1, 100
		}})
	}
}

// around are situations.
var around = []struct {
	name   string
	change func(s *Situation)
}{
	{"", func(*Situation) {}},
	{"the time is unsure", func(s *Situation) { s.Sure = false }},
	{"the Date is old", func(s *Situation) { s.Recent = false }},
	{"the time is not trusted", func(s *Situation) { s.Trusted, s.TrustAt = false, moment(50) }},
	{"somebody ends it", func(s *Situation) { s.By = "cashier" }},
	{"somebody asks", func(s *Situation) { s.AskNow = true }},
	{"it may be sent", func(s *Situation) { s.CanSend = true }},
	{"sent 2 s before", func(s *Situation) { s.SinceSent = s.Now.Sub(moment(-2)) }},
}

// TestSteps is what is to be done next with an attempt: by its state, what a query at
// 20 s said, what else is known of it, and when one looks. What it says of a stand is
// left out where it is what the situation alone says, and what that says where it is
// what the state alone does.
func TestSteps(t *testing.T) {
	var b strings.Builder
	for _, state := range States() {
		for _, ask := range []AnswerKind{"", AnswerLost, AnswerPaid, AnswerPaying, AnswerNotPay, AnswerClosed, AnswerNotExist, AnswerPayError, AnswerRefund} {
			alone := map[string]string{} // by the situation, with no stand
			for _, stand := range stands {
				a := sample(t, state)
				if ask != "" && !a.in(Confirming, Reversing, NeedsPerson, Refused) ||
					strings.HasPrefix(stand.name, "expired, looked at") && (state != Reversing || ask != AnswerPaid) ||
					strings.HasPrefix(stand.name, "the refund") && ask != AnswerRefund && state != Refunding {
					continue
				}
				if l := &a.Live; ask != "" {
					if l.Ask, l.Asks, l.AskAt = ask, 1, moment(20); ask != AnswerLost {
						l.HeardAt = l.AskAt
					}
				}
				stand.change(&a)
				for _, in := range around {
					if stand.name != "" && in.name != "" && (ask != "" || !a.in(Opened, Submitting)) {
						continue
					}
					does := steps(a, in.change)
					like := in.name // what it is compared with
					if stand.name == "" {
						alone[in.name], like = does, ""
					}
					if stand.name+in.name != "" && does == alone[like] {
						continue
					}
					head := strings.Trim(fmt.Sprintf("%s, %s, %s, %s", state, ask, stand.name, in.name), ", ")
					fmt.Fprintf(&b, "%s\n%s", strings.ReplaceAll(head, ", , ", ", "), does)
				}
			}
		}
	}
	golden.File(t, "testdata/steps.txt", b.String())
}

// steps are what Next returns at each moment, where it is something else than before.
func steps(a Attempt, change func(*Situation)) string {
	var b strings.Builder
	last := ""
	for _, at := range looked {
		s := Situation{Now: moment(at), Sure: true, Recent: true, Trusted: true, Wall: moment(7), SinceSent: -1, Rules: DefaultRules()}
		change(&s)
		step := Next(a, s)
		var does string
		if r, is := step.(Record); is {
			for _, f := range r.Facts {
				if i, is := f.(IntentWritten); is && at > 0 && i.At.Equal(s.Now) {
					f = IntentWritten{} // as at 0
				}
				does += fmt.Sprintf(" %s{%s}", f.Kind(), fields(reflect.ValueOf(f), reflect.Zero(reflect.TypeOf(f))))
			}
			does = "Record" + strings.ReplaceAll(does, fmt.Sprintf("=%vs", at), "=now")
			fence := s.Rules.fence(s.Now)
			does = strings.ReplaceAll(does, fmt.Sprintf("FenceAt=%vs", fence.Sub(t0).Seconds()), fmt.Sprintf("FenceAt=now+%vs", fence.Sub(s.Now).Seconds()))
		} else {
			does = strings.TrimSpace(reflect.TypeOf(step).Name() + " " + fields(reflect.ValueOf(step), reflect.Zero(reflect.TypeOf(step))))
		}
		if does != last {
			fmt.Fprintf(&b, "  %v: %s\n", at, does)
		}
		last = does
	}
	return b.String()
}
