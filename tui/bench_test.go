package tui

import (
	"context"
	"io"
	"runtime"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/page/sale"
)

// confirmingModel is a sale that waits, on a colour terminal: the page whose
// time and bar move.
func confirmingModel(width, height int) *model {
	now := time.Date(2026, 11, 25, 4, 30, 0, 0, time.UTC)
	lipgloss.SetColorProfile(termenv.TrueColor)
	m := newModel(context.Background(), Options{Till: &fakeTill{}, Out: io.Discard, Language: "zh-CN", FaceEnabled: true, Simulated: true,
		StoreName: "示例门店", Lane: "SH-0001-01", Cashier: "0007", Now: func() time.Time { return now },
		Getenv: func(k string) string {
			return map[string]string{"CLICOLOR_FORCE": "1", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}[k]
		}})
	m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	sale.Begin(m.Context, flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace})
	a := flow.Attempt{State: flow.Confirming, Version: 5, PayAnswer: flow.AnswerPaying, IntentAt: now, ConfirmBy: now.Add(45 * time.Second),
		Order: flow.Order{OutTradeNo: "26112512300000000000000000000001", TotalFee: 1280}}
	m.Update(page.UpdateMsg{ID: m.Sale.ID, Box: m.Sale.Box, Update: flow.Update{Now: now, Attempt: a, Step: flow.Wait{Until: now.Add(time.Hour)}}})
	return m
}

// BenchmarkFrame is a frame in which only time and bar change, against a full
// layout of the same screen. Goal: ratio at most 0.15.
func BenchmarkFrame(b *testing.B) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"80x24", 80, 24}, {"160x50", 160, 50}} {
		b.Run(size.name, func(b *testing.B) {
			m := confirmingModel(size.w, size.h)
			var moving, full time.Duration
			b.ReportAllocs()
			for b.Loop() {
				m.Now = m.Now.Add(time.Millisecond)
				begin := time.Now()
				m.View()
				mid := time.Now()
				m.Stale = true
				m.View()
				moving, full = moving+mid.Sub(begin), full+time.Since(mid)
			}
			b.ReportMetric(float64(moving)/float64(full), "ratio")
			b.ReportMetric(float64(moving.Nanoseconds())/float64(b.N), "moving-ns/op")
		})
	}
}

// Ten thousand frames leave nothing behind.
func TestFramesDoNotGrow(t *testing.T) {
	m := confirmingModel(80, 24)
	first := m.View()
	draw := func(frames int) uint64 {
		for range frames {
			m.Now = m.Now.Add(time.Millisecond)
			m.Update(page.TickMsg{Gen: m.TickGen})
			m.View()
		}
		runtime.GC()
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		return mem.HeapAlloc
	}
	before := draw(1000)
	if after := draw(10_000); after > before+100_000 { // ten bytes a frame
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
	if n := len(m.frame.rows); n != 24 {
		t.Errorf("%d rows", n)
	}
	if c := m.frame.out.Cap(); c > 4*len(first) {
		t.Errorf("the buffer is %d for a frame of %d", c, len(first))
	}
	if allocs := testing.AllocsPerRun(100, func() { m.Now = m.Now.Add(time.Millisecond); m.View() }); allocs > 200 {
		t.Errorf("a moving frame makes %v allocations", allocs)
	}
}
