package sim

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"facetill/device/wire"
)

// serve starts the service and returns a function that calls it as the
// stand-in library does.
func serve(t *testing.T, caller wire.Caller) func(req []byte) (int32, []byte, error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- Serve(ctx, ln, caller) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return func(req []byte) (int32, []byte, error) {
		conn, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			return 0, nil, err
		}
		defer conn.Close()
		if _, err := conn.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(req))), req...)); err != nil {
			return 0, nil, err
		}
		var head [8]byte
		if _, err := io.ReadFull(conn, head[:]); err != nil {
			return 0, nil, err
		}
		resp := make([]byte, binary.LittleEndian.Uint32(head[4:]))
		_, err = io.ReadFull(conn, resp)
		return int32(binary.LittleEndian.Uint32(head[:])), resp, err
	}
}

func TestServeSpeaksTheStandInsWire(t *testing.T) {
	term := New(Options{})
	call := serve(t, term)
	rc, resp, err := call(encode(t, wire.Init{}))
	if a, bad := wire.ReadAnswer(wire.CmdInit, resp); err != nil || rc != 0 || bad != nil || a.ReturnCode != wire.Success {
		t.Fatalf("got rc %d, %v, %v, %v", rc, a, err, bad)
	}
	term.Shutdown()
	if rc, resp, err := call(encode(t, wire.Init{})); err != nil || rc != -2 || len(resp) != 0 {
		t.Errorf("service down: got rc %d, %d bytes, %v; want -2 and none", rc, len(resp), err)
	}
}

func TestServeStopsBesideACapture(t *testing.T) {
	term := ready(t, Options{})
	call := serve(t, term)
	got := make(chan []byte)
	go func() {
		_, resp, _ := call(encode(t, code(90003, "20000001")))
		got <- resp
	}()
	for stopped := false; !stopped; { // the capture may not have arrived yet
		_, resp, err := call(encode(t, stop))
		a, bad := wire.ReadAnswer(wire.CmdStop, resp)
		if err != nil || bad != nil {
			t.Fatal(err, bad)
		}
		stopped = a.ReturnCode == wire.Success
	}
	if a, err := wire.ReadAnswer(wire.CmdCode, <-got); err != nil || a.ReturnCode != wire.UserCancel {
		t.Errorf("the stopped capture gave %v, %v", a, err)
	}
}

func TestServeDropsWhatIsTooLong(t *testing.T) {
	call := serve(t, New(Options{}))
	if _, _, err := call(make([]byte, wire.MaxRequest+1)); err == nil {
		t.Error("a request over the limit was answered")
	}
}

// A connection that says nothing, or half of what it wants, has an end.
func TestServeWaitsForNoRequestForEver(t *testing.T) {
	for _, text := range []string{"", "\x05\x00", "\x05\x00\x00\x00{"} {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				serveOne(t.Context(), far, New(Options{}))
			}()
			go func() { _, _ = near.Write([]byte(text)) }()
			start := time.Now()
			select {
			case <-ended:
			case <-time.After(time.Hour):
			}
			if took := time.Since(start); took > requestLimit {
				t.Errorf("%q was waited for %s", text, took)
			}
			_ = near.Close()
			_ = far.Close()
		})
	}
}
