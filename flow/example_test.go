package flow_test

import (
	"context"
	"fmt"
	"log"

	"facetill/flow"
	"facetill/flow/secret"
)

// Start a sale, and restart one: its process is gone while the request is on the way.
func Example() {
	world := newStage(nil) // a scripted WeChat, a clock and a disk; a till has flow.NewRunner(ports, identity, rules)
	runner, ctx := world.boot(), context.Background()

	sale, err := runner.Begin(ctx, flow.SaleRequest{TotalFee: 1280, Method: flow.MethodCode, AuthCode: secret.New("130000000000000000")}, nil)
	if err != nil {
		log.Fatal(err) // nothing was started
	}
	paid, err := sale.Run(ctx)
	if err == nil && paid.Outcome() == flow.OutcomePaid {
		paid, err = runner.Shown(ctx, paid) // the goods may go once this is durable
	}
	fmt.Println(paid.TotalFee, paid.Outcome(), err)

	lost := world.dies(990)
	restarted := world.boot()
	err = restarted.NewRecovery(nil).Run(ctx, func(open int) bool { return open == 0 })
	ended, _, _ := restarted.j.Read(ctx, lost)
	fmt.Println(ended.TotalFee, ended.Outcome(), err)
	// Output:
	// 12.80 paid <nil>
	// 9.90 reversed <nil>
}

// dies leaves a sale as a power cut does whose answer had not come yet.
func (s *stage) dies(fee flow.Fen) flow.OutTradeNo {
	ctx, cut := context.WithCancel(context.Background())
	s.pay = func() flow.Answer { cut(); return answer(flow.AnswerLost, "TIMEOUT") }
	p := s.boot()
	sale, err := p.Begin(ctx, flow.SaleRequest{TotalFee: fee, Method: flow.MethodCode, AuthCode: secret.New("130000000000000000")}, nil)
	if err != nil {
		log.Fatal(err)
	}
	a, _ := sale.Run(ctx)
	p.die()
	return a.OutTradeNo
}
