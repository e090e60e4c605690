package wiring

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"strconv"
	"strings"

	"facetill/cmd/config"
	"facetill/device"
	"facetill/device/bridge"
	"facetill/device/sdk"
	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow/field"
	"facetill/flow/journal/sqlite"
	"facetill/flow/sharedfile"
)

// OpenDevice wires the face device; a till that only scans has none.
func (t *Till) OpenDevice() error {
	caller, err := t.caller()
	if err != nil || caller == nil {
		return err
	}
	cfg, err := checkedDevice(t.Config)
	if err != nil {
		return err
	}
	cfg.Lock = t.deviceLock()
	d, err := device.New(device.Traced(caller, t.Trace), t.Auth, t.Ports.Clock, cfg)
	if err != nil {
		return BadDevice.of("device: %s", err)
	}
	t.Ports.Device, t.Device = d, d
	return nil
}

// KeepDevice prepares the face device, where there is one, until ctx ends, and lets
// the till know what ails it.
func (t *Till) KeepDevice(ctx context.Context) {
	if t.Device == nil {
		return
	}
	t.Device.Keep(ctx, t.ID.Merchant, func(err error) {
		code := ""
		if err != nil {
			t.Log.Warn("device", "error", err)
			code = device.Code(err)
		}
		t.App.CameraIs(code)
	})
}

// deviceLock is beside the journal, one for each terminal: tills that share a
// journal may have a terminal each. A terminal behind a bridge is the bridge's: a
// server of this machine takes the terminal's own lock for its till.
func (t *Till) deviceLock() device.Lock {
	terminal := t.ID.DeviceID
	if d := t.Config.Device; d.Adapter == config.AdapterBridge {
		terminal = strings.TrimRight(d.Bridge.URL, "/")
	}
	lock := sharedfile.NewLock(deviceLockPath(t.Config.Journal.URL, terminal))
	t.OnClose(lock.Unlock)
	return lock
}

// caller is the way to the SDK, nil where there is none.
func (t *Till) caller() (wire.Caller, error) {
	d := t.Config.Device
	switch d.Adapter {
	case config.AdapterSim:
		o := sim.Realistic()
		o.DeviceID = t.ID.DeviceID
		o.TellsAge = d.Dialect == string(wire.Android)
		terminal := sim.New(o)
		if t.ID.Simulated {
			t.terminal = terminal
		}
		return terminal, nil
	case config.AdapterBridge:
		return bridgeCaller(t.Config)
	case config.AdapterSDK:
		if d.InProcess {
			lib, err := sdk.Open(d.Library)
			if err != nil {
				return nil, BadDevice.of("device.library: %s", err)
			}
			return lib, nil
		}
		host, err := sdk.NewHost(sdk.HostOptions{Library: d.Library, Exe: d.HostExe, Log: t.Log.Lines("device"), Withhold: t.Config.SecretEnv()})
		if err != nil {
			return nil, BadDevice.of("device.library: %s", err)
		}
		t.OnClose(host.Close)
		return host, nil
	}
	return nil, nil
}

// deviceLockPath is where the lock of a terminal lies, beside a file.
func deviceLockPath(beside, terminal string) string {
	if real, err := sqlite.Place(beside); err == nil {
		beside = real
	}
	id := sha256.Sum256([]byte(terminal))
	return fmt.Sprintf("%s-device-%x", beside, id[:4])
}

// bridgeCaller trusts the one certificate of the configuration and not the
// system's.
func bridgeCaller(c *config.Config) (wire.Caller, error) {
	b := c.Device.Bridge
	r := bridge.Remote{URL: b.URL, Token: b.Token.Reveal(), Simulated: c.WeChat.Adapter == config.AdapterSim}
	if b.CAFile != "" {
		var err error
		if r.Pinned, err = os.ReadFile(b.CAFile); err != nil {
			return nil, BadDevice.of("device.bridge.ca_file: %s", err)
		}
		r.Pinned = field.Unmarked(r.Pinned)
	}
	remote, err := bridge.NewRemote(r)
	if err != nil {
		return nil, BadDevice.of("device.bridge.%s", err)
	}
	return remote, nil
}

// checkedDevice is the device's configuration, held against what its SDK knows.
func checkedDevice(c *config.Config) (device.Config, error) {
	d := c.Device
	version, err := wire.ParseVersion(d.SDKVersion)
	if err != nil {
		return device.Config{}, BadDevice.of("device.sdk_version: %s", err)
	}
	out := device.Config{
		SDK:     wire.SDK{Dialect: wire.Dialect(d.Dialect), Version: version},
		StoreID: c.Store.ID, StoreName: c.Store.Name, DeviceID: c.Terminal.DeviceID,
		Init: wire.Init{ProxyIP: d.Proxy.IP, ProxyUser: d.Proxy.User, ProxyPassword: d.Proxy.Passwd,
			ProxyType: int64(d.Proxy.Type), ProxyPort: number(d.Proxy.Port), ProxyTCPPort: number(d.Proxy.TCPPort),
			CameraRotation: int64(d.CameraRotation), PerformMode: d.PerformMode},
		Aggregated: d.Aggregated, KeepPage: d.KeepPage, AskFacePermit: d.AskFacePermit, AskRetPage: d.AskRetPage,
		FaceAuthType: d.FaceAuthType, IgnoreUpdate: d.IgnoreUpdatePayResult, AuthMode: d.AuthMode,
		ScreenIndex: d.ScreenIndex, DisableKeyboard: d.DisableKeyboard, UseWindowNoFocus: d.UseWindowNofocus,
	}
	if err := out.Check(d.FaceCodeType); err != nil {
		return out, BadConfig.of("device: %s", err).hint(knownInstead(d))
	}
	return out, nil
}

// knownInstead is what to try where the SDK does not know something of [device].
func knownInstead(d config.Device) string {
	if d.Dialect == string(wire.Windows) && (d.FaceAuthType == wire.AuthFacepayDelay || d.IgnoreUpdatePayResult || d.AuthMode != "") {
		return "device.dialect = \"android\", if the terminal is one; else leave out device.face_authtype, ignore_update_pay_result and auth_mode"
	}
	return "another device.sdk_version, if the installed SDK is newer; else device.face_code_type = \"0\""
}

// number is a port as the SDK wants it, absent where there is none.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
