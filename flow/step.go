package flow

import "time"

// Step is what is to be done next. A runner does one at a time.
type Step interface{ step() }

// The steps.
type (
	// Capture shows the face screen.
	Capture struct{}
	// SyncClock asks WeChat for its time: no intent without one.
	SyncClock struct{}
	// Record makes facts durable that follow from what is known.
	Record struct{ Facts []Fact }
	// Submit sends the pay request: once in the life of a number.
	Submit struct{}
	// Ask queries the order. Fresh marks the query of a decision.
	Ask struct {
		Try   Try
		Fresh bool
	}
	// Reverse undoes. Closing marks the closing of a refused number, which
	// gives way to every real reversal.
	Reverse struct{ Closing bool }
	// GiveBack refunds what can no longer be reversed.
	GiveBack struct {
		OutRefundNo string
		Fee         Fen
	}
	// AskRefunds queries the refunds of the order.
	AskRefunds struct{}
	// Wait waits until then, on WeChat's clock. For says what for.
	Wait struct {
		Until time.Time
		For   string
	}
	// Done: nothing is left to do by a machine.
	Done struct{}
)

func (Capture) step()    {}
func (SyncClock) step()  {}
func (Record) step()     {}
func (Submit) step()     {}
func (Ask) step()        {}
func (Reverse) step()    {}
func (GiveBack) step()   {}
func (AskRefunds) step() {}
func (Wait) step()       {}
func (Done) step()       {}
