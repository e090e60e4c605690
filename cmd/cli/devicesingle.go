package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/device"
	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// singleOptions are the flags of the single device commands.
type singleOptions struct {
	authInfo, openID, outTradeNo, authType, telephone string
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
}

// single makes a command that sends one request.
func single(g *global, use, short string, cmd wire.Command, args cobra.PositionalArgs,
	do func(ctx context.Context, t *wiring.Till, args []string, r *reply) (device.Reply, error)) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: args, RunE: func(c *cobra.Command, args []string) error {
		return g.withDevice(c.Context(), func(ctx context.Context, t *wiring.Till) error {
			r := &reply{Type: "device", Cmd: cmd, Simulated: t.ID.Simulated}
			got, err := do(ctx, t, args, r)
			return g.replied(ctx, r, got, err)
		})
	}}
}

// withDevice runs a command that needs the terminal and sells nothing.
func (g *global) withDevice(parent context.Context, do func(ctx context.Context, t *wiring.Till) error) error {
	ctx, _, stop := g.untilSignal(parent)
	defer stop()
	t, err := g.open(ctx, wiring.Needs{NoJournal: true, Gateway: true, Device: true})
	if err != nil {
		return err
	}
	defer t.Close()
	if t.Device == nil {
		return usage("device.adapter is none: there is no device to ask").as(codes.WhyNoDevice).hint(`[device] adapter = "sdk"`)
	}
	return do(ctx, t)
}

func script(t *wiring.Till) device.Script { return t.Device.Script(t.ID.Merchant) }

// replied prints the answer, and ends with what its return_code means.
func (g *global) replied(ctx context.Context, r *reply, got device.Reply, err error) error {
	if json.Valid(got.Raw) { // else err says what came
		r.Answer = got.Raw
		if r.AuthInfo == "" {
			r.AuthInfo = got.AuthInfo.Reveal()
		}
		if g.json() {
			g.p.Line(r)
		} else {
			if r.OutTradeNo != "" {
				fmt.Fprintln(g.s.err, "out_trade_no "+r.OutTradeNo)
			}
			fmt.Fprintln(g.s.out, string(printable(got.Raw)))
		}
	}
	switch {
	case interrupted(ctx):
		return &ending{code: codes.ExitInterrupted, text: "interrupted; nothing was submitted"}
	case err != nil:
		return endingOf(fromDevice, err)
	case got.ReturnCode == wire.Success:
		return nil
	case slices.Contains([]string{wire.UserCancel, wire.UserQueryCancel, wire.ScanPayment, wire.FaceUnknown}, got.ReturnCode):
		return &ending{code: codes.ExitCancelled, text: string(r.Cmd) + ": " + got.ReturnCode}
	}
	code, _ := codes.Closed(got.ReturnCode)
	return failed(fmt.Errorf("%s: %s", r.Cmd, got.ReturnCode)).as(code)
}

// printable is an answer as a terminal may show it: JSON on one line, in which
// everything that hides is an escape.
func printable(raw []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return nil
	}
	return field.JSON(b.Bytes())
}

// newSingles are one SDK command each, for scripts that walk step by step. They
// print what the terminal answers, credentials included.
func newSingles(g *global) []*cobra.Command {
	o := &singleOptions{}
	plain := func(use, short string, request wire.Request) *cobra.Command {
		return single(g, use, short, wire.CommandFor(request), cobra.NoArgs, func(ctx context.Context, t *wiring.Till, _ []string, _ *reply) (device.Reply, error) {
			return script(t).Send(ctx, request)
		})
	}
	list := []*cobra.Command{
		single(g, "init", "Initialise the terminal (initWxpayface), waiting until its service is up", wire.CmdInit, cobra.NoArgs,
			func(ctx context.Context, t *wiring.Till, _ []string, _ *reply) (device.Reply, error) {
				return script(t).Send(ctx, script(t).Init())
			}),
		plain("rawdata", "Read the device's data (getWxpayfaceRawdata)", wire.Rawdata{}),
		newCode(g, o), newUserInfo(g, o), newStop(g, o), newDeviceResult(g, o),
		plain("release", "Free the camera (releaseWxpayface)", wire.Release{}),
		newCall(g),
	}
	for _, c := range list[2:6] {
		c.Flags().StringVar(&o.authInfo, "authinfo", "", "- reads the authinfo from stdin instead of getting one")
	}
	return list
}

func newCode(g *global, o *singleOptions) *cobra.Command {
	c := single(g, "code AMOUNT", "Take a face for AMOUNT yuan (getWxpayfaceCode), and print its face_code", wire.CmdCode, cobra.ExactArgs(1),
		func(ctx context.Context, t *wiring.Till, args []string, r *reply) (device.Reply, error) {
			fee, err := flow.ParseYuan(args[0])
			if err != nil {
				return device.Reply{}, usage("%s", err).as(codes.WhyAmount)
			}
			if r.OutTradeNo, err = o.number(t); err != nil {
				return device.Reply{}, err
			}
			r.TotalFee = fee
			return screen(ctx, g, t, o, r, func(auth secret.Secret) wire.Request {
				return script(t).Code(wire.Code{OutTradeNo: string(r.OutTradeNo), TotalFee: int64(fee),
					FaceCodeType: t.Config.Device.FaceCodeType, FaceAuthType: o.authType, Telephone: secret.New(o.telephone), OpenID: secret.New(o.openID)}, auth)
			})
		})
	f := c.Flags()
	f.StringVar(&o.outTradeNo, "out-trade-no", "", "the `number` of the pay request that follows (default: a new one, which is printed)")
	f.StringVar(&o.authType, "face-authtype", "", "FACEPAY, FACEPAY_DELAY or FACE_AUTH (default: FACEPAY)")
	f.StringVar(&o.openID, "openid", "", "of a recognised member, for quick pay")
	f.StringVar(&o.telephone, "telephone", "", "shown on the face screen to be confirmed")
	return c
}

