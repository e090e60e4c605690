package wiring

import (
	"testing"

	"facetill/cmd/config"
	"facetill/cmd/config/pin"
	"facetill/flow/secret"
	"facetill/flow/till"
)

// A manager of [[cashiers]] approves like the one of manager_pin_hash, and a cashier
// does not.
func TestPeopleOfTheConfiguration(t *testing.T) {
	hash := func(typed string) secret.Secret {
		text, err := pin.Hash(typed)
		if err != nil {
			t.Fatal(err)
		}
		return secret.New(text)
	}
	c := config.Sim(t.TempDir())
	app := func() *till.Till {
		w := New(c)
		defer w.Close()
		w.Join()
		return w.App
	}
	if app().HasPIN() {
		t.Error("nobody is configured, and a PIN is wanted")
	}
	c.Cashiers = []config.Cashier{{Name: "Li", Number: "07", PINHash: hash("0707")}}
	if app().HasPIN() {
		t.Error("no manager is configured, and a PIN is wanted")
	}
	c.Cashiers = append(c.Cashiers, config.Cashier{Name: "Zhao", Number: "90", PINHash: hash("9090"), Manager: true})
	c.Terminal.ManagerPINHash = hash("4711")
	a := app()
	for typed, name := range map[string]string{"9090": "Zhao", "4711": "manager"} {
		if by, err := a.Approve(t.Context(), typed); err != nil || by.Name != name {
			t.Errorf("%s: %q, %v", typed, by.Name, err)
		}
	}
	if by, err := a.Approve(t.Context(), "0707"); err == nil {
		t.Errorf("a cashier's PIN approves as %q", by.Name)
	}
}
