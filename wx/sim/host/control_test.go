package host

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"facetill/wx/sim"
	"facetill/wx/wire"
)

func TestControl(t *testing.T) {
	r := start(t, Options{})
	c := newClient(t)
	h := httpClient(t, r)
	do := func(method, path, token, body string) (int, string) {
		t.Helper()
		req, _ := http.NewRequest(method, r.URL+path, strings.NewReader(body))
		if token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		resp, err := h.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, readAll(t, resp)
	}
	for _, token := range []string{"", "x", r.ControlToken + "x"} {
		for _, call := range []string{"GET /_sim/book", "POST /_sim/next", "POST /_sim/reset", "POST /_sim/bill", "POST /_sim/funds", "POST /_sim/refund", "GET /_sim/"} {
			method, path, _ := strings.Cut(call, " ")
			if status, body := do(method, path, token, "{}"); status != 401 || strings.Contains(body, r.ControlToken) {
				t.Errorf("%s with token %q: %d", call, token, status)
			}
		}
	}
	if status, body := do("POST", "/_sim/next", r.ControlToken, `{"api":"micropay","scenario":15}`); status != 200 {
		t.Fatalf("next: %d %s", status, body)
	}
	first, second := c.number(), c.number()
	want(t, c.answer(c.post(h, r.URL, &wire.Micropay, sale(first, sim.Code(0, 1), 100)...)), "err_code", "NOTENOUGH")
	want(t, c.answer(c.post(h, r.URL, &wire.Micropay, sale(second, sim.Code(0, 2), 100)...)), "result_code", "SUCCESS")
	var book struct {
		Now    time.Time
		Orders []struct {
			OutTradeNo string `json:"out_trade_no"`
			TradeState string `json:"trade_state"`
			Held       int64
		}
	}
	_, body := do("GET", "/_sim/book", r.ControlToken, "")
	if err := json.Unmarshal([]byte(body), &book); err != nil || len(book.Orders) != 2 || book.Orders[0].TradeState != "NOTPAY" || book.Orders[1].Held != 100 {
		t.Errorf("book: %v %s", err, body)
	}
	if strings.Contains(body, sim.Code(0, 2)) {
		t.Error("the book shows a payer's code")
	}
	for _, bad := range []string{"", "x", `{"api":"micropay","scenario":3}`, `{"api":"micropay","scenario":15,"more":1}`, `{"api":"micropay","times":-1}`} {
		if status, _ := do("POST", "/_sim/next", r.ControlToken, bad); status != 400 {
			t.Errorf("next %q: %d", bad, status)
		}
	}
	if _, body := do("POST", "/_sim/next", r.ControlToken, `{"api":"micropay","scenario":"15"}`); !strings.Contains(body, "field nextFault.scenario of type int") {
		t.Errorf("a value that does not fit: %s", body)
	}
	if status, body := do("GET", "/_sim/scenarios", r.ControlToken, ""); status != 200 || !strings.Contains(body, `"zh":"余额不足"`) {
		t.Errorf("scenarios: %d %s", status, body)
	}
	if status, _ := do("GET", "/_sim/else", r.ControlToken, ""); status != 404 {
		t.Errorf("unknown control call: %d", status)
	}
	do("POST", "/_sim/reset", r.ControlToken, "")
	if _, body := do("GET", "/_sim/book", r.ControlToken, ""); !strings.Contains(body, `"orders":[]`) {
		t.Errorf("after the reset: %s", body)
	}
	// Connections that are closed before anything is read.
	if status, _ := do("POST", "/_sim/next", r.ControlToken, `{"api":"connect","times":2}`); status != 200 {
		t.Fatalf("connect: %d", status)
	}
	for range 2 {
		if _, err := c.post(h, r.URL, &wire.Orderquery, "out_trade_no", first); err == nil {
			t.Error("a refused connection was served")
		}
	}
	want(t, c.answer(c.post(h, r.URL, &wire.Orderquery, "out_trade_no", first)), "err_code", "ORDERNOTEXIST")
}

