package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"strings"
)

// What ends an exchange, beside the errors of the network.
var (
	ErrTimeout  = errors.New("no whole answer in time")
	ErrTooLarge = errors.New("answer is longer than allowed")
	errNotHTTP  = errors.New("answer is not http")
	errUnasked  = errors.New("server spoke without being asked")
	errClosed   = errors.New("connection was given up")
	errNoLength = errors.New("answer has no length, so that nobody could tell whether it is whole")
)

// UnsentError is a failure before one byte of the request was handed to the
// kernel. Code is DNS, CONNECT, PROXY or TLS, or why nothing was tried.
type UnsentError struct {
	Code string
	Err  error
}

func (e *UnsentError) Error() string { return e.Code + ": " + e.Err.Error() }
func (e *UnsentError) Unwrap() error { return e.Err }

// Unreachable reports whether the code of an [UnsentError] speaks against the
// host: another one may be asked.
func Unreachable(code string) bool {
	return code == "DNS" || code == "CONNECT" || code == "PROXY" || code == "TLS"
}

// LostError is a request without a whole answer. Unheard tells that the
// connection was new, of TLS 1.3, and that the server said nothing at all on it:
// there the client's handshake ends before the server looks at the certificate,
// so this is how a refusal of it looks.
type LostError struct {
	Err     error
	Unheard bool
}

func (e *LostError) Error() string { return e.Err.Error() }
func (e *LostError) Unwrap() error { return e.Err }

// CertRefused reports whether an error is how servers refuse a client certificate:
// an alert, or a connection closed without a word. A server certificate that we
// refuse ourselves is neither.
func CertRefused(err error) bool {
	var alert tls.AlertError
	var op interface{ Timeout() bool }
	switch {
	case errors.As(err, &alert), errors.Is(err, io.EOF):
		return true
	case errors.Is(err, context.Canceled), errors.Is(err, ErrTimeout), errors.Is(err, ErrTooLarge):
		return false
	case strings.Contains(err.Error(), "remote error: tls:"):
		return true
	}
	return errors.As(err, &op) && !op.Timeout() && strings.Contains(err.Error(), "reset")
}

// Code names the failure: TIMEOUT, GIVEN_UP, TOO_LARGE and the like.
func (e *LostError) Code() string {
	err := e.Err
	var op interface{ Timeout() bool }
	var alert tls.AlertError
	switch {
	case errors.Is(err, ErrTimeout):
		return "TIMEOUT"
	case errors.Is(err, context.Canceled):
		return "GIVEN_UP"
	case errors.Is(err, ErrTooLarge):
		return "TOO_LARGE"
	case errors.Is(err, errNotHTTP):
		return "NOT_HTTP"
	case errors.Is(err, errNoLength):
		return "NO_LENGTH"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "CUT_SHORT"
	case errors.Is(err, io.EOF):
		return "CLOSED"
	case errors.As(err, &alert), strings.Contains(err.Error(), "remote error: tls:"):
		return "TLS_ALERT"
	case errors.As(err, &op) && op.Timeout():
		return "TIMEOUT"
	}
	return "BROKEN"
}
