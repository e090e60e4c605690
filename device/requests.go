package device

import (
	"cmp"
	"strconv"

	"facetill/device/wire"
	"facetill/flow/secret"
)

// code is getWxpayfaceCode for an order: the sale's own fields with those of the
// configuration. Number, amount and merchant must be the ones of the pay request
// that follows.
func (c Config) code(order wire.Code, auth secret.Secret) wire.Code {
	r := order
	r.AuthInfo = auth
	r.FaceAuthType = cmp.Or(r.FaceAuthType, wire.AuthFacepay)
	r.AskFacePermit, r.AskRetPage = set(c.AskFacePermit), set(c.AskRetPage)
	r.DisableKeyboard, r.UseWindowNoFocus = set(c.DisableKeyboard), set(c.UseWindowNoFocus)
	if c.ScreenIndex != 0 {
		r.ScreenIndex = strconv.Itoa(c.ScreenIndex)
	}
	if !c.AskFacePermit && c.SDK.CheckField(wire.CmdCode, "ask_face_permit") == nil {
		r.AskFacePermit = "0" // where it is known, it is required
	}
	if r.FaceCodeType == wire.FaceCodeFacepay && c.SDK.CheckField(wire.CmdCode, "face_code_type") != nil {
		r.FaceCodeType = "" // an SDK that does not know the field has this type alone
	}
	return r
}

// userInfo is getWxpayfaceUserInfo. The ticket of a unionid is asked for:
// it costs nothing where there is none.
func (c Config) userInfo(m wire.Merchant, auth secret.Secret) wire.UserInfo {
	r := wire.UserInfo{Merchant: m, AuthInfo: auth, FaceAuthType: wire.AuthFaceIDOnce, AskUnionID: "1"}
	if c.ScreenIndex != 0 {
		r.ScreenIndex = strconv.Itoa(c.ScreenIndex)
	}
	return r
}

// update is updateWxpayfacePayResult; the sub ids go only where known.
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
