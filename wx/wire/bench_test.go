package wire

import (
	"sort"
	"testing"
	"time"
)

// ratio runs both sides in small alternating rounds of the same benchmark and
// reports the median of the rounds' ratios, so that a machine that slows down
// slows both.
func ratio(b *testing.B, ours, reference func()) {
	const perRound = 50
	var ratios []float64
	var oursTotal, refTotal time.Duration
	for b.Loop() {
		start := time.Now()
		for range perRound {
			ours()
		}
		middle := time.Now()
		for range perRound {
			reference()
		}
		o, r := middle.Sub(start), time.Since(middle)
		oursTotal, refTotal = oursTotal+o, refTotal+r
		ratios = append(ratios, float64(o)/float64(r))
	}
	sort.Float64s(ratios)
	n := float64(len(ratios) * perRound)
	b.ReportMetric(ratios[len(ratios)/2], "x-refstd")
	b.ReportMetric(float64(oursTotal.Nanoseconds())/n, "ours-ns")
	b.ReportMetric(float64(refTotal.Nanoseconds())/n, "refstd-ns")
}

// BenchmarkRequest: build, sign, encode 19 fields with HMAC; goal 0.35 x refstd.
func BenchmarkRequest(b *testing.B) {
	k, ref := mustKey(fixtureSecret), refstd{fixtureSecret}
	dst := make([]byte, 0, 4096)
	ratio(b, func() { dst = buildRequest(k, dst[:0]) }, func() {
		m := asMap(requestFields)
		m["sign"] = ref.sign(m, HMACSHA256)
		if _, err := ref.encode(m); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkAnswer: decode and verify 19 fields with HMAC; goal 0.20 x refstd.
func BenchmarkAnswer(b *testing.B) {
	k, ref := mustKey(fixtureSecret), refstd{fixtureSecret}
	body := signedAnswer(k, HMACSHA256, "")
	ratio(b, func() {
		if _, err := readAnswer(k, body); err != nil {
			b.Fatal(err)
		}
	}, func() {
		m, err := ref.decode(body)
		if err != nil || !ref.verify(m) {
			b.Fatal("refstd does not verify", err)
		}
	})
}

// BenchmarkCheck is the field table over one request, for the record.
func BenchmarkCheck(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := Micropay.Check(requestFields); err != nil {
			b.Fatal(err)
		}
	}
}
