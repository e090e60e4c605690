//go:build linux

package e2e

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// control is a call of the simulator's control address.
func (c calendar) control(path, body string) string {
	c.t.Helper()
	ca, err := os.ReadFile(filepath.Join(c.home, "creds", "ca.pem"))
	if err != nil {
		c.t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.wechat.URL+"/_sim/"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.wechat.ControlToken)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Fatalf("%s %s: %d %s %v", path, body, resp.StatusCode, text, err)
	}
	return string(text)
}

// plant puts something into the next bill of the first day, so many times.
func (c calendar) plant(what, no string, times int) {
	c.t.Helper()
	body, _ := json.Marshal(map[string]any{"plant": what, "day": strings.ReplaceAll(c.name(0), "-", ""), "out_trade_no": no, "times": times})
	c.control("bill", string(body))
}

// number is the out_trade_no of a sale.
func (c calendar) number(ref string) string {
	c.t.Helper()
	return c.run("status", ref, "-o", "json").last(c.t)["out_trade_no"].(string)
}

// dies makes a sale and kills the program at a point of it.
func (c calendar) dies(amount, ref string, customer int, at string) {
	c.t.Helper()
	cmd := c.command("pay", amount, "--ref", ref, "--auth-code", scannedCode(customer))
	cmd.Env = append(cmd.Env, "FACETILL_CRASH="+at)
	if s := c.end(cmd); s.code != -1 {
		c.t.Fatalf("not killed: %v", s)
	}
}

// found are the classes of a comparison's findings and the result.
func (c calendar) found(code int, call string) (classes []string, result object) {
	c.t.Helper()
	classes, _, result = c.named(code, call)
	return classes, result
}

// named is found with the names of the findings, by class: of one without a word first.
func (c calendar) named(code int, call string) (classes []string, ids map[string]string, result object) {
	c.t.Helper()
	lines := c.says(code, call+" -o json").lines(c.t)
	ids = map[string]string{}
	for _, l := range lines[:len(lines)-1] {
		class := l["class"].(string)
		if classes = append(classes, class); l["word"] == nil || ids[class] == "" {
			ids[class] = l["finding"].(string)
		}
	}
	return classes, ids, lines[len(lines)-1]
}

// sold makes the first day's trade: a bill of it has a row of every kind.
func (c calendar) sold() {
	c.t.Helper()
	c.says(0, "pay 10 --ref paid --auth-code "+scannedCode(1))
	c.says(3, "pay 900.15 --ref declined --auth-code "+scannedCode(2))
	c.says(3, "pay 900.17 --ref hidden --auth-code "+scannedCode(3))
	c.dies("6.50", "reversed", 4, "before append 3")
	c.says(0, "resolve "+c.number("reversed")+" --as give-back --by Li --reason left")
	c.givesBack(5, "part", "20", " --amount 5")
	c.says(0, "pay 30 --ref platform --auth-code "+scannedCode(6))
	c.control("refund", `{"out_trade_no":"`+c.number("platform")+`","fee":300}`)
	c.sellsElsewhere()
}

