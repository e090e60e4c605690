package wire

import "facetill/flow/secret"

// UserInfo recognises a member (getWxpayfaceUserInfo). It shows the camera and
// blocks until somebody is recognised or nobody was within a few seconds. What
// it brings cannot be used to pay.
type UserInfo struct {
	Merchant
	AuthInfo secret.Secret

	// FaceAuthType is AuthFaceIDOnce; the endless kind was withdrawn.
	FaceAuthType string
	// AskUnionID "1" asks for the ticket of a unionid query, which comes as
	// Answer.Token. Two published programs disagree on the value: whoever asks
	// checks that a token came.
	AskUnionID string
	// AuthMode "1" leads customers who never agreed to the page where they can,
	// "0" does not.
	AuthMode    string
	ScreenIndex string // "1" main screen, others from "2" in the system's sequence
}

func (r UserInfo) request() (Command, []parameter) {
	return CmdUserInfo, append(r.ids(), []parameter{
		{name: "face_authtype", text: r.FaceAuthType, required: true, oneOf: []string{AuthFaceIDOnce},
			hint: "recognising without end was withdrawn from the SDK"},
		authInfo(r.AuthInfo),
		flag("ask_unionid", r.AskUnionID),
		flag("auth_mode", r.AuthMode),
		screen(r.ScreenIndex),
	}...)
}

// ActivateMember opens a member card for the customer who was just recognised
// (activateWxpayfaceMember). Only the openid is documented; the ids that every
// other command repeats go along.
type ActivateMember struct {
	Merchant
	AuthInfo secret.Secret
	OpenID   secret.Secret
}

func (r ActivateMember) request() (Command, []parameter) {
	return CmdActivateMember, append(r.ids(), []parameter{
		authInfo(r.AuthInfo),
		{name: "openid", text: r.OpenID.Reveal(), secret: true, required: true, max: 128, hint: "recognise the customer first (getWxpayfaceUserInfo)"},
	}...)
}

// Consent asks the customer whose face brought a face_sid whether it may be looked up who
// that is (getWxpayAuth), behind a Code of AuthRealName.
type Consent struct {
	AuthInfo secret.Secret
	FaceSID  secret.Secret
}

func (r Consent) request() (Command, []parameter) {
	return CmdRealName, []parameter{
		authInfo(r.AuthInfo),
		{name: "face_sid", text: r.FaceSID.Reveal(), secret: true, required: true, max: MaxAuthInfo, hint: "take the face with face_authtype FACE_AUTH first (getWxpayfaceCode)"},
	}
}

// StartScanner reads a code with the terminal's own scanner (startCodeScanner);
// the text comes as Answer.CodeMsg. Old versions never answer.
type StartScanner struct{}

func (StartScanner) request() (Command, []parameter) { return CmdStartScanner, nil }

// StopScanner ends it (stopCodeScanner).
type StopScanner struct{}

func (StopScanner) request() (Command, []parameter) { return CmdStopScanner, nil }
