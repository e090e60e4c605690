//go:build linux

package e2e

import (
	"slices"
	"strings"
	"testing"
)

// Money rule 5.3: two calls say "another customer" of the same sale at the same
// moment, as a press that is made twice does. The word is one customer's: one of
// them goes through, and the other is stopped by it.
func TestS41_AnotherCustomerPressedTwiceAtOnce(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.into(full(t), "pay", "2.00", "--sim") // not told: it stops the next
	unclaimed := m.attempts()[0]
	pay := []string{"pay", "2.00", "--sim", "-o", "json", "--new", string(unclaimed.OutTradeNo)}
	isStopped(t, m.run(pay[:5]...), unclaimed)
	a, b := m.start(pay...), m.start(pay...)
	calls := []said{a.ends(), b.ends()}
	if got := codes(calls); !slices.Equal(got, []int{0, 8}) || m.charges() != 2 {
		t.Errorf("exit codes %v, %d charges\n%v", got, m.charges(), calls)
	}
}

// The same, one after the other: the second call comes when the first has been
// told. Its word was given of what was shown when the sale was stopped, and a
// younger sale still stops it; so does one that another process made before the
// word came. Naming both goes on, and the hint names both.
func TestS41_AnotherCustomerThanThoseThatWereShown(t *testing.T) {
	t.Parallel()
	for name, between := range map[string][]string{
		"the word given twice": {"--new", "UNCLAIMED"},
		"a sale meanwhile":     {"--ref", "meanwhile"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newTill(t)
			m.into(full(t), "pay", "2.00", "--sim")
			unclaimed := m.attempts()[0]
			no := string(unclaimed.OutTradeNo)
			pay := []string{"pay", "2.00", "--sim", "-o", "json"}
			isStopped(t, m.run(pay...), unclaimed)
			if between[1] == "UNCLAIMED" {
				between[1] = no
			}
			if s := m.run(append(slices.Clone(pay), between...)...); s.code != 0 {
				t.Fatalf("between: exit %d, %s", s.code, s.err)
			}
			younger := m.attempts()[0]
			s := m.run(append(slices.Clone(pay), "--new", no)...)
			isStopped(t, s, younger)
			both := no + "," + string(younger.OutTradeNo)
			if !strings.Contains(s.err, "--new "+both+" ") {
				t.Errorf("the hint does not name both: %s", s.err)
			}
			if s := m.run(append(slices.Clone(pay), "--new", both)...); s.code != 0 || m.charges() != 3 {
				t.Errorf("beside both: exit %d, %d charges, %s", s.code, m.charges(), s.err)
			}
			// The next customer presses anew, and is shown the unclaimed one alone. A word
			// that names it alone may still be the first one's: those sales stop it, too.
			isStopped(t, m.run(pay...), unclaimed)
			s = m.run(append(slices.Clone(pay), "--new", no)...)
			isStopped(t, s, m.attempts()[0])
			all := no + "," + string(m.attempts()[0].OutTradeNo) + "," + string(younger.OutTradeNo)
			if !strings.Contains(s.err, "--new "+all+" ") {
				t.Errorf("the hint does not name all: %s", s.err)
			}
			if s := m.run(append(slices.Clone(pay), "--new", all)...); s.code != 0 || m.charges() != 4 {
				t.Errorf("the next customer: exit %d, %d charges, %s", s.code, m.charges(), s.err)
			}
		})
	}
}

// A bare word is about what nobody drives now, whenever it was shown: of each customer
// of the amount, it goes past what is unclaimed and past the sales of before.
func TestABareWordIsAWord(t *testing.T) {
	t.Parallel()
	m := newTill(t)
	m.into(full(t), "pay", "2.00", "--sim")
	unclaimed := m.attempts()[0]
	pay := []string{"pay", "2.00", "--sim", "-o", "json"}
	for n := range 2 {
		isStopped(t, m.run(pay...), unclaimed)
		if s := m.run(append(slices.Clone(pay), "--new")...); s.code != 0 {
			t.Errorf("customer %d: exit %d, %s", n, s.code, s.err)
		}
	}
	if m.charges() != 3 {
		t.Errorf("%d charges", m.charges())
	}
}
