package cli

import (
	"context"
	"fmt"
	"math"
	"net"
	"path/filepath"

	"github.com/spf13/cobra"

	devsim "facetill/device/sim"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
)

// simOptions are the flags of sim.
type simOptions struct {
	listen, dir, scenario string
	deviceListen          string
	list, device          bool
	speed                 float64
}

func newSim(g *global) *cobra.Command {
	o := &simOptions{}
	cmd := &cobra.Command{
		Use:   "sim",
		Short: "Serve the WeChat Pay simulator over HTTPS, for any client in any language",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runSim(cmd.Context(), g, o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8443", "`address` to listen at; port 0 is any free one")
	f.StringVar(&o.dir, "dir", "facetill-sim", "`folder` for the certificates and the book of orders")
	f.StringVar(&o.scenario, "scenario", "", "TOML `file` with rules: which call meets which scenario")
	f.BoolVar(&o.list, "list", false, "print the scenarios and serve nothing")
	f.BoolVar(&o.device, "device", false, "also run the face service behind the stand-in library (device/standin)")
	f.StringVar(&o.deviceListen, "device-listen", fmt.Sprintf("127.0.0.1:%d", devsim.DefaultPort), "loopback `address` of that service; the library looks for it at $"+devsim.PortVariable)
	f.Float64Var(&o.speed, "speed", 1, "let customers and banks be so many times as fast")
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

func runSim(parent context.Context, g *global, o *simOptions) error {
	if o.list {
		fmt.Fprint(g.s.out, sim.Table())
		return nil
	}
	if _, _, err := net.SplitHostPort(o.listen); err != nil {
		return usage("--listen %s: give an address and a port, like 127.0.0.1:8443", o.listen)
	}
	if !(o.speed > 0) || math.IsInf(o.speed, 1) { // NaN is not above 0 either
		return usage("--speed %v is not a number above 0; 1 is real time", o.speed).hint("facetill help sim")
	}
	var rules []sim.Rule
	if o.scenario != "" {
		var err error
		if rules, err = sim.LoadScenarios(o.scenario); err != nil {
			return usage("--scenario: %s", err)
		}
	}
	ctx, _, stop := g.untilSignal(parent)
	defer stop()
	face, err := o.openFaceService()
	if err != nil {
		return err
	}
	defer face.close()
	running, err := serveSim(ctx, o, rules)
	if err != nil {
		return endingOf(fromServer, err)
	}
	face.serve(ctx, o.speed)
	c := running.Certificates
	if g.json() {
		g.p.Line(serving{"serving", running.URL, running.ProxyURL, running.Merchant.AppID, running.Merchant.MchID,
			c.Path(certificates.CAFile), c.Path(certificates.ClientCertFile), c.Path(certificates.ClientKeyFile), c.Path(certificates.ClientP12File),
			running.ControlToken, running.Recipe(), face.addr()})
	} else {
		for _, line := range running.Recipe() {
			fmt.Fprintln(g.s.out, line)
		}
		for _, line := range face.recipe() {
			fmt.Fprintln(g.s.out, line)
		}
	}
	g.served = true
	if err := running.Wait(); err != nil {
		return endingOf(fromServer, err)
	}
	return nil
}

// serveSim is the simulator as a product of its own: this process does nothing
// else, and its book lies beside its certificates.
func serveSim(ctx context.Context, o *simOptions, rules []sim.Rule) (*sim.Running, error) {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return nil, err
	}
	return sim.Serve(ctx, sim.Options{
		Listen: o.listen, Dir: dir, Alone: true,
		Config: sim.Config{Rules: rules, Speed: o.speed, BookPath: filepath.Join(dir, "sim.book")},
	})
}
