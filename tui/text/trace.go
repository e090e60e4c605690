package text

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"facetill/flow/trace"
)

// traceEnglish is what calls of the walk prove, by trace.Proof; behind the name of a
// call and a point what it means there.
var traceEnglish = map[string]string{
	"ready": "the face service runs", "rawdata": "goes to get_wxpayface_authinfo as it is",
	"authinfo": "opens the face screen; kept for the next sales", "face_code": "a face, for this number and amount, once",
	"late_code": "a face after the stop: never charged", "member": "a member was recognised", "nobody": "nobody was recognised: pays as everybody does",
	"left": "the customer left: nothing charged", "cut_short": "stopped by the till: nothing charged", "wants_to_scan": "the customer wants to scan: nothing charged",
	"page_closed": "the terminal shows the end", "stopping": "the face screen is to close", "released": "the camera is free",
	"init_again": "not initialised: initWxpayface, then once more", "init_later": "coming up: initWxpayface again, soon",
	"auth_again": "an old authinfo, perhaps: a new one, then once more", "busy_again": "the terminal is busy: once more",
	"failed": "nothing proven, nothing charged", "downloadbill.failed": "no bill: nothing is compared", "no_bill": "no trade on that day: there is no bill",
	"bill_later": "the bill is being made: asked for again after 10:00", "no_answer": "no answer: a terminal decides nothing about money",
	"answered": "a verified answer", "unverified": "an answer that nobody has signed",

	"says_paid": "says paid, by number, amount and merchant: to be written down", "paying": "not decided so far",
	"micropay.paying": "not decided, a password is typed: asked about in 5 s", "facepay.paying": "not decided, a password is typed: asked about in 5 s",
	"reverse.paying": "not decided: reversed again, later", "facepayreverse.paying": "not decided: reversed again, later",
	"lost": "not known: asked again", "micropay.lost": "not known whether it was charged: asked about", "facepay.lost": "not known whether it was charged: asked about",
	"reverse.lost": "not known: asked about, and reversed again", "facepayreverse.lost": "not known: asked about, and reversed again",
	"rejected": "return_code FAIL: key or form is wrong; proves nothing", "not_sent": "not one byte left",
	"micropay.not_sent": "not one byte left: surely not charged", "facepay.not_sent": "not one byte left: surely not charged",
	"refused": "refused, cannot have charged: a query confirms it", "doubt": "refused, may have charged: asked about",
	"notpay": "not paid so far", "closed": "the order is closed: no money", "revoked": "the order is undone: no money is with the shop",
	"notexist": "WeChat has no such order (yet)", "payerror": "the payment failed: reversed, to be sure", "refund": "has a refund: what became of it is asked",
	"reversed": "taken: a query has to prove it", "again": "recall=Y: reversed again", "stopped": "not reversed: asked about",
	"expired": "older than seven days: refunded instead", "certificate": "the client certificate was not taken: no new sales",

	"refund_accepted": "taken: the money is on its way", "refund_refused": "refused: no money moved", "refund_throttled": "too many requests: sent again, later",
	"refund_processing": "on its way", "refund_success": "it is back", "refund_change": "stuck: a person has to look",
	"refund_closed": "closed: a person has to look", "refund_none": "WeChat has no such refund", "refund_listed": "the refunds of this order",
	"refund_mismatch": "another fee under this number: a person has to look",
}

var traceChinese = map[string]string{
	"ready": "刷脸服务已就绪", "rawdata": "终端数据，原样交给 get_wxpayface_authinfo", "authinfo": "可以打开刷脸页面；下一笔继续使用",
	"face_code": "刷脸凭证，只用于本单号和金额，一次有效", "late_code": "取消之后才到的凭证：绝不扣款", "member": "识别到会员", "nobody": "未识别到会员：按普通顾客付款",
	"left": "顾客离开：未扣款", "cut_short": "收银台已停止：未扣款", "wants_to_scan": "顾客要扫码：未扣款", "page_closed": "终端显示结果", "stopping": "刷脸页面将关闭", "released": "摄像头已释放",
	"init_again": "未初始化：先 initWxpayface 再重试", "init_later": "正在启动：稍后再 initWxpayface", "auth_again": "authinfo 可能过期：重新获取后再试",
	"busy_again": "终端忙：再试一次", "failed": "没有证明什么，也没有扣款", "downloadbill.failed": "没有账单：不对账", "no_bill": "当日没有交易：没有账单",
	"bill_later": "账单生成中：10 点后再取", "no_answer": "没有应答：终端不决定是否扣款",
	"answered": "已验签的应答", "unverified": "没有签名的应答",

	"says_paid": "微信称已付，单号、金额、商户均相符：待记账", "paying": "目前未定",
	"micropay.paying": "未定，顾客正在输密码：5 秒后查询", "facepay.paying": "未定，顾客正在输密码：5 秒后查询",
	"reverse.paying": "未定：稍后再撤销", "facepayreverse.paying": "未定：稍后再撤销",
	"lost": "不明：再查询", "micropay.lost": "不知是否扣款：去查询", "facepay.lost": "不知是否扣款：去查询",
	"reverse.lost": "不明：查询并再撤销", "facepayreverse.lost": "不明：查询并再撤销",
	"rejected": "return_code FAIL：密钥或格式有误，不能证明什么", "not_sent": "一个字节都没有发出",
	"micropay.not_sent": "一个字节都没有发出：肯定未扣款", "facepay.not_sent": "一个字节都没有发出：肯定未扣款",
	"refused": "已拒绝，不可能扣款：查询确认", "doubt": "已拒绝，但可能扣款：去查询",
	"notpay": "目前未支付", "closed": "订单已关闭：没有收款", "revoked": "订单已撤销：商户没有收款",
	"notexist": "微信（尚）无此订单", "payerror": "支付失败：仍撤销以确保", "refund": "有退款：查询退款结果",
	"reversed": "已受理：由查询证实", "again": "recall=Y：再撤销", "stopped": "未撤销：去查询",
	"expired": "超过七天：改为退款", "certificate": "商户证书未被接受：暂停新的收款",

	"refund_accepted": "已受理：退款在途", "refund_refused": "已拒绝：资金未动", "refund_throttled": "请求太频繁：稍后再发",
	"refund_processing": "退款在途", "refund_success": "已退回", "refund_change": "退款异常：需人工处理",
	"refund_closed": "退款关闭：需人工处理", "refund_none": "微信无此退款", "refund_listed": "本单的退款",
	"refund_mismatch": "同一单号金额不同：需人工处理",
}

// Means says what a call has proven; a word that nobody knows stands as it is.
func (w *Words) Means(call string, p trace.Proof) string {
	for _, key := range []string{call + "." + string(p), string(p)} {
		if s := w.Trace[key]; s != "" {
			return s
		}
	}
	return string(p)
}

// Proofs are the words of trace.Proof that have a meaning.
func Proofs() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(traceEnglish)), func(key string) bool { return strings.Contains(key, ".") })
}

// Took is how long a call took, in as few characters as tell it.
func (*Words) Took(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}
