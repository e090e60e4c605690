package refund

import (
	"time"

	"facetill/flow/money"
)

// The judge looks at WeChat's book, and never at what the room believes of it.

// isSlow reports whether requests arrive later than WeChat's network ever was: then
// what was surely refused may move, and the number alone keeps it from moving twice.
func (w *world) isSlow() bool { return w.slowest > fence }

// judgeSend looks at a request as it leaves (money rule 4b.4).
func (w *world) judgeSend(a *actor, f Sent, fee money.Fen, noted time.Duration) {
	if w.now-noted >= sendWithin {
		w.broken("%s left %v after its fact", f.OutRefundNo, w.now-noted)
	}
	e, known := a.s.l.Find(f.OutRefundNo)
	if !known || e.Sends < f.N {
		w.broken("%s left before its fact was durable", f.OutRefundNo)
	}
	if first, is := w.book.fees[f.OutRefundNo]; is && first != fee {
		w.broken("%s was sent with %s and with %s", f.OutRefundNo, first, fee)
	}
	w.book.fees[f.OutRefundNo] = fee
	if w.closed[f.OutRefundNo] && e.State == Entered {
		w.broken("%s was closed, and is sent again", f.OutRefundNo)
	}
}

// judgeList looks at a list as it is written.
func (w *world) judgeList(s *store) {
	if over := s.l.Held() - w.total; over > 0 && !w.isSlow() {
		w.broken("%s more than the sale is held", over)
	}
	for _, e := range s.l {
		if e.State == Refused && e.Final {
			w.closed[e.Number] = true
		}
	}
}

// judgeBook looks at what WeChat took just now.
func (w *world) judgeBook(number string) {
	if moved, meant := w.book.moved(), mFee*money.Fen(w.meant); moved > meant {
		w.broken("%s was given back, people meant %s", moved, meant)
	}
	if w.book.moved() > w.total {
		w.broken("%s was given back of %s", w.book.moved(), w.total)
	}
	w.judgeCash()
	if w.said[number] == OutcomeDeclined && !w.isSlow() {
		w.broken("%s moves, and was told as declined", number)
	}
}

// judgeCash looks at what left the shop in both ways. Whoever named what was given by
// hand knows what they do.
func (w *world) judgeCash() {
	if moved := w.book.moved(); w.cash > 0 && moved+w.cash > w.total && !w.knows && !w.isSlow() {
		w.broken("%s was given back and %s by hand, of %s", moved, w.cash, w.total)
	}
	if moved, meant := w.book.moved(), mFee*money.Fen(w.meant); w.cash > 0 && moved+w.cash > meant && !w.knows && !w.isSlow() {
		w.broken("%s was given back and %s by hand, people meant %s", moved, w.cash, meant)
	}
}

// tell is a word that reached a person (money rule 4b.10).
func (w *world) tell(a *actor, i *intent, e Entry) {
	w.tale(a, "tells %s of %s", e.Outcome(), e.Number)
	r := w.book.find(e.Number)
	switch word := e.Outcome(); word {
	case OutcomeRefunding:
		if r == nil {
			w.broken("%s is told as on its way, and WeChat has no such refund", e.Number)
		}
	case OutcomeRefunded:
		if r == nil || r.status != StatusSuccess {
			w.broken("%s is told as back, and is not", e.Number)
		}
	case OutcomeDeclined:
		if r != nil && r.status != StatusClosed && !w.isSlow() {
			w.broken("%s is told as declined, and moves", e.Number)
		}
		w.said[e.Number], i.declined = OutcomeDeclined, true
		return
	case OutcomeOpen:
		return
	}
	delete(w.said, e.Number)
	i.heard = true
}

// judgeRest looks when everything has come to rest: every refund has ended, and the
// list is WeChat's book.
func (w *world) judgeRest() {
	l := w.shop.l
	if e, busy := l.Begun(); busy {
		w.broken("%s is still begun: sent %d times, %s", e.Number, e.Sends, e.Answered)
	}
	var back money.Fen
	for _, r := range w.book.refunds {
		e, known := l.Find(r.number)
		switch {
		case !known && IsOurs(trade, r.number):
			w.broken("%s is forgotten", r.number)
		case !known:
		case w.isSlow() && (e.State == Refused || e.State == SettledOtherwise):
		case r.status == StatusClosed && e.IsClaimed(), r.status != StatusClosed && !e.IsClaimed():
			w.broken("%s is %s at WeChat and %s here", r.number, r.status, e.State)
		case r.status == StatusSuccess:
			back += r.fee
		}
	}
	if l.Back() != back && !w.isSlow() {
		w.broken("%s is back, the list has %s", back, l.Back())
	}
	for _, e := range l {
		if e.IsClaimed() && w.book.find(e.Number) == nil {
			w.broken("%s is %s here and unknown to WeChat", e.Number, e.State)
		}
	}
}
