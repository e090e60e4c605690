package wire

import (
	"time"

	"facetill/flow/secret"
)

// Merchant is who takes the money, as every command after authinfo repeats it.
type Merchant struct {
	AppID    string
	MchID    string
	SubAppID string // service providers alone
	SubMchID string // service providers alone
	StoreID  string
}

// ids are the parameters of a Merchant, in the manual's sequence.
func (m Merchant) ids() []parameter {
	return []parameter{
		id("appid", m.AppID),
		id("mch_id", m.MchID),
		optionalID("sub_appid", m.SubAppID),
		optionalID("sub_mch_id", m.SubMchID),
		id("store_id", m.StoreID),
	}
}

// Code runs the face screen and asks for a face_code (getWxpayfaceCode). The
// call blocks until the customer is done.
type Code struct {
	Merchant
	AuthInfo secret.Secret

	OutTradeNo string // the very number of the pay request that follows
	TotalFee   int64  // fen, the very amount of the pay request

	FaceCodeType string // FaceCodeMicropay or FaceCodeFacepay; "" means the latter
	FaceAuthType string // AuthFacepay, AuthFacepayDelay or AuthRealName

	Telephone secret.Secret // default for the phone box
	OpenID    secret.Secret // of a recognised member: quick pay

	AskFacePermit         string // "1" show the consent for recognition, "0" hide it
	AskRetPage            string // "1" show WeChat's success page
	IgnoreUpdatePayResult string // "1": no updateWxpayfacePayResult will follow
	ScreenIndex           string // "1" main screen, others from "2" in the system's sequence
	DisableKeyboard       string // "1" ignore external keyboards
	UseWindowNoFocus      string // "1" open without taking the focus
}

func (r Code) request() (Command, []parameter) {
	facepay := r.FaceCodeType != FaceCodeMicropay
	return CmdCode, append(r.ids(), []parameter{
		{name: "telephone", text: r.Telephone.Reveal(), secret: true, form: mobile, hint: "leave it out when it is not known"},
		{name: "openid", text: r.OpenID.Reveal(), secret: true, max: 128},
		{name: "out_trade_no", text: r.OutTradeNo, required: facepay, max: MaxID, form: tradeNo},
		{name: "total_fee", text: number(r.TotalFee), required: facepay, max: 10, form: digits, hint: "give the amount in fen, above 0"},
		{name: "face_authtype", text: r.FaceAuthType, required: true, oneOf: []string{AuthFacepay, AuthFacepayDelay, AuthRealName}},
		authInfo(r.AuthInfo),
		flag("ask_face_permit", r.AskFacePermit),
		flag("ask_ret_page", r.AskRetPage),
		flag("face_code_type", r.FaceCodeType),
		flag("ignore_update_pay_result", r.IgnoreUpdatePayResult),
		screen(r.ScreenIndex),
		flag("disable_keyboard", r.DisableKeyboard),
		flag("use_window_nofocus", r.UseWindowNoFocus),
	}...)
}

func screen(index string) parameter {
	return parameter{name: "screen_index", text: index, max: 2, form: digits, hint: "1 is the main screen"}
}

var zeroOrOne = []string{"0", "1"}

func flag(name, value string) parameter { return parameter{name: name, text: value, oneOf: zeroOrOne} }

// Update tells the waiting face screen how the payment ended. On Windows only
// PaySuccess closes it; PayError leaves it to its own timeout.
type Update struct {
	Merchant // the sub ids are known to Android alone
	AuthInfo secret.Secret
	Result   string // PaySuccess or PayError
}

func (r Update) request() (Command, []parameter) {
	return CmdUpdate, append(r.ids(), []parameter{
		{name: "payresult", text: r.Result, required: true, oneOf: []string{PaySuccess, PayError}},
		authInfo(r.AuthInfo),
	}...)
}

// Stop ends a running Code, from another thread, and only before its
// face_code has been returned.
type Stop struct {
	AppID    string
	MchID    string
	AuthInfo secret.Secret // the one that Code was given
}

func (r Stop) request() (Command, []parameter) {
	return CmdStop, []parameter{id("appid", r.AppID), id("mch_id", r.MchID), authInfo(r.AuthInfo)}
}

// StopFor builds the request that ends an encoded interactive one, for those who
// hold only its bytes. The stop of a request without the
// merchant's ids (getWxpayAuth) cannot be encoded: such a screen ends by itself.
func StopFor(req []byte) (Request, error) {
	f, err := ReadFields(req)
	if err != nil {
		return nil, err
	}
	if Command(f["cmd"]) == CmdStartScanner {
		return StopScanner{}, nil
	}
	return Stop{AppID: f["appid"], MchID: f["mch_id"], AuthInfo: secret.New(f["authinfo"])}, nil
}

// EncodeStop is StopFor as bytes, for those who carry requests and do not judge
// them: no SDK is asked whether it knows the command.
func EncodeStop(req []byte, now time.Time) (Command, []byte, error) {
	stop, err := StopFor(req)
	if err != nil {
		return "", nil, err
	}
	out, err := Encode(stop, SDK{Dialect: Android}, now) // the dialect that has them both
	return CommandFor(stop), out, err
}
