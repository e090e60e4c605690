package world

import (
	"fmt"
	"time"

	"facetill/cmd/proof/seeds"
	"facetill/flow"
	"facetill/wx/sim"
)

// Held returns the money, in fen, that WeChat keeps of the payer for a number.
func Held(gate *sim.Server, merchant string, no flow.OutTradeNo, at time.Time) flow.Fen {
	o, known := gate.Order(merchant, string(no))
	if !known {
		return 0
	}
	return flow.Fen(o.Held(at))
}

// AtRest holds the attempts of a journal against WeChat's book when all is quiet:
// what is paid is held, what has another end is not, and a reference is charged
// once. Settled wants that nothing is open any more but what a person must decide.
// It is for worlds where nobody refunds outside the till; [Judge.AtRest] is for the
// others.
func AtRest(all []flow.Attempt, held func(flow.OutTradeNo) flow.Fen, settled bool) (found []seeds.Violation) {
	broken := func(rule, format string, args ...any) {
		found = append(found, seeds.Violation{Rule: rule, What: fmt.Sprintf(format, args...)})
	}
	charged := map[string]int{}
	for _, a := range all {
		h := held(a.OutTradeNo)
		if h > 0 && a.Sale.Ref != "" {
			charged[a.Sale.Ref]++
		}
		switch {
		case a.State == flow.Paid && h != a.TotalFee:
			broken("2.1", "%s is paid, and WeChat holds %s", a.OutTradeNo, h)
		case a.State != flow.Paid && !a.Open() && h != 0:
			broken("2.2", "%s is %s, and WeChat holds %s", a.OutTradeNo, a.State, h)
		case settled && a.Open() && a.State != flow.NeedsPerson && a.State != flow.Paid:
			broken("4.5", "%s is still %s", a.OutTradeNo, a.State)
		}
	}
	for ref, n := range charged {
		if n > 1 {
			broken("5.4", "%s was charged %d times", ref, n)
		}
	}
	return found
}

// Bill is WeChat's bill of the day that begins at day, nil where there was no trade. A
// plant is what is wrong with it, in the row of no; "" is nothing.
func Bill(w *World, day time.Time, plant string, no flow.OutTradeNo) []byte {
	if plant != "" {
		_ = must(w.gate.PlantBill(sim.BillFault{Plant: plant, Day: day.In(flow.Beijing).Format("20060102"), OutTradeNo: string(no), Times: 1}))
	}
	return sim.BillOf(w.gate, day, mchID, w.Merchant.SubMchID)
}
