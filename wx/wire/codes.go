package wire

// What return_code and result_code say in most APIs. The face service's
// get_wxpayface_authinfo puts ERROR, PARAM_ERROR and SYSTEMERROR into
// return_code, and SYSTEMERROR has been seen there from the payment host too.
const (
	Success = "SUCCESS"
	Fail    = "FAIL"
	// CodeError is a return_code of the face service and an err_code of refund.
	CodeError = "ERROR"
)

// Values of recall in the answer to reverse and facepayreverse.
const (
	RecallYes = "Y"
	RecallNo  = "N"
)

// Values of trade_state in the answer to orderquery and facepayquery.
const (
	TradeSuccess    = "SUCCESS"
	TradeRefund     = "REFUND"
	TradeNotPay     = "NOTPAY"
	TradeClosed     = "CLOSED"
	TradeRevoked    = "REVOKED"
	TradeUserPaying = "USERPAYING"
	TradePayError   = "PAYERROR"
	TradeAccept     = "ACCEPT"
)

// Values of refund_status_$n in the answer to refundquery.
const (
	RefundSuccess    = "SUCCESS"
	RefundProcessing = "PROCESSING"
	RefundChange     = "CHANGE"
	RefundClose      = "REFUNDCLOSE"
)

// Codes that leave open whether money moved.
const (
	CodeSystemError    = "SYSTEMERROR"
	CodeBankError      = "BANKERROR"
	CodeUserPaying     = "USERPAYING"
	CodeOrderPaid      = "ORDERPAID"
	CodeOutTradeNoUsed = "OUT_TRADE_NO_USED"
	CodeTradeError     = "TRADE_ERROR"
	CodeInvalidRequest = "INVALID_REQUEST"
)

// Refusals that concern the payer or the code.
const (
	CodeNotEnough       = "NOTENOUGH"
	CodeNotSupportCard  = "NOTSUPORTCARD" // WeChat's spelling
	CodeAuthCodeExpire  = "AUTHCODEEXPIRE"
	CodeAuthCodeError   = "AUTH_CODE_ERROR"
	CodeAuthCodeInvalid = "AUTH_CODE_INVALID"
	CodeBuyerMismatch   = "BUYER_MISMATCH"
	CodeRuleLimit       = "RULELIMIT"
)

// Refusals that concern the order.
const (
	CodeOrderClosed   = "ORDERCLOSED"
	CodeOrderReversed = "ORDERREVERSED"
	CodeOrderNotExist = "ORDERNOTEXIST"
)

// Refusals that concern the merchant's permission or the form of the request.
const (
	CodeNoAuth             = "NOAUTH"
	CodeParamError         = "PARAM_ERROR"
	CodeSignError          = "SIGNERROR"
	CodeLackParams         = "LACK_PARAMS"
	CodeNotUTF8            = "NOT_UTF8"
	CodeXMLFormatError     = "XML_FORMAT_ERROR"
	CodeRequirePostMethod  = "REQUIRE_POST_METHOD"
	CodePostDataEmpty      = "POST_DATA_EMPTY"
	CodeAppIDNotExist      = "APPID_NOT_EXIST"
	CodeMchIDNotExist      = "MCHID_NOT_EXIST"
	CodeAppIDMchIDNotMatch = "APPID_MCHID_NOT_MATCH"
	CodeFrequencyLimited   = "FREQUENCY_LIMITED"
)

// Codes of reverse, refund and refundquery alone.
const (
	CodeReverseExpire        = "REVERSE_EXPIRE"
	CodeInvalidTransactionID = "INVALID_TRANSACTIONID"
	CodeBizErrNeedRetry      = "BIZERR_NEED_RETRY"
	CodeRefundFeeMismatch    = "REFUND_FEE_MISMATCH"
	CodeTradeOverdue         = "TRADE_OVERDUE"
	CodeUserAccountAbnormal  = "USER_ACCOUNT_ABNORMAL"
	CodeInvalidReqTooMuch    = "INVALID_REQ_TOO_MUCH"
	CodeRefundNotExist       = "REFUNDNOTEXIST"
)

// Texts that downloadbill puts into return_msg instead of a code. The manual
// and the service differ in their capitals: compare without regard to case.
const (
	BillNotExist = "No Bill Exist"
	BillCreating = "Bill Creating"
)
