package doctor

import (
	"context"
	"errors"
	"strings"
	"time"

	"facetill/cmd/cli/print"
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
func (d *Doctor) certificate(t *wiring.Till) {
	const check = "certificate"
	if wiring.InProcess(t.Config) {
		d.say(check, OK, "", "the simulator's own")
		return
	}
	cert, err := wiring.Certificate(t.Config.Merchant)
	now := t.Ports.Clock.Now().Wall
	if err == nil {
		err = cert.CheckAt(now)
	}
	if bad, is := errors.AsType[*wx.CertError](err); is {
		d.say(check, Bad, bad.Try, "%s: %s", bad.Code, strings.TrimPrefix(bad.File+" "+bad.Problem, " "))
		return
	}
	if err != nil {
		d.say(check, Bad, "merchant.cert_file and merchant.key_file in the configuration", "%s", err)
		return
	}
	end := cert.Leaf().NotAfter
	if days := int(end.Sub(now) / (24 * time.Hour)); end.Sub(now) < expiresSoon {
		d.say(check, Warn, "fetch a new one from the merchant platform", "matches its key and expires in %d days, at %s", days, end.Format(time.RFC3339))
		return
	}
	d.say(check, OK, "", "matches its key, valid until %s", end.Format(time.RFC3339))
}

// hosts asks each host for its time, and reports whether the main one had it.
// The till's gateway is opened on the way.
func (d *Doctor) hosts(ctx context.Context, t *wiring.Till) bool {
	if err := t.OpenGateway(ctx); err != nil {
		d.broken("host", err, "facetill config check")
		return false
	}
	if wiring.InProcess(t.Config) {
		return d.host(ctx, t, "the simulator of this process")
	}
	w := t.Config.WeChat
	reached := d.host(ctx, only(t, w.APIURL), w.APIURL)
	for _, url := range []string{w.BackupURL, w.FaceURL} {
		if url != "" && url != w.APIURL {
			d.host(ctx, only(t, url), url)
		}
	}
	return reached && askTime(ctx, t) == nil
}

// only is the till with one host alone.
func only(t *wiring.Till, url string) *wiring.Till {
	cfg := *t.Config
	cfg.WeChat.APIURL, cfg.WeChat.BackupURL = url, ""
	one := wiring.New(&cfg)
	t.OnClose(func() error { one.Close(); return nil })
	return one
}

func (d *Doctor) host(ctx context.Context, t *wiring.Till, name string) bool {
	const check = "host"
	if err := askTime(ctx, t); err != nil {
		d.say(check, Bad, "the network, wechat.proxy and wechat.ca_file", "%s: %s", name, err)
		return false
	}
	d.say(check, OK, "", "%s answers", name)
	return true
}

// askTime brings WeChat's time over the till's gateway.
func askTime(ctx context.Context, t *wiring.Till) error {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	if t.Ports.Gateway == nil {
		if err := t.OpenGateway(ctx); err != nil {
			return err
		}
	}
	return t.Ports.Gateway.Sync(ctx)
}

func (d *Doctor) clock(t *wiring.Till) {
	const check = "clock"
	wechat, sure := t.Ports.WeChat.Now()
	if !sure {
		d.say(check, Bad, "the network, and again", "WeChat's answers carry no time")
		return
	}
	off := t.Ports.Clock.Now().Wall.Sub(wechat).Round(time.Second)
	if off.Abs() >= clockOff {
		side := "behind"
		if off > 0 {
			side = "ahead of"
		}
		d.say(check, Warn, "let the system set its clock from the network", "this machine's clock is %s %s WeChat's", off.Abs(), side)
		return
	}
	d.say(check, OK, "", "this machine's clock agrees with WeChat's within %s", clockOff)
}

// accepted asks WeChat what it thinks of key and certificate, by a query and a
// reversal of a number that was never used (money rules 1.6 and 7.3).
func (d *Doctor) accepted(ctx context.Context, t *wiring.Till) {
	const check = "accepted"
	for _, ask := range []struct {
		kind      flow.Suspension
		what, try string
	}{
		{flow.SuspendedByKey, "the API key", "merchant.mch_id, app_id, sign_type and the API key, as the merchant platform has them"},
		{flow.SuspendedByCertificate, "the client certificate", "the certificate that the merchant platform issued last, of this mch_id"},
	} {
		if ask.kind == flow.SuspendedByCertificate && t.Ports.Gateway.Ready() != nil {
			continue // the certificate's own line has said it
		}
		limited, cancel := context.WithTimeout(ctx, checkLimit)
		err := t.Runner.Probe(limited, ask.kind)
		cancel()
		if err != nil {
			d.say(check, Bad, ask.try, "WeChat does not take %s: %s", ask.what, err)
			continue
		}
		d.say(check, OK, "", "WeChat takes %s", ask.what)
	}
}

// words holds what persons have resolved against what WeChat says (money rule 5.7).
func (d *Doctor) words(ctx context.Context, t *wiring.Till) {
	const check = "resolved"
	const try = "the merchant platform has the sale; settle it with whoever resolved it"
	if t.Ports.Journal == nil {
		return // its own line has said why
	}
	limited, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	all, rest, err := t.App.RecheckAll(limited)
	silent, agreed := rest, 0
	for _, c := range all {
		switch {
		case c.Otherwise():
			d.say(check, Bad, try, "%s", print.Otherwise(c))
		case c.Unanswered():
			silent++
		default:
			agreed++
		}
	}
	switch {
	case err != nil:
		d.say(check, Bad, "facetill journal verify", "%s", err)
	case silent > 0:
		d.say(check, Warn, "the network, and again", "%d that were resolved by hand are not checked: WeChat gives no answer", silent)
	case agreed > 0 && agreed == len(all): // one that is otherwise has its own line
		d.say(check, OK, "", "WeChat says what persons resolved (%d)", agreed)
	}
}
