package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"facetill/cmd/config"
	"facetill/device/sdk"
)

// configCheck reports what the file says wrong, and then what those say who have
// to work with it: journal, WeChat's adapter with its certificate, face device.
// They are asked through the wiring, all of them. Nothing is opened, made or sent.
func configCheck(ctx context.Context, g *global) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	for _, w := range c.Warnings() {
		fmt.Fprintf(g.s.err, "facetill: warning: %s\n", w)
	}
	sh := newShop(c)
	defer sh.close()
	report := usage("").as(whyConfig)
	for _, ask := range []func(context.Context) error{sh.checkJournal, sh.checkGateway, sh.checkDevice, sh.checkLog} {
		if err := ask(ctx); err != nil {
			e := endingOf(fromCommand, err)
			if report.text != "" {
				report.text += "\n"
			}
			report.text += fileOf(c) + ": " + e.text
			report.hints = append(report.hints, e.hints...)
		}
	}
	if report.text != "" {
		return report
	}
	fmt.Fprintf(g.s.out, "%s: no problem\n", fileOf(c))
	return nil
}

// checkJournal looks at the place of the journal, which the first sale makes.
func (sh *shop) checkJournal(context.Context) error {
	if sh.cfg.Journal.Postgres() {
		return noPostgres()
	}
	return judgeJournal(sh.cfg)
}

// checkLog looks where the log is to lie: a log that cannot be written stops
// nothing, so no sale would say it. Rights show when it is written.
func (sh *shop) checkLog(context.Context) error {
	path := sh.cfg.Log.File
	if path == "" {
		return nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return badLog.of("log.file: %s is a folder; name a file", path)
	}
	dir := filepath.Dir(path)
	for {
		info, err := os.Stat(dir)
		switch {
		case err == nil && info.IsDir():
			return nil
		case err == nil:
			return badLog.of("log.file: %s is no folder; name a file in another one", dir)
		case !errors.Is(err, os.ErrNotExist):
			return badLog.of("log.file: %s; name a file in another folder", err)
		case filepath.Dir(dir) == dir:
			return nil
		}
		dir = filepath.Dir(dir) // it is made by the log's first line
	}
}

// checkGateway makes the client, which reads certificate and trust root.
func (sh *shop) checkGateway(ctx context.Context) error {
	if inProcess(sh.cfg) {
		return nil // the simulator's own
	}
	if err := sh.openGateway(ctx); err != nil {
		return err
	}
	if err := sh.ports.Gateway.Ready(); err != nil {
		return badWeChat.of("%s", err)
	}
	return nil
}

// checkDevice holds the values against the SDK that is configured, and looks at
// the library's file. What the library answers only doctor asks.
func (sh *shop) checkDevice(context.Context) error {
	d := sh.cfg.Device
	if d.Adapter == config.AdapterNone {
		return nil
	}
	_, known := checkedDevice(sh.cfg)
	var there error
	switch d.Adapter {
	case config.AdapterSDK:
		exe := d.HostExe
		if d.InProcess {
			exe = ""
		}
		if _, err := sdk.Check(d.Library, exe); err != nil {
			there = badDevice.of("%s", err)
		}
	case config.AdapterBridge:
		_, there = bridgeCaller(d.Bridge, sh.cfg.WeChat.Adapter == config.AdapterSim)
	}
	return both(known, there)
}

// both joins two problems of the device into one.
func both(a, b error) error {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	joined := badDevice.of("%s\n%s", a, b)
	for _, err := range []error{a, b} {
		if p, is := errors.AsType[*problem](err); is {
			joined.hint(p.try...)
		}
	}
	return joined
}
