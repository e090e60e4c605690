package desk

import (
	"time"

	"facetill/flow/reconcile"
)

// Report is what a comparison came to, as the journal keeps it.
type Report struct {
	Day     string // such as 2026-11-25, in Beijing
	At      time.Time
	By      string `json:",omitzero"` // of whom it was asked; "" where a till did it by itself
	NoTrade bool   `json:",omitzero"` // WeChat's word: nothing happened on that day
	File    string `json:",omitzero"` // the bill, in the folder of kept ones
	Rows    int    // of the bill
	Ours    int
	Others  int // other shops' and channels'
	Counts  map[reconcile.Class]int
	Items   []Item `json:",omitempty"`
	Unasked int    `json:",omitzero"` // findings that WeChat was not asked about, or did not answer

	Noted bool `json:"-"` // the journal has it; a copy takes none
}

// Item is a finding with its name, and what has become of it.
type Item struct {
	ID  string `json:"-"` // its name, see IsID; made anew whenever a report is read
	Day string `json:"-"` // that of its report
	reconcile.Finding
	Said string          `json:",omitzero"` // by WeChat, when it was asked: an answer's kind
	Now  reconcile.Class `json:",omitzero"` // the class behind that, where it is another
	Word Word            `json:",omitzero"` // a person's
}

// Word is what a person did about a finding.
type Word struct {
	As, By, ApprovedBy, Reason string    `json:",omitzero"`
	At                         time.Time `json:",omitzero"`
}

// What a person may do.
const (
	Accepted = "accepted" // it is known, and dealt with; a refund is entered
	Imported = "imported" // the charge is in the journal
)

// Stands returns the class of an item by now.
func (i Item) Stands() reconcile.Class {
	if i.Now != "" {
		return i.Now
	}
	return i.Class
}

// Wants reports whether somebody has to look at it yet.
func (i Item) Wants() bool { return i.Word.As == "" && i.Stands().Verdict() != reconcile.Agreed }

// Look returns how many findings somebody has to look at yet, those beyond the list too.
func (r Report) Look() int {
	n := 0
	for _, class := range reconcile.Classes() {
		n += r.Counts[class]
	}
	n -= len(r.Items) // those that are not listed
	for _, i := range r.Items {
		if i.Wants() {
			n++
		}
	}
	return n
}

// Verdict returns what it comes to by now.
func (r Report) Verdict() reconcile.Verdict {
	v, listed := reconcile.Agreed, map[reconcile.Class]int{}
	for _, i := range r.Items {
		if listed[i.Class]++; i.Wants() {
			v = v.Worse(i.Stands().Verdict())
		}
	}
	for class, n := range r.Counts {
		if n > listed[class] {
			v = v.Worse(class.Verdict())
		}
	}
	return v
}
