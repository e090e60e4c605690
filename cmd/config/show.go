package config

import (
	"bytes"
	"encoding"
	"fmt"
	"iter"
	"reflect"

	"github.com/BurntSushi/toml"
)

// Set is each key that has a value, as [Config.Show] has it, in the sequence of the file.
func (c *Config) Set() iter.Seq2[string, string] {
	return func(yield func(key, value string) bool) {
		for _, k := range c.keys() {
			text := fmt.Sprint(k.value)
			if m, is := k.value.Interface().(encoding.TextMarshaler); is {
				written, _ := m.MarshalText() // our own values always encode
				text = string(written)
			}
			if text != "" && !yield(k.name, text) {
				return
			}
		}
	}
}

// Fill sets each field of a struct that names a key in its tag config to the key's
// value.
func (c *Config) Fill(into any) {
	keys := c.keys()
	for f, v := range reflect.ValueOf(into).Elem().Fields() {
		for _, k := range keys {
			if k.name == f.Tag.Get("config") {
				if d, is := k.value.Interface().(Duration); is {
					k.value = reflect.ValueOf(d.Duration)
				}
				v.Set(k.value.Convert(f.Type))
			}
		}
	}
}

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
