package host

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
)

// Options are what [Serve] needs.
type Options struct {
	sim.Config
	// Listen is the address; empty is 127.0.0.1 and any free port. Clients that
	// are led here by a hosts file need port 443.
	Listen string
	// Dir is the folder of [certificates.Load]; empty keeps them in memory.
	Dir string
	// Alone: the process serves and does nothing else, so memory is collected less
	// often.
	Alone bool
}

// aloneGC is the garbage collector's percentage for a process that only serves.
// Its live memory is a few hundred bytes an order.
const aloneGC = 400

// Running is a simulator that is being served.
type Running struct {
	Server       *sim.Server
	URL          string // "https://127.0.0.1:8443"
	ProxyURL     string // "http://127.0.0.1:8443", for HTTPS_PROXY
	ControlToken string
	Certificates *certificates.Set
	Merchant     sim.Merchant // the first one

	listener net.Listener
	http     *http.Server
	done     chan struct{}
	err      error
}

// stopGrace is how long calls in progress have when Serve's context ends.
const stopGrace = 5 * time.Second

// Serve opens one port that speaks HTTPS and, to clients that honour
// HTTPS_PROXY, CONNECT: connections to the known hosts of WeChat Pay end here,
// all others are refused. It returns when the port is open and serves until ctx
// ends or Stop is called.
func Serve(ctx context.Context, o Options) (*Running, error) {
	o.SetDefaults()
	if o.Alone {
		debug.SetGCPercent(aloneGC)
	}
	if o.Seed == 0 {
		var seed [8]byte
		_, _ = rand.Read(seed[:]) // never fails
		o.Seed = binary.LittleEndian.Uint64(seed[:])
	}
	set, err := o.certificates()
	if err != nil {
		return nil, err
	}
	s, err := sim.New(o.Config)
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", cmp.Or(o.Listen, "127.0.0.1:0"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("simulator: %w; choose another address with a free port", err), s.Close())
	}
	r := &Running{Server: s, ControlToken: rand.Text(), Certificates: set, Merchant: o.Merchants[0],
		listener: ln, done: make(chan struct{})}
	host := hostOf(ln.Addr())
	r.URL, r.ProxyURL = "https://"+host, "http://"+host
	r.start(ctx)
	return r, nil
}

func (o *Options) certificates() (*certificates.Set, error) {
	if o.Dir == "" {
		return certificates.New(o.Merchants[0].MchID, o.Now())
	}
	return certificates.Load(o.Dir, o.Merchants[0].MchID, o.Now())
}

// hostOf is the address to call: a wildcard listens on loopback too.
func hostOf(a net.Addr) string {
	tcp := a.(*net.TCPAddr)
	ip := tcp.IP.String()
	if tcp.IP.IsUnspecified() {
		ip = "127.0.0.1"
	}
	return net.JoinHostPort(ip, strconv.Itoa(tcp.Port))
}

// start runs the accept loop and the server behind it.
func (r *Running) start(ctx context.Context) {
	parent := ctx
	ctx, cancel := context.WithCancelCause(parent)
	conns := newHandover(r.listener.Addr())
	secured := r.Certificates.ServerConfig()
	// A reply's faults need a connection of its own: HTTP/1.1 only.
	secured.NextProtos = []string{"http/1.1"}
	over := func(c net.Conn) { conns.give(tls.Server(c, secured)) }
	calls := &handler{sim: r.Server, token: r.ControlToken, certificates: r.Certificates}
	proxy := &connectProxy{to: over, listener: r.listener.Addr()}
	r.http = &http.Server{ // with the limits that keep a stuck client from staying for ever
		Handler: http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if req.TLS == nil {
				proxy.ServeHTTP(w, req)
			} else {
				calls.ServeHTTP(w, req)
			}
		}),
		ReadHeaderTimeout: 30 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       5 * time.Minute,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	go func() { cancel(r.http.Serve(conns)) }()
	go func() { cancel(r.accept(ctx, over, conns.give)) }()
	go func() {
		<-ctx.Done()
		// Whoever ended the context knows why; what ended by itself is an error.
		if cause := context.Cause(ctx); parent.Err() == nil && !errors.Is(cause, net.ErrClosed) {
			r.err = cause
		}
		r.finish()
	}()
}

// finish closes everything; calls in progress have stopGrace.
func (r *Running) finish() {
	ctx, cancel := context.WithTimeout(context.Background(), stopGrace)
	defer cancel()
	r.listener.Close()
	if r.http.Shutdown(ctx) != nil {
		r.http.Close()
	}
	r.err = errors.Join(r.err, r.Server.Close())
	close(r.done)
}

// Stop ends serving: no new connection, five seconds for the calls in progress.
func (r *Running) Stop() error {
	r.listener.Close()
	return r.Wait()
}

// Wait returns when serving has ended, with what ended it if that was an error.
func (r *Running) Wait() error {
	<-r.done
	return r.err
}

// Recipe is line by line how a client gets here.
func (r *Running) Recipe() []string {
	c := r.Certificates
	lines := []string{
		"address      " + r.URL + "  (its certificate is also that of " + strings.Join(certificates.Hosts, ", ") + ")",
		"merchant     appid " + r.Merchant.AppID + "  mch_id " + r.Merchant.MchID,
	}
	if r.Merchant.APIKey == sim.DefaultAPIKey {
		lines = append(lines, "api key      "+sim.DefaultAPIKey)
	}
	if c.Dir != "" {
		lines = append(lines,
			"trust        "+c.Path(certificates.CAFile),
			"certificate  "+c.Path(certificates.ClientCertFile),
			"key          "+c.Path(certificates.ClientKeyFile),
			"or p12       "+c.Path(certificates.ClientP12File)+"  (password: the mch_id)")
	}
	_, port, _ := net.SplitHostPort(r.listener.Addr().String())
	hosts := "hosts file   127.0.0.1 " + strings.Join(certificates.Hosts, " ")
	if port != "443" {
		hosts += "  (needs --listen 127.0.0.1:443)"
	}
	return append(lines,
		"proxy        HTTPS_PROXY="+r.ProxyURL+"  (for clients that honour it: no other change but the trusted CA)",
		hosts,
		"control      "+r.URL+controlPrefix+"book  with the header Authorization: Bearer "+r.ControlToken)
}