// number is the given out_trade_no, or a new one.
func (o *singleOptions) number(t *wiring.Till) (flow.OutTradeNo, error) {
	if o.outTradeNo == "" {
		return flow.MintOutTradeNo(t.Ports.Clock.Now().Wall, rand.Reader)
	}
	return flow.OutTradeNo(o.outTradeNo), checkOutTradeNo(o.outTradeNo)
}

func newUserInfo(g *global, o *singleOptions) *cobra.Command {
	return single(g, "userinfo", "Recognise a member (getWxpayfaceUserInfo)", wire.CmdUserInfo, cobra.NoArgs,
		func(ctx context.Context, t *wiring.Till, _ []string, r *reply) (device.Reply, error) {
			return screen(ctx, g, t, o, r, script(t).UserInfo)
		})
}

// screen shows a face screen with the script's authinfo, or with one of its own.
func screen(ctx context.Context, g *global, t *wiring.Till, o *singleOptions, r *reply, request func(secret.Secret) wire.Request) (device.Reply, error) {
	if o.authInfo == "" {
		return script(t).Screen(ctx, request)
	}
	auth, err := o.auth(ctx, g, t)
	if err != nil {
		return device.Reply{}, err
	}
	r.AuthInfo = auth.Reveal()
	return script(t).Send(ctx, request(auth))
}

// auth is the authinfo from stdin, or a new one.
func (o *singleOptions) auth(ctx context.Context, g *global, t *wiring.Till) (secret.Secret, error) {
	switch o.authInfo {
	case "":
		return script(t).AuthInfo(ctx)
	case "-":
		line, err := streams.FirstLine(g.s.in)
		if err != nil {
			return secret.Secret{}, usage("--authinfo -: %s", err).as(codes.WhyStdin)
		}
		return secret.New(line), nil
	}
	return secret.Secret{}, usage("--authinfo takes - alone and reads it from stdin: arguments can be read by every user of the machine")
}

func newStop(g *global, o *singleOptions) *cobra.Command {
	return single(g, "stop", "End a face screen that another process shows (stopWxpayface)", wire.CmdStop, cobra.NoArgs,
		func(ctx context.Context, t *wiring.Till, _ []string, r *reply) (device.Reply, error) {
			if o.authInfo == "" {
				return device.Reply{}, usage("stop needs the authinfo that the face screen was given").hint("--authinfo -, and the authinfo on stdin")
			}
			auth, err := o.auth(ctx, g, t)
			if err != nil {
				return device.Reply{}, err
			}
			return script(t).Send(ctx, script(t).Stop(auth))
		})
}

func newDeviceResult(g *global, o *singleOptions) *cobra.Command {
	return single(g, "result SUCCESS|ERROR", "Tell the waiting face screen how the payment ended (updateWxpayfacePayResult)", wire.CmdUpdate, cobra.ExactArgs(1),
		func(ctx context.Context, t *wiring.Till, args []string, r *reply) (device.Reply, error) {
			if err := oneOf("result", args[0], wire.PaySuccess, wire.PayError); err != nil {
				return device.Reply{}, err
			}
			auth, err := o.auth(ctx, g, t)
			if err != nil {
				return device.Reply{}, err
			}
			return script(t).Send(ctx, script(t).Update(auth, args[0]))
		})
}

func newCall(g *global) *cobra.Command {
	c := single(g, "call JSON", "Send any other command: a JSON object with its cmd; - reads it from stdin", "", cobra.ExactArgs(1),
		func(ctx context.Context, t *wiring.Till, args []string, r *reply) (device.Reply, error) {
			request := args[0]
			if request == "-" {
				var err error
				if request, err = streams.AllOf(g.s.in, wire.MaxRequest); err != nil {
					return device.Reply{}, usage("call -: %s", err).as(codes.WhyStdin)
				}
			}
			if fields, err := wire.ReadFields([]byte(request)); err == nil {
				r.Cmd = wire.Command(fields["cmd"])
			}
			return script(t).Call(ctx, []byte(request))
		})
	c.Long = "call sends one JSON object and prints the answer. version and now are added where they are\n" +
		"missing; a command or a field that the configured SDK does not know is refused, and nothing\n" +
		"else is judged. A request with a credential belongs on stdin. Among others:\n\n" +
		"  {\"cmd\":\"startCodeScanner\"}   the terminal's own scanner: code_msg; Ctrl-C ends it\n" +
		"  {\"cmd\":\"getWxpayAuth\",\"authinfo\":\"...\",\"face_sid\":\"...\"}   after device code --face-authtype FACE_AUTH\n" +
		"  {\"cmd\":\"activateWxpayfaceMember\",\"openid\":\"...\", ...}   a member card, after device userinfo"
	return c
}
