package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// faults knows which scenario a call goes by.
type faults struct {
	rules    []Rule
	next     []*nextFault
	counts   map[string]int // calls since the start, by API
	refusing int            // connections still to be closed unread
	bills    []BillFault
}

// nextFault is what was asked for the next calls of an API.
type nextFault struct {
	api             string
	scenario, times int
}

// connectAPI is the name that stands for the connection itself.
const connectAPI = "connect"

// Next lets the next calls of an API go by a scenario, before every other rule.
// The API "connect" asks whoever serves to close the next connections unread
// ([Server.RefuseConnection]).
func (s *Server) Next(api string, scenario, times int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults.add(api, scenario, times)
}

// RefuseConnection reports whether a connection is to be closed before anything is
// read.
func (s *Server) RefuseConnection() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.refusing == 0 {
		return false
	}
	s.faults.refusing--
	return true
}

func (f *faults) add(api string, scenario, times int) error {
	if times < 1 {
		return errors.New("times is not above 0; say how many calls")
	}
	if api == connectAPI {
		f.refusing += times
		return nil
	}
	r := Rule{API: api, Scenario: scenario}
	if err := r.check(); err != nil {
		return err
	}
	if api == "" {
		return fmt.Errorf("api is missing; use %s or one of %s", connectAPI, strings.Join(apiNames(), ", "))
	}
	f.next = append(f.next, &nextFault{api, scenario, times})
	return nil
}

// choose returns the scenario that a call goes by, nil for none.
func (f *faults) choose(c *call) *Scenario {
	for i, n := range f.next {
		if n.api != c.api.Name {
			continue
		}
		if n.times--; n.times == 0 {
			f.next = slices.Delete(f.next, i, i+1)
		}
		return scenarioByNumber(n.scenario)
	}
	var fee int64
	var who int
	if c.pays() {
		fee = int64(number(c.req.Get("total_fee")))
		who = behaviour(c.code())
	}
	if len(f.rules) > 0 {
		if f.counts == nil {
			f.counts = make(map[string]int)
		}
		f.counts[c.api.Name]++
		for i := range f.rules {
			if r := &f.rules[i]; r.fits(c, f.counts[c.api.Name], fee, who) {
				return scenarioByNumber(r.Scenario)
			}
		}
	}
	if byCode := scenarioByNumber(who); byCode != nil {
		return byCode
	}
	return scenarioByAmount(fee)
}
