package flow

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// settling is when customers have typed their password after USERPAYING: a
// lognormal distribution, its median in seconds.
type settling struct{ median, sigma float64 }

// settlings are the model's point (8 s, 0.74) and fourteen around it: nobody has
// published how long customers really take.
func settlings() (all []settling) {
	for _, median := range []float64{4, 6, 8, 11, 15} {
		for _, sigma := range []float64{0.50, 0.74, 1.00} {
			all = append(all, settling{median, sigma})
		}
	}
	return all
}

const (
	looks   = 0.03 // seconds from a query to WeChat's look at the order
	answers = 0.06 // and to the answer
	window  = 45.0 // the last query, directly before the decision
	grid    = 0.2  // of the optimum's queries
)

// by is the share of customers who have settled by t.
func (s settling) by(t float64) float64 {
	if t <= 0 {
		return 0
	}
	return 0.5 * math.Erfc(-math.Log(t/s.median)/(s.sigma*math.Sqrt2))
}

// moment is the integral of t·f(t) up to t.
func (s settling) moment(t float64) float64 {
	if t <= 0 {
		return 0
	}
	mean := s.median * math.Exp(s.sigma*s.sigma/2)
	return mean * 0.5 * math.Erfc(-(math.Log(t/s.median)-s.sigma*s.sigma)/(s.sigma*math.Sqrt2))
}

// step is what a query at q costs after one at p: the delay of those who settle
// between, and the query itself for those who had not settled.
func (s settling) step(p, q float64) (delay, queries float64) {
	from := 0.0
	if p > 0 {
		from = p + looks
	}
	share := s.by(q+looks) - s.by(from)
	return share*(q+answers) - (s.moment(q+looks) - s.moment(from)), 1 - s.by(from)
}

// of adds a schedule up. The delay is the mean of those who settle in the window.
func (s settling) of(schedule []float64) (delay, queries float64) {
	p := 0.0
	for _, q := range schedule {
		d, n := s.step(p, q)
		delay, queries, p = delay+d, queries+n, q
	}
	return delay / s.by(window+looks), queries
}

// best is the schedule, first query at 5 s and last at the window's end, that
// costs least when a query costs price seconds of delay: a dynamic programme.
func (s settling) best(price float64) []float64 {
	at := func(i int) float64 { return float64(i) * grid }
	n, first := int(window/grid), int(5/grid)
	cost, next := make([]float64, n+1), make([]int, n+1)
	for i := n - 1; i >= 0; i-- {
		if cost[i] = math.Inf(1); i > 0 && i < first {
			continue
		}
		for j := max(i+1, first); j <= n; j++ {
			d, q := s.step(at(i), at(j))
			if c := d + price*q + cost[j]; c < cost[i] {
				cost[i], next[i] = c, j
			}
		}
	}
	var schedule []float64
	for i := 0; i < n; {
		i = next[i]
		schedule = append(schedule, at(i))
	}
	return schedule
}

// optimum is the least delay at so many queries, between the two nearest
// schedules of the dynamic programme.
func (s settling) optimum(queries float64) float64 {
	low, high := 1e-4, 20.0 // prices: many queries, few
	for range 40 {
		mid := math.Sqrt(low * high)
		if _, n := s.of(s.best(mid)); n > queries {
			low = mid
		} else {
			high = mid
		}
	}
	d1, n1 := s.of(s.best(low))
	d2, n2 := s.of(s.best(high))
	if n1 == n2 {
		return d1
	}
	return d1 + (d2-d1)*(n1-queries)/(n1-n2)
}

// ours are the moments of the flow, from USERPAYING to the window's end.
func ours() (schedule []float64) {
	for t := nextQuery(0); t < 45*time.Second; t = nextQuery(t) {
		schedule = append(schedule, t.Seconds())
	}
	return append(schedule, window)
}

// BenchmarkAskingAfterUserpaying: how much later than the best possible schedule
// with as many queries the till knows that the customer has paid, for each of 15
// ways in which customers may take their time. Ratios, not timings.
func BenchmarkAskingAfterUserpaying(b *testing.B) {
	worst, sum := 0.0, 0.0
	for b.Loop() {
		worst, sum = 0, 0
		for _, s := range settlings() {
			delay, queries := s.of(ours())
			ratio := delay / s.optimum(queries)
			worst, sum = max(worst, ratio), sum+ratio
			b.ReportMetric(ratio, fmt.Sprintf("x_optimum_%gs_%.2f", s.median, s.sigma))
		}
	}
	b.ReportMetric(worst, "x_optimum_worst")
	b.ReportMetric(sum/float64(len(settlings())), "x_optimum_mean")
}

// The model is the one that the figures were published for: fixed 5 s from 5 s,
// to the window's end.
func TestAskingModel(t *testing.T) {
	s := settling{8, 0.7425}
	if share := s.by(45); math.Abs(share-0.99) > 0.001 {
		t.Errorf("%.3f settle by 45 s, the model says 0.99", share)
	}
	if delay, queries := s.of(ours()); delay < 0.9 || delay > 1.5 || queries < 3 || queries > 6 {
		t.Errorf("the flow's schedule: %.3f s, %.2f queries", delay, queries)
	}
	few, many := s.best(1), s.best(0.01)
	if len(few) >= len(many) || few[0] < 5 || few[len(few)-1] != window {
		t.Errorf("%v and %v", few, many)
	}
}
