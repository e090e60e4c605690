package charge

import (
	"encoding/json"

	"facetill/flow/field"
	"facetill/flow/money"
)

// Promotion is one that WeChat tells of by its name.
type Promotion struct {
	Name string
	Fee  money.Fen // what it took off
}

// Promotions returns those of promotion_detail, their names without what could move a
// cursor; none where one of them has no name or no amount that can be.
func (t Told) Promotions() (all []Promotion) {
	var detail struct {
		List []struct {
			Name   string `json:"name"`
			Amount int64  `json:"amount"`
		} `json:"promotion_detail"`
	}
	if json.Unmarshal([]byte(t.Promotion), &detail) != nil {
		return nil
	}
	for _, p := range detail.List {
		name := field.Plain(p.Name)
		if name == "" || p.Amount <= 0 || p.Amount > int64(money.MaxFen) {
			return nil
		}
		all = append(all, Promotion{name, money.Fen(p.Amount)})
	}
	return all
}
