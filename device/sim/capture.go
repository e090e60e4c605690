package sim

import (
	"fmt"
	"strings"
	"time"

	"facetill/device/wire"
)

// capture is one face screen: of a sale, or of member recognition.
type capture struct {
	ticket   uint64
	member   bool
	scanner  bool
	ends     time.Time
	act      act
	code     Behaviour // travels in the face_code
	codeType string
	authinfo string
	subAppID bool
	openID   string // of the member that the sale is for
	// What the code is for; face_code_type 1 may do without.
	outTradeNo, totalFee string
	realName             bool
	unionID              bool
	noUpdate             bool // the page waits for no result
	restarts             bool // the service does, behind the code
	age                  string
	phone                bool // it was given a telephone
	// abandoned: the caller gave up, so the answer is kept for nobody.
	abandoned bool
}

func (c *capture) cmd() wire.Command {
	switch {
	case c.member:
		return wire.CmdUserInfo
	case c.scanner:
		return wire.CmdStartScanner
	}
	return wire.CmdCode
}

// code opens the face screen, or says at once why it does not.
func (m *machine) code(now time.Time, f wire.Fields) Reply {
	if r, no := m.refused(wire.CmdCode, badCode(f)); no {
		return r
	}
	b := m.customer(f["total_fee"])
	if b.once() && !m.trips(b, f["out_trade_no"]) {
		b = Pays // the sale has seen it
	}
	switch b {
	case BusyOnce:
		return m.say(wire.CmdCode, wire.SystemError, "face service is busy")
	case NotInitialised:
		m.state = Idle
		return m.notInitialised(wire.CmdCode)
	case LicenseError:
		m.stale = true
		return m.licenseError(wire.CmdCode)
	}
	return m.open(now, b, f)
}

// refused is why no face screen opens, where that is so.
func (m *machine) refused(cmd wire.Command, bad string) (r Reply, is bool) {
	switch {
	case m.state == Waiting:
		return m.say(cmd, wire.SystemError, "face service is busy: the last page is still open"), true
	case bad != "":
		return m.say(cmd, wire.ParamError, bad), true
	case m.stale:
		return m.licenseError(cmd), true
	}
	return Reply{}, false
}

func (m *machine) licenseError(cmd wire.Command) Reply {
	return m.say(cmd, wire.ParamError, "AuthInfo License Error")
}

// open lets the customer act. A customer who needs no time is done at once.
func (m *machine) open(now time.Time, b Behaviour, f wire.Fields) Reply {
	if b == Gone {
		m.state = Idle // its supervisor starts the service again
		return Reply{RC: rcNotRunning}
	}
	m.tickets++
	c := capture{ticket: m.tickets, act: m.opts.actOf(b), codeType: f["face_code_type"],
		authinfo: f["authinfo"], subAppID: f["sub_appid"] != "", openID: f["openid"],
		outTradeNo: f["out_trade_no"], totalFee: f["total_fee"],
		realName: f["face_authtype"] == wire.AuthRealName, unionID: f["ask_unionid"] == "1",
		noUpdate: f["ignore_update_pay_result"] == "1", member: f["cmd"] == string(wire.CmdUserInfo)}
	if !b.acted() {
		c.code = b
	}
	c.restarts, c.phone = b == RestartsInSale, f["telephone"] != ""
	switch {
	case b == TooYoung:
		c.age = "2"
	case m.opts.TellsAge:
		c.age = "1"
	}
	c.ends = now.Add(c.act.after)
	m.capture, m.state = c, Capturing
	m.settle(now)
	return m.resume(now, c.ticket)
}

// resume returns the answer of a capture, or how long it still takes.
func (m *machine) resume(now time.Time, ticket uint64) Reply {
	m.settle(now)
	if r, ok := m.ended[ticket]; ok {
		delete(m.ended, ticket)
		return r
	}
	if m.state == Capturing && m.capture.ticket == ticket {
		return Reply{Wait: m.capture.ends.Sub(now), Ticket: ticket}
	}
	return Reply{RC: rcNotRunning} // the service went down meanwhile
}

// endCapture closes the face screen and keeps the answer for its caller.
func (m *machine) endCapture(at time.Time, code, msg string) {
	r := m.ending(at, code, msg)
	if !m.capture.abandoned {
		m.ended[m.capture.ticket] = r
	}
}

// ending is the end of a capture. After a SUCCESS the waiting page stays.
func (m *machine) ending(at time.Time, code, msg string) Reply {
	if m.capture.act.lost {
		m.restart()
		return m.notInitialised(m.capture.cmd())
	}
	if m.capture.member {
		return m.recognised(code, msg)
	}
	if m.capture.scanner {
		return m.scanned(code, msg)
	}
	if code != wire.Success {
		m.state = Ready
		return m.say(wire.CmdCode, code, msg)
	}
	m.state, m.pageEnds = Waiting, at.Add(pageTimeout)
	if m.capture.noUpdate {
		m.state = Ready
	}
	m.serial++
	digits, hyphenated := Mint(m.capture.code, m.serial)
	if no, fee := m.capture.outTradeNo, m.capture.totalFee; no != "" && fee != "" {
		digits, hyphenated = mintFor(m.capture.code, m.serial, no, fee)
	}
	faceCode := hyphenated
	if m.capture.codeType == wire.FaceCodeMicropay {
		faceCode = digits
	}
	pairs := append([]string{"face_code", faceCode}, m.payer()...)
	if m.capture.restarts {
		m.restart()
	}
	if m.capture.age != "" {
		pairs = append(pairs, "underage_state", m.capture.age)
	}
	if m.capture.phone {
		pairs = append(pairs, "telephone_used", "1")
	}
	if m.capture.realName {
		pairs = append(pairs, "face_sid", fmt.Sprintf("SIMSID%020d", m.serial%serials))
	}
	return m.say(wire.CmdCode, wire.Success, msg, pairs...)
}

// stop ends a running capture. Before and after it there is nothing to stop.
func (m *machine) stop(now time.Time, f wire.Fields) Reply {
	if m.opts.OldLibrary {
		return m.say(wire.CmdStop, wire.ParamError, "unknown cmd")
	}
	if bad := missing(f, "appid", "mch_id", "authinfo"); bad != "" {
		return m.say(wire.CmdStop, wire.ParamError, bad)
	}
	if m.state != Capturing {
		return m.say(wire.CmdStop, wire.Error, "nothing to stop")
	}
	if f["authinfo"] != m.capture.authinfo {
		return m.say(wire.CmdStop, wire.ParamError, "authinfo is not the one of the capture")
	}
	m.endCapture(now, m.opts.StopAnswer, "stopped")
	return m.say(wire.CmdStop, wire.Success, "SUCCESS")
}

// badCode returns what is wrong with a getWxpayfaceCode, as the real one would.
func badCode(f wire.Fields) string {
	names := []string{"appid", "mch_id", "store_id", "face_authtype", "authinfo"}
	if t := f["face_code_type"]; t == "" || t == wire.FaceCodeFacepay {
		names = append(names, "out_trade_no", "total_fee")
	} else if t != wire.FaceCodeMicropay {
		return "face_code_type must be 0 or 1"
	}
	if bad := missing(f, names...); bad != "" {
		return bad
	}
	if len(f["authinfo"]) > wire.MaxAuthInfo {
		return "authinfo is longer than 4096"
	}
	if phone, sent := f["telephone"]; sent && phone == "" {
		return "telephone is empty"
	}
	if strings.Trim(f["total_fee"], "0123456789") != "" {
		return "total_fee is not digits"
	}
	return ""
}
