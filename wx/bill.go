package wx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/wx/transport"
	"facetill/wx/wire"
)

const (
	// maxBill lets a text of 500 MB through, packed or not: some two million trades of
	// one merchant number on one day.
	maxBill = 1 << 30 // bytes, as they come
	// billTimeout is how long the whole of it may take, and billStall how long nothing
	// may come: on a shop's line 500 MB take minutes.
	billTimeout = 10 * time.Minute
	billStall   = time.Minute
)

// What WeChat says where it has no bill. Both come with the *CallError that has its
// words.
var (
	// ErrNoBill is a day without trade of the merchant.
	ErrNoBill = errors.New("no trade on that day")
	// ErrBillNotReady is a bill in the making: there is one after 10:00 of the next day.
	ErrBillNotReady = errors.New("the bill is being made, ask again after 10:00")
)

// Bill fetches the bill of one day in Beijing, all trades, and writes it to out as it
// comes: WeChat's text table, as a rule packed by gzip (wx/bill reads both). Memory is
// bounded. It is ready after 10:00 of the next day and for three months. Bills are not
// signed.
//
// Whatever is not a whole bill is an error: ErrNoBill, ErrBillNotReady, any other
// *CallError (its Code is WeChat's error_code, or what the network did), or the error of
// out. Where WeChat refused nothing was written; where the connection was cut a part may
// have been, which is worth nothing.
func (g *Gateway) Bill(ctx context.Context, day time.Time, out io.Writer) error {
	err := g.bill(ctx, day, out, wire.Field{Name: "tar_type", Value: "GZIP"})
	var refused *CallError
	if errors.As(err, &refused) && strings.Contains(strings.ToLower(refused.Message), "gzip") {
		return g.bill(ctx, day, out) // "CompressGZip Error": it can be had unpacked
	}
	return err
}

// bill asks once.
func (g *Gateway) bill(ctx context.Context, day time.Time, out io.Writer, how ...wire.Field) error {
	return g.Download(ctx, append(how,
		wire.Field{Name: "bill_date", Value: day.In(flow.Beijing).Format("20060102")},
		wire.Field{Name: "bill_type", Value: "ALL"}), out)
}

// Download is one request of downloadbill with the fields of a caller, which writes and
// returns what [Gateway.Bill] does.
func (g *Gateway) Download(ctx context.Context, own []wire.Field, out io.Writer) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &billWriter{out: out, stalled: time.AfterFunc(billStall, func() { cancel(transport.ErrTimeout) })}
	defer w.stalled.Stop()
	q := &request{api: &wire.Downloadbill, merchant: g.cfg.Merchant, backup: g.first(), limit: billTimeout, max: maxBill, into: w, own: own}
	r, bad := g.transmit(ctx, q)
	defer func() { billEnded(q.call, err) }()
	if w.err != nil {
		return w.err
	}
	if bad == nil {
		bad = httpStatus(r)
	}
	if bad != nil {
		return callError(q.api, *bad)
	}
	if w.isXML() {
		return refusal(q.api, w.head)
	}
	if len(w.head) > 0 { // a text shorter than what tells them apart
		_, err := out.Write(w.head)
		return err
	}
	if !w.begun {
		return &CallError{API: q.api.Name, Code: "EMPTY", Message: "answer has no bill"}
	}
	return nil
}

// refusal reads the answer that is no bill. Its words decide, and not its number:
// 20002 is a day without trade as well as a bill in the making.
func refusal(api *wire.API, body []byte) error {
	m, err := wire.Decode(body)
	if err != nil {
		return &CallError{API: api.Name, Code: string(wire.NotXML), Message: err.Error()}
	}
	code, word := m.Get("error_code"), m.Get("return_msg")
	if code == "" {
		code = m.Get("return_code")
	}
	e := &CallError{API: api.Name, Code: field.Code(code), Message: words(word, "")}
	switch {
	case strings.EqualFold(word, wire.BillNotExist):
		return &noBill{fmt.Errorf("%w: %w", ErrNoBill, e), m}
	case strings.EqualFold(word, wire.BillCreating):
		return &noBill{fmt.Errorf("%w: %w", ErrBillNotReady, e), m}
	}
	return &noBill{e, m}
}

// noBill is a refusal and the fields that it came with.
type noBill struct {
	error
	fields wire.Message
}

func (e *noBill) Unwrap() error { return e.error }

// BillFields returns the fields with which WeChat refused a bill, nil where none came: what
// the network did has none.
func BillFields(err error) wire.Message {
	if e, is := errors.AsType[*noBill](err); is {
		return e.fields
	}
	return nil
}

// xmlMark is how an answer begins that is no bill.
const xmlMark = "<xml>"

// billWriter keeps an answer that is XML and passes on everything else.
type billWriter struct {
	out     io.Writer
	stalled *time.Timer
	head    []byte // what is kept
	begun   bool   // out has got something
	err     error  // of out
}

// isXML reports whether the answer is no bill.
func (w *billWriter) isXML() bool { return bytes.HasPrefix(w.head, []byte(xmlMark)) }

func (w *billWriter) Write(p []byte) (int, error) {
	w.stalled.Reset(billStall)
	if w.begun {
		return w.pass(p)
	}
	w.head = append(w.head, p...)
	switch {
	case len(w.head) < len(xmlMark):
		return len(p), nil
	case w.isXML() && len(w.head) > wire.MaxBody:
		return 0, transport.ErrTooLarge
	case w.isXML():
		return len(p), nil
	}
	head := w.head
	w.head, w.begun = nil, true
	if _, err := w.pass(head); err != nil {
		return 0, err
	}
	return len(p), nil
}

// pass writes to out and keeps its error.
func (w *billWriter) pass(p []byte) (n int, err error) {
	n, w.err = w.out.Write(p)
	return n, w.err
}
