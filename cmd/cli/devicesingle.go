package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/cli/wxcall"
	"facetill/device"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// singleOptions are the flags of the single device commands.
type singleOptions struct {
	authInfo, openID, outTradeNo, authType, telephone, faceSID string
}

// reply is the line of a single command. It holds what the terminal said, which
// may be a payer's credential: that is what the command is for.
type reply struct {
	Type       string          `json:"type"`
	Cmd        wire.Command    `json:"cmd"`
	OutTradeNo flow.OutTradeNo `json:"out_trade_no,omitempty"`
	AuthInfo   string          `json:"authinfo,omitempty"`
	TotalFee   flow.Fen        `json:"total_fee,omitempty" doc:"fen that a face was taken for"`
	Answer     json.RawMessage `json:"answer,omitempty"`
	Simulated  bool            `json:"simulated,omitempty"`
	byHand     bool            // it is told what the step before brought
}

// withDevice is an action that needs the terminal and sells nothing.
func (g *global) withDevice(do func(context.Context, *global, *wiring.Till, []string) error) action {
	return g.stoppable(g.withTill(wiring.Needs{NoJournal: true, Gateway: true, Device: true}, func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
		if t.Device == nil {
			return usage("device.adapter is none: there is no device to ask").as(codes.WhyNoDevice).hint(`[device] adapter = "sdk"`)
		}
		return do(ctx, g, t, args)
	}))
}

// nothingSubmitted is how a signal ends a command that sells nothing.
func nothingSubmitted() *ending {
	return &ending{code: codes.ExitInterrupted, text: "interrupted; nothing was submitted"}
}

// replied prints the answer, and ends with what its return_code means.
func (g *global) replied(ctx context.Context, r *reply, got device.Reply, err error) error {
	if json.Valid(got.Raw) { // else err says what came
		r.Answer = got.Raw
		if r.AuthInfo == "" {
			r.AuthInfo = got.AuthInfo.Reveal()
		}
		if !g.json() && r.OutTradeNo != "" {
			fmt.Fprintln(g.s.err, "out_trade_no "+r.OutTradeNo)
		}
		g.say(r, "%s", got.Line())
	}
	switch {
	case interrupted(ctx):
		return nothingSubmitted()
	case err != nil:
		return endingOf(fromDevice, err)
	case got.ReturnCode == wire.Success:
		return nil
	case slices.Contains([]string{wire.UserCancel, wire.UserQueryCancel, wire.ScanPayment, wire.FaceUnknown}, got.ReturnCode):
		return &ending{code: codes.ExitCancelled, text: string(r.Cmd) + ": " + got.ReturnCode}
	}
	return r.refused(got)
}

// refused is what the terminal did not do. Its code alone decides what to try: the words of
// a reason are for people.
func (r *reply) refused(got device.Reply) *ending {
	code, _ := codes.Closed(got.ReturnCode)
	e := failed(errors.New(got.Refusal(r.Cmd))).as(code)
	switch {
	case got.ErrCode == wire.ErrNotInitialised, got.ErrCode == wire.ErrInitialising:
		return e.hint("facetill device init")
	case got.ReturnCode == wire.ParamError && r.byHand: // ours is fetched anew by itself
		return e.hint("facetill device rawdata -o json, on this terminal anew; then facetill wx authinfo --rawdata - -o json")
	case got.ReturnCode == wire.ParamError:
		return e.hint("facetill help fields, which has those of each command")
	case got.ReturnCode == wire.SystemError:
		return e.hint("the same again, or first facetill device release, which closes what is on the screen")
	}
	return e
}

// call is one of the single commands while it runs.
type call struct {
	device.Script
	*singleOptions
	g     *global
	t     *wiring.Till
	arg   string // "" where it takes none
	reply *reply
}

// sends is a command that is this request.
func sends(r wire.Request) func(context.Context, *call) (device.Reply, error) {
	return func(ctx context.Context, c *call) (device.Reply, error) { return c.Send(ctx, r) }
}

// single is one SDK command as a command of ours.
type single struct {
	use, short string
	cmd        wire.Command // "" where the script says
	do         func(context.Context, *call) (device.Reply, error)
}

func newSingle(g *global, o *singleOptions, s single) *cobra.Command {
	c := &cobra.Command{Use: s.use, Short: s.short, Args: cobra.NoArgs,
		RunE: g.withDevice(func(ctx context.Context, g *global, t *wiring.Till, args []string) error {
			r := &reply{Type: "device", Cmd: s.cmd, Simulated: t.ID.Simulated, byHand: slices.Contains([]string{o.authInfo, o.openID, o.faceSID}, "-")}
			got, err := s.do(ctx, &call{t.Device.Script(t.ID.Merchant), o, g, t, strings.Join(args, ""), r})
			return g.replied(ctx, r, got, err)
		}).run}
	if strings.Contains(s.use, " ") {
		c.Args = cobra.ExactArgs(1)
	}
	return c
}

