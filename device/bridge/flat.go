package bridge

import (
	"encoding/json"
	"maps"
	"strconv"

	"facetill/device/wire"
)

// flat brings the answers of companions into the SDK's form, one flat object
// with return_code. The SDK's own answers, and what is no answer at all, stay as
// they are. Known are the JavaScript wrapper's {"ret":{...},"err":{...}}, either
// part alone, and its ret by itself, which is known by status.
func flat(body []byte) []byte {
	outer, err := wire.ReadFields(body)
	if err != nil {
		return body
	}
	ret, bad := part(outer, "ret"), part(outer, "err")
	if code := outer["return_code"]; code != "" && (code != wire.Success || !contradicts(outer, bad)) {
		return body
	}
	if _, direct := outer["status"]; ret == nil && (direct || outer["return_code"] != "") {
		ret = outer
	}
	if ret == nil && bad == nil {
		return body
	}
	out := map[string]string{}
	maps.Copy(out, ret)
	for _, name := range []string{"status", "ret", "err"} {
		delete(out, name)
	}
	// A SUCCESS inside that its wrapper does not bear out is none.
	if code := out["return_code"]; code == "" || code == wire.Success && contradicts(ret, bad) {
		out["return_code"] = returnCode(ret, bad)
	}
	if out["return_msg"] == "" && bad["msg"] != "" {
		out["return_msg"] = bad["msg"]
	}
	if n := bad.Int("errorCode"); out["err_code"] == "" && n != 0 {
		out["err_code"] = strconv.FormatInt(n, 10)
	}
	flatBody, err := json.Marshal(out)
	if err != nil {
		return body
	}
	return flatBody
}

// part is an object inside an object, nil where there is none.
func part(outer wire.Fields, name string) wire.Fields {
	inner, err := wire.ReadFields([]byte(outer[name]))
	if err != nil {
		return nil
	}
	return inner
}

// contradicts reports whether status or errorCode tell of a failure.
func contradicts(ret, bad wire.Fields) bool {
	status, told := ret["status"]
	code := bad["errorCode"]
	return told && status != "true" && status != "1" || code != "" && code != "0" && code != wire.Success
}

// returnCode is what a wrapper means by status and errorCode. A number is the
// second level of a FAIL; a failure without any code is an ERROR, and whatever
// is not plainly a success is a failure.
func returnCode(ret, bad wire.Fields) string {
	success := ret["status"] == "true" || ret["status"] == "1"
	code := bad["errorCode"]
	noCode := code == "" || code == "0" || code == wire.Success
	switch {
	case success && noCode:
		return wire.Success
	case success || noCode:
		return wire.Error
	case bad.Int("errorCode") != 0:
		return wire.Fail
	}
	return code
}
