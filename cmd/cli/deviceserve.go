package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/config"
	"facetill/device/bridge"
)

// deviceServeOptions are the flags of device serve.
type deviceServeOptions struct {
	listen, cert, key string
}

func newDeviceServe(g *global) *cobra.Command {
	o := &deviceServeOptions{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Offer this machine's face device to a till elsewhere, over HTTPS with a token",
		Long: "Offers the face device of [device] (adapter sdk or sim) to a till on another\n" +
			"machine. It listens on this machine alone unless --listen says otherwise, and\n" +
			"prints which two files the till needs a copy of: the certificate, which the till\n" +
			"pins, and the token. Both are made at the first start. Of the configuration only\n" +
			"[device], [journal] and [log] are needed, and [terminal] device_id where a till of\n" +
			"this machine uses the camera too: each of the two waits for the other then.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runDeviceServe(cmd.Context(), g, o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:17891", "`address` to listen at; 0.0.0.0:17891 is every network, port 0 any free one")
	f.StringVar(&o.cert, "cert", "", "certificate `file`, PEM (default: one that is made and kept)")
	f.StringVar(&o.key, "key", "", "its key `file`, PEM")
	return cmd
}

// bridging is the line that tells a program how to connect.
type bridging struct {
	Type        string `json:"type"`
	URL         string `json:"url"`
	CAFile      string `json:"ca_file"`
	Fingerprint string `json:"fingerprint"`
	TokenFile   string `json:"token_file"`
	Simulated   bool   `json:"simulated,omitempty"`
}

func runDeviceServe(parent context.Context, g *global, o *deviceServeOptions) error {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return usage("--listen %s: give an address and a port, like 0.0.0.0:17891", o.listen)
	}
	if (o.cert == "") != (o.key == "") {
		return usage("--cert and --key belong together: give both or none")
	}
	cfg, err := config.Open(config.Options{File: g.config, Sim: g.sim, Getenv: g.s.getenv, DeviceOnly: true})
	if err != nil {
		return endingOf(fromConfig, err)
	}
	if a := cfg.Device.Adapter; a != config.AdapterSDK && a != config.AdapterSim {
		return usage("device.adapter is %q: this machine has no device of its own to offer", a).as(whyNoDevice).hint(`[device] adapter = "sdk"`)
	}
	ctx, _, stop := g.untilSignal(parent)
	defer stop()
	sh := newShop(cfg)
	defer sh.close()
	server, says, err := sh.offer(g, o, host)
	if err != nil {
		return err
	}
	ln, err := bridge.Listen(ctx, o.listen)
	if err != nil {
		return endingOf(fromServer, err)
	}
	says.URL = "https://" + net.JoinHostPort(reachable(host), strconv.Itoa(ln.Addr().(*net.TCPAddr).Port))
	says.tell(g)
	g.served = true
	if err := bridge.Serve(ctx, ln, server.cert, server.Server, sh.log); err != nil {
		return endingOf(fromServer, err)
	}
	return nil
}

// offer wires the device to a server with its certificate and token.
func (sh *shop) offer(g *global, o *deviceServeOptions, host string) (*bridgeServer, *bridging, error) {
	state, err := config.StateDir(g.s.getenv)
	if err != nil {
		return nil, nil, endingOf(fromServer, err)
	}
	home := filepath.Join(state, "bridge")
	says := &bridging{Type: "serving", CAFile: o.cert, TokenFile: sh.cfg.Device.Bridge.TokenFile, Simulated: sh.cfg.Simulated()}
	if says.TokenFile == "" {
		says.TokenFile = filepath.Join(home, "token.txt")
	}
	keyFile := o.key
	if says.CAFile == "" {
		says.CAFile, keyFile = filepath.Join(home, "cert.pem"), filepath.Join(home, "key.pem")
	} else if _, err := os.Stat(says.CAFile); err != nil {
		return nil, nil, usage("--cert: %s", err).as(whyServe)
	}
	token, err := bridge.Token(says.TokenFile)
	if err != nil {
		return nil, nil, usage("%s", err).as(whyServe)
	}
	names := append([]string{"localhost", "127.0.0.1", "::1"}, outsideNames(host)...)
	cert, err := bridge.Certificate(says.CAFile, keyFile, names, time.Now())
	if err != nil {
		return nil, nil, usage("%s", err).as(whyServe)
	}
	says.Fingerprint = bridge.Fingerprint(cert.Certificate[0])
	caller, err := sh.camera(state)
	if err != nil {
		return nil, nil, err
	}
	opts := bridge.Options{Hosts: names, Addresses: !onlyHere(host), SDK: sh.cfg.Device.Adapter, Version: sh.cfg.Device.SDKVersion, Simulated: says.Simulated}
	return &bridgeServer{bridge.Handler(caller, token, opts), cert}, says, nil
}

// tell says what a till needs to know. A reader that went away stops nothing.
func (b *bridging) tell(g *global) {
	if g.json() {
		g.p.line(b)
		return
	}
	fmt.Fprintf(g.s.out, `serving the face device at %s until it is interrupted
certificate  %s
SHA-256      %s
token        %s

Copy certificate and token to the till's folder, readable by its user alone, and
write into its facetill.toml:

[device]
adapter = "bridge"
[device.bridge]
url = %q
token_file = %q
ca_file = %q
`, b.URL, b.CAFile, b.Fingerprint, b.TokenFile, b.URL, filepath.Base(b.TokenFile), filepath.Base(b.CAFile))
}
