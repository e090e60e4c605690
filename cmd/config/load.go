package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFile bounds a configuration file, in bytes. The example has about 15,000.
const maxFile = 128 << 10

// Options say which configuration is asked for.
type Options struct {
	File   string // the --config flag, "" to look for one
	Sim    bool   // the --sim flag: simulators for everything
	Getenv Getenv // nil is os.Getenv
	// DeviceOnly asks for [device], [journal] and [log] alone: a machine that
	// lends its terminal to tills elsewhere has no merchant and no key.
	DeviceOnly bool
}

// Open finds, reads and checks the configuration. Without a file it fails with
// [ErrNotFound], unless simulators were asked for: they need none.
// A configuration with problems is an [*Invalid] with all of them.
func Open(o Options) (*Config, error) {
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	path, err := Find(o.File, o.Getenv)
	if errors.Is(err, ErrNotFound) && o.Sim {
		dir, err := StateDir(o.Getenv)
		if err != nil {
			return nil, err
		}
		return Sim(dir), nil
	}
	if err != nil {
		return nil, err
	}
	return load(path, o)
}

// load reads and checks one file, whose path is absolute.
func load(path string, o Options) (*Config, error) {
	info, err := os.Stat(path)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxFile) {
		err = fmt.Errorf("%s is no file of at most %d bytes", path, maxFile)
	}
	var text []byte
	if err == nil {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	return parse(string(text), path, info.Mode(), o)
}

// parse is load without the file: text that would stand in path.
func parse(text, path string, mode fs.FileMode, o Options) (*Config, error) {
	c := defaults()
	c.File, c.Dir = path, filepath.Dir(path)
	bad := &Invalid{File: path}
	src := decode(text, c, bad)
	if src.meta == nil {
		return nil, bad.orNil()
	}
	if o.Sim {
		simulate(c)
	}
	fill(c)
	if state, err := StateDir(o.Getenv); err == nil && c.Journal.Witness == "" && !c.Journal.Postgres() {
		c.Journal.Witness = filepath.Join(state, witnessDir) // without a folder there is none, and doctor says so
	}
	resolve(c)
	check := &checker{c: c, src: src, mode: mode, getenv: o.Getenv}
	if o.DeviceOnly {
		check.deviceOnly()
	} else {
		check.all()
	}
	if err := bad.orNil(); err != nil {
		return nil, err
	}
	return c, nil
}
