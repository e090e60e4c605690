package wxcall

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/wiring"
	"facetill/cmd/config"
	"facetill/flow/secret"
	"facetill/wx"
	"facetill/wx/wire"
)

// request runs a command line and returns the fields of the request that would leave, and
// the refusal. The gateway is opened and sends nothing.
func request(t *testing.T, stdin string, args ...string) (map[string]string, error) {
	t.Helper()
	c := config.Sim(t.TempDir())
	c.Store.ID, c.Store.Name, c.Terminal.DeviceID = "S-1", "店", "D-1"
	till := wiring.New(c)
	t.Cleanup(till.Close)
	g, simulated, err := till.Single(t.Context())
	if err != nil || !simulated {
		t.Fatal(simulated, err)
	}
	got := map[string]string{}
	root := &cobra.Command{Use: "wx", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(New(func(_ context.Context, c *Call) error {
		err := c.prepare(till, g, strings.NewReader(stdin))
		for _, f := range c.fields() {
			got[f.Name] = f.Value
		}
		got["api"] = c.uses().Name
		if err != nil {
			return c.wrong(err)
		}
		return nil
	})...)
	root.SetArgs(args)
	return got, root.Execute()
}

// Every field of every table is a flag, and a name of --json, but for those that are made.
func TestEveryFieldIsReached(t *testing.T) {
	served := map[string]bool{}
	for _, c := range Commands() {
		cmd := c.new(nil)
		for _, api := range []*wire.API{c.api, c.face} {
			if api == nil {
				continue
			}
			served[api.Name] = true
			for _, r := range api.Request {
				if flag := cmd.Flags().Lookup(flagOf(r.Name)); (flag == nil) == (made[r.Name] == "") {
					t.Errorf("%s: %s has a flag: %t, and is made: %q", api.Name, r.Name, flag != nil, made[r.Name])
				}
			}
		}
		for name := range hiddenOf(c) {
			if !slices.Contains(piped, name) {
				t.Errorf("%s: %s can be given in no way but a file", c.Name, name)
			}
		}
	}
	for _, api := range wire.APIs() {
		if !served[api.Name] {
			t.Errorf("%s has no command", api.Name)
		}
	}
}

func hiddenOf(c Command) map[string]bool {
	all := map[string]bool{}
	for _, name := range hidden {
		if c.api.Rule(name) != nil {
			all[name] = true
		}
	}
	return all
}

const (
	code     = "134567890123456789"
	captured = `{"type":"device","cmd":"getWxpayfaceCode","out_trade_no":"20260131001","total_fee":1280,"answer":{"return_code":"SUCCESS","face_code":"134567890123456701","openid":"oPayer"}}` + "\n" + `{"type":"result","command":"device code","exit_code":0}` + "\n"
	typeZero = `{"type":"device","cmd":"getWxpayfaceCode","out_trade_no":"20260131001","total_fee":1280,"answer":{"return_code":"SUCCESS","face_code":"f1300-0000000001-1234","openid":"oPayer"}}`
	paid     = `{"type":"answer","api":"micropay","out_trade_no":"20260131001","total_fee":1280,"answer":{"return_code":"SUCCESS","transaction_id":"42"}}`
)

// What a call is given arrives, in each way.
func TestFieldsArrive(t *testing.T) {
	for _, c := range []struct {
		stdin, args string
		want        string // names and values
	}{
		{"", "micropay --out-trade-no 20260131001 --total-fee 1280 --auth-code " + code + " --limit-pay no_credit --receipt Y", "total_fee 1280 limit_pay no_credit receipt Y auth_code " + code},
		{captured, "micropay --auth-code -", "auth_code 134567890123456701 out_trade_no 20260131001 total_fee 1280"},
		{captured, "micropay --auth-code - --total-fee 1280 --out-trade-no 20260131001", "auth_code 134567890123456701"},
		{typeZero, "facepay --face-code -", "face_code f1300-0000000001-1234 openid oPayer fee_type CNY out_trade_no 20260131001 total_fee 1280"},
		{code + "\n", "openid --auth-code -", "auth_code " + code},
		{`{"auth_code":"` + code + `","out_trade_no":"20260131001","total_fee":1280,"detail":{"goods_detail":[]},"scene_info":"{\"store_info\":{\"id\":\"S1\"}}"}`, "micropay --json -",
			`total_fee 1280 detail {"goods_detail":[]} scene_info {"store_info":{"id":"S1"}}`},
		{"\ufeff" + `{"total_fee":"1280"}`, "micropay --json - --out-trade-no 20260131001 --auth-code " + code, "total_fee 1280"},
		{`{"return_code":"SUCCESS","rawdata":"cmF3"}`, "authinfo --rawdata -", "rawdata cmF3 store_id S-1 store_name 店 device_id D-1 version 1"},
		{"cmF3\n", "authinfo --rawdata - --store-id other", "rawdata cmF3 store_id other"},
		{`{"type":"answer","api":"facepay","out_trade_no":"20260131001"}`, "query --out-trade-no -", "out_trade_no 20260131001 api facepayquery"},
		{paid + "\n" + `{"type":"result","command":"wx micropay","exit_code":0}` + "\r\n\x1a", "query --out-trade-no -", "out_trade_no 20260131001 api orderquery"},
		{paid, "query --transaction-id -", "transaction_id 42"},
		{strings.Replace(paid, "micropay", "facepay", 1), "query --transaction-id -", "transaction_id 42 api facepayquery"},
		{`{"type":"answer","api":"refund","out_refund_no":"R1","answer":{"refund_id":"50"}}`, "refundquery --out-refund-no -", "out_refund_no R1"},
		{`{"body":"\u8336"}`, "micropay --json - --total-fee 1280 --out-trade-no 20260131001 --auth-code " + code, "body 茶"},
		{"", "reverse --facepay --transaction-id 42", "api facepayreverse transaction_id 42"},
		{"", "report --trades []", "trades [] interface_url https://api.mch.weixin.qq.com/pay/batchreport/micropay/total"},
	} {
		got, err := request(t, c.stdin, strings.Fields(c.args)...)
		if err != nil {
			t.Errorf("%s: %v", c.args, err)
		}
		words := strings.Fields(c.want)
		for i := 0; i < len(words); i += 2 {
			if got[words[i]] != words[i+1] {
				t.Errorf("%s: %s is %q, want %q", c.args, words[i], got[words[i]], words[i+1])
			}
		}
	}
}

// What WeChat would refuse, or would take otherwise than it was meant, is refused with
// its field, what is wrong and what to try; no payer's code is repeated.
func TestBadFields(t *testing.T) {
	full := "micropay --out-trade-no 20260131001 --total-fee 1280 --auth-code " + code + " "
	for _, c := range []struct{ stdin, args, says string }{
		{"", "micropay --auth-code " + code + " --total-fee 1", "out_trade_no is missing; set it; first facetill device code"},
		{"", "micropay --out-trade-no 20260131001 --total-fee 1", "auth_code is missing; set it; first facetill device code"},
		{"", "authinfo", "rawdata is missing; set it; first facetill device rawdata"},
		{"", "query", "transaction_id or out_trade_no is missing; set it; first facetill wx micropay"},
		{"", "micropay --out-trade-no 20260131001 --total-fee 12.80 --auth-code " + code, "total_fee is not a whole number of fen"},
		{"", full + "--body " + strings.Repeat("x", 128), "body has 128 bytes, 127 are allowed; shorten it"},
		{"", full + "--limit-pay none", "limit_pay is not one of the allowed values; use no_credit"},
		{"", full + "--time-start 20260131100000 --time-expire 20260131100030", "time_expire is less than a minute after time_start"},
		{"", full + "--detail []", "detail is no JSON object"},
		{"", full + "--scene-info {}", "scene_info has no store_info with an id"},
		{"", full + "--scene-info {", "scene_info is not json"},
		{"", "micropay --out-trade-no 20260131001 --total-fee 1 --auth-code f1300-0000000001-1234", "auth_code is a face code with hyphens"},
		{"", "micropay --out-trade-no 20260131001 --total-fee 1 --auth-code 281234567890123456", "auth_code is one of Alipay"},
		{captured, "facepay --face-code -", "face_code is a code of 18 digits, of face_code_type 1; facetill wx micropay"},
		{captured, "micropay --auth-code - --total-fee 1281", "total_fee is another one than the face was taken for"},
		{captured, "micropay --auth-code - --out-trade-no 20260131002", "out_trade_no is another one than the face was taken for"},
		{`{"cmd":"getWxpayfaceCode","answer":{"return_code":"USER_CANCEL"}}`, "micropay --auth-code -", "auth_code is not on stdin: getWxpayfaceCode answered USER_CANCEL; first facetill device code"},
		{`{"api":"get_wxpayface_authinfo","answer":{"return_code":"SUCCESS","authinfo":"x"}}`, "micropay --auth-code -", "auth_code is not on stdin: it has the answer of get_wxpayface_authinfo; first facetill device code"},
		{"get_wxpayface_authinfo: SUCCESS\n", "micropay --auth-code -", "auth_code on stdin is more than one word"},
		{"micropay: SUCCESS\n  a  b\n", "micropay --auth-code -", "stdin has more than one line: pipe what the step before prints with -o json"},
		{"", "micropay --auth-code -", "auth_code is not on stdin: stdin has no line; first facetill device code"},
		{captured + captured, "micropay --auth-code -", "auth_code is not on stdin: stdin has several answers, getWxpayfaceCode and getWxpayfaceCode: pipe one alone, with > and not >>"},
		{typeZero + typeZero, "facepay --face-code -", "stdin has several answers"},
		{paid + "\n" + paid, "query --out-trade-no -", "stdin has several answers, micropay and micropay"},
		{paid + "\ncode", "reverse --out-trade-no -", "stdin has several answers, micropay and something else"},
		{`{"type":"result","exit_code":8}` + "\n" + paid, "query --out-trade-no -", "stdin has several answers, a result and micropay"},
		{paid, "refundquery --out-refund-no -", "out_refund_no is not on stdin: it has the answer of micropay; first facetill wx refund"},
		{typeZero, "refundquery --refund-id -", "refund_id is not on stdin"},
		{typeZero, "query --transaction-id -", "transaction_id is not on stdin"},
		{"", "refund --out-trade-no 20260131001 --total-fee 100 --refund-fee 100", "out_refund_no is missing"},
		{"{\"total_fee\":100,\"body\":\"\xb2\xe8\"}", "micropay --json -", "--json is not UTF-8"},
		{"", full + `--detail {"goods_name":"\ud800"}`, "detail.goods_name has a character that is none"},
		{`{"detail":"{\"goods_name\":\"\\ud800\"}"}`, "micropay --json - --out-trade-no 20260131001 --total-fee 1 --auth-code " + code, "detail.goods_name has a character that is none"},
		{`{"body":"\ud800x"}`, "micropay --json -", "body has a character that is none"},
		{`{"detail":{"goods_name":"\udc00"}}`, "micropay --json -", "detail.goods_name has a character that is none"},
		{"", "facepay --face-code x-y", "--face-code takes - alone"},
		{"", "authinfo --rawdata cmF3", "--rawdata takes - alone"},
		{"{}", full + "--json - --attach -", "a"}, // an attach may be a dash
		{"x", "authinfo --rawdata - --json -", "rawdata is read from stdin, and so is another one"},
		{"", "refund --out-trade-no 20260131001 --out-refund-no R1 --total-fee 100 --refund-fee 101", "refund_fee is more than total_fee"},
		{"", "report --trades {}", "trades is no list of trades"},
		{"", `report --trades [{"state":"GOOD"}]`, "trades has a trade with another state; use OK or FAIL or CANCLE"},
		{"", "bill --bill-date 20261350", "bill_date is not a time; write it as yyyyMMdd"},
		{"", "bill", "bill_date is missing"},

		{"[]", "micropay --json -", "--json is no JSON object"},
		{`{"total_fee":1`, "micropay --json -", "--json is no JSON behind byte"},
		{`{"total_fee":1}{}`, "micropay --json -", "--json has more than one object"},
		{`{"totalfee":1}`, "micropay --json -", `"totalfee" is no field of micropay`},
		{`{"refund_fee":1}`, "micropay --json -", `"refund_fee" is no field of micropay`},
		{`{"mch_id":"1"}`, "micropay --json -", "mch_id is not given by hand: it comes from [merchant] mch_id; leave it out"},
		{`{"sign":"1"}`, "micropay --json -", "sign is not given by hand"},
		{`{"total_fee":1}`, "micropay --total-fee 1 --json -", "total_fee is given twice"},
		{`{"total_fee":1,"total_fee":2}`, "micropay --json -", "total_fee is given twice"},
		{`{"detail":{"goods_detail":[{"goods_id":"A","price":1,"price":2}]}}`, "micropay --json -", "detail.goods_detail[0].price is given twice"},
		{`{"total_fee":true}`, "micropay --json -", `total_fee is true or false; write "total_fee":1280`},
		{`{"total_fee":12.8}`, full[:len("micropay ")] + "--json - --out-trade-no 20260131001 --auth-code " + code, "total_fee is not a whole number of fen"},
		{`{"total_fee":1e2}`, full[:len("micropay ")] + "--json - --out-trade-no 20260131001 --auth-code " + code, "total_fee is not a whole number of fen"},
		{`{"total_fee":null}`, "micropay --json -", "total_fee is null"},
		{`{"body":""}`, "micropay --json -", "body is empty"},
		{`{"body":{"a":1}}`, "micropay --json -", "body is an object or a list"},
		{`{"auth_code":134567890123456789}`, "micropay --json -", `auth_code is a number, and not a text; write "auth_code":"..."`},
		{`{"out_trade_no":20260131001}`, "micropay --json -", "out_trade_no is a number, and not a text"},
		{"", "micropay --json -", "--json -: stdin is empty"},
		{"", "micropay --json /nowhere/at/all", "--json cannot be read"},
	} {
		got, err := request(t, c.stdin, strings.Fields(c.args)...)
		if c.says == "a" {
			if err == nil && got["attach"] == "-" {
				continue
			}
			t.Errorf("%s: %v", c.args, err)
			continue
		}
		e, is := errors.AsType[*Error](err)
		if !is || e.Code != codes.ExitUsage || !strings.Contains(e.Text, c.says) || !strings.HasPrefix(e.Text, strings.Fields(c.args)[0]+": ") {
			t.Errorf("%s with %q: %v, want %q", c.args, c.stdin, err, c.says)
		}
		for _, secret := range []string{code, "134567890123456701", "281234567890123456", "f1300"} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the refusal repeats a payer's code: %v", c.args, err)
			}
		}
	}
}

