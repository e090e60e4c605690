package refund

import (
	"slices"
	"time"

	"facetill/flow/money"
)

// book is what WeChat has of the order.
type book struct {
	refunds []there
	funds   bool
	late    []late
	fees    map[string]money.Fen // of each number, as it was first requested
}

type there struct {
	number, status string
	fee            money.Fen
	at             time.Duration // when it ends, as ending
	ending         string
}

// late is a request that is still on its way.
type late struct {
	at     time.Duration
	number string
	fee    money.Fen
}

func (b *book) find(number string) *there {
	for i := range b.refunds {
		if b.refunds[i].number == number {
			return &b.refunds[i]
		}
	}
	return nil
}

// moved is what has left the merchant, or is leaving.
func (b *book) moved() (sum money.Fen) {
	for _, r := range b.refunds {
		if r.status != StatusClosed {
			sum += r.fee
		}
	}
	return sum
}

// take is WeChat's answer to a refund that reached it.
func (w *world) take(number string, fee money.Fen) Answer {
	b := &w.book
	if r := b.find(number); r != nil {
		if r.fee != fee {
			return Answer{Kind: AnswerMismatch, Seen: []Seen{r.seen()}}
		}
		return Answer{Kind: AnswerAccepted}
	}
	switch {
	case b.moved()+fee > w.total:
		return Answer{Kind: AnswerRefused, Code: "ERROR"}
	case !b.funds:
		return Answer{Kind: AnswerRefused, Code: codeNotEnough}
	}
	r := there{number: number, status: StatusProcessing, fee: fee, at: w.now + 2*time.Minute, ending: StatusSuccess}
	switch w.pick("ending", 4) {
	case 1:
		r.ending = StatusChange
	case 2:
		r.ending = StatusClosed
	case 3:
		r.at = w.now + 3*day
	}
	b.refunds = append(b.refunds, r)
	w.judgeBook(number)
	return Answer{Kind: AnswerAccepted}
}

func (r there) seen() Seen { return Seen{Number: r.number, Status: r.status, Fee: r.fee} }

// settle lets WeChat's time pass to now.
func (w *world) settle() {
	b := &w.book
	for i := 0; i < len(b.late); i++ {
		if l := b.late[i]; l.at <= w.now {
			b.late = slices.Delete(b.late, i, i+1)
			w.note("late arrival")
			w.take(l.number, l.fee)
			i--
		}
	}
	for i := range b.refunds {
		if r := &b.refunds[i]; r.at <= w.now && r.status == StatusProcessing {
			r.status = r.ending
			w.note(r.status)
		}
	}
}

// send is one request, and what comes of it on the way.
func (a *actor) send(f Sent, fee money.Fen, noted time.Duration) Answer {
	w := a.w
	w.judgeSend(a, f, fee, noted)
	lost := Answer{Kind: AnswerLost}
	what := w.pick("send", 9)
	w.tale(a, "send %s, fate %d", f.OutRefundNo, what)
	switch what {
	case 1: // the answer is lost
		w.take(f.OutRefundNo, fee)
		return lost
	case 2: // the request is lost
		return lost
	case 3, 4: // it arrives when nobody waits any more
		w.book.late = append(w.book.late, late{at: w.now + []time.Duration{20 * time.Second, w.slowest}[what-3], number: f.OutRefundNo, fee: fee})
		return lost
	case 5:
		if w.book.find(f.OutRefundNo) != nil {
			return Answer{Kind: AnswerAccepted}
		}
		return Answer{Kind: AnswerRefused, Code: "USER_ACCOUNT_ABNORMAL"}
	case 6:
		return Answer{Kind: AnswerThrottled}
	case 7:
		return Answer{Kind: AnswerLost, Code: codeTooMuch}
	case 8: // SYSTEMERROR behind which it was taken
		w.take(f.OutRefundNo, fee)
		return Answer{Kind: AnswerLost, Code: "SYSTEMERROR"}
	}
	return w.take(f.OutRefundNo, fee)
}

// query asks about one number, or with "" about the order.
func (a *actor) query(number string) Answer {
	w := a.w
	if w.pick("query", 2) == 1 {
		return Answer{Kind: AnswerLost}
	}
	out := Answer{Kind: AnswerNone}
	for _, r := range w.book.refunds {
		if number == "" {
			out.Kind, out.Seen = AnswerListed, append(out.Seen, r.seen())
		} else if r.number == number {
			out.Seen = []Seen{r.seen()}
			out.Kind = map[string]Kind{StatusProcessing: AnswerProcessing, StatusSuccess: AnswerSuccess,
				StatusChange: AnswerChange, StatusClosed: AnswerClosed}[r.status]
		}
	}
	return out
}
