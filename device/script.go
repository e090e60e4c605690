package device

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// Script is the terminal for a script that walks step by step, with the ids of
// its merchant. The script's earlier commands may have left a session and a page:
// neither is released.
type Script struct {
	d   *Device
	ids wire.Merchant
}

// Script returns the terminal for a merchant's script.
func (d *Device) Script(m flow.Merchant) Script { return Script{d, d.cfg.merchant(m, "")} }

// Reply is a terminal's answer to a single command, as it came but for what is
// no JSON around it (wire.Normal): it may hold a face_code, an openid or rawdata,
// and is for the program that asked.
type Reply struct {
	Raw        json.RawMessage
	ReturnCode string        // one of wire's, or ODD_CODE
	ReturnMsg  string        // for people, plain; never compared
	ErrCode    int64         // 0: it has none
	AuthInfo   secret.Secret // the one that the command was given
}

// Send sends one command. A terminal that is not initialised is
// initialised and asked again; one that is initialising is waited for. It takes
// the terminal from other processes first, but for a stop, which is for the
// capture that another process runs.
func (s Script) Send(ctx context.Context, r wire.Request) (Reply, error) {
	req, err := s.d.term.encode(r)
	if err != nil {
		return Reply{}, err
	}
	return s.send(ctx, wire.CommandFor(r), req)
}

// Call is Send for a command that is the script's own JSON.
func (s Script) Call(ctx context.Context, request []byte) (Reply, error) {
	cmd, req, err := wire.EncodeRaw(request, s.d.cfg.SDK, s.d.clock.Now().Wall)
	if err != nil {
		return Reply{}, err
	}
	return s.send(ctx, cmd, req)
}

// Init is initWxpayface by the configuration.
func (s Script) Init() wire.Request { return s.d.cfg.Init }

// Code is getWxpayfaceCode by the configuration for what the script sells, whose
// own FaceAuthType wins.
func (s Script) Code(sale wire.Code, auth secret.Secret) wire.Request {
	sale.Merchant = s.ids
	return s.d.cfg.code(sale, auth)
}

// UserInfo is getWxpayfaceUserInfo by the configuration.
func (s Script) UserInfo(auth secret.Secret) wire.Request { return s.d.cfg.userInfo(s.ids)(auth) }

// Update is updateWxpayfacePayResult by the configuration.
func (s Script) Update(auth secret.Secret, result string) wire.Request {
	return s.d.cfg.update(s.ids, auth, result)
}

// OpenCard is activateWxpayfaceMember for the customer who was just recognised.
func (s Script) OpenCard(openID, auth secret.Secret) wire.Request {
	return wire.ActivateMember{Merchant: s.ids, AuthInfo: auth, OpenID: openID}
}

// Stop is stopWxpayface for the face screen that was given auth.
func (s Script) Stop(auth secret.Secret) wire.Request {
	return wire.Stop{AppID: s.ids.AppID, MchID: s.ids.MchID, AuthInfo: auth}
}

func (s Script) send(ctx context.Context, cmd wire.Command, req []byte) (Reply, error) {
	d := s.d
	if !cmd.Stops() {
		leave, err := s.enter(ctx)
		if err != nil {
			return Reply{}, err
		}
		defer leave()
	}
	unseen := false
	for tries := 0; ; tries++ {
		reply, a, err := s.ask(ctx, cmd, req)
		starting := a.ErrCode == wire.ErrInitialising
		again := wire.KindOf(err) == wire.KindNotRunning && !unseen && cmd != wire.CmdInit && cmd != wire.CmdRelease && !cmd.Stops()
		switch {
		case again: // the library has not seen it, and its process may be a new one
			unseen = true
		case err != nil || !notInitialised(a) || tries == initialisingTries || cmd == wire.CmdRelease || cmd.Stops():
			return reply, err
		case cmd == wire.CmdInit && !starting:
			return reply, nil
		case starting:
			d.clock.Sleep(ctx, initialisingWait, nil)
		}
		if ctx.Err() != nil {
			return reply, context.Cause(ctx)
		}
		if cmd != wire.CmdInit {
			if err := d.term.init(ctx); err != nil {
				return reply, err
			}
		}
	}
}

// ask makes one call. A command that shows a screen takes as long as its
// customer, and is stopped from beside when ctx ends.
func (s Script) ask(ctx context.Context, cmd wire.Command, req []byte) (Reply, wire.Answer, error) {
	if cmd.Interactive() {
		f, err := s.d.term.watch(ctx, cmd, req)
		return s.reply(ctx, f), f.answer, err
	}
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	resp, err := s.d.term.caller.Call(ctx, req)
	if err != nil {
		return Reply{}, wire.Answer{}, err
	}
	a, err := wire.ReadAnswer(cmd, resp)
	return replyOf(resp, a), a, err
}

// Screen shows a face screen with an authinfo of ours: new rawdata and a new
// authinfo where the terminal refuses the first. When ctx ends the screen is
// stopped from beside.
func (s Script) Screen(ctx context.Context, request func(auth secret.Secret) wire.Request) (Reply, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return Reply{}, err
	}
	defer leave()
	var used secret.Secret
	f, err := s.d.screen(ctx, s.ids, func(auth secret.Secret) wire.Request {
		used = auth
		return request(auth)
	})
	r := s.reply(ctx, f)
	r.AuthInfo = used
	return r, err
}

// Line is the answer as a terminal may show it: JSON on one line, in which everything that
// hides is an escape.
func (r Reply) Line() []byte {
	var b bytes.Buffer
	if json.Compact(&b, r.Raw) != nil {
		return nil
	}
	return field.JSON(b.Bytes())
}

// Refusal is what the terminal did not do, and the reason that it gives.
func (r Reply) Refusal(cmd wire.Command) string {
	text := string(cmd) + ": " + r.ReturnCode
	if r.ErrCode != 0 {
		text += fmt.Sprint(" ", r.ErrCode)
	}
	if r.ReturnMsg != "" && r.ReturnMsg != r.ReturnCode {
		text += ": " + r.ReturnMsg
	}
	return text
}

func replyOf(raw []byte, a wire.Answer) Reply {
	return Reply{Raw: wire.Normal(raw), ReturnCode: a.ReturnCode, ReturnMsg: a.ReturnMsg, ErrCode: a.ErrCode}
}

// reply is the end of a screen. One that was stopped brings nothing, whatever the
// terminal says (money rule 6.4), and leaves no page.
func (s Script) reply(ctx context.Context, f face) Reply {
	if !f.stopped {
		return replyOf(f.raw, f.answer)
	}
	if s.d.term.page {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tellGrace)
		defer cancel()
		_ = s.d.term.release(ctx, nil) // best effort: nobody could charge what the page is about
	}
	return Reply{}
}

// AuthInfo gets an authinfo for a command that is told one.
func (s Script) AuthInfo(ctx context.Context) (secret.Secret, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return secret.Secret{}, err
	}
	defer leave()
	return s.d.authInfo(ctx, s.ids)
}

// enter takes slot and lock, and a session for granted.
func (s Script) enter(ctx context.Context) (leave func(), err error) {
	if leave, err = s.d.enter(ctx); err == nil {
		leave, err = s.d.lockOrLeave(ctx, leave)
	}
	if err == nil {
		s.d.term.began, s.d.term.ready = true, true
	}
	return leave, err
}