// A file of --json is read whole, and one that is too long is refused.
func TestJSONFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "call.json")
	for text, says := range map[string]string{`{"out_trade_no":"20260131001"}`: "", `{"out_trade_no":"` + strings.Repeat("1", mostJSON) + `"}`: "bytes"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := request(t, "", "query", "--json", file)
		if says == "" && (err != nil || got["out_trade_no"] != "20260131001") || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%d bytes: %v %v", len(text), got, err)
		}
	}
}

// A payer's numbers and a code of the request are stars, but where the call is made for
// them.
func TestMasks(t *testing.T) {
	fields := wire.Message{{Name: "return_code", Value: "SUCCESS"}, {Name: "openid", Value: "oPayer"}, {Name: "authinfo", Value: "A-1"}, {Name: "err_code_des", Value: "code " + code}, {Name: "quote", Value: "a\"b<"}}
	for api, want := range map[*wire.API]string{
		&wire.Micropay:         `{"return_code":"SUCCESS","openid":"***","authinfo":"***","err_code_des":"code ***","quote":"a\"b<"}`,
		&wire.Authcodetoopenid: `{"return_code":"SUCCESS","openid":"oPayer","authinfo":"***","err_code_des":"code ***","quote":"a\"b<"}`,
		&wire.Authinfo:         `{"return_code":"SUCCESS","openid":"***","authinfo":"A-1","err_code_des":"code ***","quote":"a\"b<"}`,
	} {
		c := &Call{Command: &Command{api: api}, given: map[string]string{"auth_code": code}}
		l := c.line(true)
		l.tell(c, wx.Single{Fields: fields, Verified: []wx.Claim{wx.ClaimSign}, Doubtful: []wx.Claim{wx.ClaimOrder}})
		if string(l.Answer) != want || !json.Valid(l.Answer) {
			t.Errorf("%s: %s, want %s", api.Name, l.Answer, want)
		}
		for _, secret := range []string{code, "oPayer", "A-1"} {
			if strings.Contains(l.String(), secret) != strings.Contains(want, secret) {
				t.Errorf("%s: %s", api.Name, l)
			}
		}
	}
}

