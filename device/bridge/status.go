package bridge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"facetill/device/wire"
	"facetill/flow/field"
)

const (
	headerRC        = "X-Face-Rc"        // of an error
	headerKind      = "X-Face-Kind"      // of an error
	headerSession   = "X-Face-Session"   // names a scan for those who may have to ask for its answer again
	headerSimulated = "X-Face-Simulated" // marks everything that comes from a simulated camera
)

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
	w.Header().Set(headerKind, string(ce.Kind))
	if ce.Kind == wire.KindReturned {
		w.Header().Set(headerRC, strconv.FormatInt(int64(ce.RC), 10))
	}
	text := ""
	if ce.Err != nil {
		text = ce.Err.Error()
	}
	http.Error(w, text, cmp.Or(statuses[ce.Kind], http.StatusBadGateway))
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

// kinds are what the statuses mean without X-Face-Kind.
var kinds = map[int]wire.Kind{
	http.StatusConflict:           wire.KindBusy,
	http.StatusServiceUnavailable: wire.KindNotRunning,
	http.StatusGatewayTimeout:     wire.KindTimeout,
	http.StatusBadGateway:         wire.KindCrashed,
}

func kindOf(status int) wire.Kind {
	if kind, known := kinds[status]; known || status < http.StatusInternalServerError {
		return cmp.Or(kind, wire.KindRefused)
	}
	return wire.KindBadAnswer
}
