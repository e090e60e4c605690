package sim

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"facetill/wx/wire"
)

func TestLoadScenarios(t *testing.T) {
	load := func(text string) (Script, error) {
		path := filepath.Join(t.TempDir(), "scenario.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return LoadScenarios(path)
	}
	script, err := load(`
		# the second reverse is lost, 12.34 is too much for the card, code 07 means a password
		[[rule]]
		api = "reverse"
		nth = 2
		scenario = 23
		[[rule]]
		total_fee = 1234
		scenario = 15
		[[rule]]
		behaviour = 7
		scenario = 13
		[[rule]]
		total_fee = 90015
		scenario = 0
		[[bill]]
		plant = "no-bill"
		day = "20261125"
		times = 1
	`)
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, Config{Rules: script.Rules, Bills: script.Bills, EarlyBills: true})
	no := c.number()
	want(t, c.micropay(no, Code(7, 1), 100), "err_code", "USERPAYING")
	want(t, c.micropay(c.number(), Code(0, 2), 1234), "err_code", "NOTENOUGH")
	want(t, c.micropay(c.number(), Code(0, 3), 90015), "result_code", "SUCCESS")
	c.clock.seconds(20)
	for i, fault := range []Fault{Deliver, Lose, Deliver} {
		if r := c.raw(&wire.Reverse, "out_trade_no", no); r.Fault != fault {
			t.Errorf("reverse %d: fault %d", i+1, r.Fault)
		}
	}
	want(t, c.call(&wire.Downloadbill, "bill_date", "20261125"), "return_msg", "No Bill Exist")
	if text := c.raw(&wire.Downloadbill, "bill_date", "20261125").Body; !strings.Contains(string(text), "90015") && !strings.Contains(string(text), "900.15") {
		t.Errorf("the second one: %s", text)
	}
	for text, want := range map[string]string{
		"[[rule]]\namount = 1":                                 "unknown key rule.amount",
		"[[rules]]\nscenario = 1":                              "unknown key rules",
		"[[bill]]\nplant = \"cut\"\n[[bill]]\nplant = \"rot\"": "bill 2: plant \"rot\" is not known; use one of amount, cut,",
		"[[bill]]\nplant = \"cut\"\ntimes = -1":                "bill 1: times or count is below 0",
		"[[bill]]\nplant = \"cut\"\nday = \"yesterday\"":       "bill 1: day \"yesterday\" is none",
		"[[rule]]\nscenario = 15\n[[rule]]\nnth = x":           "line 4",
		"[[rule]]\nscenario = 3":                               "rule 1: scenario 3",
		"[[rule]]\nscenario = 15\napi = \"pay\"":               "rule 1: api \"pay\" is not known; use one of authcodetoopenid",
	} {
		if _, err := load(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := LoadScenarios(filepath.Join(t.TempDir(), "none.toml")); err == nil {
		t.Error("a missing file is no error")
	}
	if _, err := New(Config{Bills: []BillFault{{Plant: "cut"}, {}}}); err == nil || !strings.Contains(err.Error(), "bill 2: plant \"\"") {
		t.Error(err)
	}
}

// TestNext: what the control endpoint orders comes before all else, so many
// times, for that API alone, and is carried out or not as the scenario says.
func TestNext(t *testing.T) {
	c := newClient(t, Config{Rules: []Rule{{Scenario: 15}}})
	for _, n := range []struct {
		api             string
		scenario, times int
	}{{"micropay", 0, 1}, {"orderquery", 21, 2}, {"reverse", 24, 1}, {"reverse", 23, 1}} {
		if err := c.server.Next(n.api, n.scenario, n.times); err != nil {
			t.Fatal(err)
		}
	}
	no := c.paid(Code(0, 1), 100)
	want(t, c.micropay(c.number(), Code(0, 2), 100), "err_code", "NOTENOUGH")
	if a, b, d := c.state(no), c.state(no), c.state(no); a != "SYSTEMERROR" || b != "SYSTEMERROR" || d != "SUCCESS" {
		t.Errorf("queries say %s, %s, %s", a, b, d)
	}
	if r := c.raw(&wire.Reverse, "out_trade_no", no); r.Fault != Lose || c.held(no) != 100 {
		t.Errorf("a reverse that is lost on its way here: fault %d, held %d", r.Fault, c.held(no))
	}
	if r := c.raw(&wire.Reverse, "out_trade_no", no); r.Fault != Lose || c.held(no) != 0 {
		t.Errorf("a reverse whose answer is lost: fault %d, held %d", r.Fault, c.held(no))
	}
	for _, bad := range []func() error{
		func() error { return c.server.Next("micropay", 15, 0) },
		func() error { return c.server.Next("", 15, 1) },
		func() error { return c.server.Next("pay", 15, 1) },
		func() error { return c.server.Next("micropay", 3, 1) },
	} {
		if bad() == nil {
			t.Error("a bad order is no error")
		}
	}
}
