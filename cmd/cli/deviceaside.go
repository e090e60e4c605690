package cli

import (
	"context"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/wxcall"
	"facetill/device"
	"facetill/device/wire"
	"facetill/flow/secret"
)

// newAside are the SDK's commands beside a sale, one each.
func newAside(g *global, o *singleOptions) []*cobra.Command {
	member, scanner := flags.Group("member", "Members at the terminal"), flags.Group("scanner", "The terminal's own scanner (Android)")
	open := newSingle(g, o, single{"open", "Open a member card for a customer who was recognised (activateWxpayfaceMember)", wire.CmdActivateMember,
		func(ctx context.Context, c *call) (device.Reply, error) {
			return c.behind(ctx, "openid", c.openID, func(openID, auth secret.Secret) wire.Request { return c.OpenCard(openID, auth) })
		}})
	open.Flags().StringVar(&o.openID, "openid", "", "- reads it, or the answer of device userinfo, from stdin")
	auth := newSingle(g, o, single{"auth", "Ask whether it may be looked up who the customer is (getWxpayAuth)", wire.CmdRealName,
		func(ctx context.Context, c *call) (device.Reply, error) {
			return c.behind(ctx, "face-sid", c.faceSID, func(sid, auth secret.Secret) wire.Request { return wire.Consent{AuthInfo: auth, FaceSID: sid} })
		}})
	auth.Flags().StringVar(&o.faceSID, "face-sid", "", "- reads it, or the answer of device code --face-authtype FACE_AUTH, from stdin")
	member.AddCommand(open)
	scanner.AddCommand(newSingle(g, o, single{"start", "Scan a code with the terminal's own scanner (startCodeScanner); Ctrl-C ends it", wire.CmdStartScanner, sends(wire.StartScanner{})}),
		newSingle(g, o, single{"stop", "End the scanner that another process has started (stopCodeScanner)", wire.CmdStopScanner, sends(wire.StopScanner{})}))
	return []*cobra.Command{member, scanner, auth}
}

// behind shows the screen that follows another step: with what that one brought, on stdin,
// and its authinfo where it has one.
func (c *call) behind(ctx context.Context, flag, given string, request func(value, auth secret.Secret) wire.Request) (none device.Reply, err error) {
	if given != "-" {
		return none, usage("%s needs --%s -, with what the step before brought on stdin: arguments can be read by every user of the machine", c.reply.Cmd, flag)
	}
	step, err := wxcall.ReadStep(c.g.s.in)
	value := ""
	if err == nil {
		value, err = step.Get(map[string]string{"openid": "openid", "face-sid": "face_sid"}[flag])
	}
	if err != nil {
		return none, usage("--%s -: %s", flag, err).as(codes.WhyStdin)
	}
	with := func(auth secret.Secret) wire.Request { return request(secret.New(value), auth) }
	if auth := step.Value("authinfo"); auth != "" {
		return c.Send(ctx, with(secret.New(auth)))
	}
	return c.Screen(ctx, with)
}
