package seeds_test

import (
	"fmt"

	"facetill/cmd/proof/seeds"
)

type counted struct{ worlds int }

func (c *counted) Add(o *counted) { c.worlds += o.worlds }

// Of a hundred worlds one breaks a rule.
func Example() {
	total, failures := seeds.Play(100, 10, func() *counted { return new(counted) }, func(i int, c *counted) *seeds.Failure {
		c.worlds++
		if i != 42 {
			return nil
		}
		return &seeds.Failure{Violation: seeds.Violation{Rule: "5.4", What: "charged twice"}, Replay: "sweep -seed 42 -n 1"}
	})
	fmt.Println(total.worlds)
	fmt.Println(failures[0])
	// Output:
	// 100
	// rule 5.4: charged twice
	//   replay: go run ./cmd/proof/sweep -seed 42 -n 1 -v
}
