package desk

import (
	"context"
	"io"
	"os"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/wx/bill"
)

// openBill opens a bill that somebody has. A device has no end, and a pipe into which nobody
// writes is not open for as long as nobody does: ctx ends both the opening and the reading.
func openBill(ctx context.Context, path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, field.NewError("bill", field.Quoted(path)+" is a folder", "a file in it")
	case !info.Mode().IsRegular() && info.Mode()&os.ModeNamedPipe == 0:
		return nil, field.NewError("bill", field.Quoted(path)+" is a device", "a file or a pipe")
	case info.Size() > bill.MostBytes:
		return nil, &bill.Error{Kind: bill.TooLarge, Bytes: info.Size()}
	}
	type opened struct {
		file *os.File
		err  error
	}
	got := make(chan opened, 1)
	go func() {
		f, err := os.Open(path)
		got <- opened{f, err}
	}()
	select {
	case o := <-got:
		return o.file, o.err
	case <-ctx.Done():
		go func() { // of a pipe it goes on for ever, and holds nothing but itself
			if o := <-got; o.err == nil {
				_ = o.file.Close()
			}
		}()
		return nil, ctx.Err()
	}
}

// copied writes a bill of no more than bill.MostBytes, until ctx ends.
func copied(ctx context.Context, to io.Writer, from *os.File) error {
	stop := context.AfterFunc(ctx, func() { _ = from.SetReadDeadline(time.Unix(1, 0)) }) // a pipe waits for its writer
	defer stop()
	all := io.LimitReader(from, bill.MostBytes+1)
	var n int64
	for {
		more, err := io.CopyN(to, all, 1<<20)
		n += more
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case n > bill.MostBytes:
			return &bill.Error{Kind: bill.TooLarge, Bytes: n}
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

// isMinted reports whether a number looks like one that flow.MintOutTradeNo makes: 32
// digits that begin with a moment. A number of any other shop's till does, too.
func isMinted(no flow.OutTradeNo) bool {
	const moment, digits = "060102150405", 32
	if len(no) != digits || strings.Trim(string(no), "0123456789") != "" {
		return false
	}
	_, err := time.Parse(moment, string(no[:len(moment)]))
	return err == nil
}
