package wxcall

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"facetill/cmd/cli/codes"
	"facetill/flow/field"
	"facetill/wx"
	"facetill/wx/bill"
	"facetill/wx/wire"
)

const (
	billAPI = "downloadbill"
	// mostRows is how many rows of a bill one line has.
	mostRows = 1000
)

// row is a row of a bill in the words of the documents. Who paid is in none: the reader
// never keeps it.
type row struct {
	Line          int    `json:"line"`
	Unreadable    string `json:"unreadable,omitempty"`
	At            string `json:"trade_time,omitempty"`
	DeviceInfo    string `json:"device_info,omitempty"`
	TransactionID string `json:"transaction_id,omitempty"`
	OutTradeNo    string `json:"out_trade_no,omitempty"`
	TradeType     string `json:"trade_type,omitempty"`
	TradeState    string `json:"trade_state,omitempty"`
	FeeType       string `json:"fee_type,omitempty"`
	TotalFee      int64  `json:"total_fee,omitempty"`
	Settlement    int64  `json:"settlement_total_fee,omitempty"`
	CouponFee     int64  `json:"coupon_fee,omitempty"`
	RefundID      string `json:"refund_id,omitempty"`
	OutRefundNo   string `json:"out_refund_no,omitempty"`
	RefundFee     int64  `json:"refund_fee,omitempty"`
	RefundStatus  string `json:"refund_status,omitempty"`
	Body          string `json:"body,omitempty"`
	Attach        string `json:"attach,omitempty"`
}

func rowOf(r bill.Row) row {
	at := ""
	if !r.At.IsZero() {
		at = r.At.Format(time.RFC3339)
	}
	return row{r.Line, r.Unreadable, at, r.Device, r.TransactionID, r.OutTradeNo, r.TradeType, string(r.State), r.Currency, r.Total, r.Settled, r.Coupon,
		r.RefundID, r.OutRefundNo, r.Asked, r.RefundState, r.Body, r.Attach}
}

// bill fetches a bill: into a file as it came, or as rows.
func (c *Call) bill(ctx context.Context, g *wx.Gateway, l *Line) (*Line, error) {
	l.Unverified = []string{string(wx.ClaimRows)}
	var err error
	if c.to != "" {
		err = c.keep(ctx, g, l)
	} else {
		err = c.rows(ctx, g, l)
	}
	refused, is := errors.AsType[*wx.CallError](err)
	switch {
	case err == nil:
		l.ends = wire.Success
		return l, nil
	case is:
		l.ends = refused.Code
		for _, f := range wx.BillFields(err) {
			l.words = append(l.words, c.shown(f))
		}
		if l.words != nil {
			l.Answer = object(l.words)
		}
		return l, c.end(ctx, wx.Single{Code: refused.Code, Message: refused.Message, Unsent: refused.Unsent})
	case ctx.Err() != nil:
		return nil, &Error{Code: codes.ExitInterrupted, Text: "interrupted; no bill was kept"}
	}
	if e, is := errors.AsType[*Error](err); is {
		return nil, e
	}
	return nil, &Error{Code: codes.ExitFailed, Why: codes.WhyAnswer, Text: billAPI + ": " + err.Error()}
}

// keep writes the bill to a file that was not there, and counts its rows.
func (c *Call) keep(ctx context.Context, g *wx.Gateway, l *Line) error {
	file, err := os.OpenFile(c.to, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return &Error{Code: codes.ExitUsage, Why: codes.WhyUsage, Text: "--to: " + err.Error(), Hints: []string{"a file that is not there yet"}}
	}
	if err = cmp.Or(g.Download(ctx, c.fields(), file), file.Sync()); err != nil {
		_ = file.Close()
		_ = os.Remove(c.to) // a part is worth nothing
		return err
	}
	l.Path = c.to
	if _, err := file.Seek(0, io.SeekStart); err != nil || l.count(bill.NewReader(file), func(bill.Row) {}) != nil {
		l.Rows = 0 // it is kept as it came, whether or not it can be read
	}
	return file.Close()
}

// rows reads the bill as it comes.
func (c *Call) rows(ctx context.Context, g *wx.Gateway, l *Line) error {
	from, to := io.Pipe()
	fetched := make(chan error, 1)
	go func() {
		err := g.Download(ctx, c.fields(), to)
		_ = to.CloseWithError(err) // nil is the end of the text
		fetched <- err
	}()
	first := []row{}
	err := l.count(bill.NewReader(from), func(r bill.Row) {
		if len(first) == mostRows {
			l.More = true
			return
		}
		first = append(first, rowOf(r))
		l.words = append(l.words, wire.Field{Name: fmt.Sprint("line ", r.Line), Value: wordsOf(r)})
	})
	_ = from.CloseWithError(err)
	if got := <-fetched; err == nil || got != nil && !errors.Is(got, err) {
		err = cmp.Or(got, err)
	}
	if err != nil {
		l.words = nil
		return err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(struct {
		Rows []row `json:"rows"`
	}{first})
	l.Answer = bytes.TrimSpace(b.Bytes())
	return nil
}

// count reads a bill to its end.
func (l *Line) count(r *bill.Reader, each func(bill.Row)) error {
	for {
		row, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		l.Rows++
		each(row)
	}
}

// wordsOf is a row for people.
func wordsOf(r bill.Row) string {
	if r.Unreadable != "" {
		return r.Unreadable
	}
	fee := r.Total
	if r.State != bill.Success {
		fee = -r.Asked
	}
	return field.Plain(fmt.Sprintf("%s  %-7s  %8d fen  %s  %s", r.At.Format(time.DateTime), r.State, fee, r.OutTradeNo, r.OutRefundNo))
}
