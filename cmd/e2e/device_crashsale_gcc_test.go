//go:build gcc && !windows

package e2e

import (
	"context"
	"fmt"
	"os/exec"
	"testing"
	"time"

	devsim "facetill/device/sim"
	"facetill/device/wire"
)

// failing is a terminal whose library fails at the calls of one command: at each
// as asked, 0 works. It works on when no more is asked.
type failing struct {
	wire.Caller
	at  wire.Command
	ask chan int32
}

func failingAt(at wire.Command, asks ...int32) *failing {
	f := &failing{Caller: devsim.New(devsim.Options{}), at: at, ask: make(chan int32, len(asks))}
	for _, ask := range asks {
		f.ask <- ask
	}
	return f
}

func (f *failing) Call(ctx context.Context, req []byte) ([]byte, error) {
	if cmd, err := wire.CommandOf(req); err == nil && cmd == f.at {
		select {
		case ask := <-f.ask:
			if ask != 0 {
				return nil, &wire.CallError{Kind: wire.KindReturned, Cmd: cmd, RC: ask}
			}
		default:
		}
	}
	return f.Caller.Call(ctx, req)
}

// The library crashes, ends the process, hangs or prints, at each command of a
// sale. Before the face code that sale is certainly not paid and says so; behind
// it the charge does not need the library. The next sale always works.
func TestSaleThroughEachCrash(t *testing.T) {
	exe := built(t)
	for _, way := range []struct {
		name, code string
		ask        int32
	}{
		{"segv", "DEVICE_CRASHED", devsim.AskSegv},
		{"abort", "DEVICE_CRASHED", devsim.AskAbort},
		{"exit", "DEVICE_CRASHED", devsim.AskExit},
		{"hang", "DEVICE_TIMEOUT", devsim.AskHang},
		{"print", "", devsim.AskPrint},
	} {
		for _, at := range []wire.Command{wire.CmdInit, wire.CmdRawdata, wire.CmdCode, wire.CmdUpdate} {
			t.Run(fmt.Sprintf("%s at %s", way.name, at), func(t *testing.T) {
				t.Parallel()
				terminal := failingAt(at, way.ask)
				more := ""
				if at == wire.CmdCode { // else a command's own limit ends the hang
					more = "[flow]\nscan_timeout = \"10s\""
				}
				s := newShop(t, terminal, more)
				code, says, orders := 69, `"err_code":"`+way.code+`"`, 0
				switch {
				case at == wire.CmdUpdate || way.code == "":
					code, says, orders = 0, `"outcome":"paid"`, 1
				case at == wire.CmdCode && way.ask == devsim.AskHang: // as a customer who never comes
					code, says = 4, `"err_code":"SCAN_TIMEOUT"`
				}
				s.run(t, exe, code, says, "pay", "12.80", "-o", "json")
				if len(terminal.ask) > 0 {
					t.Fatal("the library never failed")
				}
				if got, err := s.server.Server.Orders(); err != nil || len(got) != orders {
					t.Fatalf("WeChat has %+v, %v, want %d orders", got, err, orders)
				}
				s.run(t, exe, 0, `"outcome":"paid"`, "pay", "3.50", "-o", "json")
			})
		}
	}
}

// The library's process goes with its till, however that ends, in the middle of a
// scan too.
func TestKilledTillLeavesNoLibrary(t *testing.T) {
	t.Parallel()
	exe := built(t)
	terminal := devsim.New(devsim.Options{})
	s := newShop(t, terminal, "")
	till := s.command(exe, "pay", "900.03") // the customer walks away, later
	if err := till.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = till.Process.Kill() })
	until := func(what string, so func() bool) {
		t.Helper()
		for limit := time.Now().Add(patience); !so(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(limit) {
				t.Fatal(what)
			}
		}
	}
	holds := func() bool { return exec.Command("pgrep", "-f", "device host --library "+s.dir).Run() == nil }
	until("the scan never began", func() bool { return terminal.State(time.Now()) == devsim.Capturing })
	if !holds() {
		t.Fatal("no process holds the library")
	}
	_ = till.Process.Kill()
	_ = till.Wait()
	until("the library's process lives on", func() bool { return !holds() })
}
