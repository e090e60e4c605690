package wxcall

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"facetill/flow/field"
	"facetill/wx/wire"
)

// arguments refuses what may not stand among the arguments.
func (c *Call) arguments() error {
	for _, name := range hidden {
		if v := c.given[name]; v != "" && v != "-" {
			return c.refuse("--"+flagOf(name), "takes - alone: arguments can be read by every user of the machine", "pipe the answer of the step before, or put it in --json")
		}
	}
	return nil
}

// combine refuses what no table of fields does: values that fit for themselves and not
// together, or that belong to another call.
func (c *Call) combine() error {
	for _, check := range []func() error{c.first, c.code, c.times, c.fees, c.documents} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// first names what comes before, where it is missing altogether.
func (c *Call) first() error {
	group := map[string]bool{} // which are served
	for _, r := range c.own() {
		group[r.Group] = group[r.Group] || c.given[r.Name] != ""
	}
	for _, r := range c.own() {
		step := comesFirst[r.Name]
		if c.pays() && r.Name == "out_trade_no" {
			step = comesFirst["face_code"] + ", which prints the number that goes with a face"
		}
		if c.Name == "refund" && r.Name == "out_refund_no" {
			step = "" // it is this call's own, and nothing comes before
		}
		if step == "" || c.given[r.Name] != "" || !r.Required && (r.Group == "" || group[r.Group]) {
			continue
		}
		name := r.Name
		if r.Group != "" {
			var all []string
			for _, other := range c.own() {
				if other.Group == r.Group {
					all = append(all, other.Name)
				}
			}
			name = strings.Join(all, " or ")
		}
		return c.refuse(name, "is missing", "set it; first "+step)
	}
	return nil
}

// code refuses a code of the other family: the call that it belongs to is another one.
func (c *Call) code() error {
	code, face := c.given["auth_code"], c.given["face_code"]
	switch {
	case strings.Contains(code, "-"):
		return c.refuse("auth_code", "is a face code with hyphens, of face_code_type 0", "facetill wx facepay --face-code -")
	case field.IsPaymentCode(face):
		return c.refuse("face_code", "is a code of 18 digits, of face_code_type 1", "facetill wx micropay --auth-code -")
	case code == "":
		return nil
	}
	if err := field.CheckPaymentCode(code); err != nil {
		e := *err.(*field.Error) // the only kind
		return c.refuse("auth_code", e.Problem, e.Try)
	}
	return nil
}

// times refuses an order that would end before it began, or too soon for WeChat.
func (c *Call) times() error {
	const layout = "20060102150405"
	from, err1 := time.Parse(layout, c.given["time_start"])
	to, err2 := time.Parse(layout, c.given["time_expire"])
	if err1 == nil && err2 == nil && to.Before(from.Add(time.Minute)) {
		return c.refuse("time_expire", "is less than a minute after time_start", "give the customer a minute at least")
	}
	return nil
}

// fees refuses to give back more than there was.
func (c *Call) fees() error {
	total, err1 := strconv.ParseInt(c.given["total_fee"], 10, 64)
	back, err2 := strconv.ParseInt(c.given["refund_fee"], 10, 64)
	if err1 == nil && err2 == nil && back > total {
		return c.refuse("refund_fee", "is more than total_fee", "total_fee is the whole order's, refund_fee what goes back of it")
	}
	return nil
}

// documents refuses JSON that the documents give a shape, and that has another one.
func (c *Call) documents() error {
	for _, r := range c.own() {
		if r.Class != wire.JSON {
			continue
		}
		if at, problem, try := field.OddJSON([]byte(c.given[r.Name])); problem != "" {
			return c.refuse(r.Name+at, problem, try)
		}
	}
	var scene struct {
		StoreInfo struct {
			ID string `json:"id"`
		} `json:"store_info"`
	}
	if v := c.given["scene_info"]; v != "" && json.Valid([]byte(v)) && (json.Unmarshal([]byte(v), &scene) != nil || scene.StoreInfo.ID == "") {
		return c.refuse("scene_info", "has no store_info with an id", meanings["scene_info"])
	}
	if v := c.given["detail"]; v != "" && json.Valid([]byte(v)) && v[0] != '{' {
		return c.refuse("detail", "is no JSON object", `write {"goods_detail":[...]}`)
	}
	var trades []struct {
		State string `json:"state"`
	}
	v := c.given["trades"]
	if v == "" || !json.Valid([]byte(v)) {
		return nil
	}
	if json.Unmarshal([]byte(v), &trades) != nil {
		return c.refuse("trades", "is no list of trades", meanings["trades"])
	}
	for _, t := range trades {
		if !slices.Contains(tradeEnds, t.State) {
			return c.refuse("trades", "has a trade with another state", "use "+strings.Join(tradeEnds, " or "))
		}
	}
	return nil
}

// tradeEnds are the states of a report; CANCLE is WeChat's spelling.
var tradeEnds = []string{"OK", "FAIL", "CANCLE"}

// uses is the API of the order's family.
func (c *Call) uses() *wire.API {
	if c.facepay {
		return c.face
	}
	return c.api
}
