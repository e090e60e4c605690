package device

import (
	"cmp"
	"strconv"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// sale is what is the sale's own in the request of a capture.
func (c Config) sale(r flow.CaptureRequest) wire.Code {
	return wire.Code{
		Merchant:     c.merchant(r.Attempt.Merchant, r.Attempt.StoreID),
		OutTradeNo:   string(r.Attempt.OutTradeNo),
		TotalFee:     int64(r.Attempt.TotalFee),
		FaceCodeType: r.FaceCodeType,
		Telephone:    r.Telephone,
		OpenID:       r.OpenID,
	}
}

// merchant joins a merchant and the store, as the SDK wants them.
func (c Config) merchant(m flow.Merchant, storeID string) wire.Merchant {
	return wire.Merchant{AppID: m.AppID, MchID: m.MchID, SubAppID: m.SubAppID, SubMchID: m.SubMchID, StoreID: cmp.Or(storeID, c.StoreID)}
}

// code is getWxpayfaceCode: the sale's own fields with those of the configuration.
// Number, amount and merchant must be the ones of the pay request that follows.
func (c Config) code(r wire.Code, auth secret.Secret) wire.Code {
	r.AuthInfo = auth
	r.FaceAuthType = cmp.Or(r.FaceAuthType, c.FaceAuthType, wire.AuthFacepay)
	r.IgnoreUpdatePayResult = set(c.IgnoreUpdate)
	r.AskFacePermit, r.AskRetPage = set(c.AskFacePermit), set(c.AskRetPage)
	r.DisableKeyboard, r.UseWindowNoFocus = set(c.DisableKeyboard), set(c.UseWindowNoFocus)
	r.ScreenIndex = c.screenIndex()
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
func (c Config) userInfo(m wire.Merchant) func(auth secret.Secret) wire.Request {
	return func(auth secret.Secret) wire.Request {
		return wire.UserInfo{Merchant: m, AuthInfo: auth, FaceAuthType: wire.AuthFaceIDOnce, AskUnionID: "1", AuthMode: c.AuthMode, ScreenIndex: c.screenIndex()}
	}
}

// update is updateWxpayfacePayResult; the sub ids go only where known.
func (c Config) update(m wire.Merchant, auth secret.Secret, result string) wire.Update {
	if c.SDK.CheckField(wire.CmdUpdate, "sub_mch_id") != nil {
		m.SubAppID, m.SubMchID = "", ""
	}
	return wire.Update{Merchant: m, AuthInfo: auth, Result: result}
}

func (c Config) screenIndex() string {
	if c.ScreenIndex == 0 {
		return ""
	}
	return strconv.Itoa(c.ScreenIndex)
}

func set(on bool) string {
	if on {
		return "1"
	}
	return ""
}
