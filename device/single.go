package device

import (
	"context"
	"encoding/json"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// Reply is a terminal's answer to a single command, as it came but for what is
// no JSON around it (wire.Normal): it may hold a face_code, an openid or rawdata,
// and is for the program that asked.
type Reply struct {
	Raw        json.RawMessage
	ReturnCode string        // one of wire's, or ODD_CODE
	AuthInfo   secret.Secret // the one that the command was given
}

// Ids are the merchant's as every command after authinfo repeats them.
func (d *Device) Ids(m flow.Merchant) wire.Merchant { return d.merchant(m, "") }

// Single sends one command of a script. A terminal that is not initialised is
// initialised and asked again; one that is initialising is waited for. It takes
// the terminal from other processes first, but for a stop, which is for the
// capture that another process runs.
func (d *Device) Single(ctx context.Context, r wire.Request) (Reply, error) {
	req, err := wire.Encode(r, d.cfg.SDK, d.clock.Now().Wall)
	if err != nil {
		return Reply{}, err
	}
	return d.single(ctx, r.Command(), req)
}

// Init is Single with the configured initWxpayface.
func (d *Device) Init(ctx context.Context) (Reply, error) { return d.Single(ctx, d.cfg.Init) }

// CodeRequest is getWxpayfaceCode by the configuration for an order of a script,
// whose own FaceAuthType wins.
func (d *Device) CodeRequest(m flow.Merchant, order wire.Code, auth secret.Secret) wire.Request {
	order.Merchant = d.merchant(m, "")
	return d.cfg.code(order, auth)
}

// UserInfoRequest is getWxpayfaceUserInfo by the configuration.
func (d *Device) UserInfoRequest(m flow.Merchant, auth secret.Secret) wire.Request {
	return d.cfg.userInfo(d.merchant(m, ""), auth)
}

// UpdateRequest is updateWxpayfacePayResult by the configuration.
func (d *Device) UpdateRequest(m flow.Merchant, auth secret.Secret, result string) wire.Request {
	return d.cfg.update(d.merchant(m, ""), auth, result)
}

// Call is Single for a command that is the script's own JSON.
func (d *Device) Call(ctx context.Context, request []byte) (Reply, error) {
	cmd, req, err := wire.EncodeRaw(request, d.cfg.SDK, d.clock.Now().Wall)
	if err != nil {
		return Reply{}, err
	}
	return d.single(ctx, cmd, req)
}

func (d *Device) single(ctx context.Context, cmd wire.Command, req []byte) (Reply, error) {
	if !cmd.Stops() {
		leave, err := d.enterSingle(ctx)
		if err != nil {
			return Reply{}, err
		}
		defer leave()
	}
	unseen := false
	for tries := 0; ; tries++ {
		reply, a, err := d.ask(ctx, cmd, req)
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
			if err := d.init(ctx); err != nil {
				return reply, err
			}
		}
	}
}

// ask makes one call. A command that shows a screen takes as long as its
// customer, and is stopped from beside when ctx ends.
func (d *Device) ask(ctx context.Context, cmd wire.Command, req []byte) (Reply, wire.Answer, error) {
	if cmd.Interactive() {
		f, err := d.watch(ctx, cmd, req)
		return d.reply(ctx, f), f.answer, err
	}
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	resp, err := d.caller.Call(ctx, req)
	if err != nil {
		return Reply{}, wire.Answer{}, err
	}
	a, err := wire.ReadAnswer(cmd, resp)
	return Reply{Raw: wire.Normal(resp), ReturnCode: a.ReturnCode}, a, err
}

// Screen shows a face screen for a script, with an authinfo of its own: new
// rawdata and a new authinfo where the terminal refuses the first. When ctx ends
// the screen is stopped from beside.
func (d *Device) Screen(ctx context.Context, m flow.Merchant, request func(auth secret.Secret) wire.Request) (Reply, error) {
	leave, err := d.enterSingle(ctx)
	if err != nil {
		return Reply{}, err
	}
	defer leave()
	var used secret.Secret
	f, err := d.screen(ctx, d.merchant(m, ""), func(auth secret.Secret) wire.Request {
		used = auth
		return request(auth)
	})
	r := d.reply(ctx, f)
	r.AuthInfo = used
	return r, err
}

// reply is the end of a screen for a script. A screen that was stopped brings
// nothing, whatever the terminal says (money rule 6.4), and leaves no page.
func (d *Device) reply(ctx context.Context, f face) Reply {
	if !f.stopped {
		return Reply{Raw: wire.Normal(f.raw), ReturnCode: f.answer.ReturnCode}
	}
	if d.session.page {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tellGrace)
		defer cancel()
		_ = d.release(ctx, nil) // best effort: nobody could charge what the page is about
	}
	return Reply{}
}

// AuthInfo gets an authinfo for a command that is told one.
func (d *Device) AuthInfo(ctx context.Context, m flow.Merchant) (secret.Secret, error) {
	leave, err := d.enterSingle(ctx)
	if err != nil {
		return secret.Secret{}, err
	}
	defer leave()
	return d.credential(ctx, d.merchant(m, ""))
}

// enterSingle takes the terminal for a script's command. The script's earlier
// commands may have left a session and a page: neither is released.
func (d *Device) enterSingle(ctx context.Context) (leave func(), err error) {
	if leave, err = d.enter(ctx); err != nil {
		return nil, err
	}
	if err := d.lock(ctx, lockWait); err != nil {
		leave()
		return nil, err
	}
	d.session.began, d.session.ready = true, true
	return leave, nil
}