// TestControlRefunds: what a person does at the merchant platform.
func TestControlRefunds(t *testing.T) {
	r := start(t, Options{})
	c := newClient(t)
	h := httpClient(t, r)
	post := func(path, body string) (int, string) {
		t.Helper()
		req, _ := http.NewRequest("POST", r.URL+"/_sim/"+path, strings.NewReader(body))
		req.Header.Set("Authorization", "Bearer "+r.ControlToken)
		resp, err := h.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, readAll(t, resp)
	}
	good := func(path, body, want string) {
		t.Helper()
		if status, answer := post(path, body); status != 200 || !strings.Contains(answer, want) {
			t.Errorf("%s %s: %d %s, want %s", path, body, status, answer, want)
		}
	}
	paid, void := c.number(), c.number()
	want(t, c.answer(c.post(h, r.URL, &wire.Micropay, sale(paid, sim.Code(0, 1), 100)...)), "result_code", "SUCCESS")
	want(t, c.answer(c.post(h, r.URL, &wire.Micropay, sale(void, sim.Code(58, 2), 100)...)), "result_code", "SUCCESS")

	good("funds", `{"fen":50}`, `"funds":50}`)
	good("refund", `{"out_trade_no":"`+paid+`","fee":30}`, `"out_refund_no":"platform-`)
	if status, answer := post("refund", `{"out_trade_no":"`+void+`"}`); status != 400 || !strings.Contains(answer, "NOTENOUGH") {
		t.Errorf("more than there is: %d %s", status, answer)
	}
	good("funds", `{"fen":0,"unsettled":70}`, `"funds":0,"unsettled":70}`)
	good("funds", `{}`, `"funds":null}`)
	_, body := post("refund", `{"out_trade_no":"`+void+`"}`)
	var refund struct {
		No     string `json:"out_refund_no"`
		Fee    int64  `json:"refund_fee"`
		Status string `json:"refund_status"`
	}
	if err := json.Unmarshal([]byte(body), &refund); err != nil || refund.Fee != 100 || refund.Status != "CHANGE" {
		t.Errorf("all of it: %v %s", err, body)
	}
	good("refund", `{"out_refund_no":"`+refund.No+`","status":"SUCCESS"}`, `"refund_status":"SUCCESS"`)
	want(t, c.answer(c.post(h, r.URL, &wire.Refundquery, "out_refund_no", refund.No)), "refund_status_0", "SUCCESS")

	good("bill", `{"plant":"others","count":3}`, `{"bills":[{"plant":"others","count":3}]}`)
	good("bill", `{"plant":"cut","day":"20261125","times":1}`, `"count":3},{"plant":"cut","day":"20261125","times":1}]}`)
	if status, answer := post("bill", `{"plant":"?"}`); status != 400 || !strings.Contains(answer, "use one of amount, cut, doubled") {
		t.Errorf("the names: %d %s", status, answer)
	}

	for _, bad := range [][2]string{
		{"bill", ""}, {"bill", "{}"}, {"bill", `{"plant":"cut","more":1}`}, {"bill", `{"plant":"cut","times":-1}`}, {"bill", `{"plant":"cut","day":"x"}`},
		{"funds", ""}, {"funds", `{"fen":-1}`}, {"funds", `{"fen":"1"}`}, {"funds", `{"fee":1}`}, {"funds", `{"fen":1,"mch_id":"1"}`},
		{"refund", ""}, {"refund", "{}"}, {"refund", `{"out_trade_no":"x"}`}, {"refund", `{"out_trade_no":"` + paid + `","fee":71}`},
		{"refund", `{"out_trade_no":"` + paid + `","fee":1,"more":1}`}, {"refund", `{"out_trade_no":"` + paid + `","status":"SUCCESS"}`},
		{"refund", `{"out_refund_no":"` + refund.No + `","status":"SUCCESS"}`}, {"refund", `{"out_refund_no":"` + refund.No + `","fee":1,"status":"SUCCESS"}`},
		{"refund", `{"out_refund_no":"x","status":"SUCCESS"}`}, {"refund", `{"out_refund_no":"` + refund.No + `"}`},
	} {
		if status, answer := post(bad[0], bad[1]); status != 400 {
			t.Errorf("%s %s: %d %s", bad[0], bad[1], status, answer)
		}
	}
}

// TestControlIsShut: a handler without token has no control endpoint.
func TestControlIsShut(t *testing.T) {
	for _, header := range []string{"", "Bearer ", "Bearer"} {
		if new(handler).authorized(&http.Request{Header: http.Header{"Authorization": {header}}}) {
			t.Errorf("%q opens it", header)
		}
	}
}

// A caller without the token is sent away, whatever it goes on sending, and the
// token without its scheme is none.
func TestControlSendsStrangersAway(t *testing.T) {
	r := start(t, Options{})
	h := httpClient(t, r)
	for _, auth := range []string{"", r.ControlToken, "Token " + r.ControlToken} {
		never, hold := io.Pipe()
		req, _ := http.NewRequest("POST", r.URL+"/_sim/next", never)
		req.ContentLength = 60000
		req.Header.Set("Authorization", auth)
		resp, err := h.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != 401 || !resp.Close {
			t.Errorf("with %q: %d, close %t", strings.ReplaceAll(auth, r.ControlToken, "TOKEN"), resp.StatusCode, resp.Close)
		}
		_ = readAll(t, resp)
		_ = hold.Close()
	}
}
