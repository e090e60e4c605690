package till

import "facetill/flow"

// Display is what a customer's display has to show. It has no number and no name:
// whoever stands in the queue may read it.
type Display struct {
	State string   `json:"state"`     // one of the Display words
	Fee   flow.Fen `json:"total_fee"` // fen; 0 where there is none
}

// What a display shows. The last three are the words about money of every screen.
const (
	DisplayIdle     = "idle"
	DisplayAmount   = "amount"   // it is being typed, or a code is awaited
	DisplayLook     = "look"     // please look at the camera
	DisplayWait     = "wait"     // the payment runs
	DisplayPassword = "password" // please enter the password on the phone

	DisplayPaid       = "paid"        // thank you
	DisplayNotCharged = "not_charged" // nothing was charged, or it is back
	DisplayChecking   = "checking"    // please ask the cashier
)
