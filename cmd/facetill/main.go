// Command facetill is the till for WeChat face payment. Everything it does is
// in cmd/cli, where tests can call it.
package main

import (
	"os"

	"facetill/cmd/cli"
)

func main() { os.Exit(cli.Main()) }
