package page

import "facetill/flow"

// Picker is the chosen row of a list, by number, so that it stays when the list
// changes.
type Picker struct {
	No  flow.OutTradeNo
	Row int
}

// At returns the chosen row of a list of n, numbered by no.
func (p *Picker) At(list []flow.Attempt) int {
	for i, a := range list {
		if a.OutTradeNo == p.No {
			p.Row = i
			return i
		}
	}
	p.Row = max(0, min(p.Row, len(list)-1))
	if p.Row < len(list) {
		p.No = list[p.Row].OutTradeNo
	}
	return p.Row
}

// Move chooses another row.
func (p *Picker) Move(list []flow.Attempt, by int) {
	if len(list) == 0 {
		return
	}
	p.Row = max(0, min(p.At(list)+by, len(list)-1))
	p.No = list[p.Row].OutTradeNo
}
