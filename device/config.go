package device

import (
	"errors"
	"fmt"
	"time"

	"facetill/device/wire"
	"facetill/flow/secret"
)

// Config is which terminal this is and how it is to behave. The merchant
// and the sale come with each capture.
type Config struct {
	SDK wire.SDK // dialect and version; their gates refuse what it cannot know

	StoreID   string // the merchant's; an attempt's own wins
	StoreName string // shown to customers
	DeviceID  string // the merchant's name for this terminal

	Init wire.Init // proxy, camera, performance

	// Aggregated: several vendors share the camera, so init comes before and
	// release after every capture. Otherwise the terminal is initialised once,
	// because the next start after a release is slow.
	Aggregated bool
	// KeepPage: after an ERROR was told, wait for the face page's own end
	// instead of removing it by release and init before the next face. Windows
	// ignores ERROR and shows the page for another minute or two.
	KeepPage bool

	// Lock keeps the terminal for one process at a time; nil where no other can
	// reach it.
	Lock Lock

	AskFacePermit bool // Android: show the consent for recognition
	AskRetPage    bool // Android: show WeChat's success page
	// FaceAuthType is wire.AuthFacepay, which "" is, or on Android wire.AuthFacepayDelay.
	FaceAuthType string
	// IgnoreUpdate (Android): no result is told, and the face page ends by itself.
	IgnoreUpdate bool
	// AuthMode (Android) is what becomes of a customer who never agreed to be recognised:
	// "1" leads to the page for it, "0" does not, "" is not sent.
	AuthMode string

	ScreenIndex      int // 0 not sent, 1 the main screen
	DisableKeyboard  bool
	UseWindowNoFocus bool
}

// Limits of a session. All waiting in this package is one of these.
const (
	// initialisingWait is the pause after err_code 271378621, by the manual.
	initialisingWait = 500 * time.Millisecond
	// initialisingTries bounds those pauses: 10 s in all.
	initialisingTries = 20
	// commandLimit is for commands that do not wait for a customer.
	commandLimit = 15 * time.Second
	// busyWait is the pause before a command that was answered SYSTEMERROR is
	// sent once more.
	busyWait = 500 * time.Millisecond
	// stopGrace is how long a stopped capture may take to end.
	stopGrace = 3 * time.Second
	// stopTries are the stops inside stopGrace.
	stopTries = 10
	// tellGrace is how long telling a result may hold up the next customer.
	tellGrace = 2 * time.Second
	// lookAfter is how often the session of an idle terminal is looked after.
	lookAfter = time.Minute
	// renewRetry is the pause after an early renewal of authinfo failed.
	renewRetry = 30 * time.Second
)

// Check returns what of the configuration the SDK does not know, where faces are
// to be of a face_code_type: without a terminal, before a customer stands there.
func (c Config) Check(faceCodeType string) error {
	o := wire.Code{Merchant: wire.Merchant{AppID: "probe", MchID: "probe", StoreID: "probe"},
		OutTradeNo: "probe0", TotalFee: 1, FaceCodeType: faceCodeType}
	requests := []wire.Request{c.Init, c.code(o, secret.New("probe"))}
	if c.AuthMode != "" {
		requests = append(requests, c.userInfo(o.Merchant)(secret.New("probe")))
	}
	var problems []error
	for _, r := range requests {
		if _, err := wire.Encode(r, c.SDK, time.Unix(1, 0)); err != nil {
			problems = append(problems, fmt.Errorf("device configuration: %w", err))
		}
	}
	return errors.Join(problems...)
}
