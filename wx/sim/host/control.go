package host

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"facetill/wx/sim"
	"facetill/wx/sim/book"
)

// controlPrefix is where the control endpoint lives. No path of WeChat Pay
// begins so.
const controlPrefix = "/_sim/"

// refusedLimit is how long a caller without the token may go on sending.
const refusedLimit = time.Second

// maxControlBody bounds the body of a control request.
const maxControlBody = 4 << 10

// control serves:
//
//	GET  /_sim/book       the orders, and the time they are judged at
//	GET  /_sim/scenarios  the table
//	POST /_sim/next       {"api":"reverse","scenario":24,"times":2}
//	POST /_sim/bill       {"plant":"row-missing","times":1}: in the bills to come; a wrong name brings all
//	POST /_sim/reset      empties the book
//	POST /_sim/funds      {"fen":5000}: what refunds are taken from; {} has no end
//	POST /_sim/refund     {"out_trade_no":"...","fee":300}: by the merchant platform
//	POST /_sim/refund     {"out_refund_no":"...","status":"SUCCESS"}: ended there
//
// each with "Authorization: Bearer TOKEN".
func (h *handler) control(w http.ResponseWriter, req *http.Request) {
	if !h.authorized(req) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.Header().Set("Connection", "close") // and what it goes on sending is not waited for
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(refusedLimit))
		http.Error(w, "the control endpoint wants the header \"Authorization: Bearer TOKEN\" with the token that facetill sim printed", http.StatusUnauthorized)
		return
	}
	var result any
	var err error
	switch req.Method + " " + strings.TrimPrefix(req.URL.Path, controlPrefix) {
	case "GET book":
		result, err = h.bookPage()
	case "GET scenarios":
		result = sim.Scenarios()
	case "POST next":
		result, err = h.next(req)
	case "POST bill":
		result, err = h.bill(req)
	case "POST reset":
		result, err = struct {
			Reset bool `json:"reset"`
		}{true}, h.sim.Reset()
	case "POST funds":
		result, err = h.funds(req)
	case "POST refund":
		result, err = h.refund(req)
	default:
		http.Error(w, "there is GET book, GET scenarios, POST next, POST bill, POST funds, POST refund and POST reset", http.StatusNotFound)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(result)
}

func (h *handler) authorized(req *http.Request) bool {
	token, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	return ok && h.token != "" && subtle.ConstantTimeCompare([]byte(token), []byte(h.token)) == 1
}

// bookOrder is an order as GET /_sim/book shows it.
type bookOrder struct {
	book.Order
	TradeState book.TradeState `json:"trade_state"`
	Held       int64           `json:"held"` // fen that the merchant holds
}

func (h *handler) bookPage() (any, error) {
	all, err := h.sim.Orders()
	if err != nil {
		return nil, err
	}
	now := h.sim.Now()
	result := struct {
		Now    time.Time   `json:"now"`
		Orders []bookOrder `json:"orders"`
	}{now, make([]bookOrder, len(all))}
	for i, o := range all {
		result.Orders[i] = bookOrder{o, o.State(now), o.Held(now)}
	}
	return result, nil
}

// nextFault is the body of POST /_sim/next. encoding/json puts the name of the
// type into what is said of a value that does not fit.
type nextFault struct {
	API      string `json:"api"`
	Scenario int    `json:"scenario"`
	Times    int    `json:"times"`
}

// next lets the next calls of an API go by a scenario.
func (h *handler) next(req *http.Request) (any, error) {
	var n nextFault
	if err := read(req, &n, `{"api":"reverse","scenario":24,"times":2}`); err != nil {
		return nil, err
	}
	if n.Times == 0 {
		n.Times = 1
	}
	return n, h.sim.Next(n.API, n.Scenario, n.Times)
}

// bill puts something into the bills to come. The answer is all that is to come.
func (h *handler) bill(req *http.Request) (any, error) {
	var f sim.BillFault
	if err := read(req, &f, `{"plant":"row-missing","day":"20261125","out_trade_no":"...","count":1,"times":1}`); err != nil {
		return nil, err
	}
	all, err := h.sim.PlantBill(f)
	return struct {
		Bills []sim.BillFault `json:"bills"`
	}{all}, err
}

// fundsOrder is the body of POST /_sim/funds.
type fundsOrder struct {
	Fen       *int64 `json:"fen"`
	Unsettled *int64 `json:"unsettled"`
	MchID     string `json:"mch_id"`
}

// funds says what a merchant gives back from.
func (h *handler) funds(req *http.Request) (any, error) {
	var f fundsOrder
	if err := read(req, &f, `{"fen":5000}, and "unsettled" for a merchant of the old money flow`); err != nil {
		return nil, err
	}
	return h.sim.SetFunds(f.MchID, f.Fen, f.Unsettled)
}

// refundOrder is the body of POST /_sim/refund.
type refundOrder struct {
	OutTradeNo  string `json:"out_trade_no"`
	Fee         int64  `json:"fee"`
	OutRefundNo string `json:"out_refund_no"`
	Status      string `json:"status"`
	MchID       string `json:"mch_id"`
}

// refund is what a person does at the merchant platform: one more, or the end of
// one.
func (h *handler) refund(req *http.Request) (any, error) {
	const form = `{"out_trade_no":"...","fee":300} or {"out_refund_no":"...","status":"SUCCESS"}`
	var o refundOrder
	if err := read(req, &o, form); err != nil {
		return nil, err
	}
	var r book.Refund
	var err error
	switch {
	case o.OutTradeNo != "" && o.OutRefundNo == "" && o.Status == "":
		r, err = h.sim.RefundAt(o.MchID, o.OutTradeNo, o.Fee)
	case o.OutRefundNo != "" && o.OutTradeNo == "" && o.Fee == 0:
		r, err = h.sim.EndRefund(o.MchID, o.OutRefundNo, o.Status)
	default:
		err = errors.New("the body is neither a refund nor the end of one; send " + form)
	}
	return struct {
		book.Refund
		Status string `json:"refund_status"`
	}{r, r.Status(h.sim.Now())}, err
}

// read decodes the body of an order. form is what it looks like.
func read(req *http.Request, order any, form string) error {
	dec := json.NewDecoder(io.LimitReader(req.Body, maxControlBody))
	dec.DisallowUnknownFields()
	if err := dec.Decode(order); err != nil {
		return fmt.Errorf("the body is not an order: %w; send %s", err, form)
	}
	return nil
}
