package sim

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"facetill/device/wire"
)

// Behaviour is what the next customer or the terminal does. 0 pays. 1 to 10
// are acted here; 11 to 61 belong to the simulated gateway and only travel in
// the code.
type Behaviour int

// The behaviours that a terminal acts.
const (
	Pays           Behaviour = 0
	Cancels        Behaviour = 1
	WantsToScan    Behaviour = 2
	WalksAway      Behaviour = 3
	NotRecognised  Behaviour = 4
	BusyOnce       Behaviour = 5
	NotInitialised Behaviour = 6
	Gone           Behaviour = 7
	LicenseError   Behaviour = 8
	NotPermitted   Behaviour = 9
	Slow           Behaviour = 10

	lastBehaviour Behaviour = 61
)

// Amounts of 90001 to 90061 fen ask for the scenario of that number.
const scenarioFen = 90000

// Scenario is one row of the table for people.
type Scenario struct {
	Number int
	Name   string // for scripts
	ZH, EN string
}

// Scenarios lists what this package acts, by number. An amount of 900.NN yuan
// or SetCustomer asks for one.
func Scenarios() []Scenario { return slices.Clone(scenarios) }

var scenarios = []Scenario{
	{1, "cancel", "顾客取消", "the customer cancels on the face screen"},
	{2, "scan", "顾客选择扫码", "the customer chooses to pay by code"},
	{3, "walk-away", "顾客离开,直到停止或 60 秒", "the customer walks away; no answer until a stop or 60 s"},
	{4, "not-recognised", "人脸未识别", "the face is not recognised (ERROR)"},
	{5, "busy-once", "设备忙一次,之后正常", "the device is busy once (SYSTEMERROR), then fine"},
	{6, "not-initialised", "未初始化一次 (271378620)", "the face service asks for initWxpayface once (FAIL 271378620)"},
	{7, "gone", "设备失联,调用返回非零", "the device is gone: the call returns non-zero"},
	{8, "license-error", "调用凭证失效一次", "authinfo does not fit the device once (PARAM_ERROR)"},
	{9, "not-permitted", "商户未开通刷脸支付", "the store has no permission for face payment (FACEPAY_NOT_AUTH)"},
	{10, "slow", "顾客 20 秒后完成", "a slow customer: the code comes after 20 s"},
}

// act is how a customer's capture ends and how long it takes.
type act struct {
	after time.Duration
	code  string // return_code
	msg   string
}

// actOf gives the end of a capture by behaviour. Behaviours of the gateway
// pay as far as the terminal can see.
func (o Options) actOf(b Behaviour) act {
	switch b {
	case Cancels:
		return act{o.Customer, wire.UserCancel, "user cancel"}
	case WantsToScan:
		return act{o.Customer, wire.ScanPayment, "user chose scan payment"}
	case WalksAway:
		return act{o.WalkAway, wire.UserCancel, "face page timed out"}
	case NotRecognised:
		return act{o.Customer, wire.Error, "face not recognised"}
	case NotPermitted:
		return act{0, wire.FacepayNotAuth, "face payment is not permitted"}
	case Slow:
		return act{max(o.SlowCustomer, o.Customer), wire.Success, "SUCCESS"}
	default:
		return act{o.Customer, wire.Success, "SUCCESS"}
	}
}

// customer decides who stands before the camera: the one that was set, else
// the one that the amount asks for.
func (m *machine) customer(totalFee string) Behaviour {
	if m.next != nil {
		b := *m.next
		m.next = nil
		return b
	}
	fen, err := strconv.ParseInt(totalFee, 10, 64)
	if err != nil || fen <= scenarioFen || fen > scenarioFen+int64(lastBehaviour) {
		return Pays
	}
	return Behaviour(fen - scenarioFen)
}

// trips says whether a once-only fault happens now. An order that has seen it
// is served when it comes again.
func (m *machine) trips(b Behaviour, outTradeNo string) bool {
	key := fmt.Sprint(int(b), " ", outTradeNo)
	if m.tripped == key {
		m.tripped = ""
		return false
	}
	m.tripped = key
	return true
}
