package archive_test

import (
	"context"
	"fmt"
)

// A sale of a closed day whose bill was never compared stays.
func ExamplePorts_Choose() {
	s := newShop()
	s.agree = nil
	c, err := s.ports().Choose(context.Background(), start)
	fmt.Println(len(c.Leave), c.Stay, c.Bill, err)
	// Output: 0 map[not_reconciled:1] 2025-11-25 <nil>
}
