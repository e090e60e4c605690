package text

import (
	"fmt"
	"strings"

	"facetill/flow"
)

// heardAs is what a code of WeChat's, or of a call that brought no answer, comes
// to for a cashier: a word of Detail.
var heardAs = map[string]string{
	"USERPAYING": "paying", "ACCEPT": "paying", "NOTPAY": "notpay", "SUCCESS": "paid", "REFUND": "refund", "REVOKED": "revoked",
	"PAYERROR": "payerror", "ORDERNOTEXIST": "notexist", "INVALID_TRANSACTIONID": "notexist", "REVERSE_EXPIRE": "expired",
	"ORDERPAID": "paid_before", "OUT_TRADE_NO_USED": "paid_before", "ORDERCLOSED": "closed", "ORDERREVERSED": "revoked",
	"SYSTEMERROR": "busy", "FREQUENCY_LIMITED": "busy", "INVALID_REQ_TOO_MUCH": "busy", "BIZERR_NEED_RETRY": "busy", "BANKERROR": "bank",
	"TRADE_ERROR": "account", "USER_ACCOUNT_ABNORMAL": "account", "RULELIMIT": "account", "NOTENOUGH": "account",
	"INVALID_REQUEST": "rejected", "FAIL": "rejected", "PARAM_ERROR": "rejected", "LACK_PARAMS": "rejected", "XML_FORMAT_ERROR": "rejected",
	"NOT_UTF8": "rejected", "REQUIRE_POST_METHOD": "rejected", "POST_DATA_EMPTY": "rejected", "NOAUTH": "rejected", "SIGNERROR": "rejected",
	"APPID_NOT_EXIST": "rejected", "MCHID_NOT_EXIST": "rejected", "APPID_MCHID_NOT_MATCH": "rejected",
	"CERTIFICATE": "certificate", "TLS_ALERT": "certificate",
	"TIMEOUT": "lost", "GIVEN_UP": "lost", "CUT_SHORT": "lost", "CLOSED": "lost", "BROKEN": "lost", "NETWORK": "lost", "CONNECT": "lost",
	"DNS": "lost", "PROXY": "lost", "TLS": "lost", "NOT_HTTP": "lost", "TOO_LARGE": "lost", "REDIRECT": "lost", "UNSIGNED": "lost",
	"WEAK_SIGN": "lost", "BAD_SIGN": "lost", "WRONG_MERCHANT": "lost", "WRONG_ORDER": "lost", "WRONG_AMOUNT": "lost", "NOT_XML": "lost",
	"DTD": "lost", "EMPTY": "lost", "NO_RETURN_CODE": "lost", "NO_RESULT_CODE": "lost", "NO_ERR_CODE": "lost", "NO_RECALL": "lost",
	"NO_REFUND_COUNT": "lost", "NO_REFUND_STATUS": "lost", "HALF_LIST": "lost", "LONG_LIST": "lost",
}

// LastSaid is the last thing that is durable of what WeChat said about an attempt,
// in a cashier's words; "" where it said nothing. A code without words stands
// behind a sentence for all of them.
func (w *Words) LastSaid(a flow.Attempt) string {
	switch {
	case a.ReverseCode != "":
		return w.lastSaid(a.ReverseCode)
	case a.QueryCode == "CLOSED": // of an order; elsewhere it is a connection
		return w.Detail["closed"]
	case a.QueryCode != "":
		return w.lastSaid(a.QueryCode)
	case a.RefusalAsk != "":
		return w.lastSaid(string(a.RefusalAsk))
	case a.Code != "":
		return w.lastSaid(a.Code)
	}
	return ""
}

// Heard is what WeChat said about a finding of its bill when it was asked: a kind of
// answer, or where a refund stands.
func (w *Words) Heard(said string) string {
	if status := w.refundStatus(said); status != said {
		return status
	}
	if of := w.Detail["refund_"+said]; of != "" {
		return of
	}
	return w.lastSaid(said)
}

func (w *Words) lastSaid(code string) string {
	word := heardAs[code]
	if strings.HasPrefix(code, "HTTP_") {
		word = "lost"
	}
	for _, known := range []string{word, code} { // a query's kind is such a word itself
		if said := w.Detail[known]; said != "" {
			return said
		}
	}
	return fmt.Sprintf(w.HeardOther, code)
}
