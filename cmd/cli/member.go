package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/device"
	"facetill/flow/field"
)

// memberLine is the line of member. The openid is whole: it is what a program
// asks for, and lives in this line alone.
type memberLine struct {
	Type      string `json:"type"`
	Nickname  string `json:"nickname,omitempty"`
	OpenID    string `json:"openid"`
	SubOpenID string `json:"sub_openid,omitempty"`
	Ticket    string `json:"unionid_ticket,omitempty"`
	Code      string `json:"unionid_code,omitempty"`
	Msg       string `json:"unionid_msg,omitempty"`
	Simulated bool   `json:"simulated,omitempty"`
}

func newMember(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "member",
		Short: "Recognise a member before the camera",
		Long: "member asks the terminal who stands there (getWxpayfaceUserInfo) and charges nothing.\n" +
			"With -o json it prints nickname, openid and the ticket of a unionid query; as text the\n" +
			"openid is shortened. Nobody recognised: exit 4. For a sale to one, see pay --member.",
		Args: cobra.NoArgs,
		RunE: g.withDevice(runMember).run,
	}
}

func runMember(ctx context.Context, g *global, t *wiring.Till, _ []string) error {
	m, err := t.Device.Recognise(ctx, t.ID.Merchant)
	switch {
	case interrupted(ctx):
		return nothingSubmitted()
	case errors.Is(err, device.ErrNobody):
		return &ending{code: codes.ExitCancelled, text: err.Error()}
	case err != nil:
		return endingOf(fromDevice, err)
	}
	line := memberLine{"member", m.Nickname, m.OpenID.Reveal(), m.SubOpenID.Reveal(), m.Ticket.Reveal(), m.UnionIDCode, m.UnionIDMsg, t.ID.Simulated}
	g.say(line, "%s  openid ..%s", field.Quoted(line.Nickname), field.Plain(line.OpenID[max(0, len(line.OpenID)-4):]))
	return nil
}
