package wx

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"time"

	"facetill/wx/wire"
)

// client sends one request and takes one answer. It repeats nothing.
type client struct {
	cfg          Config
	main, backup hostLines // backup.plain is nil without a backup host
	face         *line
	now          func() time.Time
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
	c := &client{cfg: cfg, now: time.Now}
	lines := func(text string) (hostLines, error) {
		to, err := parseEndpoint(text)
		return hostLines{&line{to: to, dialer: plain}, &line{to: to, dialer: withCert}}, err
	}
	var errs [3]error
	c.main, errs[0] = lines(cfg.MainURL)
	if cfg.BackupURL != "" {
		c.backup, errs[1] = lines(cfg.BackupURL)
	}
	face, err := lines(cfg.FaceURL)
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

// line picks the connections for an API. Without a backup host it is the main
// one that is asked again.
func (c *client) line(api *wire.API, backup bool) *line {
	if api.FaceHost {
		return c.face
	}
	lines := c.main
	if backup && c.backup.plain != nil {
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
func (c *client) message(api *wire.API, own ...wire.Field) (wire.Message, error) {
	cfg := &c.cfg
	m := make(wire.Message, 0, len(own)+7)
	add := func(name, value string) {
		if value != "" {
			m = append(m, wire.Field{Name: name, Value: value})
		}
	}
	add("appid", cfg.AppID)
	add("mch_id", cfg.MchID)
	add("sub_appid", cfg.SubAppID)
	add("sub_mch_id", cfg.SubMchID)
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
	add("sign", cfg.Key.Sign(m, t))
	return m, nil
}

// post writes the HTTP request whose body is m.
func post(l *line, path string, m wire.Message) []byte {
	body := m.Append(nil)
	b := make([]byte, 0, len(body)+256)
	b = append(b, "POST "...)
	b = append(b, path...)
	b = append(b, " HTTP/1.1\r\nHost: "...)
	b = append(b, l.to.host()...)
	b = append(b, "\r\nUser-Agent: facetill\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: "...)
	b = strconv.AppendInt(b, int64(len(body)), 10)
	b = append(b, "\r\n\r\n"...)
	return append(b, body...)
}

// options of one request.
type options struct {
	backup bool
	limit  time.Duration // for the whole answer; 0 is the configured timeout
	max    int64         // bytes of the answer; 0 is wire.MaxBody
	gate   func() error  // asked immediately before the request is written
}

// send completes, signs and sends a request and judges the answer.
func (c *client) send(ctx context.Context, api *wire.API, o options, own ...wire.Field) answer {
	m, err := c.message(api, own...)
	if err != nil {
		return answer{unsent: true, code: "FIELD", text: err.Error()}
	}
	r, a := c.transmit(ctx, api, o, m)
	if a != nil {
		return *a
	}
	judged := c.judge(api, r)
	judged.cert = judged.cert && api.Cert
	return judged
}

// transmit sends a message that is complete.
func (c *client) transmit(ctx context.Context, api *wire.API, o options, m wire.Message) (raw, *answer) {
	if api.Cert {
		if err := c.certProblem(); err != nil {
			return raw{}, &answer{unsent: true, code: err.Code, text: err.Error(), cert: true}
		}
	}
	if o.limit == 0 {
		o.limit = c.cfg.Timeout
	}
	if o.max == 0 {
		o.max = wire.MaxBody
	}
	l := c.line(api, o.backup)
	r, err := l.do(ctx, &call{request: post(l, api.Path, m), max: o.max, answer: o.limit, gate: o.gate})
	if err != nil {
		a := lost(err)
		a.cert = a.cert && api.Cert
		return raw{}, &a
	}
	c.tell(r)
	return r, nil
}

// certProblem says what keeps the client certificate from being used now.
func (c *client) certProblem() *CertError {
	if c.cfg.Cert == nil {
		return errNoCert
	}
	var ce *CertError
	errors.As(c.cfg.Cert.CheckAt(c.now()), &ce)
	return ce
}

var errNoCert = &CertError{"CERT_MISSING", "", "is not configured", "set cert_file and key_file, or p12_file; nothing can be reversed without it"}

// tell passes the Date header on.
func (c *client) tell(r raw) {
	if c.cfg.OnDate == nil || r.date == "" {
		return
	}
	if date, err := http.ParseTime(r.date); err == nil {
		c.cfg.OnDate(date, r.at)
	}
}

// head sends one HEAD on the pay connection, which opens it and brings the Date.
func (c *client) head(ctx context.Context) error {
	l := c.main.plain
	request := []byte("HEAD / HTTP/1.1\r\nHost: " + l.to.host() + "\r\nUser-Agent: facetill\r\n\r\n")
	r, err := l.warm(ctx, &call{request: request, head: true, answer: connectLimit})
	if err == nil {
		c.tell(r)
	}
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
		if err := c.head(ctx); err != nil {
			timer.Reset(retryWarm)
		} else {
			timer.Reset(warmEach)
		}
	}
}
