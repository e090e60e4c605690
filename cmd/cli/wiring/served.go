package wiring

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"facetill/cmd/config"
	"facetill/device/bridge"
	"facetill/device/sdk"
)

// Offer is how this machine's device is offered to a till elsewhere.
type Offer struct {
	Listen    string // an address with a port
	Cert, Key string // PEM files; "" makes them in the state folder
	State     string // the state folder of this user
}

// Served is this machine's face device as a server that listens, and what a till
// needs to know of it.
type Served struct {
	URL, CAFile, Fingerprint, TokenFile string

	server *bridge.Server
	cert   tls.Certificate
	ln     net.Listener
	log    io.Writer
}

// Serve wires the device to a server with its certificate and token, and listens.
// The files are made where there are none.
func (t *Till) Serve(ctx context.Context, o Offer) (*Served, error) {
	host, _, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return nil, CannotServe.of("%s", err)
	}
	home := filepath.Join(o.State, "bridge")
	s := &Served{CAFile: o.Cert, TokenFile: t.Config.Device.Bridge.TokenFile, log: t.Log.Lines("bridge")}
	if s.TokenFile == "" {
		s.TokenFile = filepath.Join(home, "token.txt")
	}
	keyFile := o.Key
	if s.CAFile == "" {
		s.CAFile, keyFile = filepath.Join(home, "cert.pem"), filepath.Join(home, "key.pem")
	} else if _, err := os.Stat(s.CAFile); err != nil {
		return nil, BadServer.of("--cert: %s", err)
	}
	token, err := bridge.Token(s.TokenFile)
	if err != nil {
		return nil, BadServer.of("%s", err)
	}
	names := append([]string{"localhost", "127.0.0.1", "::1"}, outsideNames(host)...)
	if s.cert, err = bridge.Certificate(s.CAFile, keyFile, names, time.Now()); err != nil {
		return nil, BadServer.of("%s", err)
	}
	s.Fingerprint = bridge.Fingerprint(s.cert.Certificate[0])
	caller, err := t.camera(o.State)
	if err != nil {
		return nil, err
	}
	s.server = bridge.Handler(caller, token, bridge.Options{Hosts: names, Addresses: !config.Loopback(host), SDK: t.Config.Device.Adapter,
		Version: t.Config.Device.SDKVersion, Simulated: t.Config.Simulated()})
	if s.ln, err = bridge.Listen(ctx, o.Listen); err != nil {
		return nil, CannotServe.of("%s", err)
	}
	s.URL = "https://" + net.JoinHostPort(reachable(host), strconv.Itoa(s.ln.Addr().(*net.TCPAddr).Port))
	return s, nil
}

// Run serves until ctx ends.
func (s *Served) Run(ctx context.Context) error {
	if err := bridge.Serve(ctx, s.ln, s.cert, s.server, s.log); err != nil {
		return CannotServe.of("%s", err)
	}
	return nil
}

// RunHost holds the library for the till that started this process and speaks to it
// over in and out, until ctx ends.
func RunHost(ctx context.Context, in io.Reader, out io.Writer, library string) error {
	return sdk.RunHost(ctx, in, out, library)
}

// everywhere reports whether a host to listen at is every network of the machine.
func everywhere(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || ip != nil && ip.IsUnspecified()
}

// outsideNames are the names by which other machines may know this one. The
// certificate that is made carries them for clients that look at names; a till
// pins it and does not.
func outsideNames(host string) []string {
	if config.Loopback(host) {
		return nil
	}
	var names []string
	if name, err := os.Hostname(); err == nil {
		names = append(names, name)
	}
	if !everywhere(host) {
		return append(names, host)
	}
	addrs, _ := net.InterfaceAddrs() // without them the certificate has fewer names
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			names = append(names, n.IP.String())
		}
	}
	return names
}

// reachable is how a till is told to call a host to listen at.
func reachable(host string) string {
	if !everywhere(host) {
		return host
	}
	if name, err := os.Hostname(); err == nil {
		return name
	}
	return "127.0.0.1"
}
