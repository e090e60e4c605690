package sim

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"facetill/device/wire"
)

// DefaultPort is where the stand-in library looks for its service on the
// loopback address, unless the environment variable PortVariable says else.
const (
	DefaultPort  = 17890
	PortVariable = "WXFACE_FAKE_PORT"
)

// rcFailed is what the stand-in library returns when a call failed for another
// reason than a value that the caller gave.
const rcFailed = -9

// Return values by which a service asks the stand-in library to fail as the
// vendor's might. After AskPrint the library asks for the answer once more.
const (
	AskSegv int32 = -101 - iota
	AskAbort
	AskExit
	AskHang
	AskPrint
)

// Serve is the face service behind the stand-in C library, as WxpayFaceService
// is behind the real one. One connection carries one call:
//
//	request  u32le length, that many bytes of JSON
//	reply    i32le return value, u32le length, that many bytes of JSON
//
// It serves until ctx ends, closes ln, and waits for nobody: a connection
// whose call is still running is closed, and then the library returns non-zero.
func Serve(ctx context.Context, ln net.Listener, caller wire.Caller) error {
	var conns sync.Map
	stop := context.AfterFunc(ctx, func() {
		_ = ln.Close()
		conns.Range(func(conn, _ any) bool { _ = conn.(net.Conn).Close(); return true })
	})
	defer stop()
	for {
		conn, err := ln.Accept()
		if ctx.Err() != nil {
			if err == nil {
				_ = conn.Close()
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("stand-in face service: %w", err)
		}
		conns.Store(conn, nil)
		go func() {
			defer conns.Delete(conn)
			defer conn.Close()
			serveOne(ctx, conn, caller)
		}()
	}
}

// requestLimit is how long a library may take to say what it wants.
const requestLimit = 10 * time.Second

// serveOne answers one call. What goes wrong with the connection is the
// library's to report: it returns non-zero.
func serveOne(ctx context.Context, conn net.Conn, caller wire.Caller) {
	_ = conn.SetReadDeadline(time.Now().Add(requestLimit))
	var head [4]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return
	}
	size := binary.LittleEndian.Uint32(head[:])
	if size > wire.MaxRequest {
		return
	}
	req := make([]byte, size)
	if _, err := io.ReadFull(conn, req); err != nil {
		return
	}
	_ = conn.SetReadDeadline(time.Time{})
	rc := int32(0)
	resp, err := caller.Call(ctx, req)
	if err != nil {
		rc, resp = rcFailed, nil
		if ce, ok := errors.AsType[*wire.CallError](err); ok && ce.Kind == wire.KindReturned {
			rc = ce.RC
		}
	}
	out := binary.LittleEndian.AppendUint32(nil, uint32(rc))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(resp)))
	_, _ = conn.Write(append(out, resp...))
}
