package wx

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"time"

	"facetill/flow"
	"facetill/wx/wire"
)

// client sends one request and takes one answer. It repeats nothing.
type client struct {
	cfg          Config
	main, backup hostLines // backup.plain is nil without a backup host
	face         *line
	hosts        hostHealth
}

// hostLines are the connections to one host: those of calls that need the
// client certificate are kept apart, so that a certificate that WeChat refuses
// stops neither queries nor what depends on them.
type hostLines struct{ plain, cert *line }

func newClient(cfg Config) (*client, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	plain, withCert, err := cfg.dialers()
	if err != nil {
		return nil, err
	}
	c := &client{cfg: cfg}
	lines := func(name, text string) (hostLines, error) {
		to, err := parseEndpoint(text)
		return hostLines{&line{name: name, to: to, dialer: plain}, &line{name: name, to: to, dialer: withCert, withCert: true}}, err
	}
	var errs [3]error
	c.main, errs[0] = lines("main", cfg.MainURL)
	if cfg.BackupURL != "" {
		c.backup, errs[1] = lines("backup", cfg.BackupURL)
	}
	face, err := lines("face", cfg.FaceURL)
	c.face, errs[2] = face.plain, err
	return c, errors.Join(errs[:]...)
}

func (c *client) close() {
	for _, l := range []*line{c.main.plain, c.main.cert, c.backup.plain, c.backup.cert, c.face} {
		if l != nil {
			l.close()
		}
	}
}

// line picks the connections for an API.
func (c *client) line(api *wire.API, backup bool) *line {
	if api.FaceHost {
		return c.face
	}
	lines := c.main
	if backup {
		lines = c.backup
	}
	if api.Cert {
		return lines.cert
	}
	return lines.plain
}

// signType is the algorithm of an API: the configured one, but for the call
// that knows MD5 alone.
func (c *client) signType(api *wire.API) wire.SignType {
	if api.MD5Only {
		return wire.MD5
	}
	return c.cfg.SignType
}

// message completes a request: merchant, nonce, sign_type, sign. The error is a
// *wire.FieldError.
func (c *client) message(api *wire.API, merchant flow.Merchant, own []wire.Field) (wire.Message, error) {
	m := make(wire.Message, 0, len(own)+7)
	add := func(name, value string) {
		if value != "" {
			m = append(m, wire.Field{Name: name, Value: value})
		}
	}
	add("appid", merchant.AppID)
	add("mch_id", merchant.MchID)
	add("sub_appid", merchant.SubAppID)
	add("sub_mch_id", merchant.SubMchID)
	for _, f := range own {
		add(f.Name, f.Value)
	}
	add("nonce_str", rand.Text())
	t := c.signType(api)
	if !api.MD5Only {
		add("sign_type", string(t))
	}
	if err := api.Check(m); err != nil {
		return nil, err
	}
	add("sign", c.cfg.Key.Sign(m, t))
	return m, nil
}

// request is one call of an API.
type request struct {
	api      *wire.API
	merchant flow.Merchant
	own      []wire.Field  // beside the fields of every call
	backup   bool          // which host
	limit    time.Duration // for the whole answer; 0 is the configured timeout
	max      int64         // bytes of the answer; 0 is wire.MaxBody
	detach   bool          // see call
	gate     func() error  // see call
}

// send completes, signs and sends a request and judges the answer.
func (c *client) send(ctx context.Context, q *request) answer {
	r, sentAt, bad := c.transmit(ctx, q)
	if bad != nil {
		return *bad
	}
	a := c.judge(q.api, q.merchant, r)
	a.cert = a.cert && q.api.Cert
	a.sentAt = sentAt
	return a
}

