//go:build linux

package kills

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	devsim "facetill/device/sim"
	"facetill/flow"
	"facetill/wx/sim"
)

// lane is a shop with a till's program that keeps being killed.
type lane struct {
	world *shared
	rng   *rand.Rand
	dir   string
	n     int // of the sale
	stats stats

	numbered bool // an order number was seen
}

type stats struct{ kills, lives, sales, words, checks int }

const configuration = `
[merchant]
app_id = %q
mch_id = %q
api_key = %q
cert_file = %q
key_file = %q
[store]
id = %q
name = "Shop"
[terminal]
device_id = "D-1"
[wechat]
adapter = "wechat"
api_url = %q
backup_url = ""
face_url = %q
ca_file = %q
client_ip = "127.0.0.1"
[device]
adapter = "none"
[journal]
url = "till.db"
`

func newLane(w *shared, i int, seed uint64) *lane {
	l := &lane{world: w, rng: rand.New(rand.NewPCG(seed, uint64(i))), dir: filepath.Join(w.dir, fmt.Sprint("lane", i))}
	creds := filepath.Join(w.dir, "creds")
	text := fmt.Sprintf(configuration, sim.DefaultAppID, sim.DefaultMchID, sim.DefaultAPIKey, filepath.Join(creds, "apiclient_cert.pem"),
		filepath.Join(creds, "apiclient_key.pem"), fmt.Sprint("S-", i), w.server.URL, w.server.URL, filepath.Join(creds, "ca.pem"))
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(l.dir, "facetill.toml"), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return l
}

// customers are the simulator's behaviours that end within a few seconds of
// real time, and those that need a reversal.
var customers = []devsim.Behaviour{0, 0, 0, 0, 11, 11, 13, 14, 15, 19, 20, 21, 22, 23, 24, 27, 28, 32, 34, 35, 47, 49, 51}

// sale is one reference: the POS calls it until it has a word or gives up, and
// sometimes asks or recovers in between.
func (l *lane) sale() {
	l.n++
	l.stats.sales++
	ref := fmt.Sprint("R", l.n)
	for range 1 + l.rng.IntN(3) {
		digits, _ := devsim.Mint(l.world.customers[l.rng.IntN(len(l.world.customers))], l.rng.Uint64N(1e10))
		said := l.run("pay", "12.80", "--ref", ref, "--auth-code", digits)
		if said != nil && said.Outcome != "open" {
			return
		}
		switch l.rng.IntN(3) {
		case 0:
			l.run("status", ref)
		case 1:
			l.run("recover", "--for", "20s")
		}
	}
}

// said is the result line.
type said struct {
	Type       string `json:"type"`
	Outcome    string `json:"outcome"`
	OutTradeNo string `json:"out_trade_no"`
	ExitCode   int    `json:"exit_code"`
}

// run lets the program run, and kills it at a random moment, or not. It returns
// the result line of one that ended by itself.
func (l *lane) run(args ...string) *said {
	cmd := l.command(args...)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Start(); err != nil {
		l.world.t.Fatal(err)
	}
	l.stats.lives++
	killed := false
	if l.rng.IntN(5) > 0 {
		timer := time.AfterFunc(l.moment(), func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code == -1 {
		killed = true
		l.stats.kills++
		l.world.killed.Add(1)
	} else if code == 64 && args[0] != "pay" {
		return nil // it knows nothing of it: the sale before was killed too early
	} else if !slices.Contains([]int{0, 3, 4, 5, 6, 8, 69}, code) {
		l.world.broken("7.1", "%v ended with %d: %s", args[:2], code, talk.String())
	}
	return l.hear(args[0], out.Bytes(), killed)
}

// moment is when the power fails: mostly in the first tenths of a second, where
// a sale begins, else later.
func (l *lane) moment() time.Duration {
	most := []int{60, 150, 400, 1500}[l.rng.IntN(4)]
	return time.Duration(l.rng.IntN(most*1000)) * time.Microsecond
}

func (l *lane) command(args ...string) *exec.Cmd {
	cmd := exec.Command(l.world.exe, append(args, "-o", "json", "--config", filepath.Join(l.dir, "facetill.toml"))...)
	cmd.Env = append(os.Environ(), l.world.env...)
	return cmd
}

// hear checks a result line against WeChat's book, at this moment. A process may
// be killed between its line and its end: the line counts all the same.
func (l *lane) hear(command string, out []byte, killed bool) *said {
	var last said
	text := bytes.TrimSpace(out)
	if json.Unmarshal(text[bytes.LastIndexByte(text, '\n')+1:], &last) != nil || last.Type != "result" {
		if !killed {
			l.world.broken("7.1", "%s ended by itself without a result line: %s", command, out)
		}
		return nil
	}
	l.stats.words++
	l.numbered = l.numbered || last.OutTradeNo != ""
	if command == "recover" {
		return nil
	}
	l.stats.checks++
	held := l.world.held(flow.OutTradeNo(last.OutTradeNo))
	switch last.Outcome {
	case "paid":
		if held != fee {
			l.world.broken("2.1", "paid was said of %s, and WeChat holds %d", last.OutTradeNo, held)
		}
	case "open":
	default:
		if held != 0 {
			l.world.broken("2.2", "%s was said of %s, and WeChat holds %d", last.Outcome, last.OutTradeNo, held)
		}
	}
	return &last
}
