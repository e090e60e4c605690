package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal"
)

// An error of a journal names where it lies, if it is the journal's; what decides about a
// sale comes as it is.
func TestNamed(t *testing.T) {
	j, m := onMedium(t)
	for _, err := range []error{nil, flow.ErrFenced, flow.ErrOwned, flow.ErrUnknown, flow.ErrCopy, fmt.Errorf("x: %w", flow.ErrFenced)} {
		if got := j.Named(err); got != err {
			t.Errorf("%v is named %v", err, got)
		}
	}
	if got := j.Named(fmt.Errorf("x: %w", flow.ErrBlocked)); got != flow.ErrBlocked {
		t.Errorf("what blocks is named %v", got)
	}
	if got := j.Named(errDisk); !errors.Is(got, errDisk) || got.Error() != "journal "+m.path+": "+errDisk.Error() {
		t.Errorf("the disk is named %v", got)
	}
}

// Money rule 1.9, and other people's money: a journal with something open of another
// merchant, world or WeChat is not this till's.
func TestForeign(t *testing.T) {
	ctx := t.Context()
	ours := journal.Options{Merchant: flow.Merchant{MchID: "1", SubMchID: "2"}, WeChat: flow.WeChatItself}
	change := func(f func(*journal.Options)) journal.Options { o := ours; f(&o); return o }
	for _, c := range []struct {
		what string
		o    journal.Options
		says string
	}{
		{"ours", ours, ""},
		{"nobody's", journal.Options{}, ""},
		{"another WeChat, asked by nobody", change(func(o *journal.Options) { o.Merchant.MchID, o.WeChat = "", "x" }), ""},
		{"another merchant", change(func(o *journal.Options) { o.Merchant.MchID = "9" }), "attempt 1 of mch_id 1 (simulated false)"},
		{"another shop of it", change(func(o *journal.Options) { o.Merchant.SubMchID = "9" }), "attempt 1 of mch_id 1"},
		{"the other world", change(func(o *journal.Options) { o.Simulated = true }), "attempt 1 of mch_id 1"},
		{"another WeChat", change(func(o *journal.Options) { o.WeChat = "https://127.0.0.1:1" }), `attempt 1 is charged at the WeChat "wechat"`},
	} {
		j, m := onMedium(t)
		first := minted("1", noon)
		first.Order.Merchant, first.Order.WeChat = ours.Merchant, flow.WeChatItself
		first.Order.Sale.SubMchID = "2"
		a, err := j.Open(ctx, first)
		if err != nil {
			t.Fatal(err)
		}
		err = journal.New(m, m.db, time.Now).Ready(ctx, c.o)
		if (c.says == "") != (err == nil) || err != nil && (!errors.Is(err, journal.ErrForeign) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", c.what, err)
		}
		if _, err := j.Append(ctx, a, flow.SaleCancelled{By: "cashier"}); err != nil {
			t.Fatal(err)
		}
		if err := journal.New(m, m.db, time.Now).Ready(ctx, c.o); err != nil {
			t.Errorf("%s, with nothing open: %v", c.what, err)
		}
	}
}
