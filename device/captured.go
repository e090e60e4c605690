package device

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/field"
)

// Codes of a failed capture that are ours. Others are the terminal's own
// return_code, with its err_code behind a blank.
const (
	CodeGone    = "DEVICE_GONE"    // no answer: the call returned non-zero, or nothing runs there
	CodeCrashed = "DEVICE_CRASHED" // the library ended its process
	CodeTimeout = "DEVICE_TIMEOUT" // no answer in time
	CodeBusy    = "DEVICE_BUSY"    // another command is running
	CodeAnswer  = "DEVICE_ANSWER"  // an answer that is none, or a SUCCESS without a usable code
	CodeRequest = "DEVICE_REQUEST" // this SDK cannot be asked for it
	CodeAccess  = "DEVICE_ACCESS"  // the bridge refused us
	CodeAuth    = "AUTHINFO"       // WeChat gave no authinfo
	CodeStopped = "STOPPED"        // a stop was asked for
)

var codes = map[wire.Kind]string{
	wire.KindReturned:   CodeGone,
	wire.KindNotRunning: CodeGone,
	wire.KindCrashed:    CodeCrashed,
	wire.KindTimeout:    CodeTimeout,
	wire.KindBusy:       CodeBusy,
	wire.KindBadAnswer:  CodeAnswer,
	wire.KindRefused:    CodeAccess,
}

// kinds is what a return_code of getWxpayfaceCode means to a sale. What is not
// here has failed (ERROR, FACEPAY_NOT_AUTH, IGNORE and the rest): it is never a code.
var kinds = map[string]flow.CaptureKind{
	wire.Success:         flow.CaptureCode,
	wire.UserCancel:      flow.CaptureCancelled,
	wire.UserQueryCancel: flow.CaptureCancelled,
	wire.ScanPayment:     flow.CaptureScan,
}

// captured judges how a capture ended. One that was stopped never brings a code,
// whatever the terminal answered (money rule 6.4).
func captured(ctx context.Context, faceCodeType string, f face, err error) flow.Captured {
	if f.stopped {
		return flow.Captured{Kind: flow.CaptureCancelled, Code: CodeStopped, Message: said(err)}
	}
	if err != nil {
		return notCaptured(ctx, err)
	}
	a := f.answer
	kind := cmp.Or(kinds[a.ReturnCode], flow.CaptureFailed)
	if kind != flow.CaptureCode {
		return flow.Captured{Kind: kind, Code: reason(a.ReturnCode, a.ErrCode), Message: clean(a.ReturnMsg)}
	}
	if err := wire.CheckFaceCode(faceCodeType, a.FaceCode); err != nil {
		return notCaptured(ctx, err)
	}
	return flow.Captured{Kind: kind, FaceCode: a.FaceCode, OpenID: a.OpenID, FaceSID: a.FaceSID,
		Face: flow.FaceTold{UnderageState: flow.AgeOf(a.UnderageState), TelephoneUsed: a.TelephoneUsed}}
}

// notCaptured is the end of a capture that an error prevented. When ctx has
// ended, that is the stop that was asked for.
func notCaptured(ctx context.Context, err error) flow.Captured {
	if ctx.Err() != nil {
		return flow.Captured{Kind: flow.CaptureCancelled, Code: CodeStopped, Message: said(err)}
	}
	return flow.Captured{Kind: flow.CaptureFailed, Code: Code(err), Message: said(err)}
}

// Code is the word for an error of this package that Captured.Code would have.
func Code(err error) string {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.code
	}
	if _, ok := errors.AsType[*authInfoError](err); ok {
		return CodeAuth
	}
	if code, ok := codes[wire.KindOf(err)]; ok {
		return code
	}
	if f, ok := errors.AsType[*field.Error](err); ok && (f.Field == "face_code" || f.Field == "rawdata") {
		return CodeAnswer
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return CodeTimeout
	}
	return CodeRequest
}

// said is an error as a message: it holds no credential (wire.CallError).
func said(err error) string {
	if err == nil {
		return ""
	}
	return field.Plain(err.Error())
}

// clean is a return_msg as it may be shown and logged: masked by its look,
// because a library may say there what it was given.
func clean(msg string) string { return wire.Mask(field.Cut(field.Plain(msg), 128)) }

// reason joins a return_code and its second level.
func reason(returnCode string, errCode int64) string {
	code := field.Code(returnCode)
	if errCode != 0 {
		code += fmt.Sprintf(" %d", errCode)
	}
	return code
}
