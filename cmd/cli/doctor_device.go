package cli

import (
	"context"

	"facetill/cmd/config"
	"facetill/device"
	"facetill/device/sdk"
	"facetill/device/wire"
)

// device looks at the library's file first, which says most of what can be
// wrong, and then initialises the terminal, unless a till has it.
func (d *doctor) device(ctx context.Context, sh *shop) {
	const check = "device"
	c := sh.Config.Device
	if c.Adapter == config.AdapterNone {
		d.say(check, doctorOK, "", "none: this till only scans")
		return
	}
	if c.Adapter == config.AdapterSDK && !d.library(c) {
		return
	}
	if sh.Ports.Gateway == nil {
		return // its own line has said why; a device takes its authinfo from there
	}
	if err := sh.OpenDevice(); err != nil {
		d.broken(check, err, "facetill config check")
		return
	}
	limited, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	reply, err := sh.Device.Init(limited)
	switch {
	case device.Code(err) == device.CodeBusy:
		d.say(check, doctorOK, "", "in use by a till of this machine, so it was not asked")
		return
	case err != nil:
		d.say(check, doctorBad, deviceTry(c.Adapter), "%s: %s", device.Code(err), err)
		return
	case reply.ReturnCode != wire.Success:
		d.say(check, doctorBad, deviceTry(c.Adapter), "initWxpayface answers %s", reply.ReturnCode)
		return
	}
	// What was initialised only to look is let go of; the next sale begins anew.
	if _, err := sh.Device.Single(limited, wire.Release{}); err != nil {
		d.say(check, doctorWarn, deviceTry(c.Adapter), "initialises, and does not release: %s: %s", device.Code(err), err)
		return
	}
	d.say(check, doctorOK, "", "%s: initialises", c.Adapter)
}

// library is true when the configured program can load it.
func (d *doctor) library(c config.Device) bool {
	const check = "device"
	exe := c.HostExe
	if c.InProcess {
		exe = ""
	}
	b, err := sdk.Check(c.Library, exe)
	if err != nil {
		d.say(check, doctorBad, "", "%s", err)
		return false
	}
	d.say(check, doctorOK, "", "%s is %s", c.Library, b)
	return true
}

func deviceTry(adapter string) string {
	switch adapter {
	case config.AdapterSDK:
		return "start WxpayFaceService, look at the camera's cable, and again"
	case config.AdapterBridge:
		return "facetill device serve on the device's machine, and [device.bridge] here"
	}
	return ""
}
