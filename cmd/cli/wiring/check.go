package wiring

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"

	"facetill/cmd/config"
	"facetill/device/sdk"
	"facetill/flow/journal/sqlite"
)

// Check asks those who have to work with the configuration what they think of it:
// journal, WeChat's adapter with its certificate, face device, log. Nothing is
// opened, made or sent.
func (t *Till) Check(ctx context.Context) (problems []error) {
	for _, ask := range []func(context.Context) error{t.checkJournal, t.checkGateway, t.checkDevice, t.CheckLog} {
		if err := ask(ctx); err != nil {
			problems = append(problems, err)
		}
	}
	return problems
}

// checkJournal judges what lies in the journal's place; the first sale makes one.
func (t *Till) checkJournal(context.Context) error {
	if t.Config.Journal.Postgres() {
		return noPostgres()
	}
	if err := sqlite.Judge(t.Config.Journal.URL, t.Config.Journal.Witness); err != nil && !errors.Is(err, sqlite.ErrMissing) {
		return notOpened(err)
	}
	return nil
}

// CheckLog looks where the log is to lie, and makes none: a log that cannot be written
// stops nothing, and a sale says so only when it has something to tell.
func (t *Till) CheckLog(context.Context) error {
	path := t.Config.Log.File
	if path == "" {
		return nil
	}
	switch info, err := os.Stat(path); {
	case err != nil:
	case info.IsDir():
		return BadLog.of("log.file: %s is a folder; name a file", path)
	case !info.Mode().IsRegular():
		return BadLog.of("log.file: %s is no regular file; name one, or \"\" for no log", path)
	default:
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return BadLog.of("log.file: %s; make it writable or name another file", err)
		}
		return file.Close()
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) { // the log's first line makes those that are missing
		info, err := os.Stat(dir)
		switch {
		case err == nil && info.IsDir(), errors.Is(err, os.ErrNotExist) && filepath.Dir(dir) == dir:
			return nil
		case err == nil:
			return BadLog.of("log.file: %s is no folder; name a file in another one", dir)
		case !errors.Is(err, os.ErrNotExist):
			return BadLog.of("log.file: %s; name a file in another folder", err)
		}
	}
}

// checkGateway makes the client, which reads certificate and trust root.
func (t *Till) checkGateway(ctx context.Context) error {
	if InProcess(t.Config) {
		return nil // the simulator's own
	}
	if err := t.OpenGateway(ctx); err != nil {
		return err
	}
	if err := t.Ports.Gateway.Ready(); err != nil {
		return BadWeChat.of("%s", err)
	}
	return nil
}

// checkDevice holds the values against the SDK that is configured, and looks at
// the library's file. What the library answers only doctor asks.
func (t *Till) checkDevice(context.Context) error {
	d := t.Config.Device
	if d.Adapter == config.AdapterNone {
		return nil
	}
	_, known := checkedDevice(t.Config)
	var there error
	switch d.Adapter {
	case config.AdapterSDK:
		if _, err := sdk.Check(d.Library, d.HostExe); err != nil {
			there = BadDevice.of("%s", err)
		}
	case config.AdapterBridge:
		_, there = bridgeCaller(t.Config)
	}
	return both(known, there)
}

// both joins two problems of the device into one.
func both(a, b error) error {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	joined := BadDevice.of("%s\n%s", a, b)
	for _, err := range []error{a, b} {
		if p, is := errors.AsType[*Problem](err); is {
			joined.hint(p.Try...)
		}
	}
	return joined
}
