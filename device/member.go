package device

import (
	"context"
	"errors"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// Member is a customer whom the terminal has recognised. It cannot be used to
// pay; the next sale may pass OpenID for a quicker one.
type Member struct {
	Nickname  string // plain; shown in quotes, because people are called anything
	OpenID    secret.Secret
	SubOpenID secret.Secret // with a sub_appid
	// Ticket is for a unionid query by the merchant's server; empty where the
	// terminal gave none.
	Ticket secret.Secret
	// What the terminal said of the ticket: its return_code, and its words for people.
	UnionIDCode, UnionIDMsg string
}

// mostName is the longest nickname that is shown, in characters.
const mostName = 64

// ErrNobody: the customer was not recognised, went away, or was stopped. The
// sale goes on without a member.
var ErrNobody = errors.New("nobody was recognised")

// Recognise shows the camera until a member is recognised or surely nobody is
// (getWxpayfaceUserInfo). Its errors are ErrNobody, or what is wrong with
// the terminal. When ctx ends the screen is stopped as a capture's is.
func (d *Device) Recognise(ctx context.Context, m flow.Merchant) (Member, error) {
	who := d.cfg.merchant(m, "")
	leave, err := d.enterForCapture(ctx)
	if err != nil {
		return Member{}, err
	}
	defer leave()
	f, err := d.screen(ctx, who, d.cfg.userInfo(who))
	d.last = page{}
	if d.cfg.Aggregated {
		err = d.term.release(ctx, err)
	}
	return recognised(f, err)
}

// CanPayQuickly returns why this SDK cannot take a member's openid into a payment;
// nil when it can.
func (d *Device) CanPayQuickly() error { return d.cfg.SDK.CheckField(wire.CmdCode, "openid") }

// recognised is what a face screen brought of a member. A SUCCESS without an
// openid recognised nobody.
func recognised(f face, err error) (Member, error) {
	a := f.answer
	switch {
	case f.stopped:
		return Member{}, ErrNobody
	case err != nil:
		return Member{}, err
	}
	switch a.ReturnCode {
	case wire.Success:
	case wire.UserCancel, wire.UserQueryCancel, wire.ScanPayment, wire.FaceUnknown:
		return Member{}, ErrNobody
	default:
		return Member{}, refused(wire.CmdUserInfo, a)
	}
	if a.OpenID.IsZero() {
		return Member{}, ErrNobody
	}
	return Member{Nickname: field.Cut(a.Nickname, mostName), OpenID: a.OpenID, SubOpenID: a.SubOpenID, Ticket: a.Token,
		UnionIDCode: a.UnionIDCode, UnionIDMsg: clean(a.UnionIDMsg)}, nil
}
