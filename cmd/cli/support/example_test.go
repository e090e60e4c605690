package support_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"facetill/cmd/cli/support"
	"facetill/cmd/config"
)

func Example() {
	home, err := os.MkdirTemp("", "facetill")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(home)
	b := support.Gather(context.Background(), support.From{Config: config.Sim(home), Version: "1", Getenv: func(string) string { return "" }})
	size, err := b.WriteTo(filepath.Join(home, "support.zip"))
	fmt.Println(size > 0, err)
	fmt.Println(b.Names())
	// Output:
	// true <nil>
	// [about.txt version.txt system.txt config.toml doctor.txt journal.txt facts.jsonl log.txt]
}
