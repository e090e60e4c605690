package trace_test

import (
	"fmt"
	"strings"
	"testing"

	"facetill/flow/trace"
)

// broken is a hearer that panics.
type broken struct{ wants bool }

func (b broken) Wants() bool {
	if !b.wants {
		panic("asked")
	}
	return true
}
func (broken) Hear(trace.Step) { panic("told") }

// Nobody is told by a trace that is none or is off, and one that fails fails alone.
func TestOffAndBroken(t *testing.T) {
	var none *trace.Trace
	none.Begin(trace.Step{Name: "a"}).End("SUCCESS", trace.Ready, nil)
	if none.On() || trace.New(&still{}) != nil {
		t.Error("a trace without hearers is on")
	}
	var screen trace.Recent
	for _, h := range []trace.Hearer{broken{}, broken{true}} {
		on := trace.New(&still{}, h, &screen)
		on.Begin(trace.Step{Name: "a"}).End("SUCCESS", trace.Ready, nil)
		if n := len(screen.Steps()); n != 0 {
			t.Errorf("%d steps of a screen that is off", n)
		}
		screen.Switch(true)
		on.Begin(trace.Step{Name: "b"}).End("SUCCESS", trace.Ready, nil)
		if all := screen.Steps(); len(all) != 1 || !all[0].Done || all[0].Name != "b" {
			t.Errorf("beside a hearer that panics: %+v", all)
		}
		screen = trace.Recent{}
	}
}

// A screen keeps the last steps, each in the state of its last word.
func TestRecent(t *testing.T) {
	var screen trace.Recent
	screen.Switch(true)
	on := trace.New(&still{}, &screen)
	var last *trace.Call
	for range 100 {
		last = on.Begin(trace.Step{Name: "orderquery"})
	}
	all := screen.Steps()
	if len(all) != 64 || all[0].N != 37 || all[63].N != 100 || all[63].Done || screen.Heard() != 100 {
		t.Fatalf("%d steps from %d, heard %d", len(all), all[0].N, screen.Heard())
	}
	last.End("USERPAYING", "paying", nil)
	if all := screen.Steps(); len(all) != 64 || !all[63].Done || all[63].Verdict != "USERPAYING" {
		t.Errorf("%+v", all[63])
	}
}

// What is no field of the documents, or a credential, is masked; in a text whatever
// may be somebody's number is.
func TestShow(t *testing.T) {
	for _, name := range []string{"auth_code", "face_code", "authinfo", "rawdata", "openid", "sub_openid", "face_sid", "token", "code_msg", "telephone",
		"nickname", "unionid", "passwd", "user", "ip", "port", "sign", "underage_state", "something_new", "key"} {
		if f := trace.Show(name, "134567890123456789"); f.Name != name || f.Value != trace.Masked {
			t.Errorf("%s: %+v", name, f)
		}
	}
	for _, c := range []struct{ name, value, want string }{
		{"total_fee", "1280", "1280"},
		{"return_code", "SUCCESS", "SUCCESS"},
		{"trade_state", "what I like", trace.Masked},
		{"coupon_fee_0", "100", "100"},
		{"out_refund_no_0", "R1", "R1"},
		{"openid_0", "o1", trace.Masked},
		{"return_msg", "AuthInfo q83Kf9az+/=_-XYZ0 is wrong", "AuthInfo *** is wrong"},
		{"err_code_des", "call 13947110815", "call ***"},
		{"body", "刷脸支付 12", "刷脸支付 12"},
		{"attach", "till 7\x1b[2J", "till 7[2J"},
		{"13947110815-A", "1", trace.Masked},
		{"goods_tag", "13812345678", trace.Masked},
		{"goods_tag", "WXG", "WXG"},
		{"store_name", "街角小店 13812345678", "街角小店 ***"},
		{"unionid_code", "SUCCESS", "SUCCESS"},
		{"unionid_msg", "of 13812345678", "of ***"},
		{"underage_state", "2", "2"},
		{"authinfo", "", ""},
		{"detail", strings.Repeat("x", 500), strings.Repeat("x", 120)},
	} {
		if f := trace.Show(c.name, c.value); f.Value != c.want {
			t.Errorf("%s: %q, want %q", c.name, f.Value, c.want)
		}
	}
	all := trace.All([]trace.Field{{"authinfo", "q83Kf9az"}, {"version", "as q83Kf9az"}, {"return_code", "q83Kf9az"}, {"total_fee", "1"}, {"token", "1"}})
	for i, want := range []string{trace.Masked, trace.Masked, trace.Masked, "1", trace.Masked} {
		if all[i].Value != want {
			t.Errorf("an echo: %+v", all[i])
		}
	}
	if all := trace.All([]trace.Field{{"authinfo", "q83Kf9az"}, {"x_q83Kf9az", "1"}}); all[1].Name != trace.Masked {
		t.Errorf("a name that repeats a credential is shown: %+v", all[1])
	}
	all = trace.All([]trace.Field{{"return_code", "SUCCESS"}, {"return_msg", "SUCCESS"}, {"unionid_code", "SUCCESS"}, {"openid", "oABCDEF"}})
	if fmt.Sprint(all) != "[{return_code SUCCESS} {return_msg SUCCESS} {unionid_code SUCCESS} {openid ***}]" {
		t.Errorf("of a member: %v", all)
	}
	if f := trace.Show("13947110815-A", "1"); f.Name != trace.Masked {
		t.Errorf("a name is shown: %+v", f)
	}
}

// heard keeps what a hearer was told.
type heard []trace.Step

func (*heard) Wants() bool         { return true }
func (h *heard) Hear(s trace.Step) { *h = append(*h, s) }

// What is about a sale that is none of the process's own stands beside it.
func TestCallsBesideTheOwn(t *testing.T) {
	var all heard
	on := trace.New(&still{}, &all)
	on.Of("1")
	(*trace.Trace)(nil).Of("1")
	for _, c := range []struct {
		order  string
		beside bool
	}{{"", false}, {"1", false}, {"2", true}} {
		on.Begin(trace.Step{Name: "orderquery", Order: c.order})
		if got := all[len(all)-1].Beside; got != c.beside {
			t.Errorf("%q: beside %t", c.order, got)
		}
	}
}
