package cli

import (
	"context"
	"net"
	"path/filepath"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
)

// newDevice is the face device by hand. Hidden in it is the child process that
// holds the face SDK's library: that is no command for people.
func newDevice(g *global) *cobra.Command {
	var library string
	cmd := flags.Group("device", "The face device")
	host := &cobra.Command{
		Use:    "host",
		Short:  "Hold the face SDK's library for the till that started this process",
		Args:   cobra.NoArgs,
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, _, stop := g.untilSignal(cmd.Context())
			defer stop()
			if err := wiring.RunHost(ctx, cmd.InOrStdin(), cmd.OutOrStdout(), library); err != nil {
				return failed(err)
			}
			return nil
		},
	}
	host.Flags().StringVar(&library, "library", "", "absolute `path` of the library")
	cmd.AddCommand(host, newDeviceServe(g))
	cmd.AddCommand(newSingles(g)...)
	return cmd
}

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
		RunE: g.stoppable(func(ctx context.Context, _ []string) error { return g.deviceServe(ctx, o) }).run,
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

func (g *global) deviceServe(ctx context.Context, o *deviceServeOptions) error {
	if err := listenAt(o.listen, "0.0.0.0:17891"); err != nil {
		return err
	}
	if (o.cert == "") != (o.key == "") {
		return usage("--cert and --key belong together: give both or none")
	}
	cfg, err := config.Open(config.Options{File: g.config, Sim: g.sim, Getenv: g.s.getenv, DeviceOnly: true})
	if err != nil {
		return endingOf(fromConfig, err)
	}
	if a := cfg.Device.Adapter; a != config.AdapterSDK && a != config.AdapterSim {
		return usage("device.adapter is %q: this machine has no device of its own to offer", a).as(codes.WhyNoDevice).hint(`[device] adapter = "sdk"`)
	}
	t := wiring.New(cfg)
	defer t.Close()
	state, err := config.StateDir(g.s.getenv)
	if err != nil {
		return endingOf(fromServer, err)
	}
	served, err := t.Serve(ctx, wiring.Offer{Listen: o.listen, Cert: o.cert, Key: o.key, State: state})
	if err != nil {
		return err
	}
	// A reader that went away stops nothing.
	b := bridging{"serving", served.URL, served.CAFile, served.Fingerprint, served.TokenFile, cfg.Simulated()}
	g.say(b, `serving the face device at %s until it is interrupted
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
ca_file = %q`, b.URL, b.CAFile, b.Fingerprint, b.TokenFile, b.URL, filepath.Base(b.TokenFile), filepath.Base(b.CAFile))
	g.served = true
	return served.Run(ctx)
}

// listenAt refuses what is no address of a server.
func listenAt(address, like string) error {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return usage("--listen %s: give an address and a port, like %s", address, like)
	}
	return nil
}
