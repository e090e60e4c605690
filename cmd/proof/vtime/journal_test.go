package vtime

import (
	"context"
	"errors"
	"sync"
	"time"

	"facetill/flow"
	"facetill/flow/flowtest"
)

// disk is the journal in memory behind a lock. A process that is dead reads and
// writes nothing any more, whatever its goroutines still try.
type disk struct {
	mu sync.Mutex
	m  *flowtest.Memory
}

// mount is the disk for one process. The memory is no embedded field: a call that
// the journal learns and that has no lock here does not compile.
type mount struct {
	memory flow.Journal
	d      *disk
	dead   *bool // guarded by d.mu
}

var errDead = errors.New("this process is dead")

// process is the disk as a new process sees it; kill ends it as a power cut does.
func (d *disk) process(name string) (j flow.Journal, kill func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	dead := false
	return &mount{d.m.Process(name), d, &dead}, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		dead = true
		d.m.Kill(name)
	}
}

// locked runs a call of the memory for a process that lives.
func locked[T any](m *mount, do func() (T, error)) (T, error) {
	m.d.mu.Lock()
	defer m.d.mu.Unlock()
	if *m.dead {
		var none T
		return none, errDead
	}
	return do()
}

func done(m *mount, do func() error) error {
	_, err := locked(m, func() (struct{}, error) { return struct{}{}, do() })
	return err
}

func (m *mount) Open(ctx context.Context, f flow.OrderOpened) (flow.Attempt, error) {
	return locked(m, func() (flow.Attempt, error) { return m.memory.Open(ctx, f) })
}

func (m *mount) Append(ctx context.Context, a flow.Attempt, facts ...flow.Fact) (flow.Attempt, error) {
	return locked(m, func() (flow.Attempt, error) { return m.memory.Append(ctx, a, facts...) })
}

func (m *mount) Claim(ctx context.Context, no flow.OutTradeNo) (flow.Attempt, error) {
	return locked(m, func() (flow.Attempt, error) { return m.memory.Claim(ctx, no) })
}

func (m *mount) Release(ctx context.Context, a flow.Attempt) error {
	return done(m, func() error { return m.memory.Release(ctx, a) })
}

func (m *mount) Read(ctx context.Context, no flow.OutTradeNo) (a flow.Attempt, owned bool, err error) {
	a, err = locked(m, func() (a flow.Attempt, err error) { a, owned, err = m.memory.Read(ctx, no); return a, err })
	return a, owned, err
}

func (m *mount) Sale(ctx context.Context, key flow.SaleKey) ([]flow.Attempt, error) {
	return locked(m, func() ([]flow.Attempt, error) { return m.memory.Sale(ctx, key) })
}

func (m *mount) Pending(ctx context.Context) ([]flow.Attempt, error) {
	return locked(m, func() ([]flow.Attempt, error) { return m.memory.Pending(ctx) })
}

func (m *mount) Refunding(ctx context.Context) ([]flow.Attempt, error) {
	return locked(m, func() ([]flow.Attempt, error) { return m.memory.Refunding(ctx) })
}

func (m *mount) Refunds(ctx context.Context, from, to time.Time) ([]flow.Attempt, error) {
	return locked(m, func() ([]flow.Attempt, error) { return m.memory.Refunds(ctx, from, to) })
}

func (m *mount) Press(ctx context.Context, lane string, fee flow.Fen) (flow.Press, error) {
	return locked(m, func() (flow.Press, error) { return m.memory.Press(ctx, lane, fee) })
}

func (m *mount) PossibleDuplicates(ctx context.Context, lane string, fee flow.Fen, p flow.Press) ([]flow.PossibleDuplicate, error) {
	return locked(m, func() ([]flow.PossibleDuplicate, error) { return m.memory.PossibleDuplicates(ctx, lane, fee, p) })
}

func (m *mount) List(ctx context.Context, f flow.Filter) ([]flow.Attempt, error) {
	return locked(m, func() ([]flow.Attempt, error) { return m.memory.List(ctx, f) })
}

func (m *mount) Find(ctx context.Context, text string) ([]flow.Attempt, error) {
	return locked(m, func() ([]flow.Attempt, error) { return m.memory.Find(ctx, text) })
}

func (m *mount) Timeline(ctx context.Context, no flow.OutTradeNo) ([]flow.Event, error) {
	return locked(m, func() ([]flow.Event, error) { return m.memory.Timeline(ctx, no) })
}

func (m *mount) SuspendSales(ctx context.Context, kind flow.Suspension, why string) error {
	return done(m, func() error { return m.memory.SuspendSales(ctx, kind, why) })
}

func (m *mount) SalesSuspended(ctx context.Context) (map[flow.Suspension]string, error) {
	return locked(m, func() (map[flow.Suspension]string, error) {
		all, err := m.memory.SalesSuspended(ctx)
		kept := map[flow.Suspension]string{}
		for k, v := range all {
			kept[k] = v
		}
		return kept, err
	})
}

func (m *mount) Beat(ctx context.Context, now time.Time) error {
	return done(m, func() error { return m.memory.Beat(ctx, now) })
}

func (m *mount) LastBeat(ctx context.Context) (time.Time, error) {
	return locked(m, func() (time.Time, error) { return m.memory.LastBeat(ctx) })
}
