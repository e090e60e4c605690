package config

import (
	"bytes"
	"fmt"

	"github.com/BurntSushi/toml"
)

// Show is the effective configuration as TOML: every key with the value that
// holds, paths absolute, secrets as stars.
func (c *Config) Show() ([]byte, error) {
	var b bytes.Buffer
	if c.File == "" {
		fmt.Fprintln(&b, "# built in: simulators, no file was read")
	} else {
		fmt.Fprintf(&b, "# effective values of %s\n", c.File)
	}
	if c.Simulated() {
		fmt.Fprintln(&b, "# simulated: no sale here is real")
	}
	fmt.Fprintln(&b)
	enc := toml.NewEncoder(&b)
	enc.Indent = ""
	if err := enc.Encode(c); err != nil {
		return nil, fmt.Errorf("show configuration: %w", err)
	}
	return b.Bytes(), nil
}
