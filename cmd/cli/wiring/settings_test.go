package wiring

import (
	"reflect"
	"testing"
	"time"

	"facetill/cmd/config"
	"facetill/device"
	"facetill/flow"
	"facetill/flow/secret"
	"facetill/wx"
	"facetill/wx/wire"
)

// Each key of the configuration reaches its own rule. No two values are equal here: two
// that change places are a fence that ends minutes too early (money rule 2.3).
func TestEachSettingReachesItsOwnRule(t *testing.T) {
	span := func(d time.Duration) config.Duration { return config.Duration{Duration: d} }
	c := config.Sim(t.TempDir())
	c.Flow = config.Flow{ConfirmWindow: span(31 * time.Second), ReverseAfter: span(16 * time.Second), ScanTimeout: span(71 * time.Second),
		RefScope: "store", RefReplay: span(22 * time.Minute), CredentialLife: span(7 * time.Minute)}
	c.Device.FaceLimit, c.Store.AdultsOnly = 1234, true
	want := flow.Rules{ConfirmWindow: 31 * time.Second, ReverseAfter: 16 * time.Second, ScanTimeout: 71 * time.Second,
		RefReplay: 22 * time.Minute, CredentialLife: 7 * time.Minute, RefScopeStore: true, FaceLimit: 1234, AdultsOnly: true}
	if got := New(c).Rules; got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if c.Flow.RefScope = "device"; New(c).Rules.RefScopeStore {
		t.Error("references of a device are the store's")
	}
	if c.Store.AdultsOnly = false; New(c).Rules.AdultsOnly {
		t.Error("nobody asked for adults alone")
	}
}

// The shop's terms are each their own: what waits to be shared is not settled, and an invoice
// that nobody can write is not promised.
func TestEachTermIsItsOwn(t *testing.T) {
	c := config.Sim(t.TempDir())
	for _, want := range []flow.Terms{{}, {LimitPay: "no_credit"}, {Receipt: "Y"}, {ProfitSharing: "Y"}} {
		c.Store.LimitPay, c.Store.Receipt, c.Store.ProfitSharing = want.LimitPay, want.Receipt == "Y", want.ProfitSharing == "Y"
		if got := New(c).ID.Terms; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

// The same for what is said to WeChat, and where. Key and certificate are loaded, and have
// tests of their own.
func TestEachSettingReachesItsOwnPlaceAtWeChat(t *testing.T) {
	c := config.Sim(t.TempDir())
	c.Merchant.AppID, c.Merchant.MchID, c.Merchant.SubAppID, c.Merchant.SubMchID, c.Merchant.SignType = "wx1", "1900000109", "wx2", "1900000110", "MD5"
	c.WeChat.APIURL, c.WeChat.BackupURL, c.WeChat.FaceURL, c.WeChat.CAFile = "https://a.example", "https://b.example", "https://c.example", "/ca.pem"
	c.WeChat.Proxy, c.WeChat.ProxyPasswd = "http://user:word@p.example:3128", secret.New("word")
	c.WeChat.Timeout, c.WeChat.ClientIP, c.WeChat.Body = config.Duration{Duration: 11 * time.Second}, "192.0.2.7", "a body"
	c.Device.AuthinfoAttach = `{"shop":"7"}`
	c.Store = config.Store{ID: "S-9", Name: "a name", AreaCode: "440305", Address: "an address"}
	till := New(c)
	got := till.gatewayConfig()
	want := wx.Config{Merchant: flow.Merchant{AppID: "wx1", MchID: "1900000109", SubAppID: "wx2", SubMchID: "1900000110"}, SignType: wire.MD5,
		MainURL: "https://a.example", BackupURL: "https://b.example", FaceURL: "https://c.example", CAFile: "/ca.pem",
		Timeout: 11 * time.Second, ClientIP: "192.0.2.7", Body: "a body", Attach: `{"shop":"7"}`,
		Store: wx.Store{ID: "S-9", Name: "a name", AreaCode: "440305", Address: "an address"}, Clock: till.Ports.Clock, WeChat: till.Ports.WeChat}
	if got.Proxy == nil || got.Proxy.String() != "http://user@p.example:3128" || got.ProxyPassword.Reveal() != "word" {
		t.Errorf("the proxy is %s, with a password: %t", got.Proxy, !got.ProxyPassword.IsZero())
	}
	got.Proxy, got.ProxyPassword = nil, secret.Secret{}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// What the terminal is told of each face is what the configuration says of it.
func TestEachSettingReachesTheTerminal(t *testing.T) {
	for _, set := range []func(*config.Device, *device.Config){
		func(c *config.Device, d *device.Config) {
			c.FaceAuthType, d.FaceAuthType = "FACEPAY_DELAY", "FACEPAY_DELAY"
		},
		func(c *config.Device, d *device.Config) { c.IgnoreUpdatePayResult, d.IgnoreUpdate = true, true },
		func(c *config.Device, d *device.Config) { c.AuthMode, d.AuthMode = "0", "0" },
		func(c *config.Device, d *device.Config) { c.AskFacePermit, d.AskFacePermit = true, true },
		func(c *config.Device, d *device.Config) { c.AskRetPage, d.AskRetPage = true, true },
		func(c *config.Device, d *device.Config) { c.Aggregated, d.Aggregated = true, true },
		func(c *config.Device, d *device.Config) { c.KeepPage, d.KeepPage = true, true },
	} {
		c := config.Sim(t.TempDir())
		c.Device.Dialect = "android"
		want, err := checkedDevice(c)
		if err != nil {
			t.Fatal(err)
		}
		set(&c.Device, &want)
		if got, err := checkedDevice(c); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	}
}
