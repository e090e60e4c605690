package sim

import (
	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// desc is the err_code_des of a code where the situation has no words of its
// own. Texts are those that merchants report from the real thing, or else the
// description column of the API's error table.
var desc = map[string]string{
	wire.CodeSystemError:         "系统繁忙，请稍后再试",
	wire.CodeBankError:           "银行系统异常",
	wire.CodeUserPaying:          "需要用户输入支付密码",
	wire.CodeOrderPaid:           "该订单已支付",
	wire.CodeOrderClosed:         "订单已关闭",
	wire.CodeOrderReversed:       "订单已撤销",
	wire.CodeOutTradeNoUsed:      "商户订单号重复",
	wire.CodeAuthCodeExpire:      "二维码已过期，请用户在微信上刷新后再试",
	wire.CodeAuthCodeInvalid:     "101 请扫描微信支付付款码",
	wire.CodeNotEnough:           "余额不足",
	wire.CodeNotSupportCard:      "不支持卡类型",
	wire.CodeNoAuth:              "商户无权限",
	wire.CodeRuleLimit:           "交易金额或次数超出限制",
	wire.CodeTradeError:          "交易错误",
	wire.CodeInvalidRequest:      "无效请求",
	wire.CodeParamError:          "参数错误",
	wire.CodeOrderNotExist:       "order not exist",
	wire.CodeReverseExpire:       "订单无法撤销",
	wire.CodeRefundFeeMismatch:   "订单金额或退款金额与之前请求不一致，请核实后再试",
	wire.CodeRefundNotExist:      "not exist",
	wire.CodeError:               "业务错误",
	wire.CodeTradeOverdue:        "订单已经超过退款期限",
	wire.CodeBizErrNeedRetry:     "退款业务流程错误，需要商户触发重试来解决",
	wire.CodeFrequencyLimited:    "频率限制",
	wire.CodeUserAccountAbnormal: "退款请求失败",
	wire.CodeInvalidReqTooMuch:   "无效请求过多",
}

// stateDesc is the trade_state_desc of a state.
var stateDesc = map[book.TradeState]string{
	book.Success:    "支付成功",
	book.Refunded:   "订单发生过退款，退款详情请查询退款单",
	book.NotPay:     "订单未支付",
	book.Closed:     "订单已关闭",
	book.Revoked:    "订单已撤销",
	book.UserPaying: "需要用户输入支付密码",
	book.PayError:   "支付失败，请撤销订单",
	book.Accept:     "已接收，等待扣款",
}

// The words of return_msg, and of situations within a code.
const (
	wordOK           = "OK"
	wordSign         = "签名错误，请检查后再试"
	wordPost         = "请使用post方法"
	wordEmpty        = "post数据为空"
	wordXML          = "XML格式错误"
	wordUTF8         = "编码格式错误"
	wordMch          = "商户号mch_id或sub_mch_id不存在"
	wordAppID        = "商户号mch_id与appid不匹配"
	wordLength       = "参数长度有误"
	wordFormat       = "参数格式错误"
	wordExpireShort  = "time_expire时间过短，刷卡至少1分钟，其他5分钟"
	wordCodeUsed     = "101 每个二维码仅限使用一次，请刷新再试"
	wordFaceUsed     = "face_code已被使用"
	wordFaceForm     = "face_code格式错误"
	wordFaceOther    = "face_code业务数据不匹配"
	wordOtherFamily  = "订单与撤销接口不匹配"
	wordOnlyReverse  = "付款码支付的订单不支持关单，请调用撤销接口"
	wordReverseFails = "撤销失败，请查询订单"
	wordAgain        = "撤销处理中，请稍后重试"
	wordPayingNow    = "用户支付中，不允许撤销，请稍后再试"
	wordHasRefund    = "订单已转入退款，不可撤销"
	wordAllBack      = "订单已全额退款"
	wordTooMuch      = "累计退款金额大于支付金额"
	wordTooMany      = "部分退款次数超过限制"
	wordTopUp        = "基本账户余额不足,请充值后重新发起"
	wordUnsettled    = "交易未结算资金不足,请使用可用余额退款"
	wordNoCert       = "400 No required SSL certificate was sent"
	wordBadCert      = "400 The SSL certificate error"
	wordAuthinfo     = "请求成功"
	wordAuthinfoForm = "请求消息格式错误"
	wordAuthinfoSign = "签名错误"
)
