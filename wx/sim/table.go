package sim

import (
	"time"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// Short names that keep the table readable.
var (
	notPaid     = []move{{0, book.NotPay}}
	asksForever = []move{{0, book.UserPaying}}
)

const day = 24 * time.Hour

func asks(after int, then book.TradeState) []move {
	return []move{{0, book.UserPaying}, {time.Duration(after) * time.Second, then}}
}

func unpaidUntil(after int) []move {
	return []move{{0, book.NotPay}, {time.Duration(after) * time.Second, book.Success}}
}

// table is the documented list: `facetill sim --list` and what the server does are
// this one thing. The number is the index plus one.
var table = []Scenario{
	{1, "customer-cancels", "device", "顾客取消", "the customer cancels", act{}},
	{2, "customer-scans", "device", "顾客选择扫码支付", "the customer chooses to scan", act{}},
	{3, "customer-walks-away", "device", "顾客离开，无人应答", "the customer walks away: no answer until stop or 60 s", act{}},
	{4, "face-unknown", "device", "人脸未识别", "the face is not recognised", act{}},
	{5, "device-busy", "device", "设备忙一次", "the device is busy once, then fine", act{}},
	{6, "device-not-initialised", "device", "设备未初始化一次", "the device is not initialised once (271378620)", act{}},
	{7, "device-gone", "device", "设备调用失败", "the device is gone: the call fails", act{}},
	{8, "authinfo-license", "device", "调用凭证失效一次", "the authinfo is refused once (license error)", act{}},
	{9, "facepay-not-auth", "device", "商户未开通刷脸支付", "the store has no permission for face payment (FACEPAY_NOT_AUTH)", act{}},
	{10, "customer-slow", "device", "顾客很慢，20 秒后出码", "a slow customer: the code comes after 20 s", act{}},

	{11, "password", "pay", "需要密码，8 秒后支付", "password needed, paid after 8 s", act{code: wire.CodeUserPaying, plan: asks(8, book.Success)}},
	{12, "password-slow", "pay", "需要密码，32 秒后支付", "password needed, paid after 32 s", act{code: wire.CodeUserPaying, plan: asks(32, book.Success)}},
	{13, "password-never", "pay", "需要密码，一直不输入", "password never typed: USERPAYING until reversed or expired", act{code: wire.CodeUserPaying, plan: asksForever}},
	{14, "password-closed", "pay", "6 秒后关闭密码页", "password page closed after 6 s: USERPAYING, then NOTPAY", act{code: wire.CodeUserPaying, plan: asks(6, book.NotPay)}},
	{15, "not-enough", "pay", "余额不足", "balance too low (NOTENOUGH)", act{code: wire.CodeNotEnough, plan: notPaid}},
	{16, "card-unsupported", "pay", "不支持的卡", "card not supported (NOTSUPORTCARD)", act{code: wire.CodeNotSupportCard, plan: notPaid}},
	{17, "code-expired", "pay", "付款码已过期", "code expired (AUTHCODEEXPIRE)", act{code: wire.CodeAuthCodeExpire, absent: true}},
	{18, "over-limit", "pay", "超过限额", "over the customer's limit (RULELIMIT)", act{code: wire.CodeRuleLimit, plan: notPaid}},
	{19, "trade-error", "pay", "交易错误，未扣款", "TRADE_ERROR, not charged", act{code: wire.CodeTradeError, plan: notPaid}},
	{20, "system-error-charged", "pay", "系统错误，已扣款", "SYSTEMERROR, charged", act{code: wire.CodeSystemError}},
	{21, "system-error", "pay", "系统错误，未扣款", "SYSTEMERROR, not charged", act{code: wire.CodeSystemError, plan: notPaid}},
	{22, "bank-error", "pay", "银行异常，10 秒后扣款", "BANKERROR, USERPAYING, settles after 10 s", act{code: wire.CodeBankError, plan: asks(10, book.Success)}},
	{23, "answer-lost-charged", "pay", "已扣款，应答丢失", "answer lost after the money moved", act{wire: lost}},
	{24, "answer-lost", "pay", "未扣款，应答丢失", "answer lost before the money moved: the order stays NOTPAY", act{wire: lost, plan: notPaid}},
	{25, "request-lost", "pay", "请求丢失，订单不存在", "request lost: the order never exists", act{wire: lost, absent: true}},
	{26, "answer-late", "pay", "已扣款，应答迟到 12 秒", "answer 12 s late, charged", act{late: 12 * time.Second}},
	{27, "delivered-twice", "pay", "请求到达两次，应答为已支付", "delivered twice: the answer is ORDERPAID, charged", act{wire: twice}},
	{28, "answer-cut", "pay", "已扣款，应答中断", "answer cut short, charged", act{wire: cutShort}},
	{29, "answer-wrong-sign", "pay", "已扣款，应答签名错误", "answer wrongly signed, charged", act{wire: wrongSign}},
	{30, "answer-dtd", "pay", "已扣款，应答含 DTD", "answer with a DTD, charged", act{wire: withDTD}},
	{31, "answer-endless", "pay", "已扣款，应答无穷无尽", "endless answer, charged", act{wire: endless}},
	{32, "refusal-lies", "pay", "谎称余额不足，实已扣款", "a refusal that lies: NOTENOUGH, but charged", act{code: wire.CodeNotEnough}},
	{33, "refusal-settles", "pay", "余额不足，60 秒后仍扣款", "a refusal that settles: NOTENOUGH, NOTPAY, charged after 60 s", act{code: wire.CodeNotEnough, plan: unpaidUntil(60)}},
	{34, "reverse-fails", "pay, reverse", "不输密码；撤销失败三次（recall=N）", "password never; reverse FAIL, recall N, three times", act{code: wire.CodeUserPaying, plan: asksForever, reverse: reverseFails, times: 3}},
	{35, "reverse-recall", "pay, reverse", "不输密码；撤销要求重试三次（recall=Y）", "password never; reverse recall Y three times", act{code: wire.CodeUserPaying, plan: asksForever, reverse: reverseRecall, times: 3}},
	{36, "reverse-lies", "pay, reverse", "不输密码；撤销两次谎报成功", "password never; reverse falsely says SUCCESS twice", act{code: wire.CodeUserPaying, plan: asksForever, reverse: reverseLies, times: 2}},
	{37, "pay-error", "pay", "查询为支付失败（PAYERROR）", "password needed, then PAYERROR after 5 s", act{code: wire.CodeUserPaying, plan: asks(5, book.PayError)}},
	{38, "bad-gateway", "pay", "已扣款，应答为 502 网页", "HTML error page 502, charged", act{wire: badGateway}},
	{39, "redirect", "pay", "重定向，未扣款", "redirect, not charged: the order never exists", act{wire: redirected, absent: true}},
	{40, "answer-not-utf8", "pay", "已扣款，应答不是 UTF-8", "answer not UTF-8, charged", act{wire: notUTF8}},
	{41, "answer-other-amount", "pay", "已扣款，应答金额不符", "answer with another amount, charged", act{wire: otherAmount}},
	{42, "answer-other-number", "pay", "已扣款，应答为别的订单", "answer for another out_trade_no, charged", act{wire: otherNumber}},
	{43, "answer-unsigned", "pay", "已扣款，应答无签名", "unsigned success, charged", act{wire: unsigned}},
	{44, "return-fail", "pay", "return_code 为 FAIL，订单不存在", "return_code FAIL: the order never exists", act{wire: returnFail, absent: true}},
	{45, "reverse-user-paying", "pay, reverse", "不输密码；100 秒内撤销答 USERPAYING", "password never; reverse says USERPAYING for 100 s", act{code: wire.CodeUserPaying, plan: asksForever, reverse: reverseUserPaying}},
	{46, "reverse-expired", "pay, reverse", "不输密码；撤销答 REVERSE_EXPIRE", "password never; reverse says REVERSE_EXPIRE", act{code: wire.CodeUserPaying, plan: asksForever, reverse: reverseExpired}},
	{47, "number-used", "pay", "谎称订单号重复，实已扣款", "OUT_TRADE_NO_USED, charged", act{code: wire.CodeOutTradeNoUsed}},
	{48, "invalid-request", "pay", "无效请求，订单不存在", "INVALID_REQUEST: the order never exists", act{code: wire.CodeInvalidRequest, absent: true}},
	{49, "accepted", "pay", "查询为已受理，10 秒后扣款", "USERPAYING, ACCEPT on query, charged after 10 s", act{code: wire.CodeUserPaying, plan: []move{{0, book.Accept}, {10 * time.Second, book.Success}}}},
	{50, "part-refunded", "pay", "已支付，随即退一半", "paid and half of it refunded at once: REFUND on query", act{part: true}},
	{51, "queries-fail", "pay, query", "已扣款，应答丢失，前三次查询系统错误", "pay answer lost, charged, first three queries SYSTEMERROR", act{wire: lost, queries: 3}},
	{52, "answer-lost-settles", "pay", "应答丢失，20 秒后扣款", "pay answer lost, NOTPAY, charged after 20 s", act{wire: lost, plan: unpaidUntil(20)}},
	{53, "code-invalid", "pay", "付款码无效", "AUTH_CODE_INVALID", act{code: wire.CodeAuthCodeInvalid, absent: true}},
	{54, "no-auth", "pay", "商户无权限", "NOAUTH", act{code: wire.CodeNoAuth, absent: true}},
	{55, "return-system-error", "pay", "return_code 为 SYSTEMERROR，未扣款", "return_code SYSTEMERROR, NOTPAY", act{wire: returnSystemError, plan: notPaid}},
	{56, "connection-refused", "pay", "连接被拒绝，订单不存在", "connection closed: the order never exists", act{wire: refused, absent: true}},
	{57, "refund-slow", "refund", "已支付；退款 60 秒后到账", "paid; a refund stays PROCESSING for 60 s", act{back: giving{after: 60 * time.Second}}},
	{58, "refund-abnormal", "refund", "已支付；退款异常（CHANGE）", "paid; a refund ends in CHANGE", act{back: giving{final: book.RefundChange}}},
	{59, "password-order-closed", "pay", "需要密码，10 秒后订单被关闭", "password needed, order CLOSED after 10 s", act{code: wire.CodeUserPaying, plan: asks(10, book.Closed)}},
	{60, "reverse-answer-lost", "pay, reverse", "不输密码；撤销生效但应答丢失一次", "password never; the reverse works, its answer is lost once", act{code: wire.CodeUserPaying, plan: asksForever, reverse: reverseLost, times: 1}},
	{61, "coupon-of-the-shop", "pay", "已支付，商户承担优惠 3.00", "paid with a coupon of 3.00 that the shop bears: cash_fee and settlement_total_fee are less", act{coupon: 300}},
	{62, "refund-not-enough", "refund", "已支付；首次退款商户余额不足", "paid; the first refund is refused: the merchant's balance is too low (NOTENOUGH)", act{back: giving{code: wire.CodeNotEnough, des: wordTopUp, times: 1}}},
	{63, "refund-days", "refund", "已支付；退款 3 天后到账", "paid; a refund stays PROCESSING for 3 days", act{back: giving{after: 3 * day}}},
	{64, "refund-closed", "refund", "已支付；退款因余额不足，7 天后关闭（REFUNDCLOSE）", "paid; a refund waits for funds and is closed after 7 days (REFUNDCLOSE)", act{back: giving{after: 7 * day, final: book.RefundClosed}}},
	{65, "refund-answer-lost", "refund", "已支付；退款已受理，应答丢失一次", "paid; a refund is accepted, its answer is lost once", act{back: giving{lost: true, times: 1}}},
	{66, "refund-system-error", "refund", "已支付；退款已受理，应答系统错误一次", "paid; a refund is accepted, its answer is SYSTEMERROR once", act{back: giving{code: wire.CodeSystemError, done: true, times: 1}}},
	{67, "refund-again", "refund", "已支付；退款前两次须重试（BIZERR_NEED_RETRY）", "paid; a refund must be sent again twice (BIZERR_NEED_RETRY)", act{back: giving{code: wire.CodeBizErrNeedRetry, times: 2}}},
	{68, "refund-limited", "refund", "已支付；退款前两次频率受限（FREQUENCY_LIMITED）", "paid; a refund is throttled twice (FREQUENCY_LIMITED)", act{back: giving{code: wire.CodeFrequencyLimited, times: 2}}},
	{69, "payer-account-gone", "refund", "已支付；用户账户已注销，无法退款", "paid; no refund: the payer's account is closed (USER_ACCOUNT_ABNORMAL)", act{back: giving{code: wire.CodeUserAccountAbnormal}}},
	{70, "device-restarts-in-scan", "device", "刷脸时设备服务重启一次", "the face service restarts once during the scan (271378620, 271378621)", act{}},
	{71, "device-restarts-in-sale", "device", "取码后设备服务重启一次", "the face service restarts once behind the code, before the result is told", act{}},

	{72, "coupons-by-name", "pay, query", "已支付，商户承担优惠 3.00（两张券）", "paid with two coupons of the shop, together 3.00: promotion_detail has them, and a query names them", act{coupon: 300, named: true}},
	{73, "coupons-odd", "pay, query", "已支付，优惠金额自相矛盾", "paid, and the numbers beside the amount cannot be: cash_fee and coupon_fee are more than it", act{odd: 300}},
	{74, "customer-minor", "device", "顾客是未成年人", "the customer is a minor (underage_state 2)", act{}},
}