// What a call ends with: 8 where money may have moved or nobody knows, 69 where nothing
// left or nothing was asked of money.
func TestEnds(t *testing.T) {
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	lost, refused, unsent := wx.Single{Code: "TIMEOUT"}, wx.Single{Code: "NOTENOUGH"}, wx.Single{Code: "DNS", Unsent: true}
	for _, name := range []string{"authinfo", "openid", "micropay", "facepay", "query", "reverse", "refund", "refundquery", "closeorder", "bill", "report"} {
		i := slices.IndexFunc(Commands(), func(c Command) bool { return c.Name == name })
		c := &Call{Command: &Commands()[i], given: map[string]string{}}
		doubt := codes.ExitFailed
		if c.moves || c.tells {
			doubt = codes.ExitOpen
		}
		early, late := codes.ExitFailed, codes.ExitInterrupted
		if c.tells {
			early = codes.ExitOpen
		}
		if c.moves || c.tells {
			late = codes.ExitOpen
		}
		for _, r := range []struct {
			ctx  context.Context
			s    wx.Single
			want codes.Exit
		}{
			{t.Context(), lost, doubt}, {t.Context(), refused, doubt}, {t.Context(), unsent, early},
			{stopped, lost, late}, {stopped, unsent, codes.ExitInterrupted},
		} {
			e, is := errors.AsType[*Error](c.end(r.ctx, r.s))
			if !is || e.Code != r.want {
				t.Errorf("%s after %+v: %v, want %d", name, r.s, e, r.want)
			}
			if why, _ := codes.Closed(string(e.Why)); is && e.Code == codes.ExitFailed && why != e.Why {
				t.Errorf("%s: %s is not on the closed list", name, e.Why)
			}
		}
		if c.end(t.Context(), wx.Single{}) != nil {
			t.Errorf("%s: a success is an error", name)
		}
	}
}

