package refund

import (
	"strings"
)

// codeNotEnough is WeChat's word for too little money on the merchant's side.
const codeNotEnough = "NOTENOUGH"

// hasUnsettled reports whether it is the unsettled money that is too
// little. Merchants of the old flow of funds hear it, and may name their balance.
func hasUnsettled(message string) bool { return strings.Contains(message, "未结算") }
