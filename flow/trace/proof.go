package trace

// Proof is what a call has proven in the till's terms. Of a call about an order it is
// the flow's word for the answer (flow.AnswerKind), of a refund refund.Kind behind
// "refund_"; of the rest it is one of these.
type Proof string

// What a command to the terminal proves, and an authinfo.
const (
	Ready        Proof = "ready"         // initWxpayface: the face service runs
	HasRawdata   Proof = "rawdata"       // goes to get_wxpayface_authinfo as it is
	HasAuthInfo  Proof = "authinfo"      // opens the face screen, for a while
	HasFaceCode  Proof = "face_code"     // for this number and amount, once
	LateFaceCode Proof = "late_code"     // it came after a stop: never charged (money rule 6.4)
	HasMember    Proof = "member"        // somebody was recognised
	Nobody       Proof = "nobody"        // nobody was
	Cancelled    Proof = "left"          // the customer left: nothing was charged
	CutShort     Proof = "cut_short"     // the till had asked for a stop: nothing was charged
	WantsToScan  Proof = "wants_to_scan" // SCAN_PAYMENT: nothing was charged
	PageClosed   Proof = "page_closed"   // updateWxpayfacePayResult: the customer sees the end
	Stopping     Proof = "stopping"      // stopWxpayface was taken
	Released     Proof = "released"      // the camera is free
	InitAgain    Proof = "init_again"    // 271378620: initialise, then once more
	InitLater    Proof = "init_later"    // 271378621: it is coming up
	AuthAgain    Proof = "auth_again"    // PARAM_ERROR: a new authinfo, then once more
	BusyAgain    Proof = "busy_again"    // SYSTEMERROR: once more
	Failed       Proof = "failed"        // nothing was charged by it, and nothing proven
	NoAnswer     Proof = "no_answer"     // of a terminal; it decides nothing about money
	SaysPaid     Proof = "says_paid"     // flow.AnswerPaid: paid it is when the fact is durable
	NoBill       Proof = "no_bill"       // the day had no trade
	BillLater    Proof = "bill_later"    // the bill is being made
	Answered     Proof = "answered"      // a verified answer, of a call that is no part of a sale
	Unverified   Proof = "unverified"    // an answer that nobody signed
)

// Proofs lists them.
func Proofs() []Proof {
	return []Proof{Ready, HasRawdata, HasAuthInfo, HasFaceCode, LateFaceCode, HasMember, Nobody, Cancelled, CutShort, WantsToScan, PageClosed,
		Stopping, Released, InitAgain, InitLater, AuthAgain, BusyAgain, Failed, NoAnswer, SaysPaid, NoBill, BillLater, Answered, Unverified}
}