// A line says what was asked, of which API and where, and shows nothing of a payer: not by
// a field's name, and not where an answer repeats what the request had.
func TestLineOfARequest(t *testing.T) {
	i := slices.IndexFunc(Commands(), func(c Command) bool { return c.Name == "query" })
	c := &Call{Command: &Commands()[i], facepay: true, given: map[string]string{"out_trade_no": "N1", "transaction_id": "42", "out_refund_no": "R1", "total_fee": "1280", "refund_fee": "300",
		"face_code": "f1300-0000000001-1234", "rawdata": "cmF3ZGF0YQ", "openid": "oAsked"}}
	for _, simulated := range []bool{true, false} {
		l := c.line(simulated)
		if l.API != wire.Facepayquery.Name || l.OutTradeNo != "N1" || l.TransactionID != "42" || l.OutRefundNo != "R1" || l.TotalFee != 1280 || l.RefundFee != 300 || l.Simulated != simulated || l.InJournal {
			t.Errorf("%+v", l)
		}
		l.tell(c, wx.Single{Fields: wire.Message{{Name: "openid", Value: "o1"}, {Name: "sub_openid", Value: "o2"}, {Name: "unionid", Value: "o3"}, {Name: "auth_code", Value: "o4"},
			{Name: "face_code", Value: "o5"}, {Name: "rawdata", Value: "o6"}, {Name: "err_code_des", Value: "f1300-0000000001-1234 cmF3ZGF0YQ oAsked"}, {Name: "total_fee", Value: "1280"}}})
		text := l.String() + string(l.Answer)
		for _, payer := range []string{"o1", "o2", "o3", "o4", "o5", "o6", "f1300", "cmF3", "oAsked"} {
			if strings.Contains(text, payer) {
				t.Errorf("%s is shown: %s", payer, text)
			}
		}
		if !strings.Contains(text, "1280") || len(l.Masked) != 7 {
			t.Errorf("%v in %s", l.Masked, text)
		}
	}
}

