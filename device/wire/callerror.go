package wire

import (
	"context"
	"errors"
	"fmt"
)

// Caller is the one seam between facetill and a face terminal: the SDK's JSON
// in, the SDK's JSON out. A call may block for as long as a customer stands
// before the camera. An error is a *CallError or the context's; it always
// means that there is no answer to read, never that something was refused.
type Caller interface {
	Call(ctx context.Context, req []byte) (resp []byte, err error)
}

// Kind is why a call had no answer.
type Kind string

const (
	// KindReturned: wxpayCallFaceService returned non-zero; RC holds it. The
	// values are not documented.
	KindReturned Kind = "returned"
	// KindBusy: another command is running and this one may not run beside it.
	KindBusy Kind = "busy"
	// KindNotRunning: the library could not be loaded or its host is not there.
	KindNotRunning Kind = "not_running"
	// KindCrashed: the process that held the library died during the call.
	KindCrashed Kind = "crashed"
	// KindTimeout: no answer in time; the process was ended where there is one.
	KindTimeout Kind = "timeout"
	// KindRefused: the bridge did not accept this caller (token, host, form).
	KindRefused Kind = "refused"
	// KindBadAnswer: an answer came and was not usable: empty, too long.
	KindBadAnswer Kind = "bad_answer"
)

// CallError is why a call had no answer. It never holds request or answer.
type CallError struct {
	Kind Kind
	RC   int32   // for KindReturned
	Cmd  Command // "" when not known
	Err  error   // the cause; may be nil
}

// failures are what the kinds say to people.
var failures = map[Kind]string{
	KindReturned:   "the face library returned %d instead of an answer; is WxpayFaceService running",
	KindBusy:       "the face device is busy with another command; stop it or wait for its end",
	KindNotRunning: "the face library is not running",
	KindCrashed:    "the face library crashed; it is started anew with the next command",
	KindTimeout:    "the face library did not answer in time",
	KindRefused:    "the device bridge refused the call; check its token and address",
	KindBadAnswer:  "the face library gave an unusable answer",
}

func (e *CallError) Error() string {
	text, known := failures[e.Kind]
	switch {
	case e.Kind == KindReturned:
		text = fmt.Sprintf(text, e.RC)
	case !known:
		text = fmt.Sprintf("call failed (%s)", string(e.Kind))
	}
	if e.Cmd != "" {
		text = string(e.Cmd) + ": " + text
	}
	if e.Err != nil {
		text += fmt.Sprintf(": %v", e.Err)
	}
	return text
}

func (e *CallError) Unwrap() error { return e.Err }

// KindOf returns the kind of a *CallError in err's chain, or "".
func KindOf(err error) Kind {
	if ce, ok := errors.AsType[*CallError](err); ok {
		return ce.Kind
	}
	return ""
}
