package wx

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"facetill/flow"
	"facetill/flow/clock"
	"facetill/flow/trace"
	"facetill/wx/transport"
	"facetill/wx/wire"
)

// client sends one request and takes one answer. It repeats nothing.
type client struct {
	cfg          Config
	main, backup host // backup.plain is nil without a backup host
	face         *pool
	health       transport.Health
}

// host is the connections to one host: plain ones, which show no client
// certificate, and those of calls that need it. So a certificate that WeChat refuses
// stops neither queries nor what depends on them.
type host struct{ plain, cert *pool }

// pool is connections and what they are for.
type pool struct {
	*transport.Pool
	name     string // main, backup or face
	withCert bool
}

func newClient(cfg Config) (*client, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	plain, withCert, err := cfg.dialers()
	if err != nil {
		return nil, err
	}
	c := &client{cfg: cfg}
	pools := func(name, text string) (host, error) {
		to, err := transport.ParseEndpoint(text)
		return host{&pool{transport.NewPool(to, plain), name, false}, &pool{transport.NewPool(to, withCert), name, true}}, err
	}
	var errs [3]error
	c.main, errs[0] = pools("main", cfg.MainURL)
	if cfg.BackupURL != "" {
		c.backup, errs[1] = pools("backup", cfg.BackupURL)
	}
	face, err := pools("face", cfg.FaceURL)
	c.face, errs[2] = face.plain, err
	return c, errors.Join(errs[:]...)
}

func (c *client) close() {
	for _, p := range []*pool{c.main.plain, c.main.cert, c.backup.plain, c.backup.cert, c.face} {
		if p != nil {
			p.Close()
		}
	}
}

// pool picks the connections for an API.
func (c *client) pool(api *wire.API, backup bool) *pool {
	if api.FaceHost {
		return c.face
	}
	h := c.main
	if backup {
		h = c.backup
	}
	if api.Cert {
		return h.cert
	}
	return h.plain
}

// first reports whether the backup host is to be asked first.
func (c *client) first() (backup bool) {
	now := c.cfg.Clock.Now().Mono
	return c.backup.plain != nil && c.health.Bad("main", now) && !c.health.Bad("backup", now)
}

