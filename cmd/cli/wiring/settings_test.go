package wiring

import (
	"testing"
	"time"

	"facetill/cmd/config"
	"facetill/flow"
)

// Each key of the configuration reaches its own rule. No two values are equal here: two
// that change places are a fence that ends minutes too early (money rule 2.3).
func TestEachSettingReachesItsOwnRule(t *testing.T) {
	span := func(d time.Duration) config.Duration { return config.Duration{Duration: d} }
	c := config.Sim(t.TempDir())
	c.Flow = config.Flow{ConfirmWindow: span(31 * time.Second), ReverseAfter: span(16 * time.Second), ScanTimeout: span(71 * time.Second),
		RefScope: "store", RefReplay: span(22 * time.Minute), CredentialLife: span(7 * time.Minute)}
	c.Device.FaceLimit = 1234
	want := flow.Rules{ConfirmWindow: 31 * time.Second, ReverseAfter: 16 * time.Second, ScanTimeout: 71 * time.Second,
		RefReplay: 22 * time.Minute, CredentialLife: 7 * time.Minute, RefScopeStore: true, FaceLimit: 1234}
	if got := New(c).Rules; got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if c.Flow.RefScope = "device"; New(c).Rules.RefScopeStore {
		t.Error("references of a device are the store's")
	}
}
