package print

import (
	"fmt"
	"io"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/till"
	"facetill/tui/text"
)

// Shift is the result line of the shift commands.
type Shift struct {
	Ended
	Lane       string  `json:"lane,omitempty" doc:"whose till it is"`
	Since      Stamp   `json:"since,omitzero" doc:"when the cashier signed in"`
	Manager    bool    `json:"manager,omitempty" doc:"the cashier is a manager"`
	Over       bool    `json:"over,omitempty" doc:"this call ended the shift"`
	To         string  `json:"to,omitempty" doc:"who took it over"`
	ApprovedBy string  `json:"approved_by,omitempty" doc:"the manager who ended it; manager where the PIN was the till's own"`
	*Total             // absent where nobody is signed in
	Totals     []Total `json:"totals,omitempty" doc:"by method; what was refunded is what this cashier gave back, whoever sold it"`
	GivenBack  int     `json:"given_back,omitempty" doc:"how many refunds of this cashier WeChat accepted"`
	Open       int     `json:"open" doc:"how many sales of the lane have no end, or a refund that has none"`
	Unclaimed  int     `json:"unclaimed" doc:"how many charges of the lane nobody has claimed"`
	Stuck      int     `json:"stuck" doc:"how many refunds of the lane WeChat has and does not bring: a person ends them"`
	Closed     int     `json:"closed" doc:"how many refunds of the lane WeChat closed, or refused, and nobody was told"`
	OnTheirWay int     `json:"on_their_way" doc:"how many refunds of the lane WeChat has accepted and not ended"`
	Count      int     `json:"count" doc:"how many attempt lines stand before this one"`
}

// ShiftOf returns what the line says of a shift. The name comes out of the journal, so
// nothing of it may move a cursor (money rule 6.5).
func ShiftOf(s till.Shift) Shift {
	s.All.Cashier = field.Plain(s.All.Cashier)
	l := Shift{Lane: s.Lane, Since: Stamp(s.Since), Manager: s.Manager, GivenBack: s.GivenBack,
		Open: len(s.Open), Unclaimed: len(s.Unclaimed), Stuck: len(s.Stuck), Closed: len(s.Closed), OnTheirWay: len(s.OnTheirWay)}
	if s.Cashier == "" {
		return l
	}
	all := totalOf(s.All)
	l.Total = &all
	for _, part := range s.Sums {
		part.Cashier = s.All.Cashier
		l.Totals = append(l.Totals, totalOf(part))
	}
	return l
}

// Table writes the shift for people, in the words of the screen's language.
func (l *Shift) Table(to io.Writer, w *text.Words) {
	if l.Total == nil {
		fmt.Fprintln(to, w.ShiftNobody)
	} else {
		fmt.Fprintf(to, w.ShiftSince+"\n", l.Cashier, time.Time(l.Since).In(flow.Beijing).Format("2006-01-02 15:04"))
		sumTable(to, w, l.Totals, *l.Total)
	}
	fmt.Fprintf(to, w.ShiftCounts+"\n", l.Open, l.Unclaimed, l.Stuck+l.Closed, l.OnTheirWay)
}
