package flow

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"facetill/flow/field"
	"facetill/flow/secret"
)

func TestMintOutTradeNo(t *testing.T) {
	seen := map[OutTradeNo]bool{}
	for range 10_000 {
		no, err := MintOutTradeNo(t0, rand.Reader)
		if err != nil || len(no) != 32 || !field.IsDigits(string(no)) || !strings.HasPrefix(string(no), "261125120000") || seen[no] {
			t.Fatalf("%q, %v", no, err)
		}
		seen[no] = true
	}
	if no, err := MintOutTradeNo(t0, bytes.NewReader(nil)); err == nil {
		t.Errorf("minted %q without randomness", no)
	}
}

// No digit is likelier than another: a byte of 250 and more is thrown away.
func TestMintIsEven(t *testing.T) {
	var all [256]byte
	for i := range all {
		all[i] = byte(i)
	}
	var count [10]int
	src := bytes.NewReader(bytes.Repeat(all[:], 5))
	for {
		no, err := MintOutTradeNo(t0, src)
		if err != nil {
			break
		}
		for _, c := range no[12:] {
			count[c-'0']++
		}
	}
	for d, n := range count {
		if n != count[0] && n != count[0]-1 && n != count[0]+1 {
			t.Errorf("digit %d came %d times, 0 came %d times", d, n, count[0])
		}
	}
}

func TestSecretPrintsNothing(t *testing.T) {
	const digits = "134567890123456789"
	s := secret.New(digits)
	js, _ := json.Marshal(map[string]any{"a": s, "r": SaleRequest{AuthCode: s, OpenID: s}})
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "s", s)
	for _, out := range []string{fmt.Sprint(s), fmt.Sprintf("%+v %#v %s %q", s, s, s, s), string(js), log.String(),
		fmt.Sprintf("%v %+v", SaleRequest{AuthCode: s}, PayRequest{Credential: s})} {
		if strings.Contains(out, digits) {
			t.Errorf("the credential is in %q", out)
		}
	}
}

func TestCheckRef(t *testing.T) {
	for _, ref := range []string{"1", "A-1 b", strings.Repeat("x", 64)} {
		if err := CheckRef(ref); err != nil {
			t.Error(err)
		}
	}
	for _, ref := range []string{"", " a", "a ", strings.Repeat("x", 65), "单号", "a\tb", "a\n"} {
		if err := CheckRef(ref); err == nil {
			t.Errorf("%q is a reference", ref)
		}
	}
}

// The moments at which an order is asked about, to the window's end: a pure
// function of the time since the intent.
func TestNextQuery(t *testing.T) {
	var got []string
	for at := time.Duration(0); len(got) < 30; {
		if at = nextQuery(at); at > 61*time.Second {
			break
		}
		got = append(got, fmt.Sprint(at.Seconds()))
	}
	want := "5 7 9 11 13 15 17 19 21 23 25 27 29 30 34 38 42 46 50 54 58"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("asks at %s\nwant    %s", s, want)
	}
	for d := -time.Minute; d < 2*time.Minute; d += 100 * time.Millisecond {
		if n := nextQuery(d); n <= d || n-d > 5*time.Second && d >= 0 || n < firstQuery {
			t.Fatalf("after %v comes %v", d, n)
		}
	}
}

func TestReverseGap(t *testing.T) {
	for n, want := range []time.Duration{1: 5e9, 2: 5e9, 3: 10e9, 4: 20e9, 5: 40e9, 6: 60e9} {
		if n > 0 && reverseGap(n, "1") != want {
			t.Errorf("after reverse %d: %v", n, reverseGap(n, "1"))
		}
	}
	for n := 7; n < 100; n++ {
		if g := reverseGap(n, "42"); g < slowGap || g > slowGap*6/5 || g != reverseGap(n, "42") {
			t.Errorf("after reverse %d: %v", n, g)
		}
	}
}

// A cashier reads how many sales stop hers, and each by the digits people say aloud; a
// number that is shorter is said whole.
func TestWhatStopsASaleIsSaid(t *testing.T) {
	a := Attempt{Order: Order{OutTradeNo: "26112512000000000000000000123456", TotalFee: 1280}, State: Paid}
	for n, want := range map[int]string{1: "(...123456, paid);", 2: "(...123456, paid, and 1 more);", 3: "(...123456, paid, and 2 more);"} {
		if got := (&PossibleDuplicateError{Others: slices.Repeat([]Attempt{a}, n)}).Error(); !strings.Contains(got, want) {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	if got := OutTradeNo("42").LastDigits(6); got != "42" {
		t.Errorf("of 42: %q", got)
	}
	if name, offset := t0.In(Beijing).Zone(); name != "UTC+8" || offset != 8*60*60 {
		t.Errorf("our days are of %s, %d s", name, offset)
	}
}
