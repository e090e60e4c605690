package bridge

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"facetill/device/sim"
	"facetill/device/wire"
	"facetill/flow/secret"
)

// curlWord is one word of a shell line of doc.go, with its quotes.
var curlWord = regexp.MustCompile(`'[^']*'|"[^"]*"|\S+`)

// example is one curl line of doc.go and what it says comes back.
type example struct {
	url, body, ca string
	header        http.Header
	status        int
	fields        wire.Fields
}

// readExamples takes them from the package's page, so that what people copy is
// what is tested.
func readExamples(t *testing.T) (all []example) {
	t.Helper()
	page, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(page)) {
		line = strings.TrimSpace(strings.TrimPrefix(line, "//"))
		if back, is := strings.CutPrefix(line, "-> "); is {
			last := &all[len(all)-1]
			status, fields, _ := strings.Cut(back, " ")
			if last.status, err = strconv.Atoi(status); err != nil {
				t.Fatal(line)
			}
			if fields != "" {
				if last.fields, err = wire.ReadFields([]byte(fields)); err != nil {
					t.Fatal(line)
				}
			}
		} else if strings.HasPrefix(line, "curl ") {
			all = append(all, readCurl(t, line))
		}
	}
	return all
}

func readCurl(t *testing.T, line string) example {
	t.Helper()
	e := example{header: http.Header{}}
	words := curlWord.FindAllString(line, -1)
	for i := 1; i < len(words); i++ {
		word := strings.Trim(words[i], `'"`)
		if !strings.HasPrefix(word, "-") {
			e.url = word
			continue
		}
		i++
		value := strings.ReplaceAll(strings.Trim(words[i], `'"`), "$(cat token.txt)", token)
		switch word {
		case "--cacert":
			e.ca = value
		case "-d":
			e.body = value
		case "-H":
			name, text, _ := strings.Cut(value, ": ")
			e.header.Set(name, text)
		default:
			t.Fatalf("%s: an option that this test does not know", word)
		}
	}
	return e
}

