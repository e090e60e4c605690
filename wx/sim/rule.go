package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"facetill/wx/sim/book"
)

// Rule starts a scenario for the calls it fits. Of several rules the first that
// fits wins; a rule wins over a simulated code, a code over the amount.
type Rule struct {
	// API is a name such as "reverse"; empty means micropay and facepay.
	API string `toml:"api"`
	// TotalFee fits one amount in fen; 0 fits all.
	TotalFee int64 `toml:"total_fee"`
	// Nth fits the nth call of the API since the server's start; 0 fits all.
	Nth int `toml:"nth"`
	// Behaviour fits simulated codes with this behaviour number; 0 fits all.
	Behaviour int `toml:"behaviour"`
	// Scenario is the number of what happens; 0 is a plain sale, which switches
	// an amount's scenario off.
	Scenario int `toml:"scenario"`
}

// Script is what a scenario file says: how calls go, and what is wrong with bills.
type Script struct {
	Rules []Rule      `toml:"rule"`
	Bills []BillFault `toml:"bill"`
}

// LoadScenarios reads a scenario file: a list of [[rule]] tables with the keys of
// [Rule] and of [[bill]] tables with those of [BillFault]. What is no TOML is refused
// with its line, unknown keys by name, wrong values with the table's number.
func LoadScenarios(path string) (Script, error) {
	var file Script
	meta, err := toml.DecodeFile(path, &file)
	if err != nil {
		if pe, ok := errors.AsType[toml.ParseError](err); ok {
			return Script{}, fmt.Errorf("scenario file %s: line %d: %s", path, pe.Position.Line, pe.Message)
		}
		return Script{}, fmt.Errorf("scenario file: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return Script{}, fmt.Errorf("scenario file %s: unknown key %s; a [[rule]] has api, total_fee, nth, behaviour and scenario, "+
			"a [[bill]] has plant, day, out_trade_no, count and times", path, unknown[0])
	}
	for i := range file.Rules {
		if err := file.Rules[i].check(); err != nil {
			return Script{}, fmt.Errorf("scenario file %s: rule %d: %w", path, i+1, err)
		}
	}
	for i := range file.Bills {
		if err := file.Bills[i].check(); err != nil {
			return Script{}, fmt.Errorf("scenario file %s: bill %d: %w", path, i+1, err)
		}
	}
	return file, nil
}

func (r *Rule) check() error {
	if r.API != "" && !slices.Contains(apiNames(), r.API) {
		return fmt.Errorf("api %q is not known; use one of %s", r.API, strings.Join(apiNames(), ", "))
	}
	if r.Scenario != 0 && scenarioByNumber(r.Scenario) == nil {
		return fmt.Errorf("scenario %d is not acted by the gateway; use 0, %d to %d, or %d to %d", r.Scenario, firstGateway, lastGateway, firstCoupons, lastCoupons)
	}
	if r.TotalFee < 0 || r.Nth < 0 || r.Behaviour < 0 || r.Behaviour > 99 {
		return errors.New("total_fee, nth or behaviour is out of range; leave it out to fit all")
	}
	return nil
}

// apiNames are the names that rules and the control endpoint accept.
func apiNames() []string {
	var names []string
	for _, r := range routes {
		names = append(names, r.api.Name)
	}
	slices.Sort(names)
	return names
}

func (r *Rule) fits(c *call, nth int, fee int64, who int) bool {
	if r.API == "" && !c.pays() || r.API != "" && r.API != c.api.Name {
		return false
	}
	return (r.TotalFee == 0 || r.TotalFee == fee) && (r.Nth == 0 || r.Nth == nth) &&
		(r.Behaviour == 0 || r.Behaviour == who)
}

// code is the payer's code in a pay request.
func (c *call) code() string {
	if c.family == book.Facepay {
		return c.req.Get("face_code")
	}
	return c.req.Get("auth_code")
}
