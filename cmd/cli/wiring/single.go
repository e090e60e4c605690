package wiring

import (
	"context"
	"os"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/wx"
	"facetill/wx/sim/certificates"
	"facetill/wx/wire"
)

// Single is the gateway for single calls by hand, and reports whether it can reach
// nothing but a simulator: that of this process, or a server that a simulator's own
// authority has signed, which is then the only one that is trusted. WeChat's own hosts
// never are, whatever the configuration trusts.
func (t *Till) Single(ctx context.Context) (g *wx.Gateway, simulated bool, err error) {
	c := t.Config
	if InProcess(c) {
		if err := t.OpenGateway(ctx); err != nil {
			return nil, false, err
		}
		return t.Auth.(*wx.Gateway), true, nil
	}
	w := t.gatewayConfig()
	if w.Key, err = wire.NewKey(c.Merchant.APIKey.Reveal()); err != nil {
		return nil, false, BadWeChat.of("merchant.api_key: %s", err)
	}
	w.Cert, w.CertProblem = Certificate(c.Merchant)
	if authority := atSimulator(w); authority != nil {
		w.CAFile, w.CAPEM, w.OnlyCA = "", authority, true
	}
	if g, err = wx.New(w); err != nil {
		return nil, false, BadWeChat.of("wechat: %s", err)
	}
	t.OnClose(g.Close)
	return g, w.OnlyCA, nil
}

// atSimulator returns the trust root where it is a simulator's and every address is
// somebody else's than WeChat's, and nil elsewhere.
func atSimulator(w wx.Config) []byte {
	for _, address := range []string{w.MainURL, w.BackupURL, w.FaceURL} {
		if address != "" && wx.Place(address) == flow.WeChatItself {
			return nil
		}
	}
	if w.MainURL == "" || w.FaceURL == "" || w.CAFile == "" { // empty is WeChat's
		return nil
	}
	text, err := os.ReadFile(w.CAFile)
	if text = field.Unmarked(text); err != nil || !certificates.AreSimulators(text) {
		return nil
	}
	return text
}
