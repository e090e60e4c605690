package journal_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"facetill/flow"
	"facetill/flow/journal/sqlite"
)

// BenchmarkDurableFact holds one durable fact against the least that durability
// can cost: the same bytes appended to a file in the same folder, and fsync. The
// two are timed in turn, so that a disk which changes its mind hits both.
func BenchmarkDurableFact(b *testing.B) {
	ctx := context.Background()
	dir := b.TempDir()
	j, err := sqlite.Open(ctx, filepath.Join(dir, "a.db"), sqlite.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	raw, err := os.OpenFile(filepath.Join(dir, "raw"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	record := make([]byte, 900)
	var ours, floor time.Duration
	for i := 0; b.Loop(); i++ {
		a, err := j.Open(ctx, opened(fmt.Sprintf("%032d", i), fmt.Sprint(i)))
		if err != nil {
			b.Fatal(err)
		}
		begin := time.Now()
		if _, err := j.Append(ctx, a, flow.SaleCancelled{By: "customer", Code: "USER_CANCEL", At: begin}); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if _, err := raw.Write(record); err != nil {
			b.Fatal(err)
		}
		if err := raw.Sync(); err != nil {
			b.Fatal(err)
		}
		ours += middle.Sub(begin)
		floor += time.Since(middle)
	}
	b.ReportMetric(float64(ours)/float64(floor), "x-append+fsync")
}

// BenchmarkOpenAndPending holds opening a journal of many sales and listing what
// is open against the same with an empty one. FACETILL_BENCH_SALES sets how many
// (default 20000).
func BenchmarkOpenAndPending(b *testing.B) {
	ctx := context.Background()
	sales := 20_000
	if text := os.Getenv("FACETILL_BENCH_SALES"); text != "" {
		if _, err := fmt.Sscan(text, &sales); err != nil {
			b.Fatal(err)
		}
	}
	empty, full := filepath.Join(b.TempDir(), "empty.db"), filepath.Join(b.TempDir(), "full.db")
	fill(b, empty, 0)
	size := fill(b, full, sales)
	look := func(path string) time.Duration {
		begin := time.Now()
		j, err := sqlite.Open(ctx, path, sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if all, err := j.Pending(ctx); err != nil || len(all) != 0 {
			b.Fatal(len(all), err)
		}
		took := time.Since(begin)
		_ = j.Close()
		return took
	}
	var ours, floor time.Duration
	for b.Loop() {
		ours += look(full)
		floor += look(empty)
	}
	b.ReportMetric(float64(ours)/float64(floor), "x-empty")
	b.ReportMetric(float64(size)/float64(sales), "B/sale")
}

// fill makes a journal of paid and told sales, many to a transaction, and returns
// its size.
func fill(b *testing.B, path string, sales int) int64 {
	ctx := context.Background()
	j, err := sqlite.Open(ctx, path, sqlite.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := 0; n < sales; {
		tx, err := j.DB().Begin()
		if err != nil {
			b.Fatal(err)
		}
		for range min(sales-n, 1000) {
			if err := j.FillOne(ctx, tx, n, now.Add(time.Duration(n)*time.Minute)); err != nil {
				b.Fatal(err)
			}
			n++
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := j.DB().Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
