//go:build !windows

package e2e

import (
	"slices"
	"testing"
	"time"

	"github.com/creack/pty"
)

// frame is the time between two paints: Bubble Tea's, unless it is told another.
const frame = time.Second / 60

// BenchmarkKeyToPaint is the time from a key to the first byte of what it
// changes, in a terminal, in frames. Goal: p95 at most 1.2, p50 at most 0.75.
func BenchmarkKeyToPaint(b *testing.B) {
	cmd := newTill(b).of(built(b)).command("--sim", "--lang", "en")
	cmd.Env = append(cmd.Env, "TERM=xterm-256color")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.Fatal(err)
	}
	defer tty.Close()
	till := newScreen(tty)
	till.wait(b, "Amount")
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		// A person's pace, at no fixed place in a frame, and no scanner's.
		time.Sleep(150*time.Millisecond + time.Duration(i%17)*time.Millisecond)
		for len(till.more) > 0 {
			<-till.more
		}
		key := []string{"7", "\x7f"}[i%2]
		b.StartTimer()
		begin := time.Now()
		_, _ = tty.WriteString(key)
		select {
		case <-till.more:
		case <-time.After(patience):
			b.Fatalf("key %d changed nothing", i)
		}
		took = append(took, time.Since(begin))
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	slices.Sort(took)
	at := func(share float64) float64 { return float64(took[int(share*float64(len(took)-1))]) / float64(frame) }
	b.ReportMetric(at(0.95), "p95-frames")
	b.ReportMetric(at(0.5), "p50-frames")
	b.ReportMetric(float64(len(took)), "keys")
}
