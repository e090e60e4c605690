package device

import (
	"context"
	"errors"

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

var kinds = map[ending]flow.CaptureKind{
	endFailed:    flow.CaptureFailed,
	endCode:      flow.CaptureCode,
	endCancelled: flow.CaptureCancelled,
	endScan:      flow.CaptureScan,
}

// captured says a capture's end in the flow's words. When ctx has ended, an
// error on the way to the camera is the stop that was asked for.
func captured(ctx context.Context, r result, err error) flow.Captured {
	if err != nil && ctx.Err() != nil {
		return flow.Captured{Kind: flow.CaptureCancelled, Code: CodeStopped, Message: said(err)}
	}
	if err != nil {
		return flow.Captured{Kind: flow.CaptureFailed, Code: codeOf(err), Message: said(err)}
	}
	return flow.Captured{Kind: kinds[r.end], Code: r.reason, Message: r.msg,
		FaceCode: r.code, OpenID: r.openID}
}

// Code is the word for an error of this package that Captured.Code would have.
func Code(err error) string { return codeOf(err) }

// codeOf gives the code of an error that ended a capture.
func codeOf(err error) string {
	if a, ok := errors.AsType[*AnswerError](err); ok {
		return reason(a.ReturnCode, a.ErrCode)
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
