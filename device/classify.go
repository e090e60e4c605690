package device

import (
	"fmt"

	"facetill/device/wire"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// ending is what a capture means to a sale.
type ending int

const (
	endFailed    ending = iota // nothing was given; the code says why
	endCode                    // a face code
	endCancelled               // the customer, or a stop, ended it
	endScan                    // the customer wants to pay by code
)

// classify gives the meaning of a return_code of getWxpayfaceCode. What is not
// in the table has failed: it is never a code.
func classify(returnCode string) ending {
	switch returnCode {
	case wire.Success:
		return endCode
	case wire.UserCancel, wire.UserQueryCancel:
		return endCancelled
	case wire.ScanPayment:
		return endScan
	default: // ERROR, FACEPAY_NOT_AUTH, IGNORE, PARAM_ERROR, SYSTEMERROR, FAIL, unknown ones
		return endFailed
	}
}

// result is one capture in the words of a sale.
type result struct {
	end    ending
	code   secret.Secret // with endCode alone
	openID secret.Secret
	reason string // return_code, with its err_code; "" with endCode
	msg    string // for people, masked
}

// result judges how a capture ended. A capture that was stopped never gives a
// code, whatever the terminal answered (money rule 6.4). The error is for what
// is no end of a capture: no answer, or a SUCCESS without a usable code.
func (d *Device) result(o order, f face, err error) (result, error) {
	if f.stopped {
		return result{end: endCancelled, reason: CodeStopped, msg: said(err)}, nil
	}
	if err != nil {
		return result{}, err
	}
	a := f.answer
	r := result{end: classify(a.ReturnCode), reason: reason(a.ReturnCode, a.ErrCode), msg: clean(a.ReturnMsg)}
	if r.end != endCode {
		return r, nil
	}
	if err := wire.CheckFaceCode(o.faceCodeType, a.FaceCode); err != nil {
		return result{}, err
	}
	return result{end: endCode, code: a.FaceCode, openID: a.OpenID}, nil
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