// Whatever moves money is known to: a command that does not say so would reach real money.
func TestWhatMovesMoney(t *testing.T) {
	var moves, tells []string
	for _, c := range Commands() {
		if c.moves {
			moves = append(moves, c.Name)
		}
		if c.tells {
			tells = append(tells, c.Name)
		}
	}
	if got := strings.Join(moves, " "); got != "micropay facepay reverse refund closeorder" {
		t.Errorf("money is moved by %s", got)
	}
	if got := strings.Join(tells, " "); got != "query refundquery" {
		t.Errorf("what became of money tells %s", got)
	}
}

// Nothing that moves money is sent where it is not shown to be a simulator; a question is.
func TestRealMoneyIsNotMoved(t *testing.T) {
	for _, c := range Commands() {
		cfg := config.Sim(t.TempDir())
		cfg.WeChat.Adapter, cfg.WeChat.APIURL, cfg.WeChat.FaceURL, cfg.WeChat.BackupURL = config.AdapterWeChat, "https://127.0.0.1:1", "https://127.0.0.1:1", ""
		cfg.Merchant.APIKey = secret.New(strings.Repeat("k", 32))
		till := wiring.New(cfg)
		_, err := (&Call{Command: &c, given: map[string]string{}}).Do(t.Context(), till, strings.NewReader(""))
		till.Close()
		e, is := errors.AsType[*Error](err)
		if !is || (e.Why == codes.WhyReal) != c.moves || c.moves && (e.Code != codes.ExitUsage || e.Hints[0] != c.instead) {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}