// newSingles are one SDK command each, for scripts that walk step by step. They
// print what the terminal answers, credentials included.
func newSingles(g *global) (all []*cobra.Command) {
	o := &singleOptions{}
	for _, s := range []single{
		{"init", "Initialise the terminal (initWxpayface), waiting until its service is up", wire.CmdInit,
			func(ctx context.Context, c *call) (device.Reply, error) { return c.Send(ctx, c.Init()) }},
		{"rawdata", "Read the device's data (getWxpayfaceRawdata)", wire.CmdRawdata, sends(wire.Rawdata{})},
		{"code AMOUNT", "Take a face for AMOUNT yuan (getWxpayfaceCode), and print its face_code", wire.CmdCode, takeFace},
		{"userinfo", "Recognise a member (getWxpayfaceUserInfo)", wire.CmdUserInfo, func(ctx context.Context, c *call) (device.Reply, error) { return c.screen(ctx, c.UserInfo) }},
		{"stop", "End a face screen that another process shows (stopWxpayface)", wire.CmdStop, stopFace},
		{"result SUCCESS|ERROR", "Tell the waiting face screen how the payment ended (updateWxpayfacePayResult)", wire.CmdUpdate, tellFace},
		{"release", "Free the camera (releaseWxpayface)", wire.CmdRelease, sends(wire.Release{})},
		{"call JSON", "Send any other command: a JSON object with its cmd; - reads it from stdin", "", callAny},
	} {
		c := newSingle(g, o, s)
		f, name := c.Flags(), c.Name()
		switch name {
		case "code":
			f.StringVar(&o.outTradeNo, "out-trade-no", "", "the `number` of the pay request that follows (default: a new one, which is printed)")
			f.StringVar(&o.authType, "face-authtype", "", "FACEPAY, FACEPAY_DELAY or FACE_AUTH (default: [device] face_authtype)")
			f.StringVar(&o.openID, "openid", "", "of a recognised member, for quick pay")
			f.StringVar(&o.telephone, "telephone", "", "shown on the face screen to be confirmed")
		case "call":
			c.Long = "call sends one JSON object and prints the answer. version and now are added where they are\n" +
				"missing; a command or a field that the configured SDK does not know is refused, and nothing\n" +
				"else is judged. A request with a credential belongs on stdin. Among others:\n\n" +
				"  {\"cmd\":\"reportOrder\",\"mch_id\":\"...\",\"out_trade_no\":\"...\"}   a trade report\n" +
				"  {\"cmd\":\"ttsSpeak\",\"text\":\"...\"}   the terminal speaks\n\n" +
				"The simulated terminal (--sim) does neither and answers PARAM_ERROR, unknown cmd."
		}
		if slices.Contains([]string{"code", "userinfo", "stop", "result"}, name) {
			f.StringVar(&o.authInfo, "authinfo", "", "- reads the authinfo, or the answer of wx authinfo, from stdin instead of getting one")
		}
		all = append(all, c)
	}
	return append(all, newAside(g, o)...)
}

func takeFace(ctx context.Context, c *call) (none device.Reply, err error) {
	fee, err := flow.ParseYuan(c.arg)
	if err != nil {
		return none, usage("%s", err).as(codes.WhyAmount)
	}
	no := flow.OutTradeNo(c.outTradeNo)
	if no == "" {
		no, err = flow.MintOutTradeNo(c.t.Ports.Clock.Now().Wall, rand.Reader)
	} else {
		err = checkOutTradeNo(c.outTradeNo)
	}
	if c.reply.OutTradeNo = no; err != nil {
		return none, err
	}
	c.reply.TotalFee = fee
	return c.screen(ctx, func(auth secret.Secret) wire.Request {
		return c.Code(wire.Code{OutTradeNo: string(no), TotalFee: int64(fee),
			FaceCodeType: c.t.Config.Device.FaceCodeType, FaceAuthType: c.authType, Telephone: secret.New(c.telephone), OpenID: secret.New(c.openID)}, auth)
	})
}

// screen shows a face screen with the script's authinfo, or with one of its own.
func (c *call) screen(ctx context.Context, request func(secret.Secret) wire.Request) (device.Reply, error) {
	if c.authInfo == "" {
		return c.Screen(ctx, request)
	}
	return c.withAuth(ctx, func(auth secret.Secret) wire.Request {
		c.reply.AuthInfo = auth.Reveal()
		return request(auth)
	})
}

// withAuth sends a request with the authinfo from stdin, or a new one.
func (c *call) withAuth(ctx context.Context, request func(secret.Secret) wire.Request) (none device.Reply, err error) {
	var auth secret.Secret
	switch c.authInfo {
	case "":
		auth, err = c.AuthInfo(ctx)
	case "-":
		var line string
		step, err1 := wxcall.ReadStep(c.g.s.in)
		if err = err1; err == nil {
			line, err = step.Get("authinfo")
		}
		if err != nil {
			err = usage("--authinfo -: %s", err).as(codes.WhyStdin)
		}
		auth = secret.New(line)
	default:
		err = usage("--authinfo takes - alone and reads it from stdin: arguments can be read by every user of the machine")
	}
	if err != nil {
		return none, err
	}
	return c.Send(ctx, request(auth))
}

func stopFace(ctx context.Context, c *call) (none device.Reply, err error) {
	if c.authInfo == "" {
		return none, usage("stop needs the authinfo that the face screen was given").hint("--authinfo -, and the authinfo on stdin")
	}
	return c.withAuth(ctx, c.Stop)
}

func tellFace(ctx context.Context, c *call) (none device.Reply, err error) {
	if err := oneOf("result", c.arg, wire.PaySuccess, wire.PayError); err != nil {
		return none, err
	}
	return c.withAuth(ctx, func(auth secret.Secret) wire.Request { return c.Update(auth, c.arg) })
}

func callAny(ctx context.Context, c *call) (none device.Reply, err error) {
	if c.arg == "-" {
		if c.arg, err = streams.AllOf(c.g.s.in, wire.MaxRequest); err != nil {
			return none, usage("call -: %s", err).as(codes.WhyStdin)
		}
	}
	if fields, err := wire.ReadFields([]byte(c.arg)); err == nil {
		c.reply.Cmd = wire.Command(fields["cmd"])
	}
	return c.Call(ctx, []byte(c.arg))
}
