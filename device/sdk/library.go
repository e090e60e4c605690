package sdk

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"unsafe"

	"facetill/device/bridge"
	"facetill/device/wire"
)

// The library's two functions, cdecl and undecorated:
//
//	int  wxpayCallFaceService(const char *reqBuf, unsigned int reqSize, char **pRespBuf, unsigned int *pRespSize);
//	void wxpayReleaseResponse(char **pRespBuf);
const (
	symbolCall    = "wxpayCallFaceService"
	symbolRelease = "wxpayReleaseResponse"
)

// functions finds the two by their names.
func functions(of string, find func(name string) (uintptr, error)) (call, release uintptr, err error) {
	name := symbolCall
	if call, err = find(name); err == nil {
		name = symbolRelease
		release, err = find(name)
	}
	if err != nil {
		err = fmt.Errorf("it has no %s; is this %s: %w", name, of, err)
	}
	return call, release, err
}

// Library is the face SDK loaded into this process. It implements
// wire.Caller and stays loaded until the process ends.
type Library struct {
	call, release uintptr
	slot          bridge.Slot
}

// out receives the library's answer. It comes from a pool, hence from the
// heap, so that its address stays the same while C writes to it. p is C
// memory and is set only between the call and the release.
type out struct {
	p *byte
	n uint32
}

var outs = sync.Pool{New: func() any { return new(out) }}

// Open loads the library. The path must be absolute, so that nobody can plant
// a library in the working directory.
func Open(path string) (*Library, error) {
	if _, err := Check(path, ""); err != nil {
		return nil, err
	}
	call, release, err := load(path)
	if err != nil {
		return nil, fmt.Errorf("device library %s: %w", path, err)
	}
	return &Library{call: call, release: release}, nil
}

func checkPath(path string) error {
	if !filepath.IsAbs(path) {
		return fmt.Errorf("device library %q is not an absolute path; give the whole path, for example that of WxpayFaceSDK.dll", path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("device library: %w; install the face SDK or correct device.library", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("device library %s is not a file", path)
	}
	return nil
}

// Call passes one request to the library and waits for its answer. A running
// call cannot be cut short: when ctx ends first, Call returns and the command
// goes on in the library, on a thread of its own, and keeps others out.
func (l *Library) Call(ctx context.Context, req []byte) ([]byte, error) {
	cmd, err := wire.CommandOf(req)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, &wire.CallError{Kind: wire.KindTimeout, Cmd: cmd, Err: context.Cause(ctx)}
	}
	leave, ok := l.slot.Enter(cmd)
	if !ok {
		return nil, &wire.CallError{Kind: wire.KindBusy, Cmd: cmd}
	}
	var resp []byte
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer leave()
		resp, err = l.roundTrip(cmd, req)
	}()
	select {
	case <-done:
		return resp, err
	case <-ctx.Done():
		return nil, &wire.CallError{Kind: wire.KindTimeout, Cmd: cmd, Err: context.Cause(ctx)}
	}
}

// roundTrip is call, copy, release on one thread, in case the library keeps
// its answer in thread-local storage.
func (l *Library) roundTrip(cmd wire.Command, req []byte) ([]byte, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	// The size excludes a NUL, as in the vendor's samples. One zero byte
	// behind the request costs nothing should a library look for it.
	buf := append(bytes.Clone(req), 0)
	o := outs.Get().(*out)
	defer func() {
		*o = out{}
		outs.Put(o)
	}()
	rc := l.invoke(buf, uint32(len(req)), o)
	if rc != 0 { // nothing was produced: the buffer is neither read nor released
		return nil, &wire.CallError{Kind: wire.KindReturned, RC: rc, Cmd: cmd}
	}
	if o.p == nil {
		return nil, &wire.CallError{Kind: wire.KindBadAnswer, Cmd: cmd, Err: fmt.Errorf("it returned 0 without an answer")}
	}
	n := o.n
	var resp []byte
	if n <= wire.MaxAnswer {
		// The length counts: the library promises no NUL at the end.
		resp = bytes.Clone(unsafe.Slice(o.p, n))
	}
	l.free(o)
	if n > wire.MaxAnswer {
		return nil, &wire.CallError{Kind: wire.KindBadAnswer, Cmd: cmd, Err: fmt.Errorf("it has %d bytes, more than %d", n, wire.MaxAnswer)}
	}
	return resp, nil
}
