package sim

import (
	"fmt"
	"time"

	"facetill/device/wire"
)

// userInfo opens the face screen to recognise a member. Who stands there acts
// as before a sale; who is not recognised there is FACE_UNKNOWN here.
func (m *machine) userInfo(now time.Time, f wire.Fields) Reply {
	bad := missing(f, "appid", "mch_id", "store_id", "authinfo", "face_authtype")
	if bad == "" && f["face_authtype"] != wire.AuthFaceIDOnce {
		bad = "face_authtype must be FACEID-ONCE"
	}
	if r, no := m.refused(wire.CmdUserInfo, bad); no {
		return r
	}
	return m.open(now, m.customer(""), f)
}

// recognised is the end of a recognition. No page stays after it.
func (m *machine) recognised(code, msg string) Reply {
	m.state = Ready
	switch code {
	case wire.Error:
		return m.say(wire.CmdUserInfo, wire.FaceUnknown, msg)
	case wire.Success:
	default:
		return m.say(wire.CmdUserInfo, code, msg)
	}
	m.serial++
	pairs := append([]string{"nickname", fmt.Sprintf("模拟会员 %04d", m.serial%10_000)}, m.payer()...)
	if m.capture.unionID {
		pairs = append(pairs, "token", fmt.Sprintf("SIMTICKET%020d", m.serial%serials), "unionid_code", wire.Success, "unionid_msg", "ok")
	}
	return m.say(wire.CmdUserInfo, wire.Success, msg, pairs...)
}

// payer is who stands there: the member that was recognised before, or somebody
// new.
func (m *machine) payer() []string {
	openID := m.capture.openID
	if openID == "" {
		openID = fmt.Sprintf("oSIM%024d", m.serial%serials)
	}
	pairs := []string{"openid", openID}
	if m.capture.subAppID {
		pairs = append(pairs, "sub_openid", fmt.Sprintf("oSUB%024d", m.serial%serials))
	}
	return pairs
}

// aside are the commands beside a sale. Before the scanner the simulated customer holds a
// phone.
func (m *machine) aside(now time.Time, cmd wire.Command, f wire.Fields) Reply {
	names := map[wire.Command][]string{
		wire.CmdActivateMember: {"appid", "mch_id", "store_id", "authinfo", "openid"},
		wire.CmdRealName:       {"authinfo", "face_sid"},
	}
	if bad := missing(f, names[cmd]...); bad != "" {
		return m.say(cmd, wire.ParamError, bad)
	}
	switch {
	case cmd == wire.CmdStartScanner:
		m.tickets++
		c := capture{ticket: m.tickets, act: m.opts.actOf(m.customer("")), scanner: true}
		c.ends = now.Add(c.act.after)
		m.capture, m.state = c, Capturing
		m.settle(now)
		return m.resume(now, c.ticket)
	case cmd == wire.CmdStopScanner && m.state == Capturing && m.capture.scanner:
		m.endCapture(now, m.opts.StopAnswer, "stopped")
	}
	return m.say(cmd, wire.Success, "SUCCESS")
}

// scanned is the end of the scanner: a payment code, or why there is none.
func (m *machine) scanned(code, msg string) Reply {
	m.state = Ready
	if code != wire.Success {
		return m.say(wire.CmdStartScanner, code, msg)
	}
	m.serial++
	digits, _ := Mint(Pays, m.serial)
	return m.say(wire.CmdStartScanner, wire.Success, msg, "code_msg", digits)
}
