package wx

import (
	"slices"

	"facetill/flow"
	"facetill/flow/refund"
	"facetill/wx/wire"
)

// row is codes that are worth the same in well-signed answers to the same calls. In
// a query that worked the code is trade_state or refund_status, elsewhere err_code.
type row[K ~string] struct {
	calls []string // names of APIs
	kind  K
	codes []string
}

var (
	micropay     = []string{"micropay"}
	facepay      = []string{"facepay"}
	payCalls     = []string{"micropay", "facepay"}
	queryCalls   = []string{"orderquery", "facepayquery"}
	reverseCalls = []string{"reverse", "facepayreverse"}
	refundCall   = []string{"refund"}
	refundQuery  = []string{"refundquery"}
)

// table is every code of WeChat's documents and of the field. What is not in it
// is AnswerLost, whatever the call (money rule 2.3).
//
// The sources disagree in places; then the stricter reading stands:
//   - ORDERPAID, OUT_TRADE_NO_USED, INVALID_REQUEST and TRADE_ERROR are called
//     failures by the documents, but a doubled delivery of our own request and
//     risk control after a charge produce them too;
//   - PARAM_ERROR of facepay also says "face_code already used", behind which
//     the first delivery may have been charged.
var table = []row[flow.AnswerKind]{
	{payCalls, flow.AnswerRefused, []string{
		// The payer or the code.
		wire.CodeAuthCodeExpire, wire.CodeAuthCodeError, wire.CodeAuthCodeInvalid, wire.CodeNotEnough,
		wire.CodeNotSupportCard, wire.CodeBuyerMismatch, wire.CodeRuleLimit,
		// The order.
		wire.CodeOrderClosed, wire.CodeOrderReversed,
		// The merchant or the form of the request.
		wire.CodeNoAuth, wire.CodeSignError, wire.CodeLackParams, wire.CodeNotUTF8, wire.CodeXMLFormatError,
		wire.CodeRequirePostMethod, wire.CodePostDataEmpty, wire.CodeAppIDNotExist,
		wire.CodeMchIDNotExist, wire.CodeAppIDMchIDNotMatch, wire.CodeFrequencyLimited,
	}},
	{micropay, flow.AnswerRefused, []string{wire.CodeParamError}},
	// Behind these a charge may hide.
	{payCalls, flow.AnswerDoubt, []string{wire.CodeOrderPaid, wire.CodeOutTradeNoUsed, wire.CodeTradeError, wire.CodeInvalidRequest}},
	{facepay, flow.AnswerDoubt, []string{wire.CodeParamError}},
	{payCalls, flow.AnswerPaying, []string{wire.CodeUserPaying}},
	{payCalls, flow.AnswerLost, []string{wire.CodeSystemError, wire.CodeBankError}},

	// trade_state. SUCCESS is compared with the order before it counts.
	{queryCalls, flow.AnswerPaid, []string{wire.TradeSuccess}},
	{queryCalls, flow.AnswerRefund, []string{wire.TradeRefund}},
	{queryCalls, flow.AnswerNotPay, []string{wire.TradeNotPay}},
	{queryCalls, flow.AnswerPaying, []string{wire.TradeUserPaying, wire.TradeAccept}},
	{queryCalls, flow.AnswerPayError, []string{wire.TradePayError}},
	{queryCalls, flow.AnswerClosed, []string{wire.TradeClosed}},
	{queryCalls, flow.AnswerRevoked, []string{wire.TradeRevoked}},
	// err_code of a query that did not work, and a trade_state seen once.
	{queryCalls, flow.AnswerNotExist, []string{wire.CodeOrderNotExist}},
	{queryCalls, flow.AnswerLost, []string{
		wire.CodeSystemError, wire.CodeParamError, wire.CodeSignError, wire.CodeXMLFormatError,
		wire.CodeRequirePostMethod,
	}},

	// err_code of a reversal; recall decides where the code is in no row.
	{reverseCalls, flow.AnswerPaying, []string{wire.CodeUserPaying}},
	{reverseCalls, flow.AnswerExpired, []string{wire.CodeReverseExpire}},
	{reverseCalls, flow.AnswerLost, []string{wire.CodeSystemError}},
	{reverseCalls, flow.AnswerStopped, []string{
		wire.CodeTradeError, wire.CodeInvalidTransactionID, wire.CodeInvalidRequest,
		wire.CodeParamError, wire.CodeSignError, wire.CodeRequirePostMethod,
	}},
}

// refundTable is the same for money back (money rule 4b). INVALID_REQUEST and NOAUTH
// are in no row of refund on purpose: money may have moved behind them, so such a
// send is unanswered, like one of a code that nobody knows.
var refundTable = []row[refund.Kind]{
	{refundCall, refund.AnswerLost, []string{wire.CodeSystemError, wire.CodeBizErrNeedRetry, wire.CodeInvalidReqTooMuch}},
	{refundCall, refund.AnswerThrottled, []string{wire.CodeFrequencyLimited}},
	{refundCall, refund.AnswerRefused, []string{
		wire.CodeRefundFeeMismatch, wire.CodeTradeOverdue, wire.CodeError, wire.CodeUserAccountAbnormal, wire.CodeNotEnough,
		wire.CodeInvalidTransactionID, wire.CodeOrderNotExist, wire.CodeParamError, wire.CodeAppIDNotExist,
		wire.CodeMchIDNotExist, wire.CodeSignError, wire.CodeXMLFormatError, wire.CodeRequirePostMethod,
	}},

	// refund_status. The number and its fee are compared before it counts.
	{refundQuery, refund.AnswerProcessing, []string{wire.RefundProcessing}},
	{refundQuery, refund.AnswerSuccess, []string{wire.RefundSuccess}},
	{refundQuery, refund.AnswerChange, []string{wire.RefundChange}},
	{refundQuery, refund.AnswerClosed, []string{wire.RefundClose}},
	// err_code of a query that did not work.
	{refundQuery, refund.AnswerNone, []string{wire.CodeRefundNotExist}},
	{refundQuery, refund.AnswerLost, []string{
		wire.CodeSystemError, wire.CodeInvalidTransactionID, wire.CodeParamError, wire.CodeAppIDNotExist,
		wire.CodeMchIDNotExist, wire.CodeSignError, wire.CodeXMLFormatError, wire.CodeRequirePostMethod,
	}},
}

// classify looks a code up.
func classify(api *wire.API, code string) (kind flow.AnswerKind, known bool) {
	return lookUp(table, api, code, flow.AnswerLost)
}

func lookUp[K ~string](rows []row[K], api *wire.API, code string, other K) (kind K, known bool) {
	for _, r := range rows {
		if slices.Contains(r.calls, api.Name) && slices.Contains(r.codes, code) {
			return r.kind, true
		}
	}
	return other, false
}
