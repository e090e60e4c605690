//go:build gcc && !windows

package e2e

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	devsim "facetill/device/sim"
	"facetill/device/wire"
	"facetill/wx/sim"
	"facetill/wx/sim/host"
)

// TestRealAdapters runs the built program with the adapters of a shop: the
// dynamic library in a child process, and WeChat Pay over HTTPS with a client
// certificate. Only what stands behind them is simulated, and the configuration
// says adapter = "wechat" and adapter = "sdk".
func TestRealAdapters(t *testing.T) {
	exe := built(t)
	for _, inProcess := range []bool{false, true} {
		t.Run(fmt.Sprintf("in_process %t", inProcess), func(t *testing.T) {
			s := newShop(t, devsim.New(devsim.Options{}), fmt.Sprintf("in_process = %t", inProcess))
			s.run(t, exe, 0, `"outcome":"paid"`, "pay", "12.80", "-o", "json")
			s.run(t, exe, 4, `"err_code":"USER_CANCEL"`, "pay", "900.01", "-o", "json")
			s.run(t, exe, 0, `"outcome":"paid"`, "status", "-o", "json", s.charged(t))
		})
	}
}

// TestMemberIsNobody: who is not recognised is no error of the terminal's, and a
// terminal's error is no customer who went away.
func TestMemberIsNobody(t *testing.T) {
	exe := built(t)
	for says, code := range map[string]int{wire.FaceUnknown: 4, wire.UserCancel: 4, wire.SystemError: 69} {
		s := newShop(t, devsim.New(devsim.Options{Replace: func(cmd string, answer []byte) []byte {
			if cmd != string(wire.CmdUserInfo) {
				return answer
			}
			return fmt.Appendf(nil, `{"return_code":%q}`, says)
		}}), "")
		s.run(t, exe, code, "", "member")
		s.run(t, exe, code, "", "member", "-o", "json")
	}
}

// TestAnswersThatLack: a field that the terminal left out is the terminal's
// failure, not wrong usage.
func TestAnswersThatLack(t *testing.T) {
	exe := built(t)
	s := newShop(t, devsim.New(devsim.Options{Replace: func(cmd string, answer []byte) []byte {
		if cmd != string(wire.CmdRawdata) {
			return answer
		}
		return []byte(`{"return_code":"SUCCESS"}`)
	}}), "")
	for _, args := range [][]string{{"device", "code", "12.80"}, {"device", "userinfo"}, {"device", "result", "ERROR"}, {"member"}, {"pay", "12.80"}} {
		s.run(t, exe, 69, "", args...)
	}
}

// shopFiles is a shop on disk, with the services behind it: the terminal's behind
// the stand-in library, and WeChat Pay's.
type shopFiles struct {
	till      *till
	dir, port string
	server    *host.Running
}

// newShop has a terminal, lines of configuration behind those of [device], and the
// flags that its library is compiled with besides the usual ones.
func newShop(t *testing.T, terminal wire.Caller, more string, flags ...string) *shopFiles {
	t.Helper()
	m := newTill(t)
	s := &shopFiles{till: m, dir: m.home}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, s.port, _ = net.SplitHostPort(ln.Addr().String())
	go func() { _ = devsim.Serve(ctx, ln, terminal) }()
	if s.server, err = host.Serve(ctx, host.Options{Dir: filepath.Join(s.dir, "creds")}); err != nil {
		t.Fatal(err)
	}
	library := filepath.Join(s.dir, "libWxpayFaceSDK.so")
	args := append(flags, "-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-o", library, "../../device/standin/standin.c")
	if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v: %s", err, out)
	}
	s.write(t, "key.txt", sim.DefaultAPIKey)
	s.write(t, "facetill.toml", fmt.Sprintf(`
[merchant]
app_id = %q
mch_id = %q
api_key_file = "key.txt"
cert_file = "creds/apiclient_cert.pem"
key_file = "creds/apiclient_key.pem"
[store]
id = "S-1"
name = "店"
[terminal]
device_id = "D-1"
[wechat]
api_url = %q
ca_file = "creds/ca.pem"
[device]
library = %q
%s
`, sim.DefaultAppID, sim.DefaultMchID, s.server.URL, library, more))
	return s
}

func (s *shopFiles) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (s *shopFiles) command(exe string, args ...string) *exec.Cmd {
	cmd := s.till.of(exe).command(append(args, "--config", filepath.Join(s.dir, "facetill.toml"))...)
	cmd.Env = append(cmd.Env, devsim.PortVariable+"="+s.port)
	return cmd
}

// run runs a command and looks for its exit code and a word on stdout.
func (s *shopFiles) run(t *testing.T, exe string, code int, says string, args ...string) {
	t.Helper()
	got := s.till.end(s.command(exe, args...))
	never := func(word string) bool { return strings.Contains(got.out+got.err, word) }
	if got.code != code || !strings.Contains(got.out, says) || never("simulated") || never("printed by the library") {
		t.Fatalf("%v: want %d with %s, %v", args, code, says, got)
	}
}

// charged is the number of the one charge in the simulator's book.
func (s *shopFiles) charged(t *testing.T) string {
	t.Helper()
	orders, err := s.server.Server.Orders()
	if err != nil || len(orders) != 1 || !orders[0].Charged(time.Now()) {
		t.Fatalf("the book: %+v, %v", orders, err)
	}
	return orders[0].OutTradeNo
}
