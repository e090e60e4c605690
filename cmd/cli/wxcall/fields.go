package wxcall

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"facetill/flow/field"
	"facetill/wx/wire"
)

// made are the fields of every request that nobody gives by hand, and where they come
// from.
var made = map[string]string{
	"appid": "[merchant] app_id", "mch_id": "[merchant] mch_id", "sub_appid": "[merchant] sub_app_id", "sub_mch_id": "[merchant] sub_mch_id",
	"sign_type": "[merchant] sign_type", "nonce_str": "chance", "sign": "the API key",
}

// own are the fields that a caller may give.
func (c *Command) own() []wire.Rule {
	return slices.DeleteFunc(slices.Clone(c.api.Request), func(r wire.Rule) bool { return made[r.Name] != "" })
}

// about is the help of a field's flag.
func (c *Command) about(r wire.Rule) string {
	var parts []string
	if r.Required {
		parts = append(parts, "needed")
	}
	if r.Group != "" {
		parts = append(parts, "one of these is needed")
	}
	parts = append(parts, classes[r.Class])
	if r.Class == wire.OneOf {
		parts[len(parts)-1] = "`word`: " + strings.Join(r.Values, " or ")
	}
	if r.Max > 0 && r.Class != wire.Fen && r.Class != wire.OneOf && r.Class != wire.Time && r.Class != wire.Day {
		parts[len(parts)-1] += fmt.Sprintf(" of %d bytes at most", r.Max)
	}
	switch words := meanings[r.Name]; {
	case r.Name == "out_trade_no" && c.pays():
		parts = append(parts, "comes with a face code")
	case words != "":
		parts = append(parts, words)
	}
	return strings.Join(parts, "; ")
}

var classes = map[wire.Class]string{
	wire.Text: "`text`", wire.Token: "`text` without blanks", wire.JSON: "a `JSON` document", wire.OrderNo: "a `number`",
	wire.Fen: "`fen`", wire.Digits: "`digits`", wire.Time: "`yyyyMMddHHmmss`", wire.Day: "`yyyyMMdd`", wire.IP: "`address`",
}

// meanings are words for fields whose name does not say enough, and where a value may
// come from beside the flag.
var meanings = map[string]string{
	"auth_code":        "- reads it, or the answer of device code or scanner start, from stdin",
	"face_code":        "- alone: the answer of device code on stdin, with its openid",
	"rawdata":          "- alone: the answer of device rawdata on stdin",
	"out_trade_no":     "- reads it, or the answer of wx micropay, from stdin",
	"transaction_id":   "wins over out_trade_no; - reads it from stdin as well",
	"out_refund_no":    "- reads it, or the answer of wx refund, from stdin",
	"refund_id":        "- reads it as well",
	"body":             "default wechat.body",
	"spbill_create_ip": "default this machine's",
	"user_ip":          "default this machine's",
	"store_id":         "default store.id",
	"store_name":       "default store.name",
	"device_id":        "default terminal.device_id",
	"now":              "default now",
	"fee_type":         "default CNY where it is needed",
	"interface_url":    "default micropay's",
	"trades":           "a list of {out_trade_no, begin_time, end_time, state, err_msg}",
	"offset":           "how many refunds to leave out",
	"scene_info":       "{\"store_info\":{\"id\":\"...\"}}",
}

// hidden are the fields that no argument may have: every user of the machine reads
// arguments.
var hidden = []string{"face_code", "rawdata"}

// collect takes the flags that were given.
func (c *Call) collect(f *pflag.FlagSet) {
	for _, r := range c.own() {
		if flag := f.Lookup(flagOf(r.Name)); flag.Changed {
			c.given[r.Name] = flag.Value.String()
		}
	}
}

// fields are the request's own in the sequence of the table.
func (c *Call) fields() (own []wire.Field) {
	for _, r := range c.own() {
		if v := c.given[r.Name]; v != "" {
			own = append(own, wire.Field{Name: r.Name, Value: v})
		}
	}
	return own
}

// usual fills in what a request must have and the configuration has.
func (c *Call) usual(has func(name string) string) {
	for _, r := range c.own() {
		if r.Required && c.given[r.Name] == "" {
			c.given[r.Name] = has(r.Name)
		}
	}
}

// pays reports whether the call charges a customer.
func (c *Command) pays() bool {
	return c.api.Rule("auth_code") != nil && c.moves || c.api.Rule("face_code") != nil
}

// refuse is a field that is wrong.
func (c *Call) refuse(name, problem, try string) error {
	return &field.Error{Of: c.Name, Field: name, Problem: problem, Try: try}
}
