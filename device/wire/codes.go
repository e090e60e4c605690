package wire

// Command is the value of cmd: the name of one SDK call.
type Command string

// The commands that are known here, by the names of both manuals. All are
// typed; any other goes as it is, by the caller's own JSON.
const (
	CmdInit    Command = "initWxpayface"
	CmdRawdata Command = "getWxpayfaceRawdata"
	CmdCode    Command = "getWxpayfaceCode"
	CmdUpdate  Command = "updateWxpayfacePayResult"
	CmdStop    Command = "stopWxpayface"
	CmdRelease Command = "releaseWxpayface"
	// CmdUserInfo recognises a member. It blocks like CmdCode does.
	CmdUserInfo       Command = "getWxpayfaceUserInfo"
	CmdActivateMember Command = "activateWxpayfaceMember"
	CmdRealName       Command = "getWxpayAuth" // the consent to an identity query
	CmdStartScanner   Command = "startCodeScanner"
	CmdStopScanner    Command = "stopCodeScanner"
)

// Interactive reports whether a command shows a screen and blocks until the
// customer is done with it. Only a command that Stops may run beside it.
func (c Command) Interactive() bool {
	return c == CmdCode || c == CmdUserInfo || c == CmdRealName || c == CmdActivateMember || c == CmdStartScanner
}

// Stops reports whether a command is there to end an interactive one.
func (c Command) Stops() bool { return c == CmdStop || c == CmdStopScanner }

// The values of return_code. Any other value means that the step failed.
const (
	Success         = "SUCCESS"
	Error           = "ERROR"             // a retry cannot help
	ParamError      = "PARAM_ERROR"       // bad parameter, or an authinfo that does not fit this device
	SystemError     = "SYSTEMERROR"       // transient, may be retried
	UserCancel      = "USER_CANCEL"       // the customer left the face screen
	UserQueryCancel = "USER_QUERY_CANCEL" // seen in no document; accepted as a cancel
	ScanPayment     = "SCAN_PAYMENT"      // the customer wants to pay by code
	FacepayNotAuth  = "FACEPAY_NOT_AUTH"  // no permission for immediate face payment
	FaceUnknown     = "FACE_UNKNOWN"      // face not recognised (member recognition)
	Fail            = "FAIL"              // the client library itself: see err_code
	Ignore          = "IGNORE"            // reported once when the screen did not open
)

// The values of err_code, the second level of a FAIL. They are documented for
// Android and honoured in every dialect.
const (
	ErrNotInitialised int64 = 271378620 // call initWxpayface and repeat the command
	ErrInitialising   int64 = 271378621 // wait about 500 ms and call initWxpayface again
)

// Values of face_code_type, face_authtype and payresult.
const (
	FaceCodeFacepay  = "0" // letters, digits, hyphens: for facepay
	FaceCodeMicropay = "1" // 18 digits: for micropay

	AuthFacepay      = "FACEPAY"
	AuthFacepayDelay = "FACEPAY_DELAY" // needs a permission of its own
	AuthRealName     = "FACE_AUTH"     // needs a permission of its own
	AuthFaceIDOnce   = "FACEID-ONCE"   // of member recognition alone

	PaySuccess = "SUCCESS"
	PayError   = "ERROR"

	// PerformNormal is spelled without its second E in the manual, and so on
	// the wire.
	PerformNormal = "NORMAL_PRFORM"
	PerformLow    = "LOW_PERFORM"
)
