package doctor_test

import (
	"context"
	"fmt"
	"os"

	"facetill/cmd/cli/doctor"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
)

func Example() {
	home, err := os.MkdirTemp("", "facetill")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(home)
	cfg := config.Sim(home)
	d := &doctor.Doctor{Tell: func(f doctor.Finding) { fmt.Println(f.Status, f.Check) }}
	if d.Configuration(cfg, nil) {
		t := wiring.New(cfg)
		defer t.Close()
		d.Till(context.Background(), t)
	}
	fmt.Println(d.Checks, "checks,", d.Findings, "findings")
	// Output:
	// ok configuration
	// ok journal
	// ok certificate
	// ok host
	// ok clock
	// ok accepted
	// ok accepted
	// ok device
	// 8 checks, 0 findings
}
