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
	_, fails := meant(outer, bad)
	if code := outer["return_code"]; code != "" && (code != wire.Success || !fails) {
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
	if code, fails := meant(ret, bad); out["return_code"] == "" || out["return_code"] == wire.Success && fails {
		out["return_code"] = code
	}
	if out["return_msg"] == "" && bad["msg"] != "" {
		out["return_msg"] = bad["msg"]
	}
	if n := bad.Int("errorCode"); out["err_code"] == "" && n != 0 {
		out["err_code"] = strconv.FormatInt(n, 10)
	}
	flatBody, _ := json.Marshal(out) // texts always encode
	return flatBody
}

// part is an object inside an object, nil where there is none.
func part(outer wire.Fields, name string) wire.Fields {
	inner, _ := wire.ReadFields([]byte(outer[name]))
	return inner
}

// meant is what a wrapper means by status and errorCode, and whether either tells
// of a failure. A number is the second level of a FAIL; a failure without any code
// is an ERROR, and whatever is not plainly a success is a failure.
func meant(ret, bad wire.Fields) (returnCode string, fails bool) {
	status, told := ret["status"]
	code := bad["errorCode"]
	success, noCode := status == "true" || status == "1", code == "" || code == "0" || code == wire.Success
	switch fails = told && !success || !noCode; {
	case success && noCode:
		return wire.Success, fails
	case success || noCode:
		return wire.Error, fails
	case bad.Int("errorCode") != 0:
		return wire.Fail, fails
	}
	return code, fails
}
