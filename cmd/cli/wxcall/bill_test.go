package wxcall

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow/secret"
	"facetill/wx/bill"
	"facetill/wx/sim"
	"facetill/wx/sim/certificates"
	"facetill/wx/sim/host"
)

// called runs commands against a simulator over HTTPS that has bills at any time.
func called(t *testing.T) func(args ...string) (*Line, error) {
	t.Helper()
	dir := t.TempDir()
	running, err := host.Serve(t.Context(), host.Options{Dir: dir, Config: sim.Config{EarlyBills: true}})
	if err != nil {
		t.Fatal(err)
	}
	c := config.Sim(dir)
	c.Merchant.AppID, c.Merchant.MchID, c.Merchant.APIKey = sim.DefaultAppID, sim.DefaultMchID, secret.New(sim.DefaultAPIKey)
	c.Merchant.CertFile, c.Merchant.KeyFile = filepath.Join(dir, certificates.ClientCertFile), filepath.Join(dir, certificates.ClientKeyFile)
	c.WeChat.Adapter, c.WeChat.APIURL, c.WeChat.FaceURL, c.WeChat.BackupURL = config.AdapterWeChat, running.URL, running.URL, ""
	c.WeChat.CAFile = filepath.Join(dir, certificates.CAFile)
	return func(args ...string) (line *Line, err error) {
		till := wiring.New(c)
		defer till.Close()
		root := &cobra.Command{Use: "wx", SilenceErrors: true, SilenceUsage: true}
		root.AddCommand(New(func(ctx context.Context, c *Call) error {
			line, err = c.Do(ctx, till, strings.NewReader(""))
			return nil
		})...)
		root.SetArgs(args)
		if err := root.ExecuteContext(t.Context()); err != nil {
			t.Fatal(err)
		}
		return line, err
	}
}

// Without a connection there is no answer, and none is made up.
func TestBillWithoutAnswer(t *testing.T) {
	i := slices.IndexFunc(Commands(), func(c Command) bool { return c.Name == "bill" })
	c := config.Sim(t.TempDir())
	c.Merchant.AppID, c.Merchant.MchID, c.Merchant.APIKey = sim.DefaultAppID, sim.DefaultMchID, secret.New(sim.DefaultAPIKey)
	c.WeChat.Adapter, c.WeChat.APIURL, c.WeChat.BackupURL = config.AdapterWeChat, "https://127.0.0.1:1", ""
	till := wiring.New(c)
	defer till.Close()
	line, err := (&Call{Command: &Commands()[i], given: map[string]string{"bill_date": "20260131"}}).Do(t.Context(), till, strings.NewReader(""))
	if e, is := errors.AsType[*Error](err); !is || line == nil || line.Answer != nil || e.Code != codes.ExitFailed || strings.Contains(line.String(), "error_code") {
		t.Errorf("%v, %v", line, err)
	}
}

// A bill comes as rows without a payer, or into a file as it came, packed or not, and
// nothing of it is verified.
func TestBill(t *testing.T) {
	call := called(t)
	for n := range 3 {
		if _, err := call("micropay", "--out-trade-no", fmt.Sprint("2026013100", n), "--total-fee", "1280", "--auth-code", sim.Code(0, uint64(n))); err != nil {
			t.Fatal(err)
		}
	}
	day := time.Now().In(time.FixedZone("", 8*3600)).Format("20060102")
	l, err := call("bill", "--bill-date", day)
	var got struct{ Rows []row }
	if err != nil || json.Unmarshal(l.Answer, &got) != nil || len(got.Rows) != 3 || l.Rows != 3 || l.More || fmt.Sprint(l.Unverified, l.Verified) != "[rows] []" {
		t.Fatalf("%+v %v", l, err)
	}
	if r := got.Rows[0]; r.TotalFee != 1280 || r.TradeState != "SUCCESS" || r.TradeType != "MICROPAY" || r.Unreadable != "" || !strings.HasPrefix(r.OutTradeNo, "2026013100") {
		t.Errorf("%+v", r)
	}
	if text := l.String() + string(l.Answer); strings.Contains(text, "oSIM") || !strings.Contains(l.String(), "1280 fen") {
		t.Errorf("a payer is shown, or no amount: %s", text)
	}
	dir := t.TempDir()
	plain, packed := filepath.Join(dir, "bill.csv"), filepath.Join(dir, "bill.csv.gz")
	for file, more := range map[string][]string{plain: nil, packed: {"--tar-type", "GZIP"}} {
		l, err := call(append([]string{"bill", "--bill-date", day, "--bill-type", "ALL", "--to", file}, more...)...)
		text, _ := os.ReadFile(file)
		if err != nil || l.Rows != 3 || l.Path != file || strings.Contains(string(text), "oSIM") != (file == plain) {
			t.Errorf("%+v %v %d bytes", l, err, len(text))
		}
	}
	for says, args := range map[string][]string{
		"--to":               {"--bill-date", day, "--to", plain},
		"20002: No Bill":     {"--bill-date", "20200101"},
		"20002: No Bill Exi": {"--bill-date", "20200101", "--to", filepath.Join(dir, "none")},
	} {
		_, err := call(append([]string{"bill"}, args...)...)
		e, is := errors.AsType[*Error](err)
		if want := map[bool]codes.Exit{true: codes.ExitUsage, false: codes.ExitFailed}[says == "--to"]; !is || e.Code != want || !strings.Contains(e.Text, says) {
			t.Errorf("%v: %v", args, err)
		}
	}
	if list, _ := os.ReadDir(dir); len(list) != 2 {
		t.Errorf("a bill that did not come left a file: %v", list)
	}
}

// A row has each value of the bill under the documents' own name.
func TestRowOf(t *testing.T) {
	r := bill.Row{Line: 2, Device: "L1", TransactionID: "42", OutTradeNo: "N1", TradeType: "MICROPAY", State: bill.Refund, Currency: "CNY", Total: 1, Settled: 2, Coupon: 3,
		RefundID: "50", OutRefundNo: "R1", Asked: 4, Refunded: 5, RefundedCoupon: 6, RefundState: "SUCCESS", Body: "b", Attach: "a"}
	const want = `{"line":2,"device_info":"L1","transaction_id":"42","out_trade_no":"N1","trade_type":"MICROPAY","trade_state":"REFUND","fee_type":"CNY",` +
		`"total_fee":1,"settlement_total_fee":2,"coupon_fee":3,"refund_id":"50","out_refund_no":"R1","refund_fee":4,"refund_status":"SUCCESS","body":"b","attach":"a"}`
	if got, err := json.Marshal(rowOf(r)); err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
	if words := wordsOf(r); !strings.Contains(words, " -4 fen") || !strings.Contains(words, "R1") {
		t.Error(words)
	}
}
