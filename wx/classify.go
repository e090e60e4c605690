package wx

import (
	"strings"

	"facetill/flow"
	"facetill/wx/wire"
)

// row is one line of the table of codes: what a well-signed answer with this
// code is worth. In a query that worked the code is trade_state, elsewhere
// err_code.
type row struct {
	calls string // names of APIs
	code  string
	kind  flow.AnswerKind
}

const (
	payCalls     = "micropay facepay"
	queryCalls   = "orderquery facepayquery"
	reverseCalls = "reverse facepayreverse"
)

// table is every code of WeChat's documents and of the field. What is not in it
// is AnswerLost, whatever the call (money rule 2.3).
//
// The sources disagree in places; then the stricter reading stands:
//   - ORDERPAID, OUT_TRADE_NO_USED, INVALID_REQUEST and TRADE_ERROR are called
//     failures by the documents, but a doubled delivery of our own request and
//     risk control after a charge produce them too;
//   - PARAM_ERROR of facepay also says "face_code already used", behind which
//     the first delivery may have been charged;
//   - refunds that are throttled come back as AnswerLost: the same number may
//     simply be sent again.
var table = []row{
	// The payer or the code.
	{payCalls, wire.CodeAuthCodeExpire, flow.AnswerRefused},
	{payCalls, wire.CodeAuthCodeError, flow.AnswerRefused},
	{payCalls, wire.CodeAuthCodeInvalid, flow.AnswerRefused},
	{payCalls, wire.CodeNotEnough, flow.AnswerRefused},
	{payCalls, wire.CodeNotSupportCard, flow.AnswerRefused},
	{payCalls, wire.CodeBuyerMismatch, flow.AnswerRefused},
	{payCalls, wire.CodeRuleLimit, flow.AnswerRefused},
	// The order.
	{payCalls, wire.CodeOrderClosed, flow.AnswerRefused},
	{payCalls, wire.CodeOrderReversed, flow.AnswerRefused},
	// The merchant or the form of the request.
	{payCalls, wire.CodeNoAuth, flow.AnswerRefused},
	{"micropay", wire.CodeParamError, flow.AnswerRefused},
	{payCalls, wire.CodeSignError, flow.AnswerRefused},
	{payCalls, wire.CodeLackParams, flow.AnswerRefused},
	{payCalls, wire.CodeNotUTF8, flow.AnswerRefused},
	{payCalls, wire.CodeXMLFormatError, flow.AnswerRefused},
	{payCalls, wire.CodeRequirePostMethod, flow.AnswerRefused},
	{payCalls, wire.CodePostDataEmpty, flow.AnswerRefused},
	{payCalls, wire.CodeAppIDNotExist, flow.AnswerRefused},
	{payCalls, wire.CodeMchIDNotExist, flow.AnswerRefused},
	{payCalls, wire.CodeAppIDMchIDNotMatch, flow.AnswerRefused},
	{payCalls, wire.CodeFrequencyLimited, flow.AnswerRefused},
	// Behind these a charge may hide.
	{payCalls, wire.CodeOrderPaid, flow.AnswerDoubt},
	{payCalls, wire.CodeOutTradeNoUsed, flow.AnswerDoubt},
	{payCalls, wire.CodeTradeError, flow.AnswerDoubt},
	{payCalls, wire.CodeInvalidRequest, flow.AnswerDoubt},
	{"facepay", wire.CodeParamError, flow.AnswerDoubt},
	{payCalls, wire.CodeUserPaying, flow.AnswerPaying},
	{payCalls, wire.CodeSystemError, flow.AnswerLost},
	{payCalls, wire.CodeBankError, flow.AnswerLost},

	// trade_state. SUCCESS is compared with the order before it counts.
	{queryCalls, wire.TradeSuccess, flow.AnswerPaid},
	{queryCalls, wire.TradeRefund, flow.AnswerRefund},
	{queryCalls, wire.TradeNotPay, flow.AnswerNotPay},
	{queryCalls, wire.TradeUserPaying, flow.AnswerPaying},
	{queryCalls, wire.TradeAccept, flow.AnswerPaying},
	{queryCalls, wire.TradePayError, flow.AnswerPayError},
	{queryCalls, wire.TradeClosed, flow.AnswerClosed},
	{queryCalls, wire.TradeRevoked, flow.AnswerRevoked},
	// err_code of a query that did not work, and a trade_state seen once.
	{queryCalls, wire.CodeOrderNotExist, flow.AnswerNotExist},
	{queryCalls, wire.CodeSystemError, flow.AnswerLost},
	{queryCalls, wire.CodeParamError, flow.AnswerLost},
	{queryCalls, wire.CodeSignError, flow.AnswerLost},
	{queryCalls, wire.CodeXMLFormatError, flow.AnswerLost},
	{queryCalls, wire.CodeRequirePostMethod, flow.AnswerLost},

	// err_code of a reversal; recall decides where the code is in no line.
	{reverseCalls, wire.CodeUserPaying, flow.AnswerPaying},
	{reverseCalls, wire.CodeReverseExpire, flow.AnswerExpired},
	{reverseCalls, wire.CodeSystemError, flow.AnswerLost},
	{reverseCalls, wire.CodeTradeError, flow.AnswerStopped},
	{reverseCalls, wire.CodeInvalidTransactionID, flow.AnswerStopped},
	{reverseCalls, wire.CodeInvalidRequest, flow.AnswerStopped},
	{reverseCalls, wire.CodeParamError, flow.AnswerStopped},
	{reverseCalls, wire.CodeSignError, flow.AnswerStopped},
	{reverseCalls, wire.CodeRequirePostMethod, flow.AnswerStopped},

	{"refund", wire.CodeSystemError, flow.AnswerLost},
	{"refund", wire.CodeBizErrNeedRetry, flow.AnswerLost},
	{"refund", wire.CodeInvalidReqTooMuch, flow.AnswerLost},
	{"refund", wire.CodeFrequencyLimited, flow.AnswerLost},
	{"refund", wire.CodeRefundFeeMismatch, flow.AnswerRefundRefused},
	{"refund", wire.CodeTradeOverdue, flow.AnswerRefundRefused},
	{"refund", wire.CodeError, flow.AnswerRefundRefused},
	{"refund", wire.CodeUserAccountAbnormal, flow.AnswerRefundRefused},
	{"refund", wire.CodeNotEnough, flow.AnswerRefundRefused},
	{"refund", wire.CodeInvalidTransactionID, flow.AnswerRefundRefused},
	{"refund", wire.CodeOrderNotExist, flow.AnswerRefundRefused},
	{"refund", wire.CodeParamError, flow.AnswerRefundRefused},
	{"refund", wire.CodeAppIDNotExist, flow.AnswerRefundRefused},
	{"refund", wire.CodeMchIDNotExist, flow.AnswerRefundRefused},
	{"refund", wire.CodeSignError, flow.AnswerRefundRefused},
	{"refund", wire.CodeXMLFormatError, flow.AnswerRefundRefused},
	{"refund", wire.CodeRequirePostMethod, flow.AnswerRefundRefused},

	{"refundquery", wire.CodeRefundNotExist, flow.AnswerRefundNone},
	{"refundquery", wire.CodeSystemError, flow.AnswerLost},
	{"refundquery", wire.CodeInvalidTransactionID, flow.AnswerLost},
	{"refundquery", wire.CodeParamError, flow.AnswerLost},
	{"refundquery", wire.CodeAppIDNotExist, flow.AnswerLost},
	{"refundquery", wire.CodeMchIDNotExist, flow.AnswerLost},
	{"refundquery", wire.CodeSignError, flow.AnswerLost},
	{"refundquery", wire.CodeXMLFormatError, flow.AnswerLost},
	{"refundquery", wire.CodeRequirePostMethod, flow.AnswerLost},
}

// classify looks a code up.
func classify(api *wire.API, code string) (kind flow.AnswerKind, known bool) {
	for i := range table {
		if table[i].code == code && hasWord(table[i].calls, api.Name) {
			return table[i].kind, true
		}
	}
	return flow.AnswerLost, false
}

func hasWord(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}
