package text

import "facetill/flow"

// exception is one of the three faults of a face payment that WeChat's product page
// has words for. Its first word there, "payment failed", is none of ours: what is
// said of money stays one of three words (money rule 7.2), and the page's cause and way
// out stand under it.
type exception string

const (
	accountFault exception = "account" // 支付失败: too little in the account, or it is frozen
	overLimit    exception = "limit"   // 刷脸支付超出限额: above what risk control lets a face pay
	askCashier   exception = "cashier" // 请与收银员确认支付结果: no result in time
)

// exceptions are the codes of a payment that mean one of them. NOTSUPORTCARD has a
// sentence of its own in the documents. What means the third is in doubt, and the rest
// of it is whatever brought no result at all (Doubt).
var exceptions = map[string]exception{
	"NOTENOUGH": accountFault, "TRADE_ERROR": accountFault,
	"RULELIMIT":   overLimit,
	"SYSTEMERROR": askCashier, "BANKERROR": askCashier,
}

// Exception is what the product page says of a code behind which a sale is being
// reversed, or was: the customer asks why before the money is back. It is empty where
// the code says nothing of the customer's account or limit, and where a charge was
// found behind it.
func (w *Words) Exception(a flow.Attempt) string {
	if what := exceptions[a.Code]; a.PayAnswer != flow.AnswerDoubt || what != accountFault && what != overLimit {
		return ""
	}
	return w.why(a.Code, a.Method)
}
