package wiring

import (
	"context"
	"net"
	"path/filepath"
	"strconv"

	devsim "facetill/device/sim"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/sim/host"
)

// DevicePortVariable names the port of the face service to the library of
// device/standin.
const DevicePortVariable = devsim.PortVariable

// DeviceAddress is where it looks without the variable.
var DeviceAddress = net.JoinHostPort("127.0.0.1", strconv.Itoa(devsim.DefaultPort))

// Scenarios is the table of what the simulator can play, for people.
func Scenarios() string { return sim.Table() }

// Simulation is what the simulators are to serve, as a product of their own.
type Simulation struct {
	Listen, Dir, Scenario string
	DeviceListen          string // of the face service behind the stand-in library; "" serves none
	Speed                 float64
}

// Simulators are being served.
type Simulators struct {
	*host.Running
	DeviceAddr string // where the face service listens, "" where there is none

	face net.Listener // nil: none
}

// Serve serves until ctx ends; this process does nothing else, and the book lies
// beside the certificates. Errors are of type *Problem.
func (o Simulation) Serve(ctx context.Context) (*Simulators, error) {
	var script sim.Script
	if o.Scenario != "" {
		var err error
		if script, err = sim.LoadScenarios(o.Scenario); err != nil {
			return nil, BadFlag.of("--scenario: %s", err)
		}
	}
	s := &Simulators{}
	if err := s.listen(o.DeviceListen); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(o.Dir)
	if err == nil {
		s.Running, err = host.Serve(ctx, host.Options{
			Listen: o.Listen, Dir: dir, Alone: true,
			Config: sim.Config{Rules: script.Rules, Bills: script.Bills, Speed: o.Speed, BookPath: filepath.Join(dir, "sim.book")},
		})
	}
	if err != nil {
		s.Close()
		return nil, CannotServe.of("%s", err)
	}
	if s.face != nil { // one terminal, whose customers come so many times as fast
		terminal := devsim.New(devsim.Realistic())
		if o.Speed != 1 {
			terminal = terminal.WithClock(devsim.Speed(o.Speed))
		}
		go func() { _ = devsim.Serve(ctx, s.face, terminal) }()
	}
	return s, nil
}

// listen takes the face service's address, so that a port in use is told before
// anything is served. It has no token, so it is served on loopback alone.
func (s *Simulators) listen(address string) (err error) {
	if address == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return BadFlag.of("--device-listen %q is no loopback address; write one like %s", address, DeviceAddress)
	}
	if s.face, err = net.Listen("tcp", address); err != nil {
		return CannotServe.of("--device-listen: %s", err)
	}
	s.DeviceAddr = s.face.Addr().String()
	return nil
}

// Close lets go of the face service.
func (s *Simulators) Close() {
	if s.face != nil {
		_ = s.face.Close()
	}
}

// Files are the certificates that a client needs.
func (s *Simulators) Files() (ca, cert, key, p12 string) {
	c := s.Certificates
	return c.Path(certificates.CAFile), c.Path(certificates.ClientCertFile), c.Path(certificates.ClientKeyFile), c.Path(certificates.ClientP12File)
}

// DeviceRecipe tells a person how a library finds the face service.
func (s *Simulators) DeviceRecipe() []string {
	if s.face == nil {
		return nil
	}
	_, port, _ := net.SplitHostPort(s.DeviceAddr)
	return []string{
		"",
		"Face service of the stand-in library on " + s.DeviceAddr + ". Build device/standin/standin.c, and let your program load it with",
		"  " + DevicePortVariable + "=" + port,
	}
}
