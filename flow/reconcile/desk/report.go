package desk

import (
	"time"

	"facetill/flow"
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
	Unasked int    `json:",omitzero"` // findings that WeChat was not asked about, or did not answer, also of those that are not listed

	// The bill is cut, or in doubt as a whole: what it has not may be there.
	NotWhole bool `json:",omitzero"`

	Noted bool `json:"-"` // the journal has it; a copy takes none
}

// Item is a finding with its name, and what has become of it.
type Item struct {
	ID  string `json:"-"` // its name, see IsID; made anew whenever a report is read
	Day string `json:"-"` // that of its report
	reconcile.Finding
	NotWhole bool            `json:",omitzero"` // it is missing in a bill that is not whole
	Said     string          `json:",omitzero"` // by WeChat, when it was asked: an answer's kind
	NotAsked string          `json:",omitzero"` // why WeChat was not
	Now      reconcile.Class `json:",omitzero"` // the class behind that, where it is another
	Word     Word            `json:",omitzero"` // a person's
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

// OtherWeChat is why nobody is asked about what was charged at another WeChat than the
// one that a till has now (money rule 1.9).
const OtherWeChat = "other_wechat"

// What texts call what has a word of its own beside its class.
const (
	reversedHere = "ours_only_reversed"
	fetchAgain   = "not_whole"
	givenBack    = "theirs_only_back"
	unknownBack  = "refund_theirs_unknown"
)

// Called returns by what a text calls a finding: its class by now, or ours_only_reversed
// where the charge that the bill has not was reversed here.
func (i Item) Called() string {
	if class := i.Stands(); class != reconcile.OursOnly || i.Finding.Stands != flow.Reversed {
		return string(class)
	}
	return reversedHere
}

// Do returns by what a text says what is to be done: as Called, or not_whole where the
// bill has to be fetched again before anything else. What the journal does not know and
// something went back of is imported by no word (money rule 4b.11), and has its own.
func (i Item) Do() string {
	switch {
	case i.NotWhole:
		return fetchAgain
	case i.Class == reconcile.TheirsOnly && i.Said == string(flow.AnswerRefund):
		return givenBack
	case i.Class == reconcile.RefundTheirs && i.NoRecord():
		return unknownBack
	}
	return i.Called()
}

// NoRecord reports whether the sale of a row is in no record here, whatever a person says
// of it.
func (i Item) NoRecord() bool {
	of := i.Class == reconcile.TheirsOnly || i.Class == reconcile.RefundTheirs
	return of && i.Finding.Stands == "" && i.Word.As != Imported
}

// missing reports whether a finding is that the bill has no row.
func (i Item) missing() bool {
	return i.Class == reconcile.OursOnly || i.Class == reconcile.RefundOurs
}

// Wants reports whether somebody has to look at it yet.
func (i Item) Wants() bool { return i.Word.As == "" && i.Stands().Verdict() != reconcile.Agreed }

// Unlisted returns how many findings there are beyond Items.
func (r Report) Unlisted() int {
	n := -len(r.Items)
	for _, class := range reconcile.Classes() {
		n += r.Counts[class]
	}
	return n
}

// unasked returns how many of those WeChat could have told something of. Of the amount of
// what is not listed nothing is known but its class.
func (r Report) unasked() (n int) {
	could := func(f reconcile.Finding) bool {
		i := Item{Finding: f}
		return i.isAsked() && !(r.NotWhole && i.missing())
	}
	for _, class := range reconcile.Classes() {
		if could(reconcile.Finding{Class: class, State: reconcile.RowSuccess}) {
			n += r.Counts[class]
		}
	}
	for _, i := range r.Items {
		if could(reconcile.Finding{Class: i.Class, State: reconcile.RowSuccess}) {
			n--
		}
	}
	return n
}

// Look returns how many findings somebody has to look at yet, those beyond the list too.
func (r Report) Look() int {
	n := r.Unlisted()
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
