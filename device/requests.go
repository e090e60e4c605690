package device

import (
	"strconv"

	"facetill/device/wire"
	"facetill/flow/secret"
)

// order is what one capture is for. Number, amount and merchant must be the
// ones of the pay request that follows.
type order struct {
	merchant     wire.Merchant
	outTradeNo   string
	totalFee     int64 // fen
	faceCodeType string
	telephone    secret.Secret
	openID       secret.Secret
}

// code builds getWxpayfaceCode from the configuration and an order.
func (c Config) code(o order, auth secret.Secret) wire.Code {
	r := wire.Code{
		Merchant: o.merchant, AuthInfo: auth,
		OutTradeNo: o.outTradeNo, TotalFee: o.totalFee,
		FaceCodeType: o.faceCodeType, FaceAuthType: c.FaceAuthType,
		Telephone: o.telephone, OpenID: o.openID,
		AskFacePermit:    set(c.AskFacePermit),
		AskRetPage:       set(c.AskRetPage),
		DisableKeyboard:  set(c.DisableKeyboard),
		UseWindowNoFocus: set(c.UseWindowNoFocus),
	}
	if r.FaceAuthType == "" {
		r.FaceAuthType = wire.AuthFacepay
	}
	if c.ScreenIndex != 0 {
		r.ScreenIndex = strconv.Itoa(c.ScreenIndex)
	}
	if !c.AskFacePermit && c.SDK.CheckField(wire.CmdCode, "ask_face_permit") == nil {
		r.AskFacePermit = "0" // where it is known, it is required
	}
	if o.faceCodeType == wire.FaceCodeFacepay && c.SDK.CheckField(wire.CmdCode, "face_code_type") != nil {
		r.FaceCodeType = "" // an SDK that does not know the field gives this type
	}
	return r
}

// userInfo builds getWxpayfaceUserInfo. The ticket of a unionid is asked for:
// it costs nothing where it is not given.
func (c Config) userInfo(m wire.Merchant, auth secret.Secret) wire.UserInfo {
	r := wire.UserInfo{Merchant: m, AuthInfo: auth, FaceAuthType: wire.AuthFaceIDOnce, AskUnionID: "1"}
	if c.ScreenIndex != 0 {
		r.ScreenIndex = strconv.Itoa(c.ScreenIndex)
	}
	return r
}

// update builds updateWxpayfacePayResult; the sub ids go only where known.
func (c Config) update(m wire.Merchant, auth secret.Secret, result string) wire.Update {
	if c.SDK.CheckField(wire.CmdUpdate, "sub_mch_id") != nil {
		m.SubAppID, m.SubMchID = "", ""
	}
	return wire.Update{Merchant: m, AuthInfo: auth, Result: result}
}

func set(on bool) string {
	if on {
		return "1"
	}
	return ""
}
