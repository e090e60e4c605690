package refund_test

import (
	"fmt"
	"time"

	"facetill/flow/refund"
)

// Two parts of one sale of 100.00: the first is accepted, the second begins, and a
// third that does not fit is refused by name.
func Example() {
	const total, no = 10_000, "26112512000000000000000000000001"
	at := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	first, second := refund.NumberOf(no, "bon 7"), refund.NumberOf(no, "bon 8")

	var list refund.List
	for version, f := range []refund.Fact{
		refund.Begun{OutRefundNo: first, Fee: 3_000, Reason: "退货", By: "Li", At: at},
		refund.Sent{OutRefundNo: first, N: 1, At: at, SendBy: at.Add(8 * time.Second)},
		refund.Answered{OutRefundNo: first, N: 1, Answer: refund.AnswerAccepted, At: at},
		refund.Begun{OutRefundNo: second, Fee: 2_000, Reason: "退货", By: "Li", At: at.Add(2 * time.Minute)},
		refund.Begun{OutRefundNo: "third", Fee: 6_000, Reason: "退货", By: "Li", At: at.Add(3 * time.Minute)},
	} {
		next, err := list.Apply(total, version, f)
		if err != nil {
			fmt.Println(err)
		}
		list = next
	}
	fmt.Println("back", list.Back(), "on its way", list.Moving(), "held", list.Held(), "rest", list.Rest(total))
	// Output:
	// fact "refund_begun" cannot happen to refund "third" of this sale
	// back 0.00 on its way 30.00 held 50.00 rest 50.00
}