// sellsElsewhere makes a sale of the same lane in another journal.
func (c calendar) sellsElsewhere() {
	c.t.Helper()
	text, err := os.ReadFile(c.config)
	if err == nil {
		err = os.WriteFile(c.config+".other", bytes.ReplaceAll(text, []byte(c.journalPath()), []byte(filepath.Join(c.home, "sim-other.db"))), 0o600)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	cmd := c.command("pay", "7.77", "--ref", "elsewhere", "--auth-code", scannedCode(7))
	cmd.Args[slices.Index(cmd.Args, c.config)] += ".other"
	if s := c.end(cmd); s.code != 0 {
		c.t.Fatalf("the other journal: %v", s)
	}
}

// settled is a first day's bill that agrees, on the next day.
func (c calendar) settled() {
	c.t.Helper()
	c.day(1)
	classes, ids, _ := c.named(9, "reconcile")
	if !slices.Equal(classes, []string{"theirs_only", "refund_theirs"}) {
		c.t.Fatalf("%v", classes)
	}
	c.says(0, "reconcile --accept "+ids["theirs_only"]+" --by Wu --reason known")
	c.says(0, "reconcile --accept "+ids["refund_theirs"]+" --by Wu --reason known")
	c.says(0, "reconcile", `^`+c.name(0)+`  agrees$`)
}

// A day with a row of every kind: what is open, what the journal does not know, what is
// behind a refusal and what was given back on the merchant platform. Each is told, and
// what people and WeChat say of it leads to a bill that agrees.
func TestBillOfADay(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	c.sold()
	c.dies("8.88", "open", 8, "before append 2")
	for _, a := range c.attempts() {
		if a.TotalFee == 90017 {
			c.charge(a) // behind its refusal
		}
	}
	c.says(64, "reconcile --date "+c.name(0), `is not over`)
	c.day(1)
	classes, ids, r := c.named(8, "reconcile")
	if want := []string{"open", "theirs_only", "hidden", "refund_theirs"}; !slices.Equal(classes, want) || r["verdict"] != "open" || r["look"] != 4.0 ||
		r["charges"] != 3.0 || r["reversed"] != 1.0 || r["refunds"] != 1.0 {
		t.Errorf("%v, want %v; %v", classes, want, r)
	}
	path, _ := r["path"].(string)
	if file, err := os.Stat(path); err != nil || file.Mode().Perm() != 0o600 || path != filepath.Join(c.stateDir(), "bills", c.name(0)+".csv.gz") {
		t.Errorf("kept as %s, %v, %v", path, file, err)
	}
	c.says(8, "recover") // what was open and paid waits for a person now; what was hidden goes back
	c.says(5, "status hidden")
	c.says(0, "resolve "+c.number("open")+" --as given --by Li --reason seen")
	elsewhere, platform := ids["theirs_only"], ids["refund_theirs"] // the open one is gone, and they are what they were
	c.says(9, "reconcile", `^`+elsewhere+`  charged, and not in this journal  .*  7\.77  `, `^`+ids["hidden"]+`  reversed, in both  .* 900\.17 .*  WeChat: revoked$`,
		`^`+platform+`  refund made elsewhere  .*  3\.00  .*  platform-`, `^`+c.name(0)+`  2 to look at$`, `^charges that agree: 4$`)

	// A charge that nobody here knew is nobody's until a person says whose it is.
	c.says(64, "reconcile --import "+platform+" --by Wu --reason lost")
	c.says(0, "reconcile --import "+elsewhere+" --by Wu --reason lost", `imported by "Wu": "lost"`, `resolve .*[0-9]+ --as given \(or give-back\)`)
	c.says(64, "reconcile --import "+elsewhere+" --by Wu --reason lost", `was imported by "Wu"`)
	c.says(0, "reconcile --accept "+platform+" --by Wu --reason phone", `refund agrees`, `accepted by "Wu": "phone"`)
	c.says(0, "reconcile", `^`+c.name(0)+`  agrees$`, `^charges that agree: 5$`, `^refunds that agree: 2$`, `!to look at`)
	c.says(8, "pay 7.77 --auth-code "+scannedCode(20))
	c.says(8, "close", `7\.77 .* unclaimed`)
	c.says(0, "sales --from "+c.name(0), ` 7\.77 .* open  unclaimed`, ` 30\.00 .*  3\.00 back .* ref platform`)
	for _, a := range c.attempts() {
		if a.TotalFee == 777 {
			no := string(a.OutTradeNo)
			c.says(8, "status "+no)
			c.says(0, "resolve "+no+" --as given --by Li --reason seen")
			c.says(0, "status "+no)
		}
	}
	c.says(0, "close", `^Close 1 of `+c.name(0)+`$`, `^all +5 +76\.65 `)
	c.says(0, "reconcile", `^`+c.name(0)+`  agrees$`)
	c.says(0, "journal verify")
}

// Each difference between a bill and the journal, one at a time: its class, its words, its
// code, and nothing of it the next time.
func TestBillDiffers(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	c.sold()
	c.settled()
	paid, part := c.number("paid"), c.number("part")
	for _, d := range []struct{ plant, no, class, words string }{
		{"row-missing", paid, "ours_only", `paid here, and not in the bill  .*  10\.00  ` + paid + `  WeChat: paid$`},
		{"row-extra", paid, "theirs_only", `charged, and not in this journal  .*  10\.00  .*  WeChat: notexist$`},
		{"row-twice", paid, "twice", `row is there twice  .*  10\.00  ` + paid},
		{"amount", paid, "differs", `differs from the bill  .*  bill 10\.01, journal 10\.00  ` + paid + ` .* amount  WeChat: paid$`},
		{"refund-missing", part, "refund_ours", `refund not in the bill  .*  5\.00  ` + part + `  .*  WeChat: SUCCESS$`},
		{"refund-extra", paid, "refund_theirs", `refund made elsewhere  .*  5\.00  ` + paid + `  platform-1 `},
		{"refund-amount", part, "differs", `differs from the bill  .*  bill 5\.01, journal 5\.00  ` + part},
		{"unreadable", paid, "unreadable", `row cannot be read  line [0-9]+  has fewer cells`},
		{"summary-lies", "", "summary", `the bill's sums are wrong  line [0-9]+  the summary says`},
		{"doubled", "", "summary", `the bill.s sums are wrong  line [0-9]+  line [0-9]+ begins a second bill, which is not read$`},
		{"cut", "", "summary", `the bill.s sums are wrong  .* the bill is cut off at line`},
	} {
		c.plant(d.plant, d.no, 2)
		classes, ids, r := c.named(9, "reconcile")
		if r["verdict"] != "findings" || !slices.Contains(classes, d.class) || d.plant != "cut" && d.plant != "unreadable" && r["look"] != 1.0 {
			t.Errorf("%s: %v, %v", d.plant, classes, r)
		}
		n := ids[d.class]
		whole := "!"
		if d.class == "summary" || d.class == "unreadable" {
			whole = ""
		}
		s := c.says(9, "reconcile", `^`+n+`  `+d.words, `^`+c.name(0)+`  [0-9]+ to look at$`, whole+`^the bill is not whole`, whole+`^try: fetch the bill again first, it is not whole: facetill reconcile .*--date `+c.name(0)+`$`)
		switch d.plant { // a bill proves nothing
		case "row-extra":
			c.says(8, "reconcile --import "+n+" --by Wu --reason seen", `a bill proves nothing`)
		case "refund-extra":
			c.says(8, "reconcile --accept "+n+" --by Wu --reason seen", `a bill proves nothing`)
		case "row-missing":
			c.says(9, "reconcile --ask "+n, `WeChat: paid`)
		case "refund-missing":
			c.says(9, "reconcile --ask "+n, `WeChat: SUCCESS`)
		}
		c.says(0, "reconcile", `^`+c.name(0)+`  agrees$`)
		if t.Failed() {
			t.Fatalf("behind %s: %v", d.plant, s)
		}
	}
	c.says(0, "sales --from "+c.name(0), ` 10\.00  `+paid+`  paid         paid  ref paid`, ` 20\.00  `+part+` .* 5\.00 back`)
}

// What is no bill of this day and merchant, what is not there yet, and what is written in
// another way.
func TestBillThatIsNone(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	text, err := os.ReadFile(c.config)
	if err == nil {
		err = os.WriteFile(c.config, bytes.Replace(text, []byte("[wechat]\n"), []byte("[wechat]\nbody = 'tea, \"hot\", cup'\n"), 1), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.sold()
	c.settled()
	for _, d := range []struct {
		plant string
		code  int
		says  string
	}{
		{"other-merchant", 8, `WeChat gave no bill of ours: .* is of merchant 1900099999, and this is about`},
		{"other-day", 8, `WeChat gave no bill of ours: .*of the bill is of day .*, and this is about ` + c.name(0)},
		{"gbk", 8, `WeChat gave no bill of ours: this is GBK`},
		{"not-ready", 8, `the bill is not ready yet`},
		{"no-bill", 9, `^no trade on that day, says WeChat$`},
		{"no-gzip", 0, `^bill: .*\.csv$`},
		{"old-layout", 0, `agrees`},
		{"others", 0, `^rows of other shops and channels: 1$`},
	} {
		c.plant(d.plant, "", 1)
		c.says(d.code, "reconcile", d.says)
		c.plant(d.plant, "", 1)
		if r := c.says(d.code, "reconcile -o json").last(t); r["exit_code"] != float64(d.code) {
			t.Errorf("%s: %v", d.plant, r)
		}
	}
	c.plant("no-gzip", "", 1)
	kept := c.says(0, "reconcile -o json").last(t)["path"].(string)
	bill, err := os.ReadFile(kept)
	if err != nil || !bytes.Contains(bill, []byte(`tea, "hot", cup`)) {
		t.Fatalf("%s: %v\n%s", kept, err, bill)
	}
	// A row of a reversal by somebody else, of what is a sale here.
	for line := range bytes.Lines(bill) {
		if bytes.Contains(line, []byte(c.number("paid"))) {
			bill = bytes.Replace(bill, line, append(slices.Clone(line), bytes.Replace(line, []byte("`SUCCESS"), []byte("`REVOKED"), 1)...), 1)
			break
		}
	}
	file := filepath.Join(c.home, "bill.csv")
	if err := os.WriteFile(file, bill, 0o600); err != nil {
		t.Fatal(err)
	}
	_, ids, _ := c.named(9, "reconcile --bill "+file)
	accept := "reconcile --accept " + ids["reversed_theirs"] + " --by Wu --reason seen"
	c.says(9, "reconcile --bill "+file, `reversed at WeChat, and paid here  `)
	// Nobody is told what could not be written; a word that was taken is told by the code, too.
	for _, n := range []struct {
		call string
		code int
	}{
		{"sales", 69}, {"sales -o json", 69}, {"reconcile", 69}, {"reconcile -o json", 69}, {"reconcile --lanes", 69}, {"reconcile --bill " + file, 9},
		{accept, 8},
	} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		cmd := c.command(strings.Fields(n.call)...)
		cmd.Stdout = full
		if s := c.end(cmd); s.code != n.code || !strings.Contains(s.err, "could not be written") {
			t.Errorf("%s without an output: want %d, %v", n.call, n.code, s)
		}
		_ = full.Close()
	}
	c.says(64, accept, `was accepted by "Wu"`)
}

// A found charge whose goods nobody gave goes back, and what the merchant platform gave
// back is of the day on which it was entered: no closed day changes.
func TestBillImportedAndGivenBack(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	c.says(0, "pay 30 --ref platform --auth-code "+scannedCode(6))
	c.control("refund", `{"out_trade_no":"`+c.number("platform")+`","fee":300}`)
	c.sellsElsewhere()
	c.day(1)
	record := c.says(0, "close", `^all +1 +30\.00 +0\.00 +30\.00$`).out
	_, ids, _ := c.named(9, "reconcile")
	no := c.says(0, "reconcile --import "+ids["theirs_only"]+" --by Wu --reason lost -o json").lines(t)[0]["out_trade_no"].(string)
	c.says(0, "resolve "+no+" --as give-back --by Li --reason nobody")
	c.says(5, "status "+no)
	c.says(0, "reconcile --accept "+ids["refund_theirs"]+" --by Wu --reason phone")
	c.says(0, "reconcile", `^`+c.name(0)+`  agrees$`)
	c.says(0, "day", `^code +platform +0 +0\.00 +3\.00 +-3\.00$`)
	c.day(2)
	c.says(0, "close", `^Close 2 of `+c.name(1)+`$`, `^all +0 +0\.00 +3\.00 +-3\.00$`)
	c.says(0, "reconcile", `^`+c.name(1)+`  agrees$`, `^reversed in both: 1$`)
	if s := c.says(0, "close --print 1"); s.out != record {
		t.Errorf("was\n%s\nand is\n%s", record, s.out)
	}
}
