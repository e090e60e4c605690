package cli

import (
	"context"
	"fmt"
	"net"

	devsim "facetill/device/sim"

	"facetill/cmd/cli/codes"
)

// faceService stands where WxpayFaceService does: behind the stand-in library.
// nil is none.
type faceService struct {
	ln net.Listener
}

// openFaceService takes the address, so that a port in use is told before
// anything is served. It has no token, so it answers on loopback alone.
func (o *simOptions) openFaceService() (*faceService, error) {
	if !o.device {
		return nil, nil
	}
	host, _, err := net.SplitHostPort(o.deviceListen)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return nil, usage("--device-listen %q is no loopback address; write one like 127.0.0.1:%d", o.deviceListen, devsim.DefaultPort)
	}
	ln, err := net.Listen("tcp", o.deviceListen)
	if err != nil {
		return nil, failed(fmt.Errorf("--device-listen: %w", err)).as(codes.WhyServe)
	}
	return &faceService{ln: ln}, nil
}

// serve answers until ctx ends: one terminal, whose customers come speed times
// as fast.
func (f *faceService) serve(ctx context.Context, speed float64) {
	if f == nil {
		return
	}
	terminal := devsim.New(devsim.Realistic())
	if speed != 1 {
		terminal = terminal.WithClock(devsim.Speed(speed))
	}
	go func() { _ = devsim.Serve(ctx, f.ln, terminal) }()
}

func (f *faceService) close() {
	if f != nil {
		_ = f.ln.Close()
	}
}

func (f *faceService) addr() string {
	if f == nil {
		return ""
	}
	return f.ln.Addr().String()
}

// recipe says to a person how a library finds the service.
func (f *faceService) recipe() []string {
	if f == nil {
		return nil
	}
	_, port, _ := net.SplitHostPort(f.addr())
	return []string{
		"",
		"Face service of the stand-in library on " + f.addr() + ". Build device/standin/standin.c, and let your program load it with",
		"  " + devsim.PortVariable + "=" + port,
	}
}
