package wiring

import (
	"context"
	"net/url"

	"facetill/cmd/config"
	"facetill/flow"
	"facetill/wx"
	"facetill/wx/sim"
	"facetill/wx/sim/host"
	"facetill/wx/wire"
)

// OpenGateway wires WeChat Pay, or the simulator as a server of this process:
// then the same client talks to it over TLS, with its certificates.
func (t *Till) OpenGateway(ctx context.Context) error {
	c := t.Config
	key, err := wire.NewKey(c.Merchant.APIKey.Reveal())
	if err != nil {
		return BadWeChat.of("merchant.api_key: %s", err)
	}
	w := t.gatewayConfig()
	w.Key = key
	if InProcess(c) {
		if err := t.simulate(ctx, &w); err != nil {
			return err
		}
	} else {
		w.Cert, w.CertProblem = Certificate(c.Merchant)
	}
	gateway, err := wx.New(w)
	if err != nil {
		return BadWeChat.of("wechat: %s", err)
	}
	t.Ports.Gateway, t.Auth = gateway, gateway
	t.OnClose(gateway.Close)
	t.Join()
	return nil
}

// gatewayConfig is what the configuration has for WeChat, without key and certificate.
func (t *Till) gatewayConfig() wx.Config {
	c := t.Config
	return wx.Config{
		Merchant: t.ID.Merchant, SignType: wire.SignType(c.Merchant.SignType),
		MainURL: c.WeChat.APIURL, BackupURL: c.WeChat.BackupURL, FaceURL: c.WeChat.FaceURL, CAFile: c.WeChat.CAFile,
		Proxy: proxyWithoutPassword(c), ProxyPassword: c.WeChat.ProxyPasswd,
		Timeout: c.WeChat.Timeout.Duration, ClientIP: c.WeChat.ClientIP, Body: c.WeChat.Body, Attach: c.Device.AuthinfoAttach,
		Store: wx.Store{ID: c.Store.ID, Name: c.Store.Name, AreaCode: c.Store.AreaCode, Address: c.Store.Address},
		Clock: t.Ports.Clock, WeChat: t.Ports.WeChat, Trace: t.Trace,
	}
}

// proxyWithoutPassword may be printed; the password travels beside it.
func proxyWithoutPassword(c *config.Config) *url.URL {
	u := c.WeChat.ProxyURL()
	if u != nil && u.User != nil {
		u.User = url.User(u.User.Username())
	}
	return u
}

// Certificate loads the client certificate; its errors are of type *wx.CertError.
func Certificate(m config.Merchant) (*wx.Certificate, error) {
	return wx.LoadCertificate(wx.CertFiles{CertFile: m.CertFile, KeyFile: m.KeyFile, P12File: m.P12File, P12Password: m.P12Password})
}

// placeOf is the WeChat that sales are charged at (money rule 1.9).
func placeOf(c *config.Config) string {
	switch {
	case c.WeChat.APIURL != "":
		return wx.Place(c.WeChat.APIURL)
	case c.WeChat.Adapter == config.AdapterSim:
		return flow.WeChatInside
	}
	return wx.Place(wx.MainURL)
}

// simulate starts the simulator beside the till. Its book is a file that
// outlives this process, as WeChat's memory does.
func (t *Till) simulate(ctx context.Context, w *wx.Config) error {
	m := t.Config.Merchant
	running, err := host.Serve(context.WithoutCancel(ctx), host.Options{Config: sim.Config{
		BookPath:  t.Config.WeChat.Book,
		Merchants: []sim.Merchant{{AppID: m.AppID, MchID: m.MchID, APIKey: m.APIKey.Reveal()}},
	}})
	if err != nil {
		return CannotServe.of("%s", err)
	}
	t.OnClose(running.Stop)
	if w.Cert, err = wx.NewCertificate(running.Certificates.Client()); err != nil {
		return CannotServe.of("simulator: %s", err)
	}
	w.MainURL, w.FaceURL, w.BackupURL = running.URL, running.URL, ""
	w.CAPEM, w.OnlyCA = running.Certificates.CAPEM, true
	return nil
}

// InProcess reports whether WeChat is the simulator of this process.
func InProcess(cfg *config.Config) bool {
	return cfg.WeChat.Adapter == config.AdapterSim && cfg.WeChat.APIURL == ""
}