// both are the hosts one after the other, as they may be asked; a single one
// without a backup host.
func (c *client) both() []bool {
	if c.backup.plain == nil {
		return []bool{false}
	}
	first := c.first()
	return []bool{first, !first}
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
// *field.Error.
func (c *client) message(api *wire.API, merchant flow.Merchant, own []wire.Field) (wire.Message, error) {
	m := make(wire.Message, 0, len(own)+7)
	m.Set("appid", merchant.AppID)
	m.Set("mch_id", merchant.MchID)
	m.Set("sub_appid", merchant.SubAppID)
	m.Set("sub_mch_id", merchant.SubMchID)
	for _, f := range own {
		m.Set(f.Name, f.Value)
	}
	m.Set("nonce_str", rand.Text())
	t := c.signType(api)
	if !api.MD5Only {
		m.Set("sign_type", string(t))
	}
	if err := api.Check(m); err != nil {
		return nil, err
	}
	m.Set("sign", c.cfg.Key.Sign(m, t))
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
	into     io.Writer     // see transport.Request
	detach   bool          // see transport.Request
	gate     func() error  // see transport.Request
	watch    observed      // what whoever watches is told of it
	call     *trace.Call   // the same once it began; nil where nobody watches
}

// send completes, signs and sends a request and judges the answer.
func (c *client) send(ctx context.Context, q *request) answer {
	r, bad := c.transmit(ctx, q)
	if bad != nil {
		q.ended(*bad)
		return *bad
	}
	a := c.judge(q.api, q.merchant, r)
	a.sentAt = r.sentAt
	q.ended(a)
	return a
}

// received is an HTTP answer before anybody believes it.
type received struct {
	status int
	body   []byte
	date   time.Time // the Date header's; zero: none that can be read
	at     clock.Instant
	sentAt clock.Instant // of its request
}

// transmit sends a request and returns what came back, whatever it is. That a call began
// is told; that it ended, by whoever knows what came of it.
func (c *client) transmit(ctx context.Context, q *request) (received, *answer) {
	var sentAt clock.Instant
	m, err := c.message(q.api, q.merchant, q.own)
	if err != nil {
		return received{}, &answer{unsent: true, code: "FIELD", text: err.Error()}
	}
	q.call = c.begin(q, m)
	if q.api.Cert {
		if err := c.certProblem(); err != nil {
			return received{}, &answer{unsent: true, code: err.Code, text: err.Error(), cert: true}
		}
	}
	o := &transport.Request{Path: q.api.Path, ContentType: "text/xml; charset=utf-8", Body: m.Append(nil), Max: q.max, Into: q.into, Limit: q.limit, Detach: q.detach}
	if o.Limit == 0 {
		o.Limit = c.cfg.Timeout
	}
	if o.Max == 0 {
		o.Max = wire.MaxBody
	}
	o.Gate = func() error {
		if q.gate != nil {
			if err := q.gate(); err != nil {
				return err
			}
		}
		sentAt = c.cfg.Clock.Now()
		return nil
	}
	r, err := c.do(ctx, c.pool(q.api, q.backup), o)
	if err != nil {
		a := lost(err)
		if !a.unsent {
			a.sentAt = sentAt
		}
		return received{}, &a
	}
	r.sentAt = sentAt
	return r, nil
}

// do makes one call and learns from it: whether the host can be reached, and the time.
// A machine that slept in the middle of a call reads an answer of before its sleep.
func (c *client) do(ctx context.Context, p *pool, q *transport.Request) (r received, err error) {
	begun := c.cfg.Clock.Now()
	if c.cfg.Direct != nil {
		r, err = c.direct(ctx, p, q)
	} else {
		exchange := p.Do
		if q.Head {
			exchange = p.Warm
		}
		var got transport.Response
		got, err = exchange(ctx, q)
		r = received{status: got.Status, body: got.Body}
		if r.date, _ = http.ParseTime(got.Date); !r.date.IsZero() {
			ago := time.Since(got.At)
			r.at = c.cfg.Clock.Now()
			r.at.Wall, r.at.Mono = r.at.Wall.Add(-ago), r.at.Mono-ago
		}
	}
	if !(p.withCert && err != nil && transport.CertRefused(err)) { // that is the certificate's fault
		c.health.Note(p.name, c.cfg.Clock.Now().Mono, err)
	}
	if err == nil && c.cfg.WeChat != nil && !r.at.Drifted(begun) {
		c.cfg.WeChat.Observe(r.date, r.at)
	}
	return r, err
}

// certProblem returns what keeps the client certificate from being used now.
func (c *client) certProblem() *CertError {
	var ce *CertError
	if c.cfg.Cert == nil {
		if !errors.As(c.cfg.CertProblem, &ce) {
			ce = errNoCert
		}
		return ce
	}
	errors.As(c.cfg.Cert.CheckAt(c.now()), &ce)
	return ce
}

// now is WeChat's time where that is sure, and else the machine's.
func (c *client) now() time.Time {
	if c.cfg.WeChat != nil {
		if t, sure := c.cfg.WeChat.Now(); sure {
			return t
		}
	}
	return c.cfg.Clock.Now().Wall
}

// head sends one HEAD on a host's pay connection, which opens it and brings the
// Date.
func (c *client) head(ctx context.Context, backup bool) error {
	_, err := c.do(ctx, c.pool(&wire.Micropay, backup), &transport.Request{Path: "/", Head: true, Limit: connectLimit})
	return err
}

const (
	// connectLimit is how long DNS, connect and TLS of one host may take together
	// (money rule 1.5).
	connectLimit = 2500 * time.Millisecond
	// warmEach is how often keepWarm uses the connection, well inside the 20 s for
	// which one may carry a request (money rule 1.4).
	warmEach = 15 * time.Second
	// retryWarm is how soon a warm-up that failed is tried again.
	retryWarm = 3 * time.Second
)

// keepWarm opens the pay connection and uses it each 15 s until ctx ends (money
// rule 1.4), so that the request at the end of a capture finds it open.
func (c *client) keepWarm(ctx context.Context) {
	timer := time.NewTimer(0)
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
	return &transport.UnsentError{Code: "SEND_BY", Err: fmt.Errorf("%s: %w", why, err)}
}
