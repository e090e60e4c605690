package cli

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/wiring"
)

// simOptions are the flags of sim.
type simOptions struct {
	wiring.Simulation
	list, device bool
}

func newSim(g *global) *cobra.Command {
	o := &simOptions{}
	cmd := &cobra.Command{
		Use:   "sim",
		Short: "Serve the WeChat Pay simulator over HTTPS, for any client in any language",
		Args:  cobra.NoArgs,
		RunE:  g.stoppable(func(ctx context.Context, _ []string) error { return g.runSim(ctx, o) }).run,
	}
	f := cmd.Flags()
	f.StringVar(&o.Listen, "listen", "127.0.0.1:8443", "`address` to listen at; port 0 is any free one")
	f.StringVar(&o.Dir, "dir", "facetill-sim", "`folder` for the certificates and the book of orders")
	f.StringVar(&o.Scenario, "scenario", "", "TOML `file` with rules: which call meets which scenario")
	f.BoolVar(&o.list, "list", false, "print the scenarios and serve nothing")
	f.BoolVar(&o.device, "device", false, "also run the face service behind the stand-in library (device/standin)")
	f.StringVar(&o.DeviceListen, "device-listen", wiring.DeviceAddress, "loopback `address` of that service; the library looks for it at $"+wiring.DevicePortVariable)
	f.Float64Var(&o.Speed, "speed", 1, "let customers and banks be so many times as fast")
	return cmd
}

// serving is the line that tells a program how to connect.
type serving struct {
	Type         string   `json:"type"`
	URL          string   `json:"url"`
	ProxyURL     string   `json:"proxy_url"`
	AppID        string   `json:"appid"`
	MchID        string   `json:"mch_id"`
	CAFile       string   `json:"ca_file"`
	CertFile     string   `json:"cert_file"`
	KeyFile      string   `json:"key_file"`
	P12File      string   `json:"p12_file"`
	ControlToken string   `json:"control_token"`
	Recipe       []string `json:"recipe"`
	DeviceAddr   string   `json:"device_addr,omitempty"` // of the face service, with --device
}

func (g *global) runSim(ctx context.Context, o *simOptions) error {
	if o.list {
		fmt.Fprint(g.s.out, wiring.Scenarios())
		return nil
	}
	if err := listenAt(o.Listen, "127.0.0.1:8443"); err != nil {
		return err
	}
	if !(o.Speed > 0) || math.IsInf(o.Speed, 1) { // NaN is not above 0 either
		return usage("--speed %v is not a number above 0; 1 is real time", o.Speed).hint("facetill help sim")
	}
	if !o.device {
		o.DeviceListen = ""
	}
	running, err := o.Serve(ctx)
	if err != nil {
		return err
	}
	defer running.Close()
	ca, cert, key, p12 := running.Files()
	g.say(serving{"serving", running.URL, running.ProxyURL, running.Merchant.AppID, running.Merchant.MchID,
		ca, cert, key, p12, running.ControlToken, running.Recipe(), running.DeviceAddr},
		"%s", strings.Join(append(running.Recipe(), running.DeviceRecipe()...), "\n"))
	g.served = true
	if err := running.Wait(); err != nil {
		return endingOf(fromServer, err)
	}
	return nil
}
