package wiring_test

import (
	"context"
	"fmt"
	"io"
	"os"

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
	ctx := context.Background()
	t, err := wiring.Open(ctx, config.Sim(home), wiring.Needs{Create: true, Gateway: true, Device: true, Talk: io.Discard})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer t.Close()
	open, err := t.App.Open(ctx)
	fmt.Println(len(open), "open,", err)
	// Output: 0 open, <nil>
}