// transmit sends a request and returns what came back, whatever it is.
func (c *client) transmit(ctx context.Context, q *request) (raw, flow.Instant, *answer) {
	var sentAt flow.Instant
	unsent := func(code string, err error, cert bool) (raw, flow.Instant, *answer) {
		return raw{}, flow.Instant{}, &answer{unsent: true, code: code, text: err.Error(), cert: cert}
	}
	m, err := c.message(q.api, q.merchant, q.own)
	if err != nil {
		return unsent("FIELD", err, false)
	}
	if q.api.Cert {
		if err := c.certProblem(); err != nil {
			return unsent(err.Code, err, true)
		}
	}
	o := &call{path: q.api.Path, body: m.Append(nil), max: q.max, answer: q.limit, detach: q.detach}
	if o.answer == 0 {
		o.answer = c.cfg.Timeout
	}
	if o.max == 0 {
		o.max = wire.MaxBody
	}
	o.gate = func() error {
		if q.gate != nil {
			if err := q.gate(); err != nil {
				return err
			}
		}
		sentAt = c.cfg.Clock.Now()
		return nil
	}
	l := c.line(q.api, q.backup)
	r, err := c.do(ctx, l, o)
	if err != nil {
		a := lost(err)
		a.cert = a.cert && q.api.Cert
		if !a.unsent {
			a.sentAt = sentAt
		}
		return raw{}, sentAt, &a
	}
	return r, sentAt, nil
}

// do makes one call on a line and learns from it: the time, and whether the
// host can be reached.
func (c *client) do(ctx context.Context, l *line, q *call) (raw, error) {
	var r raw
	var err error
	switch {
	case c.cfg.Direct != nil:
		r, err = c.direct(ctx, l, q)
	case q.head:
		r, err = l.warm(ctx, q)
	default:
		r, err = l.do(ctx, q)
	}
	if !(l.withCert && err != nil && aboutCert(err)) { // that is the certificate's fault
		c.hosts.note(l.name, c.cfg.Clock.Now().Mono, err)
	}
	if err == nil {
		c.tell(r)
	}
	return r, err
}

// certProblem says what keeps the client certificate from being used now.
func (c *client) certProblem() *CertError {
	var ce *CertError
	if c.cfg.Cert == nil {
		if !errors.As(c.cfg.CertProblem, &ce) {
			ce = errNoCert
		}
		return ce
	}
	now := c.cfg.Clock.Now().Wall
	if c.cfg.WeChat != nil {
		if t, sure := c.cfg.WeChat.Now(); sure {
			now = t
		}
	}
	errors.As(c.cfg.Cert.CheckAt(now), &ce)
	return ce
}

// tell passes the Date header on, with the instant at which it was received.
func (c *client) tell(r raw) {
	if c.cfg.WeChat == nil {
		return
	}
	if !r.directDate.IsZero() {
		c.cfg.WeChat.Observe(r.directDate, r.direct)
		return
	}
	date, err := http.ParseTime(r.date)
	if err != nil {
		return
	}
	at, ago := c.cfg.Clock.Now(), time.Since(r.at)
	at.Wall, at.Mono = at.Wall.Add(-ago), at.Mono-ago
	c.cfg.WeChat.Observe(date, at)
}

// head sends one HEAD on a host's pay connection, which opens it and brings the
// Date.
func (c *client) head(ctx context.Context, backup bool) error {
	_, err := c.do(ctx, c.line(&wire.Micropay, backup), &call{path: "/", head: true, answer: connectLimit})
	return err
}

// retryWarm is how soon a warm-up that failed is tried again.
const retryWarm = 3 * time.Second

// keepWarm opens the pay connection and uses it each 15 s until ctx ends (money
// rule 1.4), so that the request at the end of a capture finds it open.
func (c *client) keepWarm(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if err := c.head(ctx, c.first()); err != nil {
			timer.Reset(retryWarm)
		} else {
			timer.Reset(warmEach)
		}
	}
}

// errSendBy is why a pay request did not leave.
func errSendBy(why string, err error) error {
	return &unsentError{"SEND_BY", fmt.Errorf("%s: %w", why, err)}
}
