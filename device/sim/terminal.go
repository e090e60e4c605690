package sim

import (
	"fmt"
	"time"

	"facetill/device/wire"
)

// State is where the terminal stands.
type State string

// The documented states.
const (
	Down      State = "down"      // WxpayFaceService is not running
	Idle      State = "idle"      // running, not initialised
	Ready     State = "ready"     // initialised
	Capturing State = "capturing" // a face screen is open
	Waiting   State = "waiting"   // face_code returned, the page spins
)

// rcNotRunning is what the call returns while the service is not running. The
// vendor's values are not documented; ours matches the stand-in library.
const rcNotRunning = -2

// Reply is what the terminal says at one instant. While Wait is above zero
// there is no answer yet: ask Resume with the Ticket after that time, or
// earlier when a stop was sent.
type Reply struct {
	RC     int32 // non-zero: the call returned this and no answer
	Resp   []byte
	Wait   time.Duration
	Ticket uint64
}

// machine is the terminal without locks, clocks and sleep: its answers are a
// function of its own state, the time and the request. Terminal wraps it.
type machine struct {
	opts     Options
	state    State
	serial   uint64
	tickets  uint64
	capture  capture          // while Capturing
	ended    map[uint64]Reply // captures that ended; their callers come with the ticket
	pageEnds time.Time        // while Waiting
	next     *Behaviour       // the customer that was set
	tripped  string           // the once-only fault that was acted last, and for which sale
	starting int              // so many commands are answered that the service is starting
	stale    bool             // authinfo is refused until rawdata is read again
	boots    int              // how often the device's data has changed
}

// needSession are the commands that only a terminal which was initialised answers.
var needSession = map[wire.Command]bool{wire.CmdRawdata: true, wire.CmdCode: true, wire.CmdUserInfo: true, wire.CmdUpdate: true,
	wire.CmdActivateMember: true, wire.CmdRealName: true, wire.CmdStartScanner: true, wire.CmdStopScanner: true}

// handle answers one request at an instant.
func (m *machine) handle(now time.Time, req []byte) Reply {
	m.settle(now)
	if m.state == Down {
		return Reply{RC: rcNotRunning}
	}
	fields, err := wire.ReadFields(req)
	if err != nil {
		return m.say("", wire.ParamError, "request: "+err.Error())
	}
	cmd := wire.Command(fields["cmd"])
	if m.starting > 0 {
		m.starting--
		return m.fail(cmd, wire.ErrInitialising, "face service is initialising")
	}
	if fields["version"] != "1" {
		return m.say(cmd, wire.ParamError, "version must be 1")
	}
	if m.state == Capturing && !cmd.Stops() && cmd != wire.CmdRelease {
		return m.say(cmd, wire.SystemError, "face service is busy")
	}
	if m.state == Idle && needSession[cmd] {
		return m.notInitialised(cmd)
	}
	if m.foreign(fields["authinfo"]) {
		return m.licenseError(cmd)
	}
	switch cmd {
	case wire.CmdInit:
		if m.state == Idle {
			m.state = Ready
		}
		return m.say(cmd, wire.Success, "SUCCESS")
	case wire.CmdRelease:
		return m.release(now)
	case wire.CmdRawdata:
		m.stale = false
		return m.say(cmd, wire.Success, "SUCCESS", "rawdata", m.rawdata())
	case wire.CmdCode:
		return m.code(now, fields)
	case wire.CmdUserInfo:
		return m.userInfo(now, fields)
	case wire.CmdActivateMember, wire.CmdRealName, wire.CmdStartScanner, wire.CmdStopScanner:
		return m.aside(now, cmd, fields)
	case wire.CmdStop:
		return m.stop(now, fields)
	case wire.CmdUpdate:
		return m.update(fields)
	}
	return m.say(cmd, wire.ParamError, "unknown cmd")
}

// settle lets what was due by now happen: the capture's end, the page's.
func (m *machine) settle(now time.Time) {
	if m.state == Capturing && !now.Before(m.capture.ends) {
		m.endCapture(m.capture.ends, m.capture.act.code, m.capture.act.msg)
	}
	if m.state == Waiting && !now.Before(m.pageEnds) {
		m.state = Ready
	}
}

// release frees the camera; a running capture ends as if it was stopped.
func (m *machine) release(now time.Time) Reply {
	if m.state == Capturing {
		m.endCapture(now, wire.UserCancel, "released")
	}
	m.state = Idle
	return m.say(wire.CmdRelease, wire.Success, "SUCCESS")
}

// update closes the waiting page on SUCCESS. ERROR is answered and ignored.
func (m *machine) update(fields wire.Fields) Reply {
	if bad := missing(fields, "appid", "mch_id", "store_id", "authinfo", "payresult"); bad != "" {
		return m.say(wire.CmdUpdate, wire.ParamError, bad)
	}
	switch fields["payresult"] {
	case wire.PaySuccess:
		if m.state == Waiting {
			m.state = Ready
		}
	case wire.PayError:
	default:
		return m.say(wire.CmdUpdate, wire.ParamError, "payresult must be SUCCESS or ERROR")
	}
	return m.say(wire.CmdUpdate, wire.Success, "release success")
}

func (m *machine) notInitialised(cmd wire.Command) Reply {
	return m.fail(cmd, wire.ErrNotInitialised, "face service is not initialised")
}

// fail is an answer of the client library itself.
func (m *machine) fail(cmd wire.Command, errCode int64, msg string) Reply {
	return m.answer(cmd, fmt.Appendf(nil, `{"return_code":"FAIL","return_msg":%q,"err_code":%d}`, msg, errCode))
}

// restart is the end of the service and its next beginning, as an Android terminal's
// client library sees it: the page is gone, and it must be initialised again.
func (m *machine) restart() { m.state, m.starting = Idle, m.opts.Starting }

// numbers are the fields that come as JSON numbers.
var numbers = map[string]bool{"underage_state": true, "telephone_used": true}

// say is an answer at once, with pairs of further field names and values.
// None of the texts needs quoting.
func (m *machine) say(cmd wire.Command, code, msg string, pairs ...string) Reply {
	b := append(make([]byte, 0, 160), `{"return_code":"`+code+`","return_msg":"`+msg...)
	b = append(b, '"')
	for i := 0; i < len(pairs); i += 2 {
		b = append(b, `,"`+pairs[i]+`":`...)
		if numbers[pairs[i]] {
			b = append(b, pairs[i+1]...)
			continue
		}
		b = append(b, `"`+pairs[i+1]+`"`...)
	}
	return m.answer(cmd, append(b, '}'))
}

func (m *machine) answer(cmd wire.Command, resp []byte) Reply {
	if m.opts.Replace != nil {
		if other := m.opts.Replace(string(cmd), resp); other != nil {
			resp = other
		}
	}
	return Reply{Resp: resp}
}

// missing names the first field that has no value.
func missing(fields wire.Fields, names ...string) string {
	for _, n := range names {
		if fields[n] == "" {
			return n + " is missing"
		}
	}
	return ""
}
