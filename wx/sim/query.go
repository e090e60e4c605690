package sim

import (
	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// query is orderquery and facepayquery. result_code SUCCESS means no more than
// that there is such an order; trade_state is what became of it.
func (s *Server) query(c *call) answer {
	o := s.lookUp(c)
	if o == nil || o.State(c.now) == book.Absent {
		return refuse(wire.CodeOrderNotExist, "")
	}
	if a := orderAct(o); o.Queries < a.queries {
		o.Queries++
		s.book.Changed(o)
		return refuse(wire.CodeSystemError, "")
	}
	st := o.State(c.now)
	var ans answer
	if st == book.Success || st == book.Refunded {
		ans.paid = o
		if orderAct(o).named && o.CouponFee > 0 {
			ans.fields = append(ans.fields, couponsOf(o)...)
		}
		if o.DeviceInfo != "" && !c.req.Has("device_info") {
			ans.fields = append(ans.fields, wire.Field{Name: "device_info", Value: o.DeviceInfo})
		}
	} else {
		ans.fields = wire.Message{{Name: "out_trade_no", Value: o.OutTradeNo}, {Name: "attach", Value: o.Attach}}
	}
	ans.fields = append(ans.fields,
		wire.Field{Name: "trade_state", Value: string(st)},
		wire.Field{Name: "trade_state_desc", Value: stateDesc[st]})
	return ans
}

// lookUp finds the order of a query or a reverse among those of its family.
func (s *Server) lookUp(c *call) *book.Order {
	o := s.book.Find(c.merchant.mchID, c.req.Get("transaction_id"), c.req.Get("out_trade_no"))
	if o == nil || o.Family != "" && o.Family != c.family {
		return nil
	}
	return o
}

// orderAct is what the scenario of the sale does to later calls.
func orderAct(o *book.Order) *act { return scenarioByNumber(o.Scenario).actOf() }
