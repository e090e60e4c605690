package refund

import "time"

func isStatus(status string) bool {
	switch status {
	case StatusProcessing, StatusSuccess, StatusChange, StatusClosed:
		return true
	}
	return false
}

// hear folds what a query said of an entry. It is never refused for the sum: what
// WeChat has is so. It is refused where it says nothing new.
func (e Entry) hear(n int, f Heard) (Entry, bool) {
	from := e
	ended := e.State == Done || e.State == Elsewhere && e.Status == StatusSuccess
	if !isStatus(f.Status) || f.Fee <= 0 || ended {
		return e, false // an answer that was long on its way brings nothing back
	}
	e.Status, e.RefundID, e.Received = f.Status, f.RefundID, f.Received
	if f.Status == StatusClosed && from.IsClaimed() && !from.IsBack() {
		e.ToldN = 0 // its word was that the money is on its way
	}
	switch {
	case e.State == Elsewhere:
		if f.Fee > e.Amount() {
			e.SeenFee = f.Fee
		}
		if f.Status == StatusSuccess {
			e.DoneAt = f.At
		}
		if from.Status == StatusClosed && f.Status != StatusClosed { // it was believed to have moved nothing
			e.AcceptedN, e.ToldN = n, 0
		}
		return e, from.Status != f.Status || e.SeenFee > from.SeenFee
	case f.Status == StatusClosed:
		return e.close(from)
	case f.Fee != e.Fee:
		e = e.taken(n, f.At)
		e.State, e.Mismatch, e.SeenFee = Stuck, true, f.Fee
		return e, !from.Mismatch || from.Status != f.Status || from.SeenFee != f.Fee
	case f.Status == StatusSuccess:
		e = e.taken(n, f.At)
		e.State, e.DoneAt = Done, f.At
		return e, !from.Mismatch
	case f.Status == StatusChange:
		e = e.taken(n, f.At)
		e.State = Stuck
		return e, from.State != Stuck
	}
	e = e.taken(n, f.At) // PROCESSING
	e.State = Accepted
	return e, from.State != Accepted && !from.Mismatch && from.SettledAs != SettledThere
}

// close ends an entry whose number WeChat has closed. A person's word that it was
// given back there stands, and is contradicted.
func (e Entry) close(from Entry) (Entry, bool) {
	e.Final = true
	if from.IsBack() || from.State == SettledOtherwise {
		return e, from.IsBack() && from.Status != StatusClosed
	}
	e.State, e.Code, e.Mismatch, e.SeenFee = Refused, StatusClosed, false, 0
	return e, from.State != Refused || !from.Final
}

// Facts returns what is new to the list in a query's answer: one fact a
// refund at most, in the order of the answer. A number of ours is its entry and
// never elsewhere (money rule 4b.3).
func (l List) Facts(a Answer, at time.Time) []Fact {
	if i := l.index(""); i >= 0 && l[i].State == Entered {
		return nil // of an older journal: it is all of them, and ends by their Sum
	}
	var facts []Fact
	counted := l.counted(a.Seen)
	for _, r := range a.Seen {
		if counted[r.Number] {
			continue
		}
		var f Fact = Found{OutRefundNo: r.Number, Status: r.Status, Fee: r.Fee, RefundID: r.RefundID, Received: r.Received, At: at}
		if _, known := l.Find(r.Number); known {
			f = Heard(f.(Found))
		}
		next, err := l.Apply(0, 0, f)
		if err == nil {
			l, facts = next, append(facts, f)
		}
	}
	return facts
}
