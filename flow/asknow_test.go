package flow_test

import (
	"slices"
	"testing"
	"time"

	"facetill/flow"
)

// A query that a person asks for in the background is made at once, one for one
// wish, and no reverse comes sooner for it (money rule 4.1).
func TestAskNowInTheBackground(t *testing.T) {
	const wishAt = 92 * time.Second
	play := func(wish bool) (asked, reversed []time.Duration) {
		s := newStage(t)
		s.pay = func() flow.Answer { return answer(flow.AnswerPaying, "USERPAYING") }
		s.query = func(flow.Attempt) flow.Answer {
			asked = append(asked, s.now)
			return answer(flow.AnswerPaying, "USERPAYING")
		}
		s.reverse = func(flow.Attempt) flow.Answer {
			reversed = append(reversed, s.now)
			return answer(flow.AnswerLost, "TIMEOUT")
		}
		p := s.boot()
		a := p.ring(flow.SaleRequest{})
		s.is(a, flow.Reversing)
		if wish {
			s.events = append(s.events, event{wishAt, func() { p.AskNow(a.OutTradeNo) }})
		}
		p.recover(2 * time.Minute)
		return asked, reversed
	}
	plain, reverses := play(false)
	wished, same := play(true)
	if slices.Contains(plain, wishAt) || !slices.Contains(wished, wishAt) || len(wished) != len(plain)+1 {
		t.Errorf("asked at %v where nobody wished it, at %v where somebody did at %v", plain, wished, wishAt)
	}
	if !slices.Equal(reverses, same) {
		t.Errorf("reversed at %v where nobody asked, at %v where somebody did", reverses, same)
	}
}
