package wiring

import (
	"facetill/cmd/config/pin"
	"facetill/flow/till"
)

// people puts into the ports of a till who may sign in, and whose PIN approves.
func (t *Till) people(p *till.Ports) {
	if hash := t.Config.Terminal.ManagerPINHash; !hash.IsZero() {
		p.CheckPIN = func(typed string) bool { return pin.Check(hash, typed) }
	}
	for _, c := range t.Config.Cashiers {
		p.Cashiers = append(p.Cashiers, till.Cashier{Name: c.Name, Number: c.Number, Manager: c.Manager,
			Check: func(typed string) bool { return pin.Check(c.PINHash, typed) }})
	}
	if t.Journal != nil {
		p.People = t.Journal
	}
}
