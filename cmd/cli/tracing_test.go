package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/print"
	"facetill/cmd/cli/streams"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow"
	"facetill/flow/golden"
	"facetill/flow/trace"
	"facetill/wx"
	wxsim "facetill/wx/sim"
	"facetill/wx/sim/certificates"
)

// walked is what pay --trace says of a sale in virtual time: the real till over pipes to
// the simulator, its stdout and its stderr.
func walked(t *testing.T, amount flow.Fen, output string) (said, talk string) {
	var out, err bytes.Buffer
	walkTo(t, amount, output, true, &out, &err)
	return out.String(), err.String()
}

// stuckWriter is a reader that reads nothing until the test is over.
type stuckWriter struct{ over chan struct{} }

func (s stuckWriter) Write(p []byte) (int, error) { <-s.over; return len(p), nil }

// walkTo is that sale with its two outputs, and returns how long it took to its end.
func walkTo(t *testing.T, amount flow.Fen, output string, traced bool, out, talk io.Writer) (took time.Duration, a flow.Attempt) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		over := make(chan struct{})
		for _, w := range []*io.Writer{&out, &talk} {
			if *w == nil {
				*w = stuckWriter{over}
			}
		}
		g := &global{s: &stdio{getenv: func(string) string { return "" }}, out: streams.NewHeard(out), talk: streams.NewHeard(talk),
			output: output, lang: "en", command: "pay", trace: traced}
		g.s.out, g.s.err, g.p = g.out, g.talk, print.NewPrinter(g.out)
		d := &desk{t: t, dir: dir}
		server, err := wxsim.New(wxsim.Config{SkipCert: true, Merchants: merchants(config.Sim(dir))})
		if err != nil {
			t.Fatal(err)
		}
		credentials, err := certificates.New(config.Sim(dir).Merchant.MchID, time.Now().Add(-time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		d.server = server
		if d.cert, err = wx.NewCertificate(credentials.Client()); err != nil {
			t.Fatal(err)
		}
		wired := wiring.New(config.Sim(dir))
		wired.Trace = trace.New(wired.Ports.Clock, walk(g, "en")...)
		if err := wired.OpenJournal(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		d.gateway(wired)
		if err := wired.OpenDevice(); err != nil {
			t.Fatal(err)
		}
		wired.Join()
		press, err := wired.Journal.Press(t.Context(), wired.ID.Lane, amount)
		if err != nil {
			t.Fatal(err)
		}
		wired.Press = &press
		begun := time.Now()
		_ = sell(t.Context(), nil, g, wired, flow.SaleRequest{TotalFee: amount, Method: flow.MethodFace})
		took = time.Since(begun)
		list, err := wired.Ports.Journal.List(t.Context(), flow.Filter{Limit: 1})
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		a = list[0]
		wired.Close()
		close(over)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
	})
	return took, a
}

// Who reads neither stdout nor stderr holds up a traced sale no more than one that is
// not, and it ends as that one does.
func TestTraceHoldsUpNoSale(t *testing.T) {
	for name, amount := range walks {
		for _, output := range []string{formatText, formatJSON} {
			plain, a := walkTo(t, amount, output, false, nil, nil)
			traced, b := walkTo(t, amount, output, true, nil, nil)
			if plain != traced || a.State != b.State || a.Shown != b.Shown || !a.Final() {
				t.Errorf("%s, %s: %v and %s, traced %v and %s", name, output, plain, a.State, traced, b.State)
			}
		}
	}
}

// ends is the result line: what is in it is another test's.
var ends = regexp.MustCompile(`(?m)^\{"type":"result".*("outcome":"[a-z]+").*$`)

// random is what is another one each time.
var random = regexp.MustCompile(`\b[0-9]{22,}\b|"nonce_str":"[^"]*"|"openid(_tag)?":"[0-9A-Za-z]+"`)

// walks are sales of the documents' diagram, each by its amount (sim --list).
var walks = map[string]flow.Fen{"paid": 1280, "declined": 90015, "reversed": 90013}

// The walk of a paid, a declined and a reversed sale: the documents' names in the
// documents' sequence, between the facts that they led to, as text and as JSON.
func TestTraceOfASale(t *testing.T) {
	for name, amount := range walks {
		for _, output := range []string{formatText, formatJSON} {
			said, talk := walked(t, amount, output)
			got := "stdout:\n" + said + "stderr:\n" + talk
			got = random.ReplaceAllStringFunc(got, func(found string) string {
				if key, _, is := strings.Cut(found, ":"); is {
					return key + `:"..."`
				}
				return "N"
			})
			got = ends.ReplaceAllString(got, `{"type":"result",$1,...}`)
			golden.File(t, filepath.Join("testdata", "trace-"+name+"."+output), got)
			if output == formatJSON {
				isWalk(t, name, said)
			}
		}
	}
}

// isWalk holds lines against what is promised of them: steps count from 1, the result is
// the last line, and no credential stands in one.
func isWalk(t *testing.T, name, said string) {
	t.Helper()
	lines, steps := strings.Split(strings.TrimSpace(said), "\n"), 0
	for i, line := range lines {
		var l struct {
			Type            string
			Step            int
			Request, Answer map[string]string
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%s: %v: %s", name, err, line)
		}
		if last := i == len(lines)-1; last != (l.Type == print.Result) {
			t.Errorf("%s: line %d of %d is of type %s", name, i+1, len(lines), l.Type)
		}
		if l.Type != "step" {
			continue
		}
		if steps++; l.Step != steps {
			t.Errorf("%s: step %d stands in place %d", name, l.Step, steps)
		}
		for _, of := range []map[string]string{l.Request, l.Answer} {
			for _, secret := range []string{"auth_code", "face_code", "authinfo", "rawdata", "openid", "sub_openid", "sign", "telephone"} {
				if v, has := of[secret]; has && v != trace.Masked {
					t.Errorf("%s: %s is shown", name, secret)
				}
			}
		}
	}
	if steps < 6 {
		t.Errorf("%s: only %d steps", name, steps)
	}
}
