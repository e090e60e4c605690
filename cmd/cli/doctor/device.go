package doctor

import (
	"context"

	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/device"
	"facetill/device/sdk"
	"facetill/device/wire"
)

// device looks at the library's file first, which says most of what can be
// wrong, and then initialises the terminal, unless a till has it.
func (d *Doctor) device(ctx context.Context, t *wiring.Till) {
	const check = "device"
	c := t.Config.Device
	if c.Adapter == config.AdapterNone {
		d.say(check, OK, "", "none: this till only scans")
		return
	}
	if c.Adapter == config.AdapterSDK {
		b, err := sdk.Check(c.Library, c.HostExe)
		if err != nil {
			d.say(check, Bad, "", "%s", err)
			return
		}
		d.say(check, OK, "", "%s is %s", c.Library, b)
	}
	if t.Ports.Gateway == nil {
		return // its own line has said why; a device takes its authinfo from there
	}
	if err := t.OpenDevice(); err != nil {
		d.broken(check, err, "facetill config check")
		return
	}
	limited, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	script := t.Device.Script(t.ID.Merchant)
	reply, err := script.Send(limited, script.Init())
	switch {
	case device.Code(err) == device.CodeBusy:
		d.say(check, OK, "", "in use by a till of this machine, so it was not asked")
		return
	case err != nil:
		d.say(check, Bad, deviceTry[c.Adapter], "%s: %s", device.Code(err), err)
		return
	case reply.ReturnCode != wire.Success:
		d.say(check, Bad, deviceTry[c.Adapter], "initWxpayface answers %s", reply.ReturnCode)
		return
	}
	// What was initialised only to look is let go of; the next sale begins anew.
	if _, err := script.Send(limited, wire.Release{}); err != nil {
		d.say(check, Warn, deviceTry[c.Adapter], "initialises, and does not release: %s: %s", device.Code(err), err)
		return
	}
	d.say(check, OK, "", "%s: initialises", c.Adapter)
}

// deviceTry is what helps where a device that could be opened does not work.
var deviceTry = map[string]string{
	config.AdapterSDK:    "start WxpayFaceService, look at the camera's cable, and again",
	config.AdapterBridge: "facetill device serve on the device's machine, and [device.bridge] here",
}
