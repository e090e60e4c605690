package bridge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"facetill/device/wire"
	"facetill/flow/field"
)

// Headers of an error answer.
const (
	headerRC   = "X-Face-Rc"
	headerKind = "X-Face-Kind"
)

// headerSession names a scan for those who may have to ask for its answer again.
const headerSession = "X-Face-Session"

// headerSimulated marks everything that comes from a simulated camera.
const headerSimulated = "X-Face-Simulated"

// maxErrorText bounds the line that an error answer carries, in characters.
const maxErrorText = 500

var statuses = map[wire.Kind]int{
	wire.KindReturned:   http.StatusBadGateway,
	wire.KindBadAnswer:  http.StatusBadGateway,
	wire.KindCrashed:    http.StatusBadGateway,
	wire.KindBusy:       http.StatusConflict,
	wire.KindNotRunning: http.StatusServiceUnavailable,
	wire.KindTimeout:    http.StatusGatewayTimeout,
	wire.KindRefused:    http.StatusForbidden,
}

// writeError puts an error on the wire. Texts of CallErrors are free of
// secrets by their contract; of any other error only its type is told.
func writeError(w http.ResponseWriter, err error) {
	ce, ok := errors.AsType[*wire.CallError](err)
	if !ok {
		kind, text := wire.KindCrashed, fmt.Sprintf("%T", err)
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			kind, text = wire.KindTimeout, "the call was given up"
		}
		ce = &wire.CallError{Kind: kind, Err: errors.New(text)}
	}
	status, ok := statuses[ce.Kind]
	if !ok {
		status = http.StatusBadGateway
	}
	w.Header().Set(headerKind, string(ce.Kind))
	if ce.Kind == wire.KindReturned {
		w.Header().Set(headerRC, strconv.FormatInt(int64(ce.RC), 10))
	}
	text := ""
	if ce.Err != nil {
		text = ce.Err.Error()
	}
	http.Error(w, text, status)
}

// readError turns an error answer back into a CallError. Other servers may
// know the statuses and X-Face-Rc only.
func readError(cmd wire.Command, resp *http.Response, text string) error {
	ce := &wire.CallError{Cmd: cmd, Kind: wire.Kind(resp.Header.Get(headerKind))}
	if _, known := statuses[ce.Kind]; !known {
		ce.Kind = kindOf(resp.StatusCode)
	}
	if rc := resp.Header.Get(headerRC); rc != "" {
		n, err := strconv.ParseInt(rc, 10, 32)
		if err != nil {
			return &wire.CallError{Cmd: cmd, Kind: wire.KindBadAnswer, Err: fmt.Errorf("%s is not a number", headerRC)}
		}
		ce.Kind, ce.RC = wire.KindReturned, int32(n)
	}
	switch {
	case ce.Kind == wire.KindRefused || ce.Kind == wire.KindBadAnswer && resp.Header.Get(headerKind) == "":
		ce.Err = fmt.Errorf("HTTP %d %s", resp.StatusCode, text)
	case text != "":
		ce.Err = errors.New(text)
	}
	return ce
}

// errorText is what a bridge says of its error, as it may be shown and logged.
// What a foreign one says is masked: it may echo what it was asked. A child of
// ours does not, and names paths, which the mask would take for credentials.
func errorText(body []byte, foreign bool) string {
	line := field.Plain(string(body))
	if foreign {
		line = wire.Mask(line)
	}
	return strings.TrimSpace(field.Cut(line, maxErrorText))
}

func kindOf(status int) wire.Kind {
	switch status {
	case http.StatusConflict:
		return wire.KindBusy
	case http.StatusServiceUnavailable:
		return wire.KindNotRunning
	case http.StatusGatewayTimeout:
		return wire.KindTimeout
	case http.StatusBadGateway:
		return wire.KindCrashed
	}
	if status >= http.StatusInternalServerError {
		return wire.KindBadAnswer
	}
	return wire.KindRefused
}
