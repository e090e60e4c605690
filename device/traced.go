package device

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"facetill/device/wire"
	"facetill/flow/trace"
)

// Traced is a caller whose calls are told to whoever watches. It passes on what it is
// given and returns what came, to the byte; with nobody to tell it is next itself.
func Traced(next wire.Caller, t *trace.Trace) wire.Caller {
	if t == nil || next == nil {
		return next
	}
	return &traced{next: next, trace: t}
}

// traced remembers what a request alone does not say: for which sale the terminal shows
// its page, and that a screen was asked to end.
type traced struct {
	next  wire.Caller
	trace *trace.Trace

	mu    sync.Mutex
	order string // of the last face screen
	stops int
}

// Call implements wire.Caller.
func (c *traced) Call(ctx context.Context, req []byte) ([]byte, error) {
	fields, err := wire.ReadFields(req)
	if err != nil {
		return c.next.Call(ctx, req)
	}
	cmd := wire.Command(fields["cmd"])
	order, stops := c.about(cmd, fields)
	if !c.trace.On() {
		return c.next.Call(ctx, req)
	}
	call := c.trace.Begin(trace.Step{To: trace.Device, Name: named(cmd), Order: order, Person: cmd.Interactive(), Request: shownFields(fields)})
	resp, err := c.next.Call(ctx, req)
	c.mu.Lock()
	late := c.stops != stops
	c.mu.Unlock()
	verdict, proof, answer := worth(cmd, resp, err, late)
	call.End(verdict, proof, answer)
	return resp, err
}

// about returns for which sale a command is, and how many stops there were before it.
func (c *traced) about(cmd wire.Command, fields wire.Fields) (order string, stops int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch cmd {
	case wire.CmdCode:
		c.order = fields["out_trade_no"]
		order = c.order
	case wire.CmdUpdate, wire.CmdStop, wire.CmdRelease:
		order = c.order
	}
	stops = c.stops
	if cmd.Stops() {
		c.stops++
	}
	return order, stops
}

// named is a command as it may be shown: what is none of the manuals' may be anything.
func named(cmd wire.Command) string {
	if slices.Contains(commands, cmd) {
		return string(cmd)
	}
	return trace.Masked
}

var commands = []wire.Command{wire.CmdInit, wire.CmdRawdata, wire.CmdCode, wire.CmdUpdate, wire.CmdStop, wire.CmdRelease, wire.CmdUserInfo,
	wire.CmdActivateMember, wire.CmdRealName, wire.CmdStartScanner, wire.CmdStopScanner}

// shownFields are the fields of a request or an answer as they may be seen, by name.
func shownFields(fields wire.Fields) []trace.Field {
	var all []trace.Field
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		all = append(all, trace.Field{Name: name, Value: fields[name]})
	}
	all = trace.All(all)
	for i, f := range all {
		if f.Name == "cmd" {
			all[i].Value = named(wire.Command(fields["cmd"]))
		}
	}
	return all
}

// worth is what came of a command. late: a stop was sent while it ran.
func worth(cmd wire.Command, resp []byte, err error, late bool) (verdict string, p trace.Proof, answer []trace.Field) {
	var a wire.Answer
	if err == nil {
		a, err = wire.ReadAnswer(cmd, resp)
	}
	if err != nil {
		return strings.ToUpper(string(cmp.Or(wire.KindOf(err), "given_up"))), trace.NoAnswer, nil
	}
	fields, _ := wire.ReadFields(wire.Normal(resp)) // as it was read just now
	verdict = a.ReturnCode
	if a.ErrCode != 0 {
		verdict += " " + strconv.FormatInt(a.ErrCode, 10)
	}
	return verdict, proves(cmd, a, late), shownFields(fields)
}

// proves is the till's word for an answer. It repeats what this package does with it,
// and decides nothing.
func proves(cmd wire.Command, a wire.Answer, late bool) trace.Proof {
	switch {
	case a.ErrCode == wire.ErrInitialising:
		return trace.InitLater
	case a.ErrCode == wire.ErrNotInitialised:
		return trace.InitAgain
	}
	switch a.ReturnCode {
	case wire.Success:
		return succeeded(cmd, a, late)
	case wire.UserCancel, wire.UserQueryCancel:
		if late {
			return trace.CutShort
		}
		return trace.Cancelled
	case wire.ScanPayment:
		return trace.WantsToScan
	case wire.FaceUnknown:
		return trace.Nobody
	case wire.ParamError:
		if cmd == wire.CmdCode || cmd == wire.CmdUserInfo {
			return trace.AuthAgain
		}
	case wire.SystemError:
		return trace.BusyAgain
	}
	return trace.Failed
}

func succeeded(cmd wire.Command, a wire.Answer, late bool) trace.Proof {
	switch cmd {
	case wire.CmdInit:
		return trace.Ready
	case wire.CmdRawdata:
		return trace.HasRawdata
	case wire.CmdCode:
		if late {
			return trace.LateFaceCode
		}
		return trace.HasFaceCode
	case wire.CmdUserInfo:
		if a.OpenID.IsZero() {
			return trace.Nobody
		}
		return trace.HasMember
	case wire.CmdUpdate:
		return trace.PageClosed
	case wire.CmdStop, wire.CmdStopScanner:
		return trace.Stopping
	case wire.CmdRelease:
		return trace.Released
	}
	return trace.Answered
}
