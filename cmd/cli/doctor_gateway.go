package cli

import (
	"context"
	"errors"
	"time"

	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/wx"
)

const (
	// expiresSoon is how long before its end a certificate is worth a line.
	expiresSoon = 30 * 24 * time.Hour
	// clockOff is how far the machine's clock may be from WeChat's. Sales are
	// judged on WeChat's; order numbers and TLS use the machine's.
	clockOff = time.Minute
)

// certificate looks at the file: does it load, match its key, and is it in date.
func (d *doctor) certificate(sh *shop) {
	const check = "certificate"
	if wiring.InProcess(sh.Config) {
		d.say(check, doctorOK, "", "the simulator's own")
		return
	}
	m := sh.Config.Merchant
	cert, err := wx.LoadCertificate(wx.CertFiles{CertFile: m.CertFile, KeyFile: m.KeyFile, P12File: m.P12File,
		P12Password: m.P12Password})
	now := sh.Ports.Clock.Now().Wall
	if err == nil {
		err = cert.CheckAt(now)
	}
	if bad, is := errors.AsType[*wx.CertError](err); is {
		try := bad.Try
		text := bad.Problem
		if bad.File != "" {
			text = bad.File + " " + text
		}
		d.say(check, doctorBad, try, "%s: %s", bad.Code, text)
		return
	}
	if err != nil {
		d.say(check, doctorBad, "merchant.cert_file and merchant.key_file in the configuration", "%s", err)
		return
	}
	end := cert.Leaf().NotAfter
	if days := int(end.Sub(now) / (24 * time.Hour)); end.Sub(now) < expiresSoon {
		d.say(check, doctorWarn, "fetch a new one from the merchant platform", "matches its key and expires in %d days, at %s", days, end.Format(time.RFC3339))
		return
	}
	d.say(check, doctorOK, "", "matches its key, valid until %s", end.Format(time.RFC3339))
}

// hosts asks each host for its time, and is true when the main one gave it.
// The shop's gateway is opened on the way.
func (d *doctor) hosts(ctx context.Context, sh *shop) bool {
	const check = "host"
	if err := sh.OpenGateway(ctx); err != nil {
		d.broken(check, err, "facetill config check")
		return false
	}
	if wiring.InProcess(sh.Config) {
		return d.host(ctx, sh, "the simulator of this process")
	}
	w := sh.Config.WeChat
	reached := d.host(ctx, only(sh, w.APIURL), w.APIURL)
	for _, url := range []string{w.BackupURL, w.FaceURL} {
		if url != "" && url != w.APIURL {
			d.host(ctx, only(sh, url), url)
		}
	}
	if !reached {
		return false
	}
	limited, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	return askTime(limited, sh) == nil
}

// only is the shop with one host alone.
func only(sh *shop, url string) *shop {
	cfg := *sh.Config
	cfg.WeChat.APIURL, cfg.WeChat.BackupURL = url, ""
	one := newShop(&cfg)
	sh.OnClose(func() error { one.Close(); return nil })
	return one
}

func (d *doctor) host(ctx context.Context, sh *shop, name string) bool {
	const check = "host"
	limited, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	if err := askTime(limited, sh); err != nil {
		d.say(check, doctorBad, "the network, wechat.proxy and wechat.ca_file", "%s: %s", name, err)
		return false
	}
	d.say(check, doctorOK, "", "%s answers", name)
	return true
}

// askTime brings WeChat's time over the shop's gateway.
func askTime(ctx context.Context, sh *shop) error {
	if sh.Ports.Gateway == nil {
		if err := sh.OpenGateway(ctx); err != nil {
			return err
		}
	}
	return sh.Ports.Gateway.Sync(ctx)
}

func (d *doctor) clock(sh *shop) {
	const check = "clock"
	wechat, sure := sh.Ports.WeChat.Now()
	if !sure {
		d.say(check, doctorBad, "the network, and again", "WeChat's answers carry no time")
		return
	}
	off := sh.Ports.Clock.Now().Wall.Sub(wechat).Round(time.Second)
	if off.Abs() >= clockOff {
		d.say(check, doctorWarn, "let the system set its clock from the network", "this machine's clock is %s %s WeChat's", off.Abs(), aheadOrBehind(off))
		return
	}
	d.say(check, doctorOK, "", "this machine's clock agrees with WeChat's within %s", clockOff)
}

func aheadOrBehind(off time.Duration) string {
	if off > 0 {
		return "ahead of"
	}
	return "behind"
}

// accepted asks WeChat what it thinks of key and certificate, by a query and a
// reversal of a number that was never used (money rules 1.6 and 7.3).
func (d *doctor) accepted(ctx context.Context, sh *shop) {
	const check = "accepted"
	runner := flow.NewRunner(sh.Ports, sh.ID, sh.Rules)
	for _, ask := range []struct {
		kind      flow.Suspension
		what, try string
	}{
		{flow.SuspendedByKey, "the API key", "merchant.mch_id, app_id, sign_type and the API key, as the merchant platform has them"},
		{flow.SuspendedByCertificate, "the client certificate", "the certificate that the merchant platform issued last, of this mch_id"},
	} {
		if ask.kind == flow.SuspendedByCertificate && sh.Ports.Gateway.Ready() != nil {
			continue // the certificate's own line has said it
		}
		limited, cancel := context.WithTimeout(ctx, checkLimit)
		err := runner.Probe(limited, ask.kind)
		cancel()
		if err != nil {
			d.say(check, doctorBad, ask.try, "WeChat does not take %s: %s", ask.what, err)
			continue
		}
		d.say(check, doctorOK, "", "WeChat takes %s", ask.what)
	}
}

// words holds what persons have resolved against what WeChat says (money rule 5.7).
func (d *doctor) words(ctx context.Context, sh *shop) {
	const check = "resolved"
	const try = "the merchant platform has the sale; settle it with whoever resolved it"
	if sh.Ports.Journal == nil {
		return // its own line has said why
	}
	limited, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	all, rest, err := flow.NewRunner(sh.Ports, sh.ID, sh.Rules).RecheckAll(limited)
	silent, agreed := rest, 0
	for _, c := range all {
		switch {
		case c.Otherwise():
			d.say(check, doctorBad, try, "%s", wechatSaysOtherwise(c))
		case c.Unanswered():
			silent++
		default:
			agreed++
		}
	}
	switch {
	case err != nil:
		d.say(check, doctorBad, "facetill journal verify", "%s", err)
	case silent > 0:
		d.say(check, doctorWarn, "the network, and again", "%d that were resolved by hand are not checked: WeChat gives no answer", silent)
	case agreed > 0 && agreed == len(all): // one that is otherwise has its own line
		d.say(check, doctorOK, "", "WeChat says what persons resolved (%d)", agreed)
	}
}