// TestExamples runs every curl line of doc.go against a served simulator, with
// the certificate that the line names as the only one that is trusted.
func TestExamples(t *testing.T) {
	dir := t.TempDir()
	cert, err := Certificate(filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ln, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error)
	go func() {
		served <- Serve(ctx, ln, cert, Handler(sim.New(sim.Options{}), token, Options{}), io.Discard)
	}()
	examples := readExamples(t)
	if len(examples) < 8 {
		t.Fatalf("only %d examples were found", len(examples))
	}
	for _, e := range examples {
		if err := e.run(dir, ln.Addr().String()); err != nil {
			t.Errorf("%s %.60s: %v", e.url, e.body, err)
		}
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func (e example) run(dir, addr string) error {
	pem, err := os.ReadFile(filepath.Join(dir, e.ca))
	if err != nil {
		return err
	}
	conf, err := pinned(pem, "127.0.0.1")
	if err != nil {
		return err
	}
	method := http.MethodGet
	if e.body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, strings.ReplaceAll(e.url, "127.0.0.1:17891", addr), strings.NewReader(e.body))
	if err != nil {
		return err
	}
	r.Header = e.header
	transport := direct(conf)
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != e.status {
		return fmt.Errorf("HTTP %d, want %d: %s", resp.StatusCode, e.status, body)
	}
	got, _ := wire.ReadFields(body)
	for name, want := range e.fields {
		if got[name] != want {
			return fmt.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	return nil
}

// TestResultShapes: each body of the page's list is an answer, and says what the
// page says of it.
func TestResultShapes(t *testing.T) {
	page, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var shapes []string
	for line := range strings.Lines(string(page)) {
		if body, is := strings.CutPrefix(line, "//	{"); is {
			shapes = append(shapes, "{"+strings.TrimSpace(body))
		}
	}
	type shape struct {
		returnCode, msg string
		errCode         int64
		code, used      bool
	}
	for i, want := range []shape{
		{wire.Success, "SUCCESS", 0, true, false},
		{wire.Fail, "not initialised", wire.ErrNotInitialised, false, false},
		{wire.Success, "", 0, true, true},
		{wire.UserCancel, "left", 0, false, false},
		{wire.Fail, "17", wire.ErrNotInitialised, false, false},
	} {
		if len(shapes) != 5 {
			t.Fatalf("the page lists %d shapes", len(shapes))
		}
		a, err := wire.ReadAnswer(wire.CmdCode, flat([]byte(shapes[i])))
		rest, _ := wire.ReadFields(flat([]byte(shapes[i])))
		got := shape{a.ReturnCode, a.ReturnMsg, a.ErrCode, !a.FaceCode.IsZero(), rest.Int("telephone_used") == 1}
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", shapes[i], got, err)
		}
	}
	for body, want := range map[string]string{
		`{"status":true,"rawdata":"A"}`:                                        wire.Success,
		`{"status":1}`:                                                         wire.Success,
		`{"status":"true"}`:                                                    wire.Success,
		`{"status":true,"err":{}}`:                                             wire.Success,
		`{"status":true,"err":{"errorCode":"ERROR"}}`:                          wire.Error,
		`{"status":true,"err":{"errorCode":5}}`:                                wire.Error,
		`{"status":false}`:                                                     wire.Error,
		`{"status":"yes"}`:                                                     wire.Error,
		`{"ret":{"status":false},"err":{"errorCode":"SUCCESS"}}`:               wire.Error,
		`{"ret":{"face_code":"1"}}`:                                            wire.Error,
		`{"err":{"errorCode":"SCAN_PAYMENT"}}`:                                 wire.ScanPayment,
		`{"ret":{"return_code":"PARAM_ERROR","status":true}}`:                  wire.ParamError,
		`{"ret":{"return_code":"SUCCESS"},"err":{"errorCode":0}}`:              wire.Success,
		`{"ret":{"return_code":"SUCCESS"},"err":{"errorCode":"SUCCESS"}}`:      wire.Success,
		`{"return_code":"SUCCESS","status":false,"err":{"errorCode":"ERROR"}}`: wire.Error,
		`{"return_code":"SUCCESS","err":{"errorCode":"USER_CANCEL"}}`:          wire.UserCancel,
		`{"return_code":"SUCCESS","status":true}`:                              wire.Success,
		`{"ret":{"return_code":"SUCCESS","status":false}}`:                     wire.Error,
		`{"ret":{"return_code":"SUCCESS"},"err":{"errorCode":"ERROR"}}`:        wire.Error,
		`{"ret":{"return_code":"SUCCESS","status":true}}`:                      wire.Success,
		`{"ret":{"return_code":"SUCCESS"}}`:                                    wire.Success,
		`{"return_code":"ERROR","ret":{"status":true},"status":true}`:          wire.Error,
	} {
		if a, err := wire.ReadAnswer(wire.CmdCode, flat([]byte(body))); err != nil || a.ReturnCode != want {
			t.Errorf("%s: %s, %v, want %s", body, a.ReturnCode, err, want)
		}
	}
	for _, body := range []string{``, `x`, `[]`, `{"return_msg":"no code"}`, `{"ret":"text"}`, `{"ret":null}`, `{"return_code":"SUCCESS","x":{"y":1}}`} {
		if got := flat([]byte(body)); string(got) != body {
			t.Errorf("%s became %s", body, got)
		}
	}
}

// taken takes the secrets out of an answer: two of them cannot be compared.
func taken(a *wire.Answer) (texts []string) {
	for _, s := range []*secret.Secret{&a.Rawdata, &a.FaceCode, &a.OpenID, &a.SubOpenID, &a.FaceSID, &a.Token, &a.CodeMsg} {
		texts = append(texts, s.Reveal())
		*s = secret.Secret{}
	}
	return texts
}

func FuzzFlat(f *testing.F) {
	f.Add([]byte(`{"ret":{"status":true},"err":{"errorCode":1,"msg":2}}`))
	f.Add([]byte(`{"return_code":"SUCCESS"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		before, err := wire.ReadAnswer(wire.CmdCode, body)
		after, bad := wire.ReadAnswer(wire.CmdCode, flat(body))
		if err == nil && (bad != nil || !slices.Equal(taken(&before), taken(&after)) || !reflect.DeepEqual(before, after)) {
			t.Errorf("an answer was changed: %q", body)
		}
	})
}
